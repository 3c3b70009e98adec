"""What a screening test looks for is said."""

from __future__ import annotations

from collections.abc import Iterator

from . import Case, Finding, Level
from ._screening import KINDS as KINDS
from ._screening import says

ID = "IPD-C7"
ASKS = "Does the aid say what the test looks for?"
WHY = "Who does not know what a test looks for takes a clear result for health."
SOURCE = "IPDASi v4, certifying item 7, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"


def examine(case: Case) -> Iterator[Finding]:
    """Asked of screening aids alone."""
    yield from says(
        case, "measures", "nothing says what the test looks for", 'write test: {measures: "A scan that looks for ..."}'
    )
