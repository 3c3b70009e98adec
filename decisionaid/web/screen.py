"""Whether an answer will stand in a frame of somebody else's page, and who may hold it there."""

from __future__ import annotations

from flask import current_app, g, request

SCREEN = "Decisionaid-Screen"
"""What the script of a frame says with each question of its own; it opens nothing and only chooses how we answer."""


def is_framed() -> bool:
    """The browser says so, or our script there does, or the credential is one of a frame."""
    if g.get("screen") == "frame" or SCREEN in request.headers:
        return True
    return request.headers.get("Sec-Fetch-Dest") in ("iframe", "frame")


def hosts() -> str:
    """The sites that may hold a frame, with what each may be told, for the script of the frame."""
    return str(current_app.extensions["hosts"])
