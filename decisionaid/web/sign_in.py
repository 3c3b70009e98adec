"""Signing in, with a name and a password; and the one-time link with which these are chosen.

A GET changes nothing, so that a mail scanner that follows links uses none up. A wrong name and a wrong password read
the same.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, has_request_context, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..domain.alike import composed, ways_typed
from ..errors import Conflict, TooManyTries
from ..locale import languages, words
from ..store.accounts import Account
from ..store.weak_passwords import LEAST, MOST, is_common
from .carried import opened_for, send_it_now
from .forms import tidy
from .framed import door
from .numbers_seen import PICTURED
from .pages import OWN_LANGUAGE, language_here, page_for, render, the_clinic
from .problems import answer, write
from .screen import is_framed
from .session import FORMS, TOKEN, ServerSession, Session

MOST_NAME = 80

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/start/<code>")
def start(code: str) -> str | Response:
    """The page to choose a name and a password."""
    if not the_clinic().store.accounts.invited(code):
        return answer(
            410, "This link was used before or is too old. Ask for another: decisionaid link", kind="LinkUsed"
        )
    return _start_page(code)


def _start_page(code: str, problem: str = "", name: str = "") -> str:
    whose, page = the_clinic().store.accounts.invited_name(code), page_for("Welcome")
    return render(
        "pages/start.html",
        page,
        code=code,
        problem=problem,
        name=whose or name or page.typed.get("name", ""),
        whose=whose,
        least=LEAST,
    )


@blueprint.post("/start/<code>")
def accept(code: str) -> str | Response | tuple[str, int]:
    """Use the link, make the account, and sign in."""
    name, password = one_line(request.form.get("name")), request.form.get("password", "")
    wrong = _name_problem(name) or _password_problem(password, name)
    if wrong:
        return _start_page(code, wrong, name), 400
    try:
        account = the_clinic().store.accounts.accept(code, name, password)
    except (Conflict, TooManyTries) as problem:
        return _start_page(code, problem.plain, name), problem.status
    return _signed_in(account.id, account.role, url_for("library.page"))


def one_line(text: str | None) -> str:
    """A name or number, trimmed, on one line, each letter in one piece (NFC)."""
    return " ".join(composed(tidy(text) or "").split())


def _name_problem(name: str) -> str:
    return "" if 0 < len(name) <= MOST_NAME else f"Please write your name, at most {MOST_NAME} letters."


def _password_problem(password: str, name: str) -> str:
    password = ways_typed(password)[0]
    if len(password) < LEAST:
        return (
            f"A password of at least {LEAST} letters keeps the plans of your patients safe. "
            "A few words in a row are fine."
        )
    if is_common(password, name):
        return "Many people use this password, so it is tried first. Please choose another, such as a few words."
    return "" if len(password) <= MOST else f"Please choose a password of at most {MOST} letters."


@blueprint.get("/sign-in")
def page() -> str | tuple[str, int]:
    """The page for name and password; in a frame, how to come in without a password."""
    return door() if is_framed() else _sign_in_page()


def _sign_in_page(problem: str = "", name: str = "") -> str:
    asked = request.args.get("language")
    language = asked if asked in languages() else language_here()
    spoken = words(language)
    page = page_for(spoken.say("Sign in"), language=language)
    return render(
        "pages/sign_in.html",
        page,
        problem=spoken.say(problem),
        name=name or page.typed.get("name", ""),
        next=_local(request.values.get("next")),
        carried=request.form.get("carried", ""),
        ended=request.args.get("ended") == "1",
        locked=request.args.get("locked") == "1",
        any_account=the_clinic().store.accounts.any(),
    )


@blueprint.post("/sign-in")
def enter() -> Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in under a new session id, and go on where this screen was."""
    name, password = one_line(request.form.get("name")), request.form.get("password", "")
    try:
        typed = password[: 4 * MOST]
        account = the_clinic().store.accounts.check(name[:MOST_NAME], typed, request.remote_addr or "")
    except TooManyTries as problem:
        write("warning", id="", kind="TooManyTries", status=problem.status)
        return _sign_in_page(problem.plain, name), problem.status, {"Retry-After": str(problem.seconds)}
    if account is None:
        write("warning", id="", kind="NotTogether", status=400)
        return _sign_in_page("This name and password do not go together.", name), 400
    done = _signed_in(account.id, account.role, _local(request.form.get("next")) or url_for("library.page"))
    return _with_what_was_typed(account) or done


def _with_what_was_typed(account: Account) -> str:
    """The page that goes on with a form of the same account; "" where none came along."""
    interface = current_app.session_interface
    assert isinstance(interface, ServerSession)
    form = opened_for(interface.owner_of(account.id))
    if form is None:
        return ""
    session[TOKEN], g.account = interface.token_of(g.new_sign_in), account
    return send_it_now(form)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the sign-in on this screen; a code that was made in it opens nothing afterwards."""
    the_clinic().store.accounts.forget_codes(g.account.id)
    return leave_to(url_for("sign_in.page"))


def leave_to(address: str) -> Response:
    """End the sign-in on the server, clear the browser's data, and redirect."""
    current = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(current, Session)
    the_clinic().store.accounts.end(current.opaque)
    if g.screen == "frame":
        address = url_for("frame.door", ended=1)
    g.signed_out = True
    response = redirect(address, 303)
    # Lines of another visit that could not be sent yet stay in the browser, sealed. "cookies" is not said: it would
    # take those of every port of this machine, and end the sign-in at another clinic's server; ours is taken by name.
    kept = request.form.get("waiting") == "yes"
    # Neither is "storage" under a prefix: it is the whole host's, and a neighbour's lines may wait there; see ended.js.
    response.headers["Clear-Site-Data"] = '"cache"' if kept or request.script_root else '"cache", "storage"'
    return response


def _signed_in(account_id: str, role: str, address: str) -> Response:
    """Start a new session for an account. Data of the same account that a lock must not take away is kept."""
    accounts, current, kept = the_clinic().store.accounts, session._get_current_object(), {}  # type: ignore[attr-defined]
    if isinstance(current, Session) and current.kept:
        before = accounts.signed_in(current.opaque)
        if before is not None and before.account_id == account_id:
            # the page behind the lock can still be sent, and the picture was seen
            kept = {name: value for name, value in before.data.items() if name.startswith((PICTURED, OWN_LANGUAGE))}
            kept[FORMS] = before.data.get(FORMS) or before.id_hash
        accounts.end(current.opaque)
    g.new_sign_in = accounts.sign_in(account_id, role, kept)
    return redirect(address, 303)


def _local(address: str | None) -> str:
    """An address inside this program, or "": a link cannot send anybody elsewhere."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return ""
    if has_request_context() and not address.startswith(f"{request.script_root}/"):
        return ""  # beside the prefix stands what is not ours
    if not address.isprintable():  # a browser leaves out a tab or a line end, and then two slashes may meet
        return ""
    return address if not urlsplit(address).netloc else ""
