"""Checks the host name of each request before anything else looks at it.

A name with an empty or over-long part cannot be routed and would be a bare failure with a trace before any page of ours
is reached; so it is looked at in front of the application, after a proxy's own words were taken, and the application
then answers it like every other question that cannot be read. No address that we send anybody to is made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ..settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

UNREADABLE = "decisionaid.unreadable_host"
LONGEST_NAME = 253
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SIX = r"\[[0-9A-Fa-f]*:[0-9A-Fa-f.:]+\]"
_HOST = re.compile(rf"(?P<name>{_PART}(?:\.{_PART})*\.?|{_SIX})(?::(?P<port>[1-9][0-9]{{0,4}}))?")


def init(app: Flask, settings: Settings) -> None:
    """Take host, port and address from a trusted proxy, and check them first."""
    app.url_map.merge_slashes = False  # an address with two slashes is not there, rather than a redirect
    app.wsgi_app = Hosts(app.wsgi_app)  # type: ignore[method-assign]
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_port=1
        )


class Hosts:
    """WSGI middleware: a name that cannot be a host is taken away, and the request answered with 400."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        named, port = environ.get("HTTP_HOST"), str(environ.get("SERVER_PORT", ""))
        if (named is not None and not is_host(named)) or not _is_port(port):
            environ |= {"HTTP_HOST": "localhost", "SERVER_PORT": "80", UNREADABLE: True}
        return self._application(environ, start_response)


def is_host(text: str) -> bool:
    """Whether a text can be the name (and the port) of a machine."""
    found = _HOST.fullmatch(text)
    return found is not None and len(found["name"]) <= LONGEST_NAME and (not found["port"] or _is_port(found["port"]))


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= 65535


def inside(address: str) -> str:
    """The path of an address of ours, without the host that the client named. Redirects use nothing else."""
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/")  # two slashes would be another name again
    return path + (f"?{parts.query}" if parts.query else "")
