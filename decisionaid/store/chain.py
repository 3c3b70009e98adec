"""The hash chains of the log and of the audit, and the checks that show whether somebody altered them.

Each row carries the SHA-256 of the row before it and of itself, over ciphertext, so the chains need no key and stay
whole when keys turn over or words are taken out. Every choice is named a second time in the audit, by number and hash;
and the audit ends under a seal that runs over all its rows and needs the key. So a byte that was changed, a row that
was moved, a tail that was cut off and a forged head all show. What no chain can show: the whole database put back as it
was earlier. Approvals and whose visit it is are held against the audit as well: see `audit_records`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from ..domain.readers import TAKEN_OUT
from ..errors import ChainBroken
from .audit_records import ERASED, AuditRecords, verify_approvals, verify_visits
from .tables import aid_version, audit, audit_end, choice, head, sealed_text

AT_A_TIME = 1000
"""Rows that are read together: a log of years does not fit into memory."""
FIRST = "0" * 64
"""Stands in the first row of a chain in place of the hash of the row before it."""

CHOSE = "chose"
"""The action that the audit writes for a new line of the log; its detail is `choice_detail`."""

EndSeal = Callable[[str, str], str]


@dataclass(frozen=True)
class Verified:
    """How much was checked; all of it is whole."""

    people: int
    lines: int
    audit_rows: int


@dataclass
class _Audited:
    rows: int = 0
    records: AuditRecords = field(default_factory=AuditRecords)
    chose: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def audit_hash(row: Mapping[str, object]) -> str:
    """SHA-256 of a row of the audit (which names the row before it), as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(dict(row), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def choice_hash(row: Mapping[str, Any], sealed: bytes | None) -> str:
    """SHA-256 of a line, as JSON with sorted keys. Words count by the SHA-256 of their sealed bytes."""
    plain = {key: value for key, value in row.items() if key != "hash"}
    plain["private"] = bool(plain["private"])
    plain["sealed"] = hashlib.sha256(sealed).hexdigest() if sealed is not None else None
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def choice_detail(kind: str, seq: int, row_hash: str) -> str:
    """What the audit writes about a line of the log."""
    return f"{kind} {seq} {row_hash[:16]}"


def verify(connection: Connection, end_seal: EndSeal) -> Verified:
    """Check everything in one moment's view of the database.

    Raises:
        ChainBroken: the words name the person and the row.
    """
    audited = _audit(connection, end_seal)
    heads = {row.person_id: row for row in connection.execute(select(head))}
    people, lines = set(), 0
    for person_id, rows in groupby(_lines(connection), key=lambda row: str(row["person_id"])):
        people.add(person_id)
        told = _person(person_id, rows, heads.get(person_id))
        if told != audited.chose.get(person_id, []):
            raise ChainBroken(f"The log of person {person_id} has other lines than the audit tells of.")
        lines += len(told)
    for person_id in (heads.keys() | audited.chose.keys()) - people:
        raise ChainBroken(f"The log of person {person_id} is gone, and the audit tells of it.")
    _editions(connection)
    verify_visits(connection, audited.records)
    verify_approvals(connection, audited.records)
    return Verified(len(people), lines, audited.rows)


def verify_person(connection: Connection, person_id: str) -> int:
    """Check the chain of one person. Returns its length. Raises ChainBroken."""
    return len(told_of(connection, person_id))


def told_of(connection: Connection, person_id: str) -> list[str]:
    """What the audit should have told of each line of one person, whose chain is checked. Raises ChainBroken."""
    last = connection.execute(select(head).where(head.c.person_id == person_id)).first()
    return _person(person_id, _lines(connection, person_id), last)


def verify_audit(connection: Connection, end_seal: EndSeal) -> int:
    """Check the audit alone. Returns how many rows it has. Raises ChainBroken."""
    return _audit(connection, end_seal).rows


def _audit(connection: Connection, end_seal: EndSeal) -> _Audited:
    prev, seal, audited = FIRST, FIRST, _Audited()
    asked = select(audit).order_by(audit.c.seq).execution_options(yield_per=AT_A_TIME)
    for found in connection.execute(asked).mappings():
        row = dict(found)
        written = row.pop("hash")
        audited.rows += 1
        if row["prev"] != prev or row["seq"] != audited.rows or audit_hash(row) != written:
            raise ChainBroken(f"The audit does not verify at row {row['seq']}.")
        prev, seal = written, end_seal(seal, written)
        audited.records.take(row)
        if row["action"] == CHOSE:
            audited.chose[row["person_id"]].append(row["detail"])
        elif row["action"] == ERASED:
            audited.records.take_receipt(row, audited.chose.pop(row["person_id"], []))
    end = connection.execute(select(audit_end)).first()
    if (audited.rows, prev, seal) != ((end.seq, end.hash, end.seal) if end else (0, FIRST, FIRST)):
        raise ChainBroken(f"The audit ends at row {audited.rows}, and {end.seq if end else 'no'} rows were sealed.")
    return audited


def _lines(connection: Connection, person_id: str | None = None) -> Iterator[dict[str, Any]]:
    """The rows of the log, person by person, each with its sealed words and whether their key is still there."""
    query = (
        select(choice, sealed_text.c.sealed, sealed_text.c.wrapped_key.is_not(None).label("opens"))
        .outerjoin(sealed_text, sealed_text.c.id == choice.c.line_id)
        .order_by(choice.c.person_id, choice.c.seq)
    )
    if person_id is not None:
        query = query.where(choice.c.person_id == person_id)
    for found in connection.execute(query.execution_options(yield_per=AT_A_TIME)).mappings():
        yield dict(found)


def _person(person_id: str, rows: Iterable[dict[str, Any]], last: Any) -> list[str]:
    """Check the lines of one person. Returns what the audit should have written about each."""
    prev, told = FIRST, []
    closed, taken_out = set(), set()
    for count, row in enumerate(rows, start=1):
        sealed, opens, written = row.pop("sealed"), row.pop("opens"), row.pop("hash")
        if row["seq"] != count or row["prev"] != prev or choice_hash(row, sealed) != written:
            raise ChainBroken(f"The log of person {person_id} does not verify at line {row['seq']}.")
        if row["line_id"] is not None and not opens:
            closed.add(count)
        if row["kind"] == TAKEN_OUT:
            taken_out.add(json.loads(row["value"])["line"])
        prev = written
        told.append(choice_detail(row["kind"], count, written))
    if (last.seq, last.hash) != (len(told), prev) if last is not None else told:
        written_lines = last.seq if last is not None else "none"
        raise ChainBroken(f"The log of person {person_id} ends at line {len(told)}, and {written_lines} were written.")
    for count in sorted(closed ^ taken_out):
        raise ChainBroken(f"The words of person {person_id} at line {count}: the log does not tell who took them out.")
    return told


def _editions(connection: Connection) -> None:
    """Check that every edition which a line cites is there, as it was."""
    for row in connection.execute(select(aid_version)):
        if hashlib.sha256(row.compiled.encode()).hexdigest() != row.hash:
            raise ChainBroken(f"The edition {row.hash[:12]} of the card {row.aid_id} was altered.")
    known = select(aid_version.c.hash)
    lost = connection.execute(
        select(choice.c.person_id, choice.c.seq, choice.c.aid_hash)
        .where(choice.c.aid_hash.is_not(None), choice.c.aid_hash.not_in(known))
        .limit(1)
    ).first()
    if lost is not None:
        raise ChainBroken(
            f"The log of person {lost.person_id} cites an edition at line {lost.seq} that is not there "
            f"({lost.aid_hash[:12]})."
        )
