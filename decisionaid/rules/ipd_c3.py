"""When the aid was published."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level
from ._days import day_of

ID = "IPD-C3"
ASKS = "Does the aid say when it was published?"
WHY = "What was known on that day is all that an aid can say."
SOURCE = "IPDASi v4, certifying item 3, doi:10.1177/0272989X13501721"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """A day of the calendar that is not still to come."""
    day = day_of(case.aid.published)
    if day is None:
        yield Finding(("published",), f"there is no day {case.aid.published}", "write the day it was published")
    elif day > case.on:
        yield Finding(("published",), f"{day} is still to come", "write the day it was really published")
