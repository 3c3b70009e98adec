"""Days to look again: a calendar step from today, written as the card offers it (``3mo``)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ..domain.claims import Fact

STEPS = ("1mo", "3mo", "6mo", "1a")
USUAL = "3mo"
"""Where an aid says nothing of its own."""

_STEP = re.compile(r"(\d{1,3})(d|wk|mo|a)")


def step_of(fact: Fact | None) -> str | None:
    """An aid's own span as a step, or None where it is not a whole one."""
    if fact is None or fact.amount is None or fact.amount != int(fact.amount):
        return None
    step = f"{int(fact.amount)}{fact.unit}"
    return step if _STEP.fullmatch(step) else None


def parts(step: str) -> tuple[int, str]:
    """How many, and of what.

    Raises:
        ValueError: not a step.
    """
    match = _STEP.fullmatch(step)
    if match is None:
        raise ValueError(f"{step!r} is not a span such as 3mo")
    return int(match.group(1)), match.group(2)


def after(start: date, step: str) -> date:
    """The day that lies a step ahead; the last day of a shorter month where there is no such day.

    Example:
        >>> after(date(2026, 11, 30), "3mo")
        datetime.date(2027, 2, 28)
    """
    count, unit = parts(step)
    if unit in ("d", "wk"):
        return start + timedelta(days=count * (7 if unit == "wk" else 1))
    months = start.month - 1 + count * (12 if unit == "a" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
