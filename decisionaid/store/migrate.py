"""Brings a database up to date at start, under its write lock, with Alembic run from inside the program.

Rejected: a separate command, because a clinic would then have two ways to start and one of them wrong.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ..errors import DecisionAidError
from .engine import reading, writing


class NewerDatabase(DecisionAidError):
    """A newer program wrote this database; an older one does not touch it."""


FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Run what is missing, in one transaction; nothing where the database is current.

    Raises:
        StoreBusy: another process holds the database for too long; starting again is safe.
        NewerDatabase: a newer program wrote it.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    newest, known = scripts.get_current_head(), {each.revision for each in scripts.walk_revisions()}
    with reading(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision == newest:
        return
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"This database was written by a newer decisionaid ({revision}); this one knows {newest}. "
            "Nothing was changed. Please install the newer one."
        )
    with writing(engine) as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            upgrade(connection, config)


def newest_revision() -> str:
    """The revision that this program writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(connection: Connection, config: Config | None = None) -> None:
    """Run every migration on this connection."""
    config = config or _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
