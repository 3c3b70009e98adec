"""Erasing everything of one person, by the clinician of a visit that has ended, and the receipt of it.

Said before it is done: what goes, and what this program does not reach (paper, the chart, backups). It is done with a
tick and a button, never by a single tap, because it cannot be undone. The receipt names nobody.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.encounter import Encounter
from ..domain.phrases import phrase
from ..errors import Conflict
from ..locale import words
from .pages import open_visit_or_404, own_language, page_for, render, the_clinic
from .sent import same_visit

blueprint = Blueprint("erase", __name__)
_TICK = phrase("Please tick that you mean it. Nothing was erased.")


@blueprint.get("/visits/<encounter_id>/erase")
def page(encounter_id: str) -> str:
    """What would be erased, and the form that does so."""
    visit = _ended_visit(encounter_id)
    the_clinic().store.audit.looked(the_clinic().store.clock(), g.account.id, "erase", visit.person_id, visit.id)
    return _page(visit)


@blueprint.post("/visits/<encounter_id>/erase")
def erase(encounter_id: str) -> Response | tuple[str, int]:
    """Erase the person of this visit."""
    visit = _ended_visit(encounter_id)
    same_visit(visit)
    if request.form.get("sure") != "yes":
        return _page(visit, words(own_language()).say(_TICK)), 400
    receipt = the_clinic().store.erasing.erase(visit.person_id, g.account.id)
    return redirect(url_for("erase.receipt", receipt=receipt.text), 303)


@blueprint.get("/erased/<receipt>")
def receipt(receipt: str) -> str:
    """A receipt, and whether the disk keeps nothing either."""
    found, spoken = the_clinic().store.erasing.receipt(receipt), words(own_language())
    return render(
        "pages/erased.html",
        page_for(spoken.say("Receipt"), language=spoken.language),
        receipt=found,
        day=spoken.day(the_clinic().local(found.at).date()),
    )


def _ended_visit(encounter_id: str) -> Encounter:
    visit = open_visit_or_404(encounter_id)
    g.language = own_language()
    if visit.ended is None:
        raise Conflict("This visit goes on. Please end it first; then everything of this person can be erased.")
    return visit


def _page(visit: Encounter, problem: str = "") -> str:
    clinic, spoken = the_clinic(), words(own_language())
    return render(
        "pages/erase.html",
        page_for(spoken.say("Erase everything of this person"), language=spoken.language),
        visit=visit,
        name=clinic.store.people.find(visit.person_id).name or "",
        held=clinic.store.erasing.held(visit.person_id),
        problem=problem,
        mine=visit.account_id == g.account.id,
    )
