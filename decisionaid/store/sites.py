"""Whose rows: every question of this program names the site of its transaction, and nobody has to remember that.

A query that forgets whose rows it reads shows one clinic's patient to another. So no query is trusted to remember: when
SQLAlchemy puts a SELECT, UPDATE or DELETE of our tables into words (a single time for each form of a statement), the
site is added to it, and a new row gets the site of its transaction. On PostgreSQL the server asks the same once more
(`guards`). Compiled aids belong to everybody: they are found by the hash of what is in them.

Rejected: a WHERE in each of some eighty queries, because the one that is forgotten is the one that no test thought of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import ColumnElement, Delete, Join, Select, Table, Update, bindparam, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import Text

OURS = "decisionaid_of_a_site"
"""In `Table.info`: the name of the column that says whose a row is."""
_current: ContextVar[str] = ContextVar("site")


def its_site() -> str:
    """The site of the transaction that is open here."""
    return _current.get()


@contextmanager
def of_site(site: str) -> Iterator[None]:
    """Until the block ends, every question is about this site's rows."""
    token = _current.set(site)
    try:
        yield
    finally:
        _current.reset(token)


def _asked_for(table: Table) -> ColumnElement[bool]:
    mine = bindparam(None, callable_=its_site, type_=Text)
    return type_coerce(table.c[table.info[OURS]], Text) == mine


def _ours(place: Any) -> Iterator[Table]:
    """The tables of a FROM; of an outer join the side that is always there."""
    if isinstance(place, Join):
        yield from _ours(place.left)
        if not place.isouter:
            yield from _ours(place.right)
    elif isinstance(place, Table) and OURS in place.info:
        yield place


@compiles(Select)
def _select(element: Select[Any], compiler: Any, **more: Any) -> str:
    state: Any = element._compile_state_factory(element, compiler)  # what get_final_froms() asks, which compiles anew
    for place in state._get_display_froms():
        for table in _ours(place):
            element = element.where(_asked_for(table))
    return str(compiler.visit_select(element, **more))


@compiles(Update)
def _update(element: Update, compiler: Any, **more: Any) -> str:
    for table in _ours(element.table):
        element = element.where(_asked_for(table))
    return str(compiler.visit_update(element, **more))


@compiles(Delete)
def _delete(element: Delete, compiler: Any, **more: Any) -> str:
    for table in _ours(element.table):
        element = element.where(_asked_for(table))
    return str(compiler.visit_delete(element, **more))
