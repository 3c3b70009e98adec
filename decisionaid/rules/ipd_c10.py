"""What would never have troubled anybody is said."""

from __future__ import annotations

from collections.abc import Iterator

from . import Case, Finding, Level
from ._screening import KINDS as KINDS
from ._screening import says

ID = "IPD-C10"
ASKS = "Does the aid say what the test may find that would never have troubled anybody?"
WHY = "People are treated for what they would never have noticed, and take it for a rescue."
SOURCE = "IPDASi v4, certifying item 10, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"


def examine(case: Case) -> Iterator[Finding]:
    """Asked of screening aids alone."""
    yield from says(
        case,
        "overdiagnosis",
        "nothing says that the test may find what would never have troubled anybody",
        'write test: {overdiagnosis: "Some cancers that it finds would ..."}',
    )
