"""Which values of a person count today, and how those from an earlier visit are asked again.

Nothing that was said in an earlier visit counts by itself: a pregnancy, a blood pressure or an age of two years ago is
no value of today (hazard H02). Such a value is known and shown with its day, but no number is worked out from it, as if
nobody had said it, until somebody in this visit says that it still holds. That is a line like any other, with the day
on which the value was first given; so whoever reads the number sees how old the value is.

How it is asked follows from the value and from nothing clinical, because no source that we have says how long a blood
pressure or a kidney value stays true. A number of years, such as an age, is asked by itself each time, and after a year
it cannot be the same any more, so it is typed anew. Everything else is confirmed with one tap for all while it is at
most `ASKED_ALONE_AFTER` days old, and by itself when it is older, or as soon as the aid says (`Input.ask_again_days`,
`InputOrigin.max_age_days`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from .aid import Input
from .disputes import values_in
from .encounter import Choice, Encounter, InputShown
from .plan import Plan

P = TypeVar("P", bound=Plan)

ASKED_ALONE_AFTER = 100
"""Days: three months, the usual time to look again, and up to the next open day after it."""

ONE_VISIT = timedelta(hours=16)
"""The longest visit. What was said in it before that is no word of today, though nobody has ended it."""


def said_in(visit: Encounter | None, now: datetime, local: Callable[[datetime], datetime]) -> Callable[[Choice], bool]:
    """Whether a line was said in a visit, or on its day: of an open visit this day, else the day it was opened.

    A page of a visit that has ended carries that day: it is a copy of what was said then.
    """
    its = visit.id if visit else ""
    if visit is not None and visit.ended is not None:
        on = local(visit.opened).date()
        return lambda line: line.encounter_id == its or local(line.saved_at).date() >= on
    today = local(now).date()
    return lambda line: (
        (line.encounter_id == its and now - line.saved_at <= ONE_VISIT) or local(line.saved_at).date() == today
    )


def visits_before(lines: tuple[Choice, ...], visit: Encounter, local: Callable[[datetime], datetime]) -> frozenset[str]:
    """The visits of days before that of a visit in which something was said. How those went is asked about in it."""
    day = local(visit.opened).date()
    newest = {line.encounter_id: line.saved_at for line in lines}
    return frozenset(each for each, at in newest.items() if each != visit.id and local(at).date() < day)


def confirmed_for(plan: P, counts: Callable[[Choice], bool]) -> P:
    """The plan with only those values that count; the others are kept apart, with the day they were given.

    Args:
        counts: whether a line was said in the visit that the plan is told for.
    """
    newest = {of: line for line in plan.standing for of in _values_in(line)}
    old = {of for of, line in newest.items() if not counts(line)}
    if not old:
        return plan
    confirmed, earlier = {}, {}
    for aid_id, values in plan.situation.items():
        confirmed[aid_id] = tuple(each for each in values if (aid_id, each.input) not in old)
        earlier[aid_id] = tuple(each for each in values if (aid_id, each.input) in old)
    return replace(plan, situation=confirmed, not_confirmed=earlier)


def said_otherwise(then: Plan, now: Plan) -> frozenset[str]:
    """The aids of which something else is known now, whether it counts or not.

    A copy of a visit that has ended must not lay a value of a later visit beside its own: a number of both would be of
    no day, and nobody was ever shown it.
    """
    before, after = _known(then), _known(now)
    return frozenset(aid for aid in before | after if before.get(aid) != after.get(aid))


def _known(plan: Plan) -> dict[str, frozenset[tuple[str, object, str]]]:
    both = ((aid, each) for part in (plan.situation, plan.not_confirmed) for aid, all_ in part.items() for each in all_)
    found: dict[str, frozenset[tuple[str, object, str]]] = {}
    for aid, each in both:
        found[aid] = found.get(aid, frozenset()) | {(each.input, each.value, each.unit)}
    return found


def _values_in(line: Choice) -> Iterator[tuple[str, str]]:
    """The (aid, input) of every value that a line gives."""
    if line.aid_id is not None:
        yield from ((line.aid_id, key) for key in values_in(line))


def asked_alone(asked: Input, said: InputShown, today: date) -> bool:
    """Whether a value from an earlier visit is asked by itself, and not confirmed together with the others."""
    on = _day(said)
    if on is None or _counts_years(asked):
        return True
    limits = (asked.ask_again_days or ASKED_ALONE_AFTER, asked.fhir.max_age_days if asked.fhir else None)
    return (today - on).days > min(each for each in limits if each is not None)


def can_still_be(asked: Input, said: InputShown, today: date) -> bool:
    """Whether a value may still be what it was. An age of more than a year ago cannot.

    Example:
        >>> age = Input(ask="Age", kind="number", unit="a")
        >>> can_still_be(age, InputShown(input="age", value=62, as_of="2026-03-03"), date(2027, 3, 3))
        False
    """
    on = _day(said)
    if not _counts_years(asked):
        return True
    return on is not None and (today.year, today.month, today.day) < (on.year + 1, on.month, on.day)


def _counts_years(asked: Input) -> bool:
    return asked.kind in ("number", "count") and asked.unit == "a"


def _day(said: InputShown) -> date | None:
    """The day on which a value was given; None for one that does not say."""
    return date.fromisoformat(said.as_of) if said.as_of else None
