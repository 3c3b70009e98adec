"""What PostgreSQL needs beside the tables: one pool, one writer per site, time-outs, and a disk that keeps its word.

Every line of a log names the line before it, and every line of the audit too; so who writes must know the last one.
SQLite lets one writer in at a time. Here each site has a lock of its own that a transaction takes as its first
statement and gives back at its end (`pg_advisory_xact_lock`): writers of one clinic go one after the other, those of
another are not held up, and a machine that dies lets go of it with its connection. Rejected: SERIALIZABLE with trying
again, because under sixteen writers of one chain most of the work is thrown away.

"Saved" is said after the disk has it: a server whose `fsync` or `synchronous_commit` is off is refused by each new
connection, so that a setting which somebody changes later is met too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import QueuePool

from ..errors import StoreBusy
from ..settings import CalledWrongly

SECONDS = {"lock_timeout": 10, "statement_timeout": 30, "idle_in_transaction_session_timeout": 30}
"""How long a writer waits for its turn, how long a question may take, and how long a transaction may lie still: so a
machine that was cut off from the network holds up nobody for longer."""
KEEPALIVE = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
CONNECT_SECONDS = 5
SITE_SETTING = "decisionaid.site"
"""What a connection says of itself to the server: whose rows it may see (`guards`)."""
SITE_OPTION = "decisionaid_site"
HURRIED = "decisionaid_hurried"
READ = "decisionaid_read"
PATIENT = "decisionaid_patient"
HURRIED_MILLISECONDS = 300
LOCKS = 0x64616964
"""The first half of the number of every lock of this program ("daid"); the second half says of which site."""
STILL_SECONDS = 1.0
_USED = "decisionaid_used"
LOCAL = ("", "localhost", "127.0.0.1", "::1")
DAMAGE = ("XX001", "XX002")
AWAY = ("25006", "25P03", "25P04", "40001", "40P01", "53", "54", "55", "57", "58", "08")
"""Beginnings of SQLSTATE that mean "not now": read-only standby, time-out, deadlock, full, locked, stopping, away."""


class NotKept(StoreBusy):
    """The database would report "saved" before its disk has it, so nothing is written there."""


def open_elsewhere(url: URL, pool: int, busy_seconds: float) -> Engine:
    """The engine of this process on PostgreSQL.

    Args:
        pool: how many connections this process opens at the most.

    Raises:
        CalledWrongly: the driver is not installed.
    """
    try:
        engine = create_engine(
            _with_tls(url),
            poolclass=QueuePool,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=busy_seconds,
            pool_use_lifo=True,
            connect_args={"options": _options(), "connect_timeout": CONNECT_SECONDS, **KEEPALIVE}
            | {"application_name": "decisionaid"},
        )
    except ImportError as problem:
        raise CalledWrongly(
            "PostgreSQL needs a driver that is not installed. Install it with: pip install 'decisionaid[postgresql]'"
        ) from problem
    event.listen(engine, "connect", lambda raw, _: _look_at(raw))
    event.listen(engine, "checkin", lambda _, record: record.info.update({_USED: monotonic()}))
    event.listen(engine, "checkout", lambda raw, record, _: _ask_whether_it_is_there(raw, record.info))
    event.listen(engine, "begin", _begin)
    return engine


def _options() -> str:
    said = {name: f"{seconds}s" for name, seconds in SECONDS.items()}
    return " ".join(f"-c {name}={value}" for name, value in {**said, "timezone": "UTC"}.items())


def _with_tls(url: URL) -> URL:
    """Beyond this machine the server must show its certificate, unless the URL says otherwise."""
    host = url.host or str(url.query.get("host", ""))
    if host in LOCAL or host.startswith("/") or "sslmode" in url.query:
        return url.set(drivername="postgresql+psycopg")
    return url.set(drivername="postgresql+psycopg").update_query_dict({"sslmode": "verify-full"})


def _look_at(raw: Any) -> None:
    """Check on a new connection that the server writes to its disk before it reports success."""
    before, raw.autocommit = raw.autocommit, True
    names = ("fsync", "synchronous_commit", "full_page_writes")
    with raw.cursor() as cursor:
        found = cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}").fetchone()
    raw.autocommit = before
    off = [name for name, value in zip(names, found, strict=True) if value == "off"]
    if off:
        raw.close()
        raise NotKept(
            f"The PostgreSQL server says that something is saved before its disk has it ({', '.join(off)} = off). "
            f"Nothing is written there. Turn it on: ALTER SYSTEM SET {off[0]} = on; SELECT pg_reload_conf();"
        )


def _ask_whether_it_is_there(raw: Any, info: dict[Any, Any]) -> None:
    """A connection that lay still is asked before it is used, since its server may have been started anew.

    One that was used a moment ago is not: asking costs a trip each time, and where the server went away within that
    moment the first statement says so, and every other connection is made anew.
    """
    if monotonic() - info.get(_USED, monotonic()) < STILL_SECONDS:
        return
    before, raw.autocommit = raw.autocommit, True
    try:
        raw.execute("")
        raw.autocommit = before
    except Exception as problem:
        raise InvalidatePoolError from problem


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    site = str(options[SITE_OPTION])
    if connection.info.get(SITE_OPTION) != site:
        _say_site(connection, site)
    if options.get(PATIENT):
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
    if options.get(READ):
        return
    if options.get(HURRIED):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {HURRIED_MILLISECONDS}")
    with in_one_trip(connection):  # BEGIN goes with it
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", (LOCKS, lock_of(site)))


@contextmanager
def in_one_trip(connection: Connection) -> Iterator[None]:
    """What is sent in the block goes to a server together, and its answers are awaited a single time, at the end.

    For statements that write, and whose answer nobody reads. On SQLite each is done as it comes.
    """
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "postgresql" or not _may_go_together(raw):
        yield
        return
    driver: Any = connection.dialect.loaded_dbapi
    try:
        with raw.pipeline():
            yield
    except driver.Error as problem:
        away = connection.dialect.is_disconnect(problem, raw, None)
        if away:
            connection.invalidate(problem)
        raise DBAPIError.instance(
            None, None, problem, driver.Error, connection_invalidated=away, dialect=connection.dialect
        ) from problem


def _may_go_together(raw: Any) -> bool:
    """Whether the installed libpq can do so (14 or newer, as the driver brings it)."""
    import psycopg

    return isinstance(raw, psycopg.Connection) and psycopg.Pipeline.is_supported()


def _say_site(connection: Connection, site: str) -> None:
    """Tell a new connection its site, outside of any transaction: a roll-back would undo what is set inside."""
    raw: Any = connection.connection.dbapi_connection
    before, raw.autocommit = raw.autocommit, True
    try:
        raw.execute("SELECT set_config(%s, %s, false)", (SITE_SETTING, site))
        connection.info[SITE_OPTION] = site
    finally:
        raw.autocommit = before


def lock_of(site: str) -> int:
    """The second half of the number of a site's lock."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big", signed=True)


def says_damage(problem: DBAPIError) -> bool:
    """Whether PostgreSQL says that its own files are damaged."""
    return str(getattr(problem.orig, "sqlstate", None) or "") in DAMAGE


def says_away(problem: DBAPIError) -> bool:
    """Whether PostgreSQL reports that it cannot do something just now."""
    state = str(getattr(problem.orig, "sqlstate", None) or "")
    return bool(state) and state.startswith(AWAY)


@dataclass
class Turning:
    """Finds the moment after which PostgreSQL keeps nothing of what was destroyed in a table.

    A destroyed value lies on in its old row until a VACUUM takes that away, and in the write-ahead log until a
    checkpoint after it; both come by themselves (`guards` asks for the first as soon as there is one old row). The time
    is the server's own, and is kept by this process: after a restart it is waited for once more.
    """

    table: str
    vacuums: set[datetime] = field(default_factory=set)
    seen: dict[str, datetime] = field(default_factory=dict)

    def over(self, connection: Connection, waiting: Collection[str]) -> list[str]:
        """Those of the waiting rows of which nothing is kept any more."""
        asked = (
            "SELECT clock_timestamp() AS now, greatest(last_vacuum, last_autovacuum) AS vacuum, n_dead_tup AS dead, "
            "(SELECT checkpoint_time FROM pg_control_checkpoint()) AS checkpoint "
            "FROM pg_stat_user_tables WHERE relid = %s::regclass"
        )
        found = connection.exec_driver_sql(asked, (self.table,)).one()
        if found.vacuum is not None and found.dead == 0:
            self.vacuums.add(found.vacuum)
        self.seen = {each: self.seen.get(each, found.now) for each in waiting}
        until = max((each for each in self.vacuums if each < found.checkpoint), default=None)
        return [each for each, since in self.seen.items() if until is not None and since < until]
