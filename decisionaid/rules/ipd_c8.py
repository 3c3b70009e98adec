"""What follows a finding is said."""

from __future__ import annotations

from collections.abc import Iterator

from . import Case, Finding, Level
from ._screening import KINDS as KINDS
from ._screening import says

ID = "IPD-C8"
ASKS = "Does the aid say what follows where the test finds something?"
WHY = "A finding is the beginning of more tests, and nobody chooses them who was not told."
SOURCE = "IPDASi v4, certifying item 8, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"


def examine(case: Case) -> Iterator[Finding]:
    """Asked of screening aids alone."""
    yield from says(
        case,
        "if_found",
        "nothing says what follows where the test finds something",
        'write test: {if_found: "Another scan, and then ..."}',
    )
