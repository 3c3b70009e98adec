"""When the aid is looked at again, and how it is kept up to date.

Whether that day has passed is judged by EVID-1, with the other days that expire.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from . import EVERY, Case, Finding, Level
from ._days import day_of

ID = "IPD-C4"
ASKS = "Are there a review date and an update policy?"
WHY = "An aid that nobody comes back to goes on saying what was true in its year."
SOURCE = "IPDASi v4, certifying item 4, doi:10.1177/0272989X13501721; at most five years as in WAC 182-60"
LEVEL: Level = "draft"
KINDS = EVERY
LONGEST = timedelta(days=5 * 366)
FEWEST = 3


def examine(case: Case) -> Iterator[Finding]:
    """A day after the publication and at most five years later; a policy of a few words."""
    published, review = day_of(case.aid.published), day_of(case.aid.next_review)
    here = ("next_review",)
    if review is None:
        yield Finding(here, f"there is no day {case.aid.next_review}", "write the day of the next review")
    elif published is not None and review <= published:
        yield Finding(here, "the next review is not after the publication", "write a later day")
    elif published is not None and review - published > LONGEST:
        yield Finding(here, "the next review is more than five years away", "write an earlier day")
    if len(case.aid.update_policy.split()) < FEWEST:
        yield Finding(("update_policy",), "this does not say how it is kept up to date", "say when, and on what news")
