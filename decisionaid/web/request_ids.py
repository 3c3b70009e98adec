"""One id for each request, in the log and in the answer: what a proxy wrote, or a new one.

It is random and says nothing of a visit. A proxy that is set up as ours writes its own over whatever came from outside;
without a proxy nobody's word is taken.
"""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, g, request

from ..settings import Settings

HEADER = "X-Request-ID"
_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")


def init(app: Flask, settings: Settings) -> None:
    """Give every request its id."""

    @app.before_request
    def _name() -> None:
        given = request.headers.get(HEADER, "") if settings.behind_proxy else ""
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(16)

    @app.after_request
    def _add_id(response: Response) -> Response:
        response.headers[HEADER] = g.get("request_id") or secrets.token_hex(16)
        return response
