"""The library: every card that can be opened, and the visits that are open today.

Those that have ended are on a page of their own (`ended`): whoever sits here next need not read who was here before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..cards import kinds
from ..domain.encounter import Encounter
from ..domain.readers import Screen
from ..errors import NotApproved
from ..library import Entry
from ..locale import languages, words
from .find_person import who_is_it
from .given_back import given_back
from .language import STILL_HERE, language_tapped, spoken
from .pages import OWN_LANGUAGE, own_language, page_for, render, the_clinic
from .permissions import HOMES
from .resume_visit import may_go_on, todays_visits
from .sent import form_key

blueprint = Blueprint("library", __name__)


@dataclass(frozen=True)
class OnShelf:
    """One aid as the library shows it."""

    id: str
    title: str
    decision: str
    draft: bool
    approved: bool
    review: str


@dataclass(frozen=True)
class OpenVisit:
    """A visit in a list.

    Attributes:
        again: where a new visit of the same person is opened, or "" where the visit itself is gone on with.
    """

    name: str
    time: str
    topics: tuple[str, ...]
    address: str
    again: str


@blueprint.get("/")
def page() -> str | Response:
    """The page of the library; whoever opens no cards is led to the page of their work."""
    if g.account.role in HOMES:
        return redirect(url_for(HOMES[g.account.role]), 303)
    clinic, language = the_clinic(), own_language()
    shelf = tuple(
        OnShelf(
            entry.id,
            entry.title(language),
            entry.decision(language),
            clinic.settings.practice and entry.status != "approved",
            _opens(entry),
            _review(entry, language),
        )
        for entry in clinic.library.entries.values()
        if entry.status != "illustration" or clinic.settings.practice
    )
    return render(
        "pages/library.html",
        page_for(words(language).say("Library"), language=language),
        shelf=shelf,
        visits=visits_listed(worth_listing([each for each in todays_visits() if each.ended is None])),
        broken=clinic.library.broken,
        languages=[words(each) for each in languages()],
    )


def _review(entry: Entry, language: str) -> str:
    """The sentence that a card's review is overdue; "" where it is not."""
    late = entry.next_review < the_clinic().today().isoformat()
    return words(language).review_late(entry.next_review) if late else ""


def _opens(entry: Entry) -> bool:
    """Whether a card can be opened: in practice always; in a real visit if a clinician of this site approved it."""
    return the_clinic().settings.practice or the_clinic().store.accounts.approved(entry.hash, the_clinic().today())


def worth_listing(found: Sequence[Encounter]) -> tuple[Encounter, ...]:
    """The visits of somebody with a name, or in which something was said.

    A tap on a card, to look at it or by mistake, opens a visit too; nobody is to read it as somebody's.
    """
    store = the_clinic().store
    return tuple(each for each in found if store.people.find(each.person_id).name or store.log.read(each.person_id))


def visits_listed(found: Sequence[Encounter], today: Sequence[Encounter] = ()) -> tuple[OpenVisit, ...]:
    """The visits as a page lists them. Those of today may be gone on with."""
    clinic, language, visits = the_clinic(), own_language(), []
    for visit in found:
        choices = clinic.store.log.read(visit.person_id)
        plan, aids = clinic.plan(choices, language, Screen(visit.account_id))
        cited = [aids[each.aid_hash] for each in plan.standing if each.aid_hash and each.aid_hash in aids]
        titles = tuple(dict.fromkeys(aid.title for aid in cited))
        address = url_for("plan.page" if visit.ended else "encounter.table", encounter_id=visit.id)
        person = clinic.store.people.find(visit.person_id)
        named, time = person.name or "", f"{clinic.local(visit.opened):%H:%M}"
        again = url_for("again.go_on", encounter_id=visit.id) if may_go_on(visit, today, bool(named)) else ""
        visits.append(OpenVisit(named, time, titles, address, again))
    return tuple(visits)


@blueprint.post("/language")
def speak() -> Response:
    """Show the pages outside a visit in another language; those of a visit have their own."""
    before, language = own_language(), spoken(language_tapped())
    session[OWN_LANGUAGE] = language
    shelf, ended, back = url_for("library.page"), url_for("ended.page"), request.values.get("back", "")
    inside = back == ended or (back.startswith(f"{ended}?") and back.isprintable() and "\\" not in back)
    with_it = None
    if any(request.form.get(each) for each in ("name", "number", "birth_date")):
        untouched = ("language",) if request.form.get("language") == before else ()
        with_it = given_back(200, words(language).say(STILL_HERE), without=untouched)
    return with_it or redirect(back if inside else shelf, 303)


@blueprint.post("/visits")
def open_visit() -> Response:
    """Open a visit with one tap on a card. Name and birth date may be left out."""
    clinic = the_clinic()
    aid_id = request.form.get("aid", "")
    if aid_id in clinic.library.entries and not _opens(clinic.library.entries[aid_id]):
        raise NotApproved("No clinician of this clinic has approved this card yet, so it opens in practice only.")
    who = who_is_it(request.form, clinic.today())
    visit = clinic.store.arrivals.begin(
        g.account.id,
        form_key(),
        practice=clinic.settings.practice,
        name=who.name,
        number=who.number,
        birth_date=who.birth_date,
        language=spoken(request.form.get("language", "en")),
    )
    if aid_id in clinic.library.entries:
        card = next(card for card in clinic.library.aid(aid_id, "en").cards if card in kinds())
        return redirect(url_for("encounter.card", encounter_id=visit.id, aid_id=aid_id, card=card), 303)
    return redirect(url_for("encounter.table", encounter_id=visit.id), 303)
