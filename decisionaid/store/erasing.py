"""Erases everything of one person: name, number, words, values, decisions, hand-overs. A receipt stays in the audit.

The receipt is written first, as the last row of the audit, and the database lets the lines of a person go while it
stands there and at no other time (a trigger, and on PostgreSQL a function of the owner). So nobody goes without a
receipt, and `verify` holds each receipt against what the audit had told of that person. What stays is the id, which
belongs to nobody any more, and the audit: who did what and when, never what was said.

Gone from the tables is not gone from the disk: `leaving` finishes that, and the receipt says which of both it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, select, text, update

from ..errors import Conflict, NotThere
from . import guards
from .audit import END, note
from .audit_records import ERASED, receipt_detail
from .chain import told_of
from .engine import reading, writing
from .leaving import Leaving
from .log import Clock, utc_now
from .tables import (
    audit,
    choice,
    encounter,
    handover,
    head,
    person,
    person_identifier,
    sealed_text,
    seat,
    sign_in,
)

OF_A_PERSON = (choice, sealed_text, handover, head, encounter, person_identifier)
"""Tables whose rows belong to one person, in the order in which they can go."""
OF_A_VISIT = (seat, sign_in)
SHORT = 32
"""So many signs of a row's hash stand on a receipt."""
MOST_DIGITS = 16


@dataclass(frozen=True)
class Held:
    """How much there is of one person."""

    visits: int
    open: int
    lines: int
    papers: int


@dataclass(frozen=True)
class Quiet:
    """How somebody was found who is to be erased for not having come: no visit since a moment, and so many lines."""

    since: datetime
    lines: int


@dataclass(frozen=True)
class Receipt:
    """That somebody was erased.

    Attributes:
        text: what a person keeps: the row of the audit and its hash. left: whether the disk keeps nothing either.
    """

    text: str
    at: datetime
    visits: int
    lines: int
    left: bool


class Erasing:
    """Erases persons, and knows its receipts again."""

    def __init__(self, engine: Engine, leaving: Leaving, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._leaving = leaving
        self._clock = clock

    def held(self, person_id: str) -> Held:
        """How much is kept of one person."""
        mine = encounter.c.person_id == person_id
        with reading(self._engine) as connection:
            return Held(
                visits=_count(connection, encounter, mine),
                open=_count(connection, encounter, mine & encounter.c.ended.is_(None)),
                lines=_count(connection, choice, choice.c.person_id == person_id),
                papers=_count(connection, handover, handover.c.person_id == person_id),
            )

    def erase(self, person_id: str, actor: str, *, found: Quiet | None = None) -> Receipt:
        """Erase everything of one person, for good.

        Args:
            found: how they were found; whoever came or said something since then is not erased.

        Raises:
            NotThere: nobody here has that id.
            Conflict: they are not as they were found; nothing was erased.
            ChainBroken: the log of this person does not verify; nothing was erased.
        """
        now = self._clock()
        there = (person.c.id == person_id, person.c.erased_at.is_(None))
        of_theirs = select(encounter.c.id).where(encounter.c.person_id == person_id)
        nothing = {"name": None, "birth_date": None, "language": "", "created": "", "keep_until": None}
        with writing(self._engine) as connection:
            if connection.execute(select(person.c.id).where(*there)).first() is None:
                raise NotThere("Nobody here has that id.")
            visits, told = list(connection.execute(of_theirs).scalars()), told_of(connection, person_id)
            if found is not None and (len(told) > found.lines or _was_here(connection, person_id, found.since)):
                raise Conflict("Somebody spoke with this person in this moment. Nothing was erased.")
            detail = receipt_detail(len(visits), told)
            note(connection, now, actor, ERASED, person_id=person_id, detail=detail)
            number, hash_, _ = connection.execute(END).one()
            _forget_on_screens(connection, visits)
            _take_rows(connection, person_id, visits)
            connection.execute(update(person).where(*there).values(**nothing, erased_at=now.isoformat()))
        self._leaving.finish()
        return self.receipt(f"{number}-{hash_[:SHORT]}")

    def receipt(self, written: str) -> Receipt:
        """A receipt that was given out.

        Raises:
            NotThere: the audit has no such receipt.
        """
        number, _, short = written.strip().partition("-")
        if not (number.isdecimal() and number.isascii() and len(number) < MOST_DIGITS and len(short) == SHORT):
            raise NotThere("The audit has no such receipt.")
        which = (audit.c.seq == int(number), audit.c.action == ERASED, audit.c.hash.startswith(short, autoescape=True))
        with reading(self._engine) as connection:
            row = connection.execute(select(audit).where(*which)).first()
            if row is None:
                raise NotThere("The audit has no such receipt.")
            gone = connection.execute(select(person.c.gone_at).where(person.c.id == row.person_id)).scalar()
        visits, lines, _ = row.detail.split()
        return Receipt(written.strip(), datetime.fromisoformat(row.at), int(visits), int(lines), gone is not None)


def _count(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(which)).scalar_one())


def _was_here(connection: Connection, person_id: str, since: datetime) -> bool:
    opened = (encounter.c.person_id == person_id) & (encounter.c.opened >= since.isoformat())
    return _count(connection, encounter, opened) > 0


def _forget_on_screens(connection: Connection, visits: Sequence[str]) -> None:
    """What sign-ins remember of these visits, such as which numbers were on the screen."""
    for visit in visits:
        asked = select(sign_in.c.id_hash, sign_in.c.data).where(sign_in.c.data.contains(visit, autoescape=True))
        for row in connection.execute(asked).all():
            kept = {name: value for name, value in json.loads(row.data).items() if visit not in f"{name} {value}"}
            which = update(sign_in).where(sign_in.c.id_hash == row.id_hash)
            connection.execute(which.values(data=json.dumps(kept)))


def _take_rows(connection: Connection, person_id: str, visits: Sequence[str]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT {guards.ERASING}(:whose)"), {"whose": person_id})
        return
    (first, *rest) = OF_A_PERSON  # lines go before what they point to
    connection.execute(delete(first).where(first.c.person_id == person_id))
    for table in OF_A_VISIT:
        connection.execute(delete(table).where(table.c.encounter_id.in_(visits)))
    for table in rest:
        connection.execute(delete(table).where(table.c.person_id == person_id))
