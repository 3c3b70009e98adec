"""Keyed digests ("blinds") by which an exact name or number is found without being readable.

A blind value is the HMAC of what all ways to type one text have in common. Before that was so, it was the HMAC of the
text as it was typed; those rows are worked out anew a single time, at a start, from what is sealed beside them. Where
two of them have become the same, the older one has it, and the other is still found by exactly what was typed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, Table, select, update

from ..domain.alike import same_name, same_number, ways_typed
from .engine import reading, writing
from .keys import Keys
from .tables import account, person, person_identifier

FORM = 2
"""The form of the blinds made today. Form 1 was made of the text as it was typed."""


def name_blinds(keys: Keys, name: str) -> tuple[str, ...]:
    """The blinds under which an account's name may be stored: of today's form, then of older forms."""
    return tuple(dict.fromkeys((keys.blind(same_name(name)), *(keys.blind(each) for each in ways_typed(name)))))


def number_blinds(keys: Keys, system: str, number: str) -> tuple[str, ...]:
    """The blinds under which a number may be stored: of today's form, then of older forms."""
    before = (f"{system}|{''.join(each.split())}" for each in ways_typed(number))
    forms = (f"{system}|{same_number(number)}", *before)
    return tuple(dict.fromkeys(keys.blind(each) for each in forms))


def first_of(connection: Connection, asked: Select[Any], column: str, blinds: tuple[str, ...]) -> Row[Any] | None:
    """The row that was stored as exactly what is typed now; else one that is the same though typed otherwise."""
    found = {getattr(row, column): row for row in connection.execute(asked).all()}
    return next((found[each] for each in (*blinds[1:], *blinds[:1]) if each in found), None)


def bring_up_to_date(engine: Engine, keys: Keys) -> None:
    """Renew the blinds that older programs wrote. Raises StoreBusy, KeyProblem."""
    forms = (account.c.form, person_identifier.c.form)
    with reading(engine) as connection:
        if not any(connection.execute(select(form).where(form < FORM).limit(1)).first() for form in forms):
            return
    with writing(engine) as connection:
        for row in connection.execute(select(account).where(account.c.form < FORM).order_by(account.c.created)).all():
            name = keys.unseal(row.name, f"account|{row.id}|name")
            _renew(connection, account, "name_blind", row.name_blind, keys.blind(same_name(name)))
        numbers = (
            select(person_identifier).join(person).where(person_identifier.c.form < FORM).order_by(person.c.created)
        )
        for row in connection.execute(numbers).all():
            number = keys.unseal(row.sealed, f"person_identifier|{row.person_id}|{row.system}")
            blind = keys.blind(f"{row.system}|{same_number(number)}")
            _renew(connection, person_identifier, "blind", row.blind, blind)


def _renew(connection: Connection, table: Table, column: str, before: str, after: str) -> None:
    taken = connection.execute(select(table.c.form).where(table.c[column] == after)).first() is not None
    values = {"form": FORM} if taken else {"form": FORM, column: after}
    connection.execute(update(table).where(table.c[column] == before).values(values))
