"""Who may do what: one table, enforced in one place. A route that is not in it is closed.

Every object is found through the visit of the path, and every visit through the account that signed in, so that another
clinician's visit is simply not there (T01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from flask import Flask, g, request

from ..domain.phrases import phrase
from ..errors import NotThere, SignInNeeded

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

BEYOND_ONE_VISIT = ("again.go_on", "frame.codes", "embed.page", "embed.begin")
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
        if who != "anyone" and g.get("account") is None:
            raise SignInNeeded(_SIGN_IN if request.method in ("GET", "HEAD") else _NOT_SAVED)
        if not may_see(request.endpoint, request.view_args or {}):
            raise SignInNeeded(_ONE_VISIT)


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
