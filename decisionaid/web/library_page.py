"""The library: every card that can be opened, and today's visits to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..errors import InputProblem
from .forms import tidy
from .pages import page_for, render, teller

blueprint = Blueprint("library", __name__)


@dataclass(frozen=True)
class OnShelf:
    """One aid as the library shows it."""

    id: str
    title: str
    decision: str
    draft: bool
    approved: bool


@dataclass(frozen=True)
class OpenVisit:
    """A visit of today to go on with."""

    name: str
    time: str
    topics: tuple[str, ...]
    address: str
    ended: bool


@blueprint.get("/")
def page() -> str:
    """The shelf, and today's visits."""
    tell = teller()
    language = "en"
    shelf = tuple(
        OnShelf(
            entry.id,
            entry.title(language),
            entry.decision(language),
            entry.status != "approved",
            tell.settings.practice or tell.store.accounts.approved(entry.hash, tell.today()),
        )
        for entry in tell.library.entries.values()
        if entry.status != "illustration" or tell.settings.practice
    )
    return render("pages/library.html", page_for("Library"), shelf=shelf, visits=_today(), broken=tell.library.broken)


def _today() -> tuple[OpenVisit, ...]:
    tell = teller()
    visits = []
    for visit in tell.store.people.visits_since(tell.store.clock() - timedelta(hours=16), g.account.id):
        choices = tell.store.log.read(visit.person_id)
        plan, aids = tell.plan(choices, visit.language)
        titles = tuple(dict.fromkeys(aids[each.aid_hash].title for each in plan.standing if each.aid_hash in aids))
        address = url_for("plan.page" if visit.ended else "encounter.table", encounter_id=visit.id)
        person = tell.store.people.find(visit.person_id)
        visits.append(
            OpenVisit(person.name or "", f"{tell.local(visit.opened):%H:%M}", titles, address, visit.ended is not None)
        )
    return tuple(visits)


@blueprint.post("/visits")
def open_visit() -> Response:
    """Begin a visit: one tap on a card; name and birth date may be left out."""
    tell = teller()
    name = tidy(request.form.get("name"))
    if name and len(name) > 80:
        raise InputProblem(
            "name", None, "at most 80 letters", "The name is longer than 80 letters. Please make it shorter."
        )
    person = tell.store.people.add(name=name)
    visit = tell.store.people.open_visit(person.id, g.account.id, practice=tell.settings.practice)
    aid_id = request.form.get("aid", "")
    if aid_id in tell.library.entries:
        return redirect(url_for("encounter.card", encounter_id=visit.id, aid_id=aid_id, card="situation"), 303)
    return redirect(url_for("encounter.table", encounter_id=visit.id), 303)
