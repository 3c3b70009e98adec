"""The pages for problems: plain words, a way on, and an id for whoever helps; never a traceback.

The log gets the id, the kind of problem, the route's name and nothing that anybody typed (T07).
"""

from __future__ import annotations

import json
import logging
import secrets
from contextlib import suppress

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from ..domain.phrases import phrase
from ..errors import (
    DecisionAidError,
    InputProblem,
    NotAllowed,
    NotApproved,
    NotThere,
    SignInNeeded,
    StoreBusy,
    VisitEnded,
)
from ..locale import Words, words
from . import measures
from .carried import ask_after_the_end, ask_first
from .framed import door
from .given_back import ASK_FOR_A_NAME, given_back, is_the_typers
from .hosts import inside
from .pages import asked_for, language_here
from .screen import hosts, is_framed

log = logging.getLogger("decisionaid")
ALLOWED = ("id", "request", "kind", "route", "status", "method", "who")

_WENT_WRONG = phrase("Something went wrong here. Nothing that was saved is lost.")
_PLAIN = {
    400: phrase("This could not be read. Nothing was saved."),
    404: phrase("There is no such page here."),
    405: phrase("This page cannot be used that way."),
    413: phrase("That is too much text at one time. Nothing was saved; please make it shorter."),
    415: phrase("This could not be read. Nothing was saved."),
}


TAPS = ("sign_in.leave", "again.go_on", "encounter.hold", "heard.settle", "language.go_over", "library.speak",
        "plan.undo", "plan.take_out", "plan.end")  # fmt: skip
"""Forms into which nobody types."""


def init(app: Flask) -> None:
    """Answer every problem in the same way."""
    app.register_error_handler(DecisionAidError, known)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)
    app.log_exception = _last  # type: ignore[assignment, method-assign]


def wants_json() -> bool:
    """Whether the request comes from the script, which reads JSON, and not from a plain form."""
    return request.accept_mimetypes.best == "application/json"


def answer(status: int, plain: str, **more: object) -> AnyResponse:
    """A page or, for the script, JSON, in the language of the visit."""
    number, spoken = secrets.token_hex(4), words(language_here())
    plain = spoken.say(plain)
    kind = str(more.pop("kind", ""))
    measures.turned_away(current_app, kind.partition(" ")[0])
    write("warning" if status < 500 else "error", id=number, kind=kind, status=status)
    if wants_json():
        said = json.dumps({"problem": plain, "id": number, **more})
        response: AnyResponse = Response(said, status, mimetype="application/json")
    else:
        said = plain if status < 500 else f"{plain} {spoken.say('For whoever helps: {number}', number=number)}"
        response = given_back(status, said) or _page(spoken, plain=plain, number=number, status=status)
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _page(spoken: Words, *, status: int, **said: object) -> Response:
    """The page of a problem. If it is loaded again, the form is sent again, which counts one time."""
    again = status == 503 and request.method == "POST"
    where = {"framed": is_framed(), "hosts": hosts()}
    text = render_template(
        "pages/problem.html", words=spoken, say=spoken.say, status=status, again=again, **where, **said
    )
    return Response(text, status)


def write(level: str, **values: object) -> None:
    """Write one line of JSON to the server's log, with allowed names only."""
    values.setdefault("request", g.get("request_id", ""))
    values.setdefault("route", request.endpoint or "none")
    values.setdefault("method", request.method)
    values.setdefault("who", g.account.id if g.get("account") else "nobody")
    line = json.dumps({name: value for name, value in values.items() if name in ALLOWED})
    log.log(logging.getLevelNamesMapping()[level.upper()], line)


def _sign_in_needed(problem: SignInNeeded) -> AnyResponse:
    """The page to sign in, what a frame or the script says instead, or a form that waits until somebody has."""
    asked = "" if wants_json() or request.method in ("GET", "HEAD") else ask_first()
    if asked:
        write("warning", id="", kind="SignInNeeded", status=401)
        return Response(asked, 401)
    if wants_json() or request.method not in ("GET", "HEAD"):
        return answer(401, problem.plain, sign_in=True, kind="SignInNeeded")
    if is_framed():
        return Response(*door(status=401))
    return redirect(url_for("sign_in.page", next=asked_for(), locked=int(bool(g.get("locked"))) or None), 303)


def _has_ended(problem: VisitEnded) -> AnyResponse:
    """What a frame or a tab of one visit shows after the end: the page after an end, and nothing that was said."""
    if wants_json():
        return answer(problem.status, problem.plain, kind="VisitEnded")
    write("warning", id="", kind="VisitEnded", status=problem.status)
    if is_framed():
        return Response(*door(ended=True, status=problem.status))
    return Response(ask_after_the_end(), problem.status)


def known(problem: DecisionAidError) -> AnyResponse:
    """The answer to a problem of ours."""
    if isinstance(problem, SignInNeeded):
        return _sign_in_needed(problem)
    if isinstance(problem, VisitEnded):
        return _has_ended(problem)
    plain, kind = problem.plain, type(problem).__name__
    if isinstance(problem, StoreBusy):
        plain = phrase("The database cannot be reached just now. Nothing was saved yet; please try again in a moment.")
    elif problem.status >= 500:
        plain, kind = (
            _WENT_WRONG,
            f"{kind} at {_where(problem)}",
        )  # its own words name rows, for whoever runs the server
    g.elsewhere = isinstance(problem, NotAllowed)
    if isinstance(problem, (NotThere, NotAllowed, NotApproved)) and g.get("account") is not None:
        _turned_away()
    more = {"field": problem.input} if isinstance(problem, InputProblem) else {}
    return answer(problem.status, plain, kind=kind, **more)


def _turned_away() -> None:
    """Record in the audit who asked for a visit that was not theirs (threat T12)."""
    store, at = current_app.extensions["clinic"].store, (request.view_args or {}).get("encounter_id", "")
    try:
        visit = store.people.visit(at)
        about = {"person_id": visit.person_id, "encounter_id": visit.id}
    except NotThere:
        about = {}
    except StoreBusy:
        return
    with suppress(StoreBusy):
        store.audit.wrote(store.clock(), g.account.id, "turned away", detail=request.endpoint or "none", **about)


def stale(problem: CSRFError) -> AnyResponse:
    """Answer a form whose token has expired: its page, with what was typed if it belongs to this screen."""
    said = phrase("This page has been open for long. Nothing was saved. Please go back and load it again.")
    if not wants_json() and is_the_typers():
        said = phrase("This page was open for long. What you typed is still here, and not saved yet.")
        if request.endpoint in ASK_FOR_A_NAME:
            said = phrase("This page was open for long. Please write the password again.")
        elif request.endpoint in TAPS:
            said = phrase("This page was open for long. Nothing was done yet; please tap again.")
    return answer(400, said, kind="CSRFError", reload=True)


def _http(problem: HTTPException) -> AnyResponse:
    if problem.code is not None and problem.code < 400:
        elsewhere = problem.get_response()
        if "Location" in elsewhere.headers:
            elsewhere.headers["Location"] = inside(elsewhere.headers["Location"])
        return elsewhere
    status = problem.code or 500
    plain = _WENT_WRONG if status >= 500 else _PLAIN.get(status, phrase("This could not be done. Nothing was saved."))
    response = answer(status, plain, kind=type(problem).__name__)
    if isinstance(problem, MethodNotAllowed) and problem.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(problem.valid_methods))
    return response


def _unknown(problem: Exception) -> AnyResponse:
    kind = f"{type(problem).__name__} at {_where(problem)}"
    return answer(500, _WENT_WRONG, kind=kind)


def _last(*given: tuple[object, BaseException | None, object]) -> None:
    """Handles unexpected errors in place of Flask, whose own line would hold the address and the trace."""
    problem = given[-1][1]
    write("error", id="", kind=f"{type(problem).__name__} at {_where(problem)}" if problem else "", status=500)


def _where(problem: BaseException) -> str:
    """The file and line of an error, without any value."""
    trace, last = problem.__traceback__, ""
    while trace is not None:
        last = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return last
