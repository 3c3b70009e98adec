"""Every row of one database into another, of the same kind or the other: for `move`, `backup` and `restore`.

Rows go over as they are, table by table in the order of their keys, some hundred at a time, and each batch is kept
before the next one is read. So a copy that was stopped, by a person or by a power cut, goes on after the last row that
is there. At the end both sides are read once more and each table's rows are summed up by SHA-256: a row that differs,
is missing or is too many shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Row, Table, UniqueConstraint, func, select, tuple_

from .engine import reading, writing
from .tables import metadata

BATCH = 500
EVERYBODYS = MetaData()
"""The same tables, of which no site is asked: a copy takes every clinic's rows along."""
for _each in metadata.sorted_tables:
    _each.to_metadata(EVERYBODYS).info = {}


@dataclass(frozen=True)
class Summed:
    """What one table holds.

    Attributes:
        sha256: over all its rows, in the order of their keys.
    """

    table: str
    rows: int
    sha256: str


def key_of(table: Table) -> list[Column[Any]]:
    """The columns that tell the rows of a table apart, and put them in order on both kinds of database."""
    if table.primary_key.columns:
        return list(table.primary_key.columns)
    (unique,) = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    return list(unique.columns)


def copy_rows(source: Connection, target: Engine) -> int:
    """Copy what is not there yet; returns how many rows that was. A key that is there is not looked at again."""
    copied = 0
    for table in EVERYBODYS.sorted_tables:
        last = _last(target, table)
        while rows := _after(source, table, last):
            with writing(target, patient=True) as connection:
                connection.execute(table.insert(), [dict(row._mapping) for row in rows])
            last, copied = _key(table, rows[-1]), copied + len(rows)
    return copied


def _last(target: Engine, table: Table) -> tuple[Any, ...] | None:
    key = key_of(table)
    with reading(target) as connection:
        row = connection.execute(select(*key).order_by(*(each.desc() for each in key)).limit(1)).first()
    return tuple(row) if row is not None else None


def _after(source: Connection, table: Table, last: tuple[Any, ...] | None) -> list[Row[Any]]:
    key = key_of(table)
    asked = select(table).order_by(*key).limit(BATCH)
    if last is not None:
        asked = asked.where(tuple_(*key) > tuple_(*last)) if len(key) > 1 else asked.where(key[0] > last[0])
    return list(source.execute(asked).all())


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[each] for each in key_of(table))


def sum_up(connection: Connection) -> tuple[Summed, ...]:
    """What every table holds."""
    return tuple(_sum(connection, table) for table in EVERYBODYS.sorted_tables)


def _sum(connection: Connection, table: Table) -> Summed:
    digest, count = hashlib.sha256(), 0
    for row in _all(connection, table):
        digest.update(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n")
        count += 1
    return Summed(table.name, count, digest.hexdigest())


def _all(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    last: tuple[Any, ...] | None = None
    while rows := _after(connection, table, last):
        yield from rows
        last = _key(table, rows[-1])


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def is_empty(connection: Connection) -> bool:
    """Whether nobody has used this database yet."""
    return not any(
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in EVERYBODYS.sorted_tables
    )
