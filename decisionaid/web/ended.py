"""The visits of a clinician that have ended: to read them, to take words out, and to mark lines as just between us.

What was said does not become unreachable with the end of a visit, whether it had a name or not. The list is behind one
tap that says for whom it is, because the next patient may look at the shelf; and it holds this account's visits alone.
Nobody is searched by a part of a name (hazard H04): somebody is found by number and name together, as at the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, g, request, url_for

from ..domain.encounter import Encounter
from ..domain.phrases import phrase
from ..locale import words
from .find_person import WhoIsIt, who_is_it
from .library_page import OpenVisit, visits_listed, worth_listing
from .pages import own_language, page_for, render, the_clinic
from .resume_visit import todays_visits

NOBODY = WhoIsIt()
"""Nothing was typed."""
blueprint = Blueprint("ended", __name__, url_prefix="/ended")
ON_A_PAGE = 40
MOST_PAGES = 10_000


@dataclass(frozen=True)
class VisitsOfDay:
    """The ended visits of one day, newest first."""

    name: str
    visits: tuple[OpenVisit, ...]


@blueprint.get("")
def page() -> str:
    """All ended visits of this account, some at a time."""
    raw = request.args.get("page", "1")
    at = min(int(raw), MOST_PAGES) if raw.isdecimal() and raw.isascii() and len(raw) < 6 else 1
    found = the_clinic().store.people.ended_by(g.account.id, skip=(max(at, 1) - 1) * ON_A_PAGE, most=ON_A_PAGE + 1)
    _looked(None)
    earlier = url_for("ended.page", page=at + 1) if len(found) > ON_A_PAGE else ""
    return _page(found[:ON_A_PAGE], earlier=earlier, later=at > 1)


@blueprint.post("")
def find() -> str | tuple[str, int]:
    """The ended visits of one person. It is sent as a form, so that no name stands in an address."""
    typed = who_is_it(request.form, the_clinic().today())
    who = the_clinic().store.arrivals.known(typed.name, typed.number, typed.birth_date) if typed.number else None
    found = the_clinic().store.people.ended_by(g.account.id, person_id=who, most=ON_A_PAGE) if who else ()
    if not found:
        asked = phrase(
            "You have no visit that ended with this number and this name or birth date together. Please check them."
        )
        return _page((), problem=words(own_language()).say(asked), later=True, typed=typed), 404
    _looked(who)
    return _page(found, later=True)


def _page(
    found: Sequence[Encounter],
    *,
    earlier: str = "",
    later: bool = False,
    problem: str = "",
    typed: WhoIsIt = NOBODY,
) -> str:
    clinic, spoken, found = the_clinic(), words(own_language()), worth_listing(found)
    page = page_for(spoken.say("Visits that have ended"), language=spoken.language)
    entries = zip(found, visits_listed(found, todays_visits()), strict=True)
    by_day = groupby(entries, key=lambda entry: clinic.local(entry[0].opened).date())
    return render(
        "pages/ended.html",
        page,
        days=tuple(VisitsOfDay(spoken.day(day), tuple(each for _, each in visits)) for day, visits in by_day),
        earlier=earlier,
        newest=url_for("ended.page") if later else "",
        problem=problem,
        number=typed.number or page.typed.get("number", ""),
        name=typed.name or page.typed.get("name", ""),
        birth_date=typed.birth_date or page.typed.get("birth_date", ""),
    )


def _looked(person_id: str | None) -> None:
    store = the_clinic().store
    store.audit.looked(store.clock(), g.account.id, "ended visits", person_id)
