"""Who may do what: one table, enforced in one place. A route that is not in it is closed.

Every object is found through the visit of the path, and every visit through the account that signed in, so that another
clinician's visit is simply not there (T01). A screen that a code opened for one visit, in a frame or in a tab, shows
nothing of it after its end, wherever it was ended: its clinician reads it where somebody has signed in (H05).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask, current_app, g, request

from ..domain.encounter import Encounter
from ..domain.phrases import phrase
from ..domain.roles import ROLES
from ..errors import NotAllowed, NotThere, SignInNeeded, VisitEnded

NOBODY = "nobody"
CLINICIAN = frozenset({"clinician"})
PAPER = frozenset({"clinician", "front_desk"})
ERASING = frozenset({"clinician", "administrator"})
CARDS = frozenset({"clinician", "author", "lead"})
APPROVING = frozenset({"clinician", "lead"})
DESK = frozenset({"front_desk", "administrator"})
SIGNED_IN = frozenset(ROLES)
ANYONE = SIGNED_IN | {NOBODY}

TABLE: Mapping[str, frozenset[str]] = MappingProxyType({
    "static": ANYONE,
    "health.alive": ANYONE,
    "health.ready": ANYONE,
    "health.measured": ANYONE,
    "sign_in.start": ANYONE,
    "sign_in.accept": ANYONE,
    "sign_in.page": ANYONE,
    "sign_in.enter": ANYONE,
    "sign_in.leave": SIGNED_IN,
    "library.page": SIGNED_IN,
    "library.speak": SIGNED_IN,
    "library.open_visit": CLINICIAN,
    "approvals.page": CARDS,
    "approvals.approve": APPROVING,
    "approvals.withdraw": APPROVING,
    "desk.page": DESK,
    "desk.find": DESK,
    "again.go_on": CLINICIAN,
    "ended.page": CLINICIAN,
    "ended.find": CLINICIAN,
    "erase.page": ERASING,
    "erase.erase": ERASING,
    "erase.receipt": SIGNED_IN,
    "encounter.table": CLINICIAN,
    "encounter.card": CLINICIAN,
    "encounter.choose": CLINICIAN,
    "encounter.hold": CLINICIAN,
    "encounter.wait_key": CLINICIAN,
    "evidence.page": CLINICIAN,
    "language.go_over": CLINICIAN,
    "plan.page": CLINICIAN,
    "plan.undo": CLINICIAN,
    "heard.settle": CLINICIAN,
    "opening.page": CLINICIAN,
    "plan.private": CLINICIAN,
    "plan.take_out": CLINICIAN,
    "plan.paper": PAPER,
    "plan.pdf": PAPER,
    "plan.note": CLINICIAN,
    "plan.end": CLINICIAN,
    "frame.door": ANYONE,
    "frame.enter": ANYONE,
    "frame.door_of_tab": ANYONE,
    "frame.enter_tab": ANYONE,
    "frame.codes": CLINICIAN,
    "frame.give": CLINICIAN,
    "embed.page": CLINICIAN,
    "embed.begin": CLINICIAN,
})  # fmt: skip
"""Route -> the roles that may ask for it. What is not here is closed to everybody."""
OF_EVERYBODY = frozenset({
    ("front_desk", "plan.paper"),
    ("front_desk", "plan.pdf"),
    ("administrator", "erase.page"),
    ("administrator", "erase.erase"),
})  # fmt: skip
"""Where a role may open visits of every clinician. Anywhere else each account has its own and no other."""
HOMES = MappingProxyType({
    "front_desk": "desk.page",
    "administrator": "desk.page",
    "author": "approvals.page",
    "lead": "approvals.page",
})  # fmt: skip
"""Where a role is at home, if not in the library."""
BEYOND_ONE_VISIT = ("again.go_on", "erase.page", "erase.erase", "frame.codes", "embed.page", "embed.begin")
AFTER_THE_END = ("encounter.wait_key", "plan.end")
"""What a screen of one visit may still ask for when that visit has ended: whether it has, so that its drafts go."""
_ENDED = phrase("This visit has ended. Nothing can be added here any more; nothing that was saved is lost.")
_ONE_VISIT = phrase("This screen was opened for one visit. For anything else, please sign in in a tab.")
_OTHER_ROLE = phrase("Your account does not open this page. Whoever runs this clinic can change what it is for.")
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
        if NOBODY not in who:
            _ask_for_whom(request.endpoint, who)


def _ask_for_whom(endpoint: str, roles: frozenset[str]) -> None:
    if g.get("account") is None:
        raise SignInNeeded(_SIGN_IN if request.method in ("GET", "HEAD") else _NOT_SAVED)
    if g.account.role not in roles:
        raise NotAllowed(_OTHER_ROLE)
    if not may_see(endpoint, request.view_args or {}):
        raise SignInNeeded(_ONE_VISIT)
    if g.bound:
        _not_after_its_end(g.bound)


def _not_after_its_end(encounter_id: str) -> None:
    visit = current_app.extensions["clinic"].store.people.visit(encounter_id)
    g.language = visit.language
    if visit.ended is not None and request.endpoint not in AFTER_THE_END:
        raise VisitEnded(_ENDED)


def is_of(visit: Encounter) -> bool:
    """Whether a visit is of whoever asks, for the page that is asked for."""
    return visit.account_id == g.account.id or (g.account.role, request.endpoint) in OF_EVERYBODY


def may_see(endpoint: str, args: Mapping[str, Any]) -> bool:
    """Whether this screen may have a page: whoever came in by a code has one visit and nothing beside it.

    Asked of the page that was asked for, and of the one that a form is given back on.
    """
    who = TABLE.get(endpoint)
    if who is None or NOBODY in who:
        return who is not None
    if g.get("account") is None or g.account.role not in who:
        return False
    return not g.bound or (endpoint not in BEYOND_ONE_VISIT and args.get("encounter_id") == g.bound)
