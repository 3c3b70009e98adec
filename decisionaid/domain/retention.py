"""How long the plan of a person is kept: until the last day that it speaks of, and then for the clinic's own span.

The last day is the latest of: the last visit, the last line, and every day that a standing line names (to look again, a
trial until, a follow-up, an answer awaited). A line that was taken back or overtaken names no day any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from .encounter import Choice
from .readers import all_lines


def last_day(choices: Iterable[Choice], last_visit: date) -> date:
    """The last day that the plan of one person speaks of."""
    lines = tuple(choices)
    named = (day for line in all_lines(lines).standing for day in _days(line.value))
    return max((last_visit, *(line.saved_at.date() for line in lines), *named))


def kept_until(choices: Iterable[Choice], last_visit: date, days: int) -> date:
    """The last day on which the plan is kept."""
    return last_day(choices, last_visit) + timedelta(days=days)


def _days(value: object) -> Iterator[date]:
    """Every day in a line's value, however deep."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _days(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _days(each)
    elif isinstance(value, str) and len(value) == len("2026-11-23"):
        try:
            yield date.fromisoformat(value)
        except ValueError:
            return
