"""Fills a clinic with visits of years, table by table: as many rows as that many visits write, of the same size.

They are written past the log, which would take an hour, so their chains do not verify; what is timed reads and writes
rows beside them, and does not ask them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, func, insert, select, text

from decisionaid.settings import new_id
from decisionaid.store.engine import reading, writing
from decisionaid.store.tables import (
    audit,
    audit_end,
    choice,
    encounter,
    handover,
    head,
    person,
    person_identifier,
    sealed_text,
    sign_in,
)

LINES = 4
AUDITED = 7
AT_A_TIME = 2_000
HASH = "ab" * 32
_DAY = datetime(2020, 1, 6, 9, tzinfo=UTC)
_IN_ORDER = (person, person_identifier, encounter, sealed_text, choice, head, handover, sign_in, audit)


def grow(engine: Engine, visits: int, account_id: str) -> None:
    """Add so many ended visits, each of another person, all of one clinician; then let the database look at itself."""
    with reading(engine) as connection:
        last = connection.execute(select(func.max(audit.c.seq))).scalar_one() or 0
    numbers = iter(range(visits))
    while some := list(islice(numbers, AT_A_TIME)):
        with writing(engine, patient=True) as connection:
            rows: dict[str, list[dict[str, Any]]] = {}
            for number in some:
                for name, row in _visit(number, account_id, last):
                    rows.setdefault(name, []).append(row)
            for table in _IN_ORDER:
                connection.execute(insert(table), rows[table.name])
            seq = last + (some[-1] + 1) * AUDITED
            connection.execute(audit_end.update().values(seq=seq, hash=HASH))
    if engine.dialect.name == "sqlite":
        with writing(engine, patient=True) as connection:
            connection.execute(text("ANALYZE"))


def _visit(number: int, account_id: str, last: int) -> Iterator[tuple[str, dict[str, Any]]]:
    who, visit, at = new_id(), new_id(), (_DAY + timedelta(minutes=20 * number)).isoformat()
    mine = {"site_id": "here", "person_id": who}
    yield "person", {"id": who, "site_id": "here", "name": b"x" * 60, "language": "en", "created": at}
    yield "person_identifier", {**mine, "system": "clinic", "blind": f"{number:064x}", "sealed": b"x" * 60, "form": 2}
    row = {**mine, "id": visit, "number": 1, "account_id": account_id, "opened": at, "ended": at, "language": "en"}
    yield "encounter", {**row, "clinician_language": "en", "practice": True}
    yield from _lines(mine, visit, at)
    yield "head", {**mine, "seq": LINES, "hash": HASH}
    row = {**mine, "id": new_id(), "upto_seq": LINES, "format": "html", "language": "en", "sha256": HASH, "at": at}
    yield "handover", row
    signed = {"site_id": "here", "account_id": account_id, "role": "clinician", "created": at, "seen": at, "ends": at}
    yield "sign_in", {**signed, "id_hash": f"grown {number}"}
    row = {**mine, "at": at, "actor": account_id, "action": "looked", "encounter_id": visit, "detail": "card"}
    for seq in range(last + number * AUDITED + 1, last + (number + 1) * AUDITED + 1):
        yield "audit", {**row, "seq": seq, "prev": HASH, "hash": HASH}


def _lines(mine: dict[str, Any], visit: str, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    words = new_id()
    row = {**mine, "id": words, "key_id": "key", "wrapped_key": b"x" * 60, "sealed": b"x" * 90, "language": "en"}
    yield "sealed_text", row
    same = {
        **mine, "encounter_id": visit, "kind": "situation", "aid_id": "statin", "private": False, "language": "en",
        "value": '{"inputs": {"age": {"amount": 50}}}', "hand": '{"role": "clinician", "account_id": null}',
        "saved_at": at, "form": 1, "prev": HASH, "hash": HASH,
    }  # fmt: skip
    for seq in range(1, LINES + 1):
        own = {"item": "words" if seq == 1 else "values", "line_id": words if seq == 1 else None}
        yield "choice", {**same, **own, "id": new_id(), "seq": seq, "key": new_id()}
