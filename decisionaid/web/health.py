"""For whoever runs the server: is the process there, and can it reach its database."""

from __future__ import annotations

from flask import Blueprint, Response

from .pages import the_clinic

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers; raises StoreBusy (503) where it does not."""
    the_clinic().store.ready()
    return Response("ready\n", mimetype="text/plain")
