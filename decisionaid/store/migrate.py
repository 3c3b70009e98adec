"""Brings the tables of a database up to date at start, under its write lock. Alembic runs inside the program.

Rejected: a separate command, because a clinic would then have two ways to start and one of them wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Dialect, Engine, UniqueConstraint, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from ..errors import DecisionAidError
from . import guards
from .engine import reading, writing
from .tables import metadata


class OtherTables(DecisionAidError):
    """The tables are not those that the database's number promises. If it were served, a visit would fail midway."""


class NotTheOwner(DecisionAidError):
    """The tables need a change that only the role of their owner may make."""


class NewerDatabase(DecisionAidError):
    """A newer program wrote this database, so this one does not touch it."""


_OTHERWISE = (
    "already exists",
    "no such table",
    "no such column",
    "duplicate column",
    "does not exist",
    "has no column",
)
"""Parts of the message of a migration that meets other tables than it was written for."""

FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that are missing, in one transaction. Does nothing where the database is current.

    Raises:
        StoreBusy: another process holds the database for too long; starting again is safe.
        NewerDatabase: a newer program wrote it.
        OtherTables: it says a number that it does not keep; nothing was changed.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    newest, known = scripts.get_current_head(), {each.revision for each in scripts.walk_revisions()}
    with reading(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        unguarded = guards.missing(connection)
        if revision == newest and not unguarded:
            _check(connection, revision)
            return
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"This database was written by a newer decisionaid ({revision}); this one knows {newest}. "
            "Nothing was changed. Please install the newer one."
        )
    with writing(engine, patient=True) as connection:
        try:
            if MigrationContext.configure(connection).get_current_revision() != newest:
                upgrade(connection, config)
                _check(connection, revision)
            guards.put_up(connection)
        except DBAPIError as problem:
            plain = _in_plain_words(problem, revision)
            if plain is None:
                raise
            raise plain from problem


def _in_plain_words(problem: DBAPIError, revision: str | None) -> DecisionAidError | None:
    """Turn a database error into one that a site can act on, where it is of such a sort."""
    if getattr(problem.orig, "sqlstate", None) == "42501":
        return NotTheOwner(
            "The tables of this database have to be brought up to date, and the role that this program signs in with "
            "may not do that. Nothing was changed. Run it one time as the owner of the tables: "
            "decisionaid upgrade --database-url postgresql://OWNER@MACHINE/DATABASE --for ROLE"
        )
    if any(word in str(problem.orig) for word in _OTHERWISE):
        return _other(revision, [str(problem.orig)])
    return None


def differences(connection: Connection) -> list[str]:
    """How the tables differ from those of this program, in words. Tables of other programs are left alone."""
    look, dialect = inspect(connection), connection.dialect
    there, found = set(look.get_table_names()), []
    for table in metadata.sorted_tables:
        if table.name not in there:
            found.append(f"there is no table {table.name}")
            continue
        ours = {each.name: (_kind(each.type, dialect), bool(each.nullable)) for each in table.columns}
        columns = look.get_columns(table.name)
        theirs = {each["name"]: (_kind(each["type"], dialect), bool(each["nullable"])) for each in columns}
        found += (f"{table.name}.{name} {how}" for name, how in _differ(ours, theirs))
        kept = {frozenset(each["column_names"]) for each in look.get_unique_constraints(table.name)}
        for each in table.constraints:
            if isinstance(each, UniqueConstraint) and frozenset(each.columns.keys()) not in kept:
                found.append(f"{table.name} may hold one {' and '.join(each.columns.keys())} twice")
    return found


def _kind(column: TypeEngine[Any], dialect: Dialect) -> str:
    return column.compile(dialect).partition(" COLLATE ")[0]


def _check(connection: Connection, revision: str | None) -> None:
    found = differences(connection)
    if found:
        raise _other(revision, found)


def _other(revision: str | None, found: list[str]) -> OtherTables:
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    return OtherTables(
        f"The tables of this database are not those that its number ({revision or 'none'}) promises: "
        f"{'; '.join(found[:3])}{more}. Nothing was changed. It was made by a decisionaid that was never released. "
        "Put a backup back with decisionaid restore, or begin in another folder with --data DIR."
    )


def _differ(ours: Mapping[str, object], theirs: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Columns that are not alike, each with how it differs."""
    for name in sorted({*ours, *theirs}):
        if name not in theirs:
            yield name, "is missing"
        elif name not in ours:
            yield name, "is too many"
        elif ours[name] != theirs[name]:
            yield name, "is of another kind"


def newest_revision() -> str:
    """The revision that this program writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(connection: Connection, config: Config | None = None) -> None:
    """Run every missing migration on this connection."""
    config = config or _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
