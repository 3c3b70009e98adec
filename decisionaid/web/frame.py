"""Opens a visit in a frame of another site's page, and moves it from the frame into a tab.

Both ways go by a code that works a single time (`store.doors`). A clinician who is signed in in a tab makes one for the
frame; the frame makes one for a tab, where paper can be printed and files can be kept even if the page around the frame
allows neither. A GET uses no code up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, g, jsonify, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from ..errors import Conflict, DecisionAidError, NotAllowed, TooManyTries
from ..store.doors import Opens
from .credentials import bearer
from .framed import door as door_page
from .library_page import visits_listed
from .pages import in_full, language_here, open_visit_or_404, page_for, render, the_clinic
from .problems import answer, wants_json
from .resume_visit import todays_visits
from .sent import same_visit

blueprint = Blueprint("frame", __name__)
ON_THE_OTHER_SIDE: Mapping[str, str] = {
    "print": "plan.paper",
    "pdf": "plan.pdf",
    "note": "plan.note",
    "plan": "plan.page",
}
"""Where a tab that was opened from a frame may begin."""
LONGEST_CODE = 40


def init(csrf: CSRFProtect) -> None:
    """Check the form with a code by its origin and the code: a frame has no cookie yet, and so no token."""
    csrf.exempt(enter)


@blueprint.get("/frame")
@blueprint.get("/frame/<code>")
def door(code: str = "") -> tuple[str, int]:
    """The first page in a frame."""
    return door_page(code=code[:LONGEST_CODE], ended=request.args.get("ended") == "1")


@blueprint.post("/frame")
def enter() -> Response | tuple[str, int]:
    """Use a code: set a cookie for this visit alone, and give the script a bearer."""
    clinic = the_clinic()
    try:
        opened = clinic.store.doors.open(_code(), "frame", request.remote_addr or "")
    except (NotAllowed, TooManyTries) as problem:
        return _refused(problem)
    account = clinic.store.accounts.find(opened.account_id)
    at = {"encounter_id": opened.encounter_id}
    g.new_frame = (
        opened.encounter_id,
        clinic.store.accounts.sign_in(account.id, account.role, {"screen": "frame"}, **at),
    )
    first = _first_card(opened.encounter_id)
    goes_on = f"{request.script_root}{opened.place}" if opened.place else first
    if not wants_json():
        return redirect(goes_on, 303)
    held = clinic.store.accounts.sign_in(account.id, account.role, {"screen": "frame"}, **at)
    shown = bearer(held, opened.encounter_id, account.role, clinic.store.keys)
    return jsonify(bearer=shown, next=goes_on, encounter=opened.encounter_id)


def _refused(problem: DecisionAidError) -> Response | tuple[str, int]:
    more = {"Retry-After": str(problem.seconds)} if isinstance(problem, TooManyTries) else {}
    if wants_json():
        response = answer(problem.status, problem.plain, kind=type(problem).__name__)
        response.headers.update(more)
        return response
    return door_page(problem.plain, status=problem.status)


def _code() -> str:
    return request.form.get("code", "")[:LONGEST_CODE]


def _first_card(encounter_id: str) -> str:
    aid_id, library = request.form.get("aid", ""), the_clinic().library
    if aid_id not in library.entries:
        return url_for("encounter.table", encounter_id=encounter_id)
    card = library.aid(aid_id, "en").cards[0]
    return url_for("encounter.card", encounter_id=encounter_id, aid_id=aid_id, card=card)


@blueprint.get("/frame/codes")
def codes() -> str:
    """The page on which a clinician makes codes, one button for each open visit."""
    visits = [each for each in todays_visits() if each.ended is None]
    named = zip([each.id for each in visits], visits_listed(visits), strict=True)
    return render("pages/codes.html", page_for("A code for the chart", language="en"), visits=list(named), code="")


@blueprint.post("/visits/<encounter_id>/code")
def give(encounter_id: str) -> Response | str:
    """Make a code: in a tab for a frame, or in a frame for a tab."""
    visit, opens = open_visit_or_404(encounter_id), _opens()
    same_visit(visit)
    if g.bound and (opens == "frame" or g.screen != "frame"):
        raise NotAllowed("Such a code is made in a tab, by somebody who has signed in there.")
    code = the_clinic().store.doors.make(visit.id, g.account.id, opens)
    then = request.form.get("then", "")
    address = _address_of_tab(code, then) if opens == "tab" else ""
    if wants_json():
        return jsonify(code=code, address=address)
    language = visit.language if opens == "tab" else "en"
    return render(
        "pages/code.html", page_for("A code", visit, language=language), code=code, address=address, opens=opens
    )


def _opens() -> Opens:
    return "tab" if request.form.get("opens") == "tab" else "frame"


def _address_of_tab(code: str, then: str) -> str:
    """The full address, because somebody may have to type it or open it on another machine."""
    path = url_for("frame.door_of_tab", code=code, then=then if then in ON_THE_OTHER_SIDE else None)
    return in_full(path)


@blueprint.get("/open")
@blueprint.get("/open/<code>")
def door_of_tab(code: str = "") -> str:
    """The page that a tab from a frame begins with: one button opens the visit."""
    return _tab_page(code[:LONGEST_CODE])


def _tab_page(code: str, problem: str = "") -> str:
    then = request.values.get("then", "")
    page = replace(page_for("Open the visit here", language=language_here()), framed="")
    return render("pages/open.html", page, code=code, problem=problem, then=then if then in ON_THE_OTHER_SIDE else "")


@blueprint.post("/open")
def enter_tab() -> Response | tuple[str, int]:
    """Use a code in a tab: it gets this one visit, unless its clinician is signed in here already."""
    clinic = the_clinic()
    try:
        opened = clinic.store.doors.open(_code(), "tab", request.remote_addr or "")
        if g.account is not None and g.account.id != opened.account_id:
            raise Conflict(
                "Somebody else is signed in in this browser. Please sign out there first, and ask for another code."
            )
    except (NotAllowed, TooManyTries, Conflict) as problem:
        return _tab_page("", problem.plain), problem.status
    account = clinic.store.accounts.find(opened.account_id)
    if g.account is None or g.bound:
        at = {"encounter_id": opened.encounter_id}
        g.new_sign_in = clinic.store.accounts.sign_in(account.id, account.role, {"screen": "tab"}, **at)
    where = ON_THE_OTHER_SIDE.get(request.form.get("then", ""), "encounter.table")
    return redirect(url_for(where, encounter_id=opened.encounter_id), 303)


@blueprint.app_context_processor
def _for_pages() -> dict[str, Any]:
    """Tell templates whether any site may hold a frame, so that a visit's page offers a code."""
    return {"may_be_framed": current_app.extensions["hosts"] != "[]", "in_full": in_full}
