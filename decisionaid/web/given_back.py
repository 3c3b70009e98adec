"""Gives a form back that could not be saved: its own page again, with what was typed, a fresh token, and the reason.

One way for every form and every reason, be it the token of an earlier sign-in, a conflict, a value or a full disk. The
page that the form stands on is told anew, as it is now, and the words are put into their fields. Nothing was written,
and nothing is before somebody sends it again, under the same key: had the first sending been saved after all, it counts
a single time. A password never comes back.

Words come back to whoever typed them and to nobody else. A token says for whose page it was made, and only this server
can make one; so a form of another site brings nothing back, nor does one that a colleague typed on this machine before,
nor one of another visit (hazards H04, T03).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, make_response, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response

from ..settings import new_id
from .permissions import may_see

STANDS_ON: Mapping[str, str] = {
    "sign_in.enter": "sign_in.page",
    "sign_in.accept": "sign_in.start",
    "sign_in.leave": "library.page",
    "library.speak": "library.page",
    "library.open_visit": "library.page",
    "again.go_on": "ended.page",
    "ended.find": "ended.page",
    "approvals.approve": "approvals.page",
    "approvals.withdraw": "approvals.page",
    "desk.find": "desk.page",
    "erase.erase": "erase.page",
    "encounter.choose": "encounter.card",
    "encounter.hold": "encounter.table",
    "heard.settle": "plan.page",
    "language.go_over": "encounter.table",
    "plan.undo": "plan.page",
    "plan.private": "plan.page",
    "plan.take_out": "plan.page",
    "plan.end": "plan.page",
    "frame.give": "encounter.table",
    "frame.enter": "frame.door",
    "embed.begin": "embed.page",
    "frame.enter_tab": "frame.door_of_tab",
}
"""Form -> the page that holds it."""
OUTSIDE = ("library.page", "ended.page")
NOBODY = "nobody"
"""The owner of the page on which somebody signs in."""
ASK_FOR_A_NAME = ("sign_in.enter", "sign_in.accept")
COMES_BACK = (200, 400, 403, 409, 429, 500, 503)
"""200 is a page that somebody went on to in another language, with what was typed on it."""
LEAST_KEY, LONGEST_KEY = 8, 40
NEVER_BACK = ("csrf_token", "password")
_SIGNS_TOKENS = "wtf-csrf-token"


@dataclass(frozen=True)
class GivenBack:
    """A form that was given back, for the page that shows it.

    Attributes:
        address: of the page. problem: why. typed: the fields, without passwords.
    """

    address: str
    problem: str
    typed: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of the form; a new one where it has none that can be used."""
        key = self.typed.get("key", "")
        return key if is_key(key) else new_id()


def comes_back() -> bool:
    """Whether the page being made is that of a form that was given back."""
    return "given_back" in g


def is_key(text: str) -> bool:
    """Whether a text can be the key of a form."""
    whole = LEAST_KEY <= len(text) <= LONGEST_KEY and text.isascii()
    return whole and text.replace("-", "").replace("_", "").isalnum()


def given_back(status: int, problem: str, *, without: tuple[str, ...] = ()) -> Response | None:
    """The page of the form that was sent, with what was typed; None where it cannot be given back.

    Args:
        without: names of fields that are told as if nobody had touched them.
    """
    if request.method != "POST" or status not in COMES_BACK or not is_the_typers():
        return None
    page, args = stands_on()
    if not may_see(page, args):
        return None
    view = current_app.view_functions[page]
    typed = {name: value for name, value in request.form.items() if name not in (*NEVER_BACK, *without)}
    g.given_back = GivenBack(url_for(page, **args), problem, typed)
    try:
        answer = make_response(view(**args))
    except Exception:  # whatever keeps the page from being told: the problem is then said without it
        answer = None
    finally:
        g.pop("given_back")
    if answer is None or answer.status_code != 200:
        return None
    answer.status_code = status
    return answer


def stands_on() -> tuple[str, dict[str, Any]]:
    """The address of the page with the form: the one it names, if it is of the same visit; else the usual one."""
    form, own = request.endpoint or "", dict(request.view_args or {})
    if form == "plan.private" and request.form.get("why") == "danger":
        return "opening.page", {**own, "line": request.form.get("line", "")}
    back = request.values.get("back")
    if back:
        with suppress(HTTPException, RoutingException, ValueError):
            inside = urlsplit(back).path.removeprefix(request.script_root)
            page, args = current_app.create_url_adapter(request).match(inside, method="GET")  # type: ignore[union-attr]
            if own.items() <= args.items() if own else page in OUTSIDE:
                return page, dict(args)
    page = STANDS_ON.get(form, "")
    parts = {part for rule in current_app.url_map.iter_rules(page) for part in rule.arguments} if page else ()
    return page, {name: value for name, value in own.items() if name in parts}


def is_the_typers() -> bool:
    """Whether this screen belongs to whoever typed the form, and the form to the visit in its address."""
    opened = g.get("opened")
    if opened is None or g.get("elsewhere"):
        return False
    try:
        typed_by = whose(request.form.get("csrf_token", ""))
    except HTTPException:
        return False  # too much to be read
    named = (request.view_args or {}).get("encounter_id")
    if named is not None and request.form.get("encounter", named) != named:
        return False
    return typed_by == opened.owner or (typed_by == NOBODY and request.endpoint in ASK_FOR_A_NAME)


def whose(token: str) -> str:
    """Whose page a token was made for, even if it has expired; "" where it is not one of ours."""
    signed = URLSafeTimedSerializer(str(current_app.secret_key), salt=_SIGNS_TOKENS)
    try:
        return str(signed.loads(token)).rpartition(".")[2]
    except BadData:
        return ""
