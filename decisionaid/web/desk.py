"""The page of whoever opens no card: the front desk prints a plan again, an administrator erases whoever asks for it.

Visits of today, of every clinician, and those of one person by number and name together. No plan is read here: what the
desk gets is the page that went home, without what is just between two people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Blueprint, g, request, url_for

from ..domain.encounter import Encounter
from ..domain.phrases import phrase
from ..locale import words
from .find_person import WhoIsIt, who_is_it
from .library_page import worth_listing
from .pages import own_language, page_for, render, the_clinic

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
MOST = 200
NOBODY = WhoIsIt()


@dataclass(frozen=True)
class AtTheDesk:
    """A visit as the desk sees it: whose, when, at whom; and where its paper is, or where it is erased."""

    name: str
    time: str
    clinician: str
    paper: str
    pdf: str
    erase: str


@blueprint.get("")
def page() -> str:
    """The visits of today."""
    clinic = the_clinic()
    now = clinic.local(clinic.store.clock())
    start = datetime.combine(now.date(), time(), now.tzinfo)
    _looked(None)
    return _page(worth_listing(clinic.store.people.visits_between(start, start + timedelta(days=1))[-MOST:]))


@blueprint.post("")
def find() -> str | tuple[str, int]:
    """The visits of one person. It is sent as a form, so that no name stands in an address."""
    typed = who_is_it(request.form, the_clinic().today())
    who = the_clinic().store.arrivals.known(typed.name, typed.number, typed.birth_date) if typed.number else None
    if who is None:
        asked = phrase("Nobody has this number and this name or birth date together. Please check them.")
        return _page((), problem=words(own_language()).say(asked), typed=typed), 404
    _looked(who)
    return _page(the_clinic().store.people.visits_of(who)[-MOST:])


def _page(found: Sequence[Encounter], *, problem: str = "", typed: WhoIsIt = NOBODY) -> str:
    spoken = words(own_language())
    page = page_for(spoken.say("Front desk") if _prints() else spoken.say("Administration"), language=spoken.language)
    return render(
        "pages/desk.html",
        page,
        visits=tuple(_shown(each) for each in reversed(found)),
        problem=problem,
        prints=_prints(),
        number=typed.number or page.typed.get("number", ""),
        name=typed.name or page.typed.get("name", ""),
        birth_date=typed.birth_date or page.typed.get("birth_date", ""),
    )


def _shown(visit: Encounter) -> AtTheDesk:
    clinic, spoken = the_clinic(), words(own_language())
    opened = clinic.local(visit.opened)
    return AtTheDesk(
        clinic.store.people.find(visit.person_id).name or "",
        f"{spoken.day(opened.date())}, {opened:%H:%M}",
        clinic.store.accounts.find(visit.account_id).name if visit.account_id else "",
        url_for("plan.paper", encounter_id=visit.id) if _prints() else "",
        url_for("plan.pdf", encounter_id=visit.id) if _prints() else "",
        url_for("erase.page", encounter_id=visit.id) if not _prints() and visit.ended else "",
    )


def _prints() -> bool:
    return bool(g.account.role == "front_desk")


def _looked(person_id: str | None) -> None:
    store = the_clinic().store
    store.audit.looked(store.clock(), g.account.id, "desk", person_id)
