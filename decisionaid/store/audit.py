"""The audit: who looked and who wrote, and when. Append-only, hash-chained per site, written in the same transaction.

Details are words from a closed list and ids; never what a person said. A look is noted before the page is shown; where
the database cannot be written just now (full, locked), the page is shown all the same and the look is noted as soon as
it can be: a full disk must not close a plan that people need today.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, update

from ..errors import StoreBusy
from .chain import FIRST, audit_hash, verify_audit
from .engine import SEAL, reading, writing
from .sites import its_site
from .tables import audit, audit_end

READ_AGAIN_SECONDS = 900
TRY_AGAIN_SECONDS = 5
MOST_WAITING = 10_000


class Look(NamedTuple):
    """A look at a page of a person, or at a list of visits, that is not written yet."""

    at: datetime
    actor: str
    family: str
    person_id: str | None
    encounter_id: str | None


class End(NamedTuple):
    """The last row of the audit, and the seal over all of it."""

    seq: int
    hash: str
    seal: str | None


BEGINNING = End(0, FIRST, None)
END = (
    select(audit.c.seq, audit.c.hash, audit_end.c.seal)
    .select_from(audit.outerjoin(audit_end, audit_end.c.site_id == audit.c.site_id))
    .order_by(audit.c.seq.desc())
    .limit(1)
)
"""Asks for the `End`; it has no row where nothing was written yet."""


class Entry(NamedTuple):
    """What one row of the audit says."""

    at: datetime
    actor: str
    action: str
    person_id: str | None
    encounter_id: str | None
    detail: str


def note(
    connection: Connection,
    at: datetime,
    actor: str,
    action: str,
    *,
    person_id: str | None = None,
    encounter_id: str | None = None,
    detail: str = "",
) -> None:
    """Write one row in the caller's transaction, and renew the seal over the end of the audit."""
    found = connection.execute(END).first()
    end = End(*found) if found is not None else BEGINNING
    write_entries(connection, end, [Entry(at, actor, action, person_id, encounter_id, detail)])


def write_entries(connection: Connection, end: End, entries: Sequence[Entry]) -> None:
    """Write rows behind the end of the audit in the caller's transaction, and renew the seal over it."""
    rows, sealed = [], end.seal
    for each in entries:
        row = {"site_id": its_site(), "seq": end.seq + 1, **each._asdict(), "at": each.at.isoformat(), "prev": end.hash}
        hashed = audit_hash(row)
        rows.append({**row, "hash": hashed})
        seal = connection.get_execution_options()[SEAL](end.seal if end.seal is not None else FIRST, hashed)
        end = End(end.seq + 1, hashed, seal)
    connection.execute(audit.insert(), rows)
    there = audit_end.insert() if sealed is None else update(audit_end)
    connection.execute(there.values(site_id=its_site(), seq=end.seq, hash=end.hash, seal=end.seal))


class Audit:
    """Writes and checks the audit. The same look of the same account is written one time in fifteen minutes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._seen: dict[tuple[str, str | None, str], datetime] = {}
        self._waiting: deque[Look] = deque()
        self._failed_at: float | None = None

    def looked(
        self, at: datetime, actor: str, family: str, person_id: str | None = None, encounter_id: str | None = None
    ) -> None:
        """Record that somebody looks at a page of a person, or at a list of visits.

        Raises:
            StoreBusy: it could not be noted, and too many looks wait already.
        """
        key = (actor, person_id, family)
        with self._lock:
            before = self._seen.get(key)
            # a clock that was set back notes a look too often rather than not at all
            if before is not None and 0 <= (at - before).total_seconds() < READ_AGAIN_SECONDS:
                return
            if len(self._waiting) >= MOST_WAITING:
                raise StoreBusy("Nothing can be written, and too many looks wait to be noted. Try again.")
            if len(self._seen) >= MOST_WAITING:
                self._seen.clear()
            self._seen[key] = at
            self._waiting.append(Look(at, actor, family, person_id, encounter_id))
        self._note_waiting()

    def _note_waiting(self) -> None:
        if self._failed_at is not None and monotonic() - self._failed_at < TRY_AGAIN_SECONDS:
            return
        with self._lock:
            looks = tuple(self._waiting)
            self._waiting.clear()
        try:
            with writing(self._engine, hurried=True) as connection:
                for look in looks:
                    note(
                        connection,
                        look.at,
                        look.actor,
                        "looked",
                        person_id=look.person_id,
                        encounter_id=look.encounter_id,
                        detail=look.family,
                    )
            self._failed_at = None
        except StoreBusy:
            with self._lock:
                self._waiting.extendleft(reversed(looks))
            self._failed_at = monotonic()

    def wrote(
        self,
        at: datetime,
        actor: str,
        action: str,
        *,
        person_id: str | None = None,
        encounter_id: str | None = None,
        detail: str = "",
    ) -> None:
        """Record something that has no transaction of its own, such as a sign-in or a refusal."""
        with writing(self._engine) as connection:
            note(connection, at, actor, action, person_id=person_id, encounter_id=encounter_id, detail=detail)

    def verify(self) -> int:
        """Check the whole chain; returns how many rows there are.

        Raises:
            ChainBroken: a row was altered or is missing.
        """
        with reading(self._engine) as connection:
            return verify_audit(connection, connection.get_execution_options()[SEAL])
