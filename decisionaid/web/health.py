"""Two addresses for whoever runs the server: does the process answer, and can it reach its database?"""

from __future__ import annotations

from flask import Blueprint, Response

from .pages import the_clinic

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer, so that it is known that the process runs."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Ask the database. Raises StoreBusy (503) where it does not answer."""
    the_clinic().store.ready()
    return Response("ready\n", mimetype="text/plain")
