"""Who may do what: one table, enforced in one place. A route that is not in it is closed.

Every object is found through the visit of the path, and every visit through the account that signed in, so that another
clinician's visit is simply not there (T01). A screen that a code opened for one visit, in a frame or in a tab, shows
nothing of it after its end, wherever it was ended: its clinician reads it where somebody has signed in (H05).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from flask import Flask, current_app, g, request

from ..domain.phrases import phrase
from ..errors import NotThere, SignInNeeded, VisitEnded

Who = Literal["anyone", "clinician"]

TABLE: dict[str, Who] = {
    "static": "anyone",
    "health.alive": "anyone",
    "health.ready": "anyone",
    "health.measured": "anyone",
    "sign_in.start": "anyone",
    "sign_in.accept": "anyone",
    "sign_in.page": "anyone",
    "sign_in.enter": "anyone",
    "sign_in.leave": "clinician",
    "library.page": "clinician",
    "library.speak": "clinician",
    "library.open_visit": "clinician",
    "again.go_on": "clinician",
    "ended.page": "clinician",
    "ended.find": "clinician",
    "erase.page": "clinician",
    "erase.erase": "clinician",
    "erase.receipt": "clinician",
    "encounter.table": "clinician",
    "encounter.card": "clinician",
    "encounter.choose": "clinician",
    "encounter.hold": "clinician",
    "encounter.wait_key": "clinician",
    "evidence.page": "clinician",
    "language.go_over": "clinician",
    "plan.page": "clinician",
    "plan.undo": "clinician",
    "heard.settle": "clinician",
    "opening.page": "clinician",
    "plan.private": "clinician",
    "plan.take_out": "clinician",
    "plan.paper": "clinician",
    "plan.pdf": "clinician",
    "plan.note": "clinician",
    "plan.end": "clinician",
    "frame.door": "anyone",
    "frame.enter": "anyone",
    "frame.door_of_tab": "anyone",
    "frame.enter_tab": "anyone",
    "frame.codes": "clinician",
    "frame.give": "clinician",
    "embed.page": "clinician",
    "embed.begin": "clinician",
}

BEYOND_ONE_VISIT = ("again.go_on", "erase.page", "erase.erase", "frame.codes", "embed.page", "embed.begin")
AFTER_THE_END = ("encounter.wait_key", "plan.end")
"""What a screen of one visit may still ask for when that visit has ended: whether it has, so that its drafts go."""
_ENDED = phrase("This visit has ended. Nothing can be added here any more; nothing that was saved is lost.")
_ONE_VISIT = phrase("This screen was opened for one visit. For anything else, please sign in in a tab.")
_SIGN_IN = phrase("Please sign in. Nothing that was said is lost.")
_NOT_SAVED = phrase("Please sign in. What was sent just now is not saved yet; all that was saved before is kept.")


def init(app: Flask) -> None:
    """Check the table before every view."""

    @app.before_request
    def _ask() -> None:
        if request.endpoint is None:
            return  # no such page: answered as 404
        if g.get("busy") is not None and request.endpoint != "health.alive":
            raise g.busy
        who = TABLE.get(request.endpoint)
        if who is None:
            raise NotThere("There is no such page.")
        if who != "anyone":
            _ask_for_whom(request.endpoint)


def _ask_for_whom(endpoint: str) -> None:
    if g.get("account") is None:
        raise SignInNeeded(_SIGN_IN if request.method in ("GET", "HEAD") else _NOT_SAVED)
    if not may_see(endpoint, request.view_args or {}):
        raise SignInNeeded(_ONE_VISIT)
    if g.bound:
        _not_after_its_end(g.bound)


def _not_after_its_end(encounter_id: str) -> None:
    visit = current_app.extensions["clinic"].store.people.visit(encounter_id)
    g.language = visit.language
    if visit.ended is not None and request.endpoint not in AFTER_THE_END:
        raise VisitEnded(_ENDED)


def may_see(endpoint: str, args: Mapping[str, Any]) -> bool:
    """Whether this screen may have a page: whoever came in by a code has one visit and nothing beside it.

    Asked of the page that was asked for, and of the one that a form is given back on.
    """
    who = TABLE.get(endpoint)
    if who is None or who == "anyone":
        return who is not None
    if g.get("account") is None:
        return False
    return not g.bound or (endpoint not in BEYOND_ONE_VISIT and args.get("encounter_id") == g.bound)
