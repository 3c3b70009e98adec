"""Who looked, who wrote, when: append-only, hash-chained per site, written in the transaction of what it tells.

Details are words from a closed list and ids; never what a person said.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from ..errors import ChainBroken
from .engine import reading, writing
from .tables import SITE, audit

FIRST = "0" * 64
READ_AGAIN_SECONDS = 900


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
    """Write one row in the caller's transaction."""
    last = connection.execute(
        select(audit.c.seq, audit.c.hash).where(audit.c.site_id == SITE).order_by(audit.c.seq.desc()).limit(1)
    ).first()
    row = {
        "site_id": SITE,
        "seq": (last.seq if last else 0) + 1,
        "at": at.isoformat(),
        "actor": actor,
        "action": action,
        "person_id": person_id,
        "encounter_id": encounter_id,
        "detail": detail,
        "prev": last.hash if last else FIRST,
    }
    connection.execute(audit.insert().values(**row, hash=row_hash(row)))


def row_hash(row: dict[str, object]) -> str:
    """SHA-256 of the row before it and of this one, as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Audit:
    """Reads are noted a single time per actor, person and page family within fifteen minutes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: dict[tuple[str, str, str], datetime] = {}

    def looked(self, at: datetime, actor: str, family: str, person_id: str, encounter_id: str) -> None:
        """Somebody looked at a page of a person."""
        key = (actor, person_id, family)
        before = self._seen.get(key)
        if before is not None and (at - before).total_seconds() < READ_AGAIN_SECONDS:
            return
        self.wrote(at, actor, "looked", person_id=person_id, encounter_id=encounter_id, detail=family)
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[key] = at

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
        """Something that has no transaction of its own: a sign-in, a turn-away."""
        with writing(self._engine) as connection:
            note(connection, at, actor, action, person_id=person_id, encounter_id=encounter_id, detail=detail)

    def verify(self) -> int:
        """Check the whole chain; returns how many rows there are.

        Raises:
            ChainBroken: a row was altered or is missing.
        """
        with reading(self._engine) as connection:
            prev, count = FIRST, 0
            for found in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
                row = dict(found)
                written = row.pop("hash")
                count += 1
                if row["prev"] != prev or row["seq"] != count or row_hash(row) != written:
                    raise ChainBroken(f"The audit does not verify at row {row['seq']}.")
                prev = written
        return count
