"""Two addresses for whoever runs the server: does the process answer, and can it reach its database?"""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request

from ..errors import NotThere
from . import measures
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


@blueprint.get("/metrics")
def measured() -> Response:
    """Numbers for Prometheus, for an address of the house's own network; raises NotThere for anybody else."""
    try:
        near = ip_address(request.remote_addr or "").is_private
    except ValueError:
        near = False
    if not near:
        raise NotThere("There is no such page here.")
    return Response(measures.as_text(current_app), mimetype="text/plain; version=0.0.4")
