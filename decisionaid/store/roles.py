"""Two roles on PostgreSQL: one owns the tables and changes them; the other serves, and may do only what serving needs.

The embedded default knows no roles: there whoever has the file has everything.
"""

from __future__ import annotations

from ..settings import Settings
from . import guards
from .engine import open_engine, writing
from .migrate import bring_up_to_date


def hand_over(settings: Settings, role: str | None) -> None:
    """Bring the tables up to date as their owner, and allow a role to serve with them.

    Raises:
        StoreBusy, NewerDatabase, OtherTables, NotTheOwner: nothing was changed.
    """
    engine = open_engine(settings)
    try:
        bring_up_to_date(engine)
        if role and engine.dialect.name == "postgresql":
            with writing(engine) as connection:
                guards.grant(connection, role)
    finally:
        engine.dispose()
