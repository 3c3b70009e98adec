"""The days on which a clinic is open. A day that the program proposes or works out is always an open one.

The nearest open day after it is taken, never one before: what is to be looked at again needs its time. A day that
people agreed on themselves is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from .plan import Plan

P = TypeVar("P", bound=Plan)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_CLOSED = 366


@dataclass(frozen=True)
class Opening:
    """When a clinic is open.

    Attributes:
        weekdays: the days of the week, 0 for Monday.
        closed: holidays, as ``2026-12-24`` or, for every year, as ``12-25``.
    """

    weekdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[str] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether somebody is there on a day."""
        text = day.isoformat()
        return day.weekday() in self.weekdays and text not in self.closed and text[5:] not in self.closed

    def on_or_after(self, day: date) -> date:
        """The day itself if the clinic is open, else the next open day.

        Example:
            >>> Opening(closed=frozenset({"12-25"})).on_or_after(date(2026, 12, 25))
            datetime.date(2026, 12, 28)
        """
        days = (day + timedelta(days=ahead) for ahead in range(LONGEST_CLOSED + 1))
        return next((each for each in days if self.is_open(each)), day)


def on_open_days(plan: P, opening: Opening) -> P:
    """The plan with every day that was worked out moved to an open one. A day that was agreed stays."""
    agreed = {decision.look_again for decision in plan.decisions.values()}
    return plan.with_(
        activities=tuple(
            each if each.due is None or each.due in agreed else replace(each, due=opening.on_or_after(each.due))
            for each in plan.activities
        )
    )
