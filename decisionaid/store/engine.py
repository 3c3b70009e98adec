"""Opens the database of one process: SQLAlchemy over SQLite (the default) or PostgreSQL. Durability comes first.

SQLite: WAL with synchronous=FULL, so that "Saved" is said after the disk has it; BEGIN IMMEDIATE for writes, because a
plain BEGIN loses most of them under two processes; secure_delete, so that what is taken out leaves the file. Below
3.51.3 the WAL can corrupt at a reset, so an old library gets a truncating journal instead. The files are for this user
alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from ..errors import ChainBroken, StoreBusy
from ..settings import Settings
from . import postgresql
from .address import database_url, sqlite_file
from .postgresql import HURRIED as _HURRIED
from .postgresql import PATIENT as _PATIENT
from .postgresql import READ as _READ
from .postgresql import SITE_OPTION
from .sites import of_site

BUSY_SECONDS = 10
CHECKPOINT_MILLISECONDS = 50
HURRIED_MILLISECONDS = 300
SAFE_WAL = (3, 51, 3)
SEAL = "decisionaid_seal"
"""Name of the execution option that carries the function which seals the audit. `Store` sets it once the keys are open.
"""
_ALONE = "decisionaid_alone"
_DAMAGED = ("malformed", "not a database", "encrypted", "decode to utf-8")


def sqlite_module() -> ModuleType:
    """The module to use for SQLite: pysqlite3 where it is installed, because it brings a current SQLite."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


def open_engine(settings: Settings) -> Engine:
    """Open the database. Makes the data folder and the file, readable for this user alone.

    Raises:
        StoreBusy: the database cannot be opened.
        CalledWrongly: there is no such kind of database here.
    """
    file = sqlite_file(settings)
    if file is None:
        _private_folder(settings.data)
        elsewhere = postgresql.open_elsewhere(database_url(settings), settings.pool, BUSY_SECONDS)
        elsewhere.update_execution_options(**{SITE_OPTION: settings.site})
        return elsewhere
    module = sqlite_module()
    _private(file)
    engine = create_engine(
        database_url(settings),
        module=module,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    journal = "WAL" if module.sqlite_version_info >= SAFE_WAL else "TRUNCATE"
    event.listen(engine, "connect", lambda raw, _: _prepare(raw, journal))
    event.listen(engine, "begin", _begin)
    engine.update_execution_options(**{SITE_OPTION: settings.site})
    return engine


def _private_folder(folder: Path) -> None:
    """The master key and site.yaml lie there, whatever the database is."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise StoreBusy(f"The data folder {folder} cannot be used: {problem.strerror}.") from problem


def _private(file: Path) -> None:
    _private_folder(file.parent)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        if os.name == "posix" and file.stat().st_mode & 0o077:
            file.chmod(0o600)  # a copy that was put here by hand; SQLite gives its other files the same mode
    except OSError as problem:
        raise StoreBusy(f"The data folder {file.parent} cannot be used: {problem.strerror}.") from problem


def _prepare(raw: Any, journal: str) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_ALONE):
        return
    if not options.get(_HURRIED):
        connection.exec_driver_sql("BEGIN" if options.get(_READ) else "BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={HURRIED_MILLISECONDS}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


@dataclass
class _Asked:
    """How far a transaction has come.

    Attributes:
        to_keep: the database was asked to keep it, and has not answered yet.
    """

    to_keep: bool = False


@contextmanager
def writing(engine: Engine, *, hurried: bool = False, patient: bool = False) -> Iterator[Connection]:
    """One transaction: after the block all of it is on the disk, or none of it.

    Args:
        hurried: wait for other writers for a moment only; for what can be written later, while somebody waits for a
            page that only reads.
        patient: no statement is too long; for what runs over all rows, at a start or from the command line.

    Raises:
        StoreBusy: locked, full or away; nothing was written, or (and the words say so) nobody knows.
        ChainBroken: the file is damaged.
    """
    asked = _Asked()
    with (
        _in_plain_words(asked),
        of_site(str(engine.get_execution_options()[SITE_OPTION])),
        engine.connect().execution_options(**{_HURRIED: hurried, _PATIENT: patient}) as connection,
        connection.begin(),
    ):
        yield connection
        asked.to_keep = True


@contextmanager
def reading(engine: Engine, *, patient: bool = False) -> Iterator[Connection]:
    """A view of the database at one moment. It holds up no writer.

    Raises:
        StoreBusy, ChainBroken: as `writing`.
    """
    options: dict[str, Any] = {_READ: True, _PATIENT: patient}
    if engine.dialect.name != "sqlite":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        _in_plain_words(_Asked()),
        of_site(str(engine.get_execution_options()[SITE_OPTION])),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def asking(engine: Engine) -> Iterator[Connection]:
    """For a single question, which needs no transaction around it: one trip to a server in place of three.

    A second question in the block would see another moment; what needs two asks in `reading`.

    Raises:
        StoreBusy, ChainBroken: as `writing`.
    """
    options: dict[str, Any] = {_READ: True, _ALONE: True}
    if engine.dialect.name != "sqlite":  # which is so by itself
        options |= {"isolation_level": "AUTOCOMMIT"}
    with (
        _in_plain_words(_Asked()),
        of_site(str(engine.get_execution_options()[SITE_OPTION])),
        engine.connect().execution_options(**options) as connection,
    ):
        yield connection


@contextmanager
def _in_plain_words(asked: _Asked) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # a rule of the tables said no: the caller's business
    except PoolTimeout as problem:
        raise StoreBusy("Too many people ask the database just now. Nothing was written; try again.") from problem
    except DBAPIError as problem:
        if postgresql.says_damage(problem):
            raise ChainBroken(
                "PostgreSQL says that its files are damaged. Stop the server, and put a backup back."
            ) from problem
        if is_damage(problem.orig):
            raise ChainBroken(
                f"The database file is damaged ({damage(problem.orig)}). Stop the server and put a backup back: "
                "decisionaid restore FILE. The damaged file is kept aside."
            ) from problem
        if isinstance(problem, OperationalError) or problem.connection_invalidated or postgresql.says_away(problem):
            raise _busy(problem, asked) from problem
        raise


def is_damage(problem: object) -> bool:
    """Whether SQLite reports that the file is damaged, rather than in use."""
    return any(word in str(problem).lower() for word in _DAMAGED)


def damage(problem: object) -> str:
    """SQLite's report of the damage, without any stored text in it."""
    return str(problem).partition(" with text ")[0]


def _busy(problem: DBAPIError, asked: _Asked) -> StoreBusy:
    said = str(problem.orig).strip().partition("\n")[0]  # what follows may quote a row
    why = f"{type(problem.orig).__name__}: {said}"
    if asked.to_keep and problem.connection_invalidated:
        return StoreBusy(
            f"The database went away while it was asked to keep this ({why}). Whether it did is not known; "
            "sending the same again is safe, and is written a single time."
        )
    return StoreBusy(f"The database cannot be used just now ({why}). Nothing was written; try again.")


def checkpoint(engine: Engine) -> bool:
    """Move everything from the write-ahead log into the database. Returns True when nothing of it is left behind.

    A checkpoint keeps writers out while it waits for readers, so it waits for a moment only; the caller tries again.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_MILLISECONDS}")
        row = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()
    except sqlite_module().Error:
        raw.invalidate()  # so that nobody gets the short wait
        return False
    finally:
        raw.close()
    return row is None or row[0] == 0
