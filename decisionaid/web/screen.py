"""Tells whether an answer will be shown in a frame of another site, and which sites may show it."""

from __future__ import annotations

from flask import current_app, g, request

SCREEN = "Decisionaid-Screen"
"""The header with which the script of a frame names itself. It grants nothing, and only chooses the form of the answer.
"""


def is_framed() -> bool:
    """Whether the request comes from a frame, by what the browser, our script or the credential says."""
    if g.get("screen") == "frame" or SCREEN in request.headers:
        return True
    return request.headers.get("Sec-Fetch-Dest") in ("iframe", "frame")


def hosts() -> str:
    """The sites that may hold a frame, each with what it may be told, for the script of the frame."""
    return str(current_app.extensions["hosts"])
