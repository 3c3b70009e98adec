"""For whoever runs the server: is the process there, and can it reach its database."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text

from ..store.engine import reading
from .pages import teller

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers; raises StoreBusy (503) where it does not."""
    with reading(teller().store.engine) as connection:
        connection.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")
