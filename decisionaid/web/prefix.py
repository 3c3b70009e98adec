"""The path under which the program is served, such as `/x/y`: added to every address that it makes, exactly one time.

One setting serves every proxy: one that passes `/x/y/...` whole, one that strips it and says so, one that strips it and
says nothing. The setting wins over the header. A header is believed only behind a proxy, from the proxy's own address,
and if it is words behind slashes: anything else would stand in redirects, forms and cookies of other people.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from ..settings import SettingProblem, Settings, is_prefix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "HTTP_X_FORWARDED_PREFIX"
FORWARDED = "HTTP_X_FORWARDED_"
THIS_MACHINE = ("127.0.0.0/8", "::1/128")
WITHOUT_SLASH = "decisionaid.without_slash"
log = logging.getLogger("decisionaid")


def init(app: Flask, settings: Settings) -> None:
    """Take the prefix off every address before anything else looks at it."""
    app.wsgi_app = Prefixed(app.wsgi_app, settings)  # type: ignore[method-assign]

    @app.before_request
    def _with_a_slash() -> Response | None:
        if WITHOUT_SLASH not in request.environ:
            return None
        asked = request.query_string.decode("ascii", "replace")
        return redirect(f"{request.script_root}/" + (f"?{asked}" if asked else ""), 308)


def check(app: Flask, settings: Settings) -> None:
    """Check that the prefix is none of our own addresses; otherwise nobody could tell whether a proxy removed it.

    Raises:
        SettingProblem: it begins with a word that is one.
    """
    word = settings.prefix.split("/")[1:2]
    if word and word[0] in {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}:
        raise SettingProblem(
            f"DECISIONAID_PREFIX={settings.prefix!r} cannot be used: /{word[0]} is an address of this program. "
            "Choose another word."
        )


class Prefixed:
    """WSGI middleware: SCRIPT_NAME gets the prefix, PATH_INFO the rest."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._settings = settings
        self._proxies = [settings.proxy_address] if settings.proxy_address else []
        self._said = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._proxies and not _is_among(environ.get("REMOTE_ADDR", ""), self._proxies):
            for name in [each for each in environ if each.startswith(FORWARDED)]:
                del environ[name]
        prefix = self._settings.prefix or self._believed(environ)
        self._compare(prefix, environ)
        path = environ.get("PATH_INFO", "")
        environ["SCRIPT_NAME"] = prefix
        if prefix and path == prefix:
            environ |= {"PATH_INFO": "/", WITHOUT_SLASH: True}
        elif prefix and path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :]
        return self._application(environ, start_response)

    def _believed(self, environ: WSGIEnvironment) -> str:
        said = str(environ.get(HEADER, "")).rstrip("/")
        if not said or not self._settings.behind_proxy or not is_prefix(said):
            return ""
        return said if _is_among(environ.get("REMOTE_ADDR", ""), self._proxies or THIS_MACHINE) else ""

    def _compare(self, prefix: str, environ: WSGIEnvironment) -> None:
        said = self._believed(environ)
        if said and said != prefix and not self._said:
            self._said = True
            log.warning(
                '{"kind": "the proxy says another X-Forwarded-Prefix than DECISIONAID_PREFIX; the setting wins"}'
            )


def _is_among(address: str, networks: Iterable[str]) -> bool:
    try:
        found = ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in ip_network(each) for each in networks)
