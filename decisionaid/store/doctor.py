"""Checks the health of a database: its chains, how it keeps data, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from ..errors import DecisionAidError
from ..settings import Settings
from . import Store, guards
from .engine import SAFE_WAL, reading, sqlite_module


@dataclass(frozen=True)
class Report:
    """What was looked at.

    Attributes:
        well: what is as it should be.
        problems: what is not, each with its remedy.
    """

    well: tuple[str, ...]
    problems: tuple[str, ...]


def examine(settings: Settings) -> Report:
    """Look at everything; one problem does not hide another.

    Raises:
        NotThere, StoreBusy, KeyProblem: the database cannot be opened at all.
    """
    store = Store.that_is_there(settings)
    well, problems = [], []
    try:
        try:
            found = store.verify()
            well.append(
                f"Every chain verifies: {found.people} people, {found.lines} lines, {found.audit_rows} audit rows."
            )
        except DecisionAidError as problem:
            problems.append(problem.plain)
        of_kind = _sqlite if store.engine.dialect.name == "sqlite" else _server
        said, wrong = of_kind(store.engine)
    finally:
        store.close()
    return Report((*well, *said), (*problems, *wrong))


def _sqlite(engine: Engine) -> tuple[list[str], list[str]]:
    version = ".".join(map(str, sqlite_module().sqlite_version_info))
    if sqlite_module().sqlite_version_info >= SAFE_WAL:
        return [f"SQLite {version}, with a write-ahead log."], []
    return [f"SQLite {version}, with a truncating journal: about 200 choices a second, enough for one clinic."], []


def _server(engine: Engine) -> tuple[list[str], list[str]]:
    with reading(engine) as connection:
        wide = guards.too_wide(connection)
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        asked = "SELECT setting::int, (SELECT count(*) FROM pg_stat_activity) FROM pg_settings WHERE name = %s"
        most, open_now = connection.exec_driver_sql(asked, ("max_connections",)).one()
    remedy = (
        "Let another role own the tables, and run as that one: decisionaid upgrade --database-url "
        "postgresql://OWNER@MACHINE/DATABASE --for ROLE"
    )
    well = [f"PostgreSQL {version}, which has what it keeps on its disk before it says so."]
    well += [] if wide else ["The role that serves may do what serving needs and nothing else."]
    problems = [f"{each} {remedy}" for each in wide]
    if open_now > most * 0.8:
        problems.append(f"{open_now} of {most} connections are open. Lower DECISIONAID_POOL, or raise max_connections.")
    return well, problems
