"""What may be good about each option, also about doing nothing."""

from __future__ import annotations

from collections.abc import Iterator

from . import CHOOSING, Case, Finding, Level
from ._options import one_sided

ID = "IPD-Q4"
ASKS = "Does every option say what may be good about it?"
WHY = "An option without a good side looks like a straw man."
SOURCE = "IPDASi v4, qualifying item 4, doi:10.1177/0272989X13501721"
KINDS = CHOOSING
LEVEL: Level = "draft"


def examine(case: Case) -> Iterator[Finding]:
    """At least one for each option; if all of them hold for some people only, that is a warning."""
    return one_sided(case, "benefits")
