"""Checks every request (host, origin, size, repeated parameters), and sets the security headers of every answer.

Whether a form is ours is settled by the token in it, by Sec-Fetch-Site, which the browser writes and no page can, and
by Origin. The Referer is not asked: a browser, a proxy or a person's own setting may leave it out (and then a browser
also sends `Origin: null`), and nobody could sign in. Nothing is lost by that: a page of another site has no token of
this browser, SameSite keeps our cookie from its forms, and every browser since 2023 says Sec-Fetch-Site over TLS and on
this machine; an older one says its Origin. What comes from elsewhere is refused even with the right token.

Own few lines rather than flask-talisman (no release since 2023) or `secure` (its defaults forbid the frames that come
later).
"""

from __future__ import annotations

import json
import logging
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from ..errors import InputProblem, NotAllowed, RenamedByProxy
from ..settings import Settings
from .hosts import UNREADABLE, is_host

log = logging.getLogger("decisionaid")

MAX_BODY = 64 * 1024
MAX_FIELDS = 200
MAX_NAME = 80
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAY_REPEAT = ("list_",)
"""Names of lists of ticks, which may be repeated."""

MOST_NAMES = 20
KEEPS_THE_NAME = "nginx: proxy_set_header Host $http_host; Apache: ProxyPreserveHost On; and X-Forwarded-Proto https"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
OF_FILES = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
    **{name: HEADERS[name] for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy")},
}
"""The headers that static files need. They are few, because a first card has 25 KiB for everything."""


def init(app: Flask, settings: Settings) -> None:
    """Check every request before the views, and set headers after them."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.config["MAX_FORM_PARTS"] = MAX_FIELDS

    said: set[str] = set()

    @app.before_request
    def _check() -> None:
        if UNREADABLE in request.environ:
            raise BadRequest
        check_host(request.host, settings)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            try:
                check_origin(
                    request.headers.get("Origin"),
                    request.headers.get("Sec-Fetch-Site"),
                    request.host,
                    secure=settings.secure,
                )
            except RenamedByProxy:
                _log_both_names(said)
                raise
        check_single(request.args)
        check_single(request.form)

    @app.after_request
    def _dress(response: Response) -> Response:
        file = request.endpoint == "static" and response.status_code < 400
        for name, value in (OF_FILES if file else {**HEADERS, "Content-Security-Policy": _policy()}).items():
            response.headers.setdefault(name, value)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not file:
            response.headers["Cache-Control"] = "no-store"
        return response


def allow(element: str, sha256: str) -> None:
    """Allow one `style` or `script` of ours on this page, by its hash in the page's policy."""
    g.setdefault("inline", {}).setdefault(f"{element}-src 'self'", {})[sha256] = None


def _policy() -> str:
    policy = POLICY
    for directive, hashes in g.get("inline", {}).items():
        policy = policy.replace(directive, f"{directive} {' '.join(hashes)}")
    if g.get("holds_our_own"):
        policy += "; frame-src 'self'"
    return policy.replace("frame-ancestors 'none'", "frame-ancestors " + g.get("held_by", "'none'"))


def check_host(host: str, settings: Settings) -> None:
    """On loopback, accept loopback names only, so that no foreign page can point its own name here.

    Raises:
        NotAllowed: another name.
    """
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    if settings.host in ("127.0.0.1", "localhost", "::1") and not settings.behind_proxy and name not in LOOPBACK:
        raise NotAllowed("This address is not served here.")


def check_origin(origin: str | None, site: str | None, host: str, *, secure: bool = False) -> None:
    """Check that a form comes from one of our own pages, over TLS where we use it.

    `Origin: null` is what a browser sends where it may not say from where (a proxy set `Referrer-Policy: no-referrer`);
    it passes only where the same browser says that the page is of this very origin.

    Raises:
        NotAllowed: the browser says that another site sent it.
        RenamedByProxy: the browser says that this very site sent it, and under another name than we were asked by.
    """
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed("This form came from another site. Nothing was saved.")
    if origin is None or (origin == "null" and site == "same-origin"):
        return
    try:
        scheme, where = urlsplit(origin)[:2]
    except ValueError:
        scheme, where = "", ""
    if where == host and (scheme == "https" or not secure):
        return
    if site == "same-origin" and is_host(where) and scheme in ("http", "https"):
        raise RenamedByProxy(
            "Not saved. What was typed is still here. Whoever looks after this program finds in its log which line "
            "its proxy needs."
        )
    raise NotAllowed("This form came from another site. Nothing was saved.")


def _log_both_names(said: set[str]) -> None:
    """Log the name that the browser knows and the one that the proxy passed on, once for each pair.

    Both are the names of machines and nothing else, so neither holds what anybody typed.
    """
    scheme, where = urlsplit(request.headers["Origin"])[:2]
    line = f"the browser's page is of {scheme}://{where}, and the proxy passed on {request.host_url[:-1]}"
    if line in said or len(said) >= MOST_NAMES:
        return
    said.add(line)
    log.warning(json.dumps({"kind": f"not saved: {line}", "to mend": KEEPS_THE_NAME}))


def check_single(parameters: MultiDict[str, str]) -> None:
    """Check that no parameter is repeated (except lists of ticks), and that there are not too many.

    Raises:
        InputProblem: a parameter is repeated, there are too many, or one holds what cannot be stored.
    """
    if sum(len(values) for values in parameters.listvalues()) > MAX_FIELDS:
        raise InputProblem("form", None, f"at most {MAX_FIELDS} fields", "This page is not ours. Nothing was saved.")
    for name, values in parameters.lists():
        if len(name) > MAX_NAME or not name.isprintable():
            raise InputProblem("form", None, "short names", "This page is not ours. Nothing was saved.")
        if len(values) > 1 and not name.startswith(MAY_REPEAT):
            raise InputProblem(
                name, None, "given a single time", f"{name[:40]} was sent more than a single time. Nothing was saved."
            )
        if any("\0" in value for value in values):
            raise InputProblem(
                name, None, "text", "There is a character in it that cannot be stored. Nothing was saved."
            )
