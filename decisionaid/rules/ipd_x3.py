"""Chances are given for at least two options, so that they can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from . import CHOOSING, Case, Finding, Level

ID = "IPD-X3"
ASKS = "Is there an outcome with chances under two options or more?"
WHY = "Options without a number that can be compared are weighed by their names."
SOURCE = "IPDASi v4, probabilities item 1, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"
KINDS = CHOOSING


def examine(case: Case) -> Iterator[Finding]:
    """At least one outcome that is counted under two options."""
    counted = Counter(
        outcome
        for option in case.aid.options.values()
        for outcome, names in option.chances.items()
        if set(names) != {"unknown"}
    )
    if len(case.aid.options) > 1 and max(counted.values(), default=0) < 2:
        what = "no outcome has a chance under two options, so nothing can be compared"
        yield Finding(("options",), what, "name claims of one outcome under the chances of two options")
