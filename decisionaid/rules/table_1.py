"""A table by a score or a group has a row for everybody it is for, and no row twice.

A row that is missing leaves a person without a number, and nobody sees why. A row that is out of step with those beside
it may be a slip of one digit; a machine cannot know, so a person looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..domain.aid import Aid, Input
from ..domain.score_tables import span_of
from . import EVERY, Case, Finding, Level

ID = "TABLE-1"
ASKS = "Has each table by a score or a group a row for everybody, and do its numbers go one way?"
WHY = "A hole in a table leaves somebody without a number; a row out of step is mostly a slip of a digit."
SOURCE = "Hazard H01, a wrong number; clinical rule R5, several cohorts by score"
LEVEL: Level = "draft"
KINDS = EVERY
FEWEST = 4
"""From so many rows on, a table shows which way it goes."""


def examine(case: Case) -> Iterator[Finding]:
    """Each claim with a table."""
    for key, claim in case.aid.claims.items():
        if claim.table is not None:
            name, table = claim.table
            here = ("claims", key, "chance_by" if claim.chance_by else "rate_by", name)
            yield from (_at(here, *each) for each in _rows(case.aid, name, table))
            yield from _way(here, table)


def _at(here: tuple[str, ...], what: str, remedy: str) -> Finding:
    return Finding(here, what, remedy)


def _rows(aid: Aid, name: str, table: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Rows that no answer leads to, answers without a row, and holes."""
    asked = aid.inputs.get(name)
    choices = _choices(asked)
    for key in table:
        if span_of(key) is None and key not in choices:
            there = f"there is {', '.join(choices)}" if choices else 'write "3", "2-4" or "7+"'
            yield f"no answer leads to the row {key!r}", there
    lacks = [each for each in choices if each not in table]
    if lacks and not _spans(table):
        yield f"there is no row for {', '.join(lacks)}", "add it, or say applies_when:"
    yield from _holes(table)


def _choices(asked: Input | None) -> tuple[str, ...]:
    if asked is None:
        return ()
    return ("yes", "no") if asked.kind == "yes_no" else tuple(asked.choices)


def _holes(table: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    for (one, key), (other, next_key) in pairwise(_spans(table)):
        if other[0] <= one[1]:
            yield f"the rows {key!r} and {next_key!r} overlap", "let each value have one row"
        elif other[0] > one[1] + 1:
            yield f"there is no row between {key!r} and {next_key!r}", "add it, or correct the row that slipped"


def _spans(table: Mapping[str, float]) -> list[tuple[tuple[float, float], str]]:
    """The rows for numbers, in order."""
    found = ((span_of(key), key) for key in table)
    return sorted((span, key) for span, key in found if span is not None)


def _way(here: tuple[str, ...], table: Mapping[str, float]) -> Iterator[Finding]:
    rows = [key for _, key in _spans(table)]
    if len(rows) < FEWEST:
        return
    for key in _out_of_step(rows, table):
        what = f"the row {key!r} is out of step with those beside it"
        yield Finding(here, what, "look whether a digit slipped", "human")


def _out_of_step(rows: Sequence[str], table: Mapping[str, float]) -> Iterator[str]:
    up = table[rows[-1]] >= table[rows[0]]
    for before, key, after in zip(rows, rows[1:], rows[2:], strict=False):
        low, high = sorted((table[before], table[after]))
        outside = not low <= table[key] <= high
        if outside and (table[after] >= table[before]) == up:
            yield key
