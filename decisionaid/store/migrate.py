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

from .engine import reading, writing

FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Run what is missing, in one transaction; nothing where the database is current.

    Raises:
        StoreBusy: another process holds the database for too long; starting again is safe.
    """
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with reading(engine) as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with writing(engine) as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            upgrade(connection, config)


def upgrade(connection: Connection, config: Config | None = None) -> None:
    """Run every migration on this connection."""
    config = config or _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
