"""What follows a clear result is said."""

from __future__ import annotations

from collections.abc import Iterator

from . import Case, Finding, Level
from ._screening import KINDS as KINDS
from ._screening import says

ID = "IPD-C9"
ASKS = "Does the aid say what follows where the test finds nothing?"
WHY = "A clear result is taken for a promise where nothing says what it leaves open."
SOURCE = "IPDASi v4, certifying item 9, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"


def examine(case: Case) -> Iterator[Finding]:
    """Asked of screening aids alone."""
    yield from says(
        case,
        "if_clear",
        "nothing says what follows where the test finds nothing",
        'write test: {if_clear: "It can still miss one. We look again ..."}',
    )
