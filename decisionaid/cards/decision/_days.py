"""The days of the decision card: those that it offers, a step from today (``3mo``), and those that are typed.

A day that the card proposes is an open day of the clinic, the nearest one after the step. A day that was typed is asked
back where it cannot be meant: it has passed, its year has two digits, or it lies so far away that nobody plans for it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ...domain.aid import Aid
from ...domain.facts import Fact
from ...errors import CardProblems
from .. import Scene

STEPS = ("1mo", "3mo", "6mo", "1a")
USUAL = "3mo"
"""The step where the aid gives none."""
FARTHEST_YEARS = 5
"""How many years ahead a day "until" may lie. A later one is taken for a slip."""

_STEP = re.compile(r"(\d{1,3})(d|wk|mo|a)")


def step_of(fact: Fact | None) -> str | None:
    """The time span of a fact as a step such as ``3mo``; None where it is not a whole number of a known unit."""
    if fact is None or fact.amount is None or fact.amount != int(fact.amount):
        return None
    step = f"{int(fact.amount)}{fact.unit}"
    return step if _STEP.fullmatch(step) else None


def parts(step: str) -> tuple[int, str]:
    """Take a step apart: how many, and of what.

    Raises:
        ValueError: not a step.
    """
    match = _STEP.fullmatch(step)
    if match is None:
        raise ValueError(f"{step!r} is not a span such as 3mo")
    return int(match.group(1)), match.group(2)


def after(start: date, step: str) -> date:
    """The day that lies a step ahead. Where that month is too short, its last day.

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


@dataclass(frozen=True)
class LookAgain:
    """One day that is offered to look again."""

    value: str
    label: str
    day: str
    chosen: bool


def usual_step(aid: Aid) -> str:
    """The step that the aid gives, else the usual one."""
    fact = aid.facts.get(aid.look_again.after) if aid.look_again.after else None
    return step_of(fact) or USUAL


def day_after(scene: Scene, step: str) -> date:
    """The day to propose: a step from today, or the next day after it on which the clinic is open."""
    return scene.opening.on_or_after(after(scene.today, step))


def days_offered(scene: Scene, chosen: str) -> tuple[LookAgain, ...]:
    """The days to choose from. A day that was agreed before comes first, unless it has passed."""
    words = scene.words
    steps = dict.fromkeys((*STEPS, usual_step(scene.aid)))
    ordered = sorted(steps, key=lambda step: after(scene.today, step))
    days = {step: day_after(scene, step) for step in ordered}
    offered = [
        LookAgain(step, words.amount(*parts(step)), words.day(day), chosen in (step, day.isoformat()))
        for step, day in days.items()
    ]
    stands = scene.plan.decisions.get(scene.aid.id)
    agreed = stands.look_again if stands else None
    if agreed is not None and not has_come(agreed, scene) and agreed not in days.values():
        said = words.day(agreed)
        offered.insert(0, LookAgain(agreed.isoformat(), said, said, chosen == agreed.isoformat()))
    return tuple(offered)


def has_come(day: date | None, scene: Scene) -> bool:
    """Whether a day that was agreed on an earlier day is there, or has passed. It is said as such, and not chosen."""
    stands = scene.plan.decisions.get(scene.aid.id)
    said_on = stands.said_on if stands else None
    return day is not None and day <= scene.today and (said_on is None or said_on < scene.today)


def day_chosen(look_again: str, scene: Scene) -> date | None:
    """The day to look again that was chosen.

    Raises:
        CardProblems: it is no day, or none that lies ahead.
    """
    if not look_again:
        return None
    try:
        if look_again[-1:].isalpha():
            return day_after(scene, look_again)
        return _ahead(date.fromisoformat(look_again), "look_again", scene)
    except (ValueError, OverflowError):
        raise CardProblems({"look_again": scene.words.say("Which day is it?")}) from None


def first_day(scene: Scene) -> str:
    """The first day that can be chosen in a date box."""
    return scene.today.isoformat()


def last_day(scene: Scene) -> str:
    """The last day that can be chosen in a date box."""
    return after(scene.today, f"{FARTHEST_YEARS}a").isoformat()


def until_day(raw: object, scene: Scene) -> date | None:
    """The day until which they try it.

    Raises:
        CardProblems: it is no day, or none that can be meant.
    """
    if raw is None or raw == "":
        return None
    stands = scene.plan.decisions.get(scene.aid.id)
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw))
        return day if stands and stands.until == day else _ahead(day, "until", scene)
    except ValueError:
        raise CardProblems({"until": scene.words.say("Which day is it?")}) from None


def _ahead(day: date, field: str, scene: Scene) -> date:
    if scene.today <= day <= date.fromisoformat(last_day(scene)):
        return day
    say, meant = scene.words.say, _in_this_century(day)
    if meant is not None and scene.today <= meant <= date.fromisoformat(last_day(scene)):
        asked = say("Is it {day}? Please give the year with four digits.", day=scene.words.day(meant))
    elif day < scene.today:
        asked = say("That day has passed. Which day is it?")
    else:
        asked = say("That day is more than {years} years away. Which day is it?", years=FARTHEST_YEARS)
    raise CardProblems({field: asked})


def _in_this_century(day: date) -> date | None:
    """A year of two digits in this century: 27 is 2027."""
    if day.year >= 100:
        return None
    try:
        return day.replace(year=2000 + day.year)
    except ValueError:  # the 29 February of a year that has none
        return None
