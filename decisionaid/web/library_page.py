"""The library: every card that can be opened, and the visits that are open today.

Those that have ended are on a page of their own (`ended`): whoever sits here next need not read who was here before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..cards import kinds
from ..domain.encounter import Encounter
from ..domain.readers import Screen
from ..errors import NotApproved
from ..library import Entry
from ..locale import languages, words
from .language import spoken
from .left_off import may_go_on, todays_visits
from .pages import page_for, render, teller
from .sent import form_key
from .whose import whose

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
    """A visit of a list, to go on with or to read.

    Attributes:
        again: where a new visit of the same person is opened, or "" where the visit itself is gone on with.
    """

    name: str
    time: str
    topics: tuple[str, ...]
    address: str
    again: str


@blueprint.get("/")
def page() -> str:
    """The shelf, and the visits that are open."""
    tell = teller()
    language = "en"
    shelf = tuple(
        OnShelf(
            entry.id,
            entry.title(language),
            entry.decision(language),
            entry.status != "approved",
            _opens(entry),
            _review(entry, language),
        )
        for entry in tell.library.entries.values()
        if entry.status != "illustration" or tell.settings.practice
    )
    return render(
        "pages/library.html",
        page_for("Library", language="en"),
        shelf=shelf,
        visits=listed([each for each in todays_visits() if each.ended is None]),
        broken=tell.library.broken,
        languages=[words(each) for each in languages()],
    )


def _review(entry: Entry, language: str) -> str:
    """That nobody has read a card again in time, or ""."""
    late = entry.next_review < teller().today().isoformat()
    return words(language).review_late(entry.next_review) if late else ""


def _opens(entry: Entry) -> bool:
    """In practice every card; in a real visit those that a clinician of this site has approved."""
    return teller().settings.practice or teller().store.accounts.approved(entry.hash, teller().today())


def listed(found: Sequence[Encounter], today: Sequence[Encounter] = ()) -> tuple[OpenVisit, ...]:
    """Visits as a page lists them; those of today may be gone on with."""
    tell, visits = teller(), []
    for visit in found:
        choices = tell.store.log.read(visit.person_id)
        plan, aids = tell.plan(choices, visit.language, Screen(visit.account_id))
        cited = [aids[each.aid_hash] for each in plan.standing if each.aid_hash and each.aid_hash in aids]
        titles = tuple(dict.fromkeys(aid.title for aid in cited))
        address = url_for("plan.page" if visit.ended else "encounter.table", encounter_id=visit.id)
        person = tell.store.people.find(visit.person_id)
        named, time = person.name or "", f"{tell.local(visit.opened):%H:%M}"
        again = url_for("again.go_on", encounter_id=visit.id) if may_go_on(visit, today, bool(named)) else ""
        visits.append(OpenVisit(named, time, titles, address, again))
    return tuple(visits)


@blueprint.post("/visits")
def open_visit() -> Response:
    """Begin a visit: one tap on a card; name and birth date may be left out."""
    tell = teller()
    aid_id = request.form.get("aid", "")
    if aid_id in tell.library.entries and not _opens(tell.library.entries[aid_id]):
        raise NotApproved("No clinician of this clinic has approved this card yet, so it opens in practice only.")
    name, number = whose(request.form.get("name"), request.form.get("number"))
    visit = tell.store.arrivals.begin(
        g.account.id,
        form_key(),
        practice=tell.settings.practice,
        name=name,
        number=number,
        language=spoken(request.form.get("language", "en")),
    )
    if aid_id in tell.library.entries:
        card = next(card for card in tell.library.aid(aid_id, "en").cards if card in kinds())
        return redirect(url_for("encounter.card", encounter_id=visit.id, aid_id=aid_id, card=card), 303)
    return redirect(url_for("encounter.table", encounter_id=visit.id), 303)
