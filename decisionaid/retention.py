"""The round of retention: once a day it announces whose plan ends, and erases whose end was announced a week before.

Nothing is erased on the day on which it is found: a site that set too few days, or put an old backup back, has a week
in which `decisionaid retention --dry-run` says who would go. Whoever comes back meanwhile is kept. Erasing is that of
`decisionaid erase`, with a receipt for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .clinic import Clinic
from .domain.retention import kept_until
from .errors import DecisionAidError
from .store.erasing import Quiet

NOTICE = timedelta(days=7)
ACTOR = "retention"
NIGHT_IS_OVER = 2
"""The hour of the clinic's day after which the round of that day is made, by whichever server runs then."""


@dataclass(frozen=True)
class Going:
    """Somebody whose plan is not kept any longer.

    Attributes:
        kept_until: the last day for which the clinic keeps it. goes: the day on which it is erased.
        found: how this person was found; whoever comes between that and the erasing is kept.
    """

    person_id: str
    kept_until: date
    goes: date
    announced: bool
    found: Quiet


@dataclass(frozen=True)
class Made:
    """What a round has done. `left`: those who could not be erased, each with why."""

    announced: int
    erased: int
    left: tuple[str, ...] = ()


def going(clinic: Clinic) -> tuple[Going, ...]:
    """Whose plan is over, and when each goes; the earliest first. Nothing is changed."""
    days, store, today = clinic.site.retention_days, clinic.store, clinic.today()
    if days is None:
        return ()
    announced, found = store.keeping.announced(), []
    since = store.clock() - timedelta(days=days)
    for who, last in store.keeping.quiet_since(since).items():
        lines = store.log.read(who)
        until = kept_until(lines, clinic.local(last).date(), days)
        if until < today:
            goes = announced.get(who, today + NOTICE)
            found.append(Going(who, until, goes, who in announced, Quiet(since, len(lines))))
    return tuple(sorted(found, key=lambda each: (each.goes, each.person_id)))


def make_round(clinic: Clinic) -> Made:
    """Announce, and erase those who were announced and whose day has come."""
    store, today, found = clinic.store, clinic.today(), going(clinic)
    new = [each for each in found if not each.announced]
    back = store.keeping.announced().keys() - {each.person_id for each in found}
    store.keeping.announce({**{each.person_id: each.goes for each in new}, **dict.fromkeys(back)})
    erased, left = 0, []
    for each in found:
        if each.announced and each.goes <= today:
            try:
                store.erasing.erase(each.person_id, ACTOR, found=each.found)
                erased += 1
            except DecisionAidError as problem:  # such as a log that does not verify: the others go all the same
                left.append(f"{each.person_id}: {problem.plain}")
    detail = f"announced {len(new)}, erased {erased}, left {len(left)}"
    store.audit.wrote(store.clock(), ACTOR, "made the round", detail=detail)
    return Made(len(new), erased, tuple(left))


def make_todays_round(clinic: Clinic) -> Made | None:
    """The round of today, if its hour has come and no other process has made it."""
    now = clinic.local(clinic.store.clock())
    if now.hour < NIGHT_IS_OVER or not clinic.store.keeping.begin(now.date()):
        return None
    return make_round(clinic)
