"""Reading the chances out of any text, and visits of one person one after the other."""

from __future__ import annotations

import re

from tests.builders import NAME, Table, Visit

_COUNTS = (
    re.compile(r"(\d[\d,]*) (?:fewer |more )?in (100|1,000)\b"),
    re.compile(r"(\d[\d,]*) (?:menos |más )?de cada (100|1000|1\.000)\b"),
)


def said_counts(text: str) -> set[tuple[int, int]]:
    """Every "7 in 100" of a text, in English or Spanish."""
    return {(_digits(found[1]), _digits(found[2])) for pattern in _COUNTS for found in pattern.finditer(text)}


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def visit_of(table: Table, person_id: str, account: str = NAME) -> Visit:
    """Another visit of somebody who was here before, opened by an account."""
    account_id = table.store.accounts.named(account).id
    opened = table.store.people.open_visit(person_id, account_id, practice=table.practice)
    return Visit(table.client, opened.id)
