"""Whether a clinic lives in this database: a move that is under way, or over, is said in the row of the site."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from ..errors import DecisionAidError
from .tables import site

COMING, GONE = "coming", "moved_to"


class Moved(DecisionAidError):
    """This database is not the clinic's any more, or not yet."""


def said_of(connection: Connection) -> dict[str, str]:
    """What the database says of a move."""
    for found in connection.execute(select(site.c.settings)).scalars():
        said = json.loads(found) if found else {}
        if isinstance(said, dict) and said.keys() & {COMING, GONE}:
            return said
    return {}


def check_not_moved(connection: Connection) -> None:
    """No server starts on a database that a clinic has left, or to which it is still on its way.

    Raises:
        Moved: with where it went, or what to do.
    """
    said = said_of(connection)
    if GONE in said:
        raise Moved(f"This clinic was moved to {said[GONE]}. Start with that: DECISIONAID_DATABASE_URL.")
    if COMING in said:
        raise Moved("A clinic is being moved into this database. Let `decisionaid move` end first: run it again.")
