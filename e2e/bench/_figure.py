"""One figure, its budget and the reason for it; what became of it; and the same rows as a table and as JSON."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ._world import NotMeasured as NotMeasured
from ._world import World

FOLDER = Path(__file__).parent
HEAD = ("figure", "measured", "budget", "verdict")
WITHIN, OVER = "within", "OVER"
DIGITS = {"ms": 1, "s": 2, "KiB": 1, "MB": 2, "times": 2, "of theirs": 2, "shift": 3}


@dataclass(frozen=True)
class Measured:
    """A value in the unit of its figure.

    Attributes:
        note: what a reader wants to know beside it, in a few words.
    """

    value: float
    note: str = ""


Measure = Callable[[World], Measured]


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        budget: the most that is allowed. why: the reason for just this budget.
    """

    name: str
    budget: float
    unit: str
    why: str
    measure: Measure


@dataclass(frozen=True)
class Row:
    """What became of a figure.

    Attributes:
        value: None where it was not measured; then `note` says why.
        broken: measuring it went wrong, which no budget excuses.
        took: seconds until it was measured, with all that had to be made for it.
    """

    figure: Figure
    value: float | None
    note: str = ""
    broken: bool = False
    took: float = 0

    @property
    def verdict(self) -> str:
        """within | OVER | not measured: why | broken: what."""
        if self.value is None:
            return f"{'broken' if self.broken else 'not measured'}: {self.note}"
        return WITHIN if self.value <= self.figure.budget else OVER

    @property
    def fails(self) -> bool:
        """Over its budget, or broken; what cannot be measured here does not fail, and does not pass."""
        return self.broken or self.verdict == OVER

    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table."""
        figure = self.figure
        note = f" ({self.note})" if self.note else ""
        measured = "" if self.value is None else f"{in_words(self.value, figure.unit)}{note}"
        return figure.name, measured, f"≤ {in_words(figure.budget, figure.unit)}", self.verdict

    def as_json(self) -> dict[str, Any]:
        """The same, for a program; `why` is the reason for the budget."""
        figure = self.figure
        return {
            "figure": figure.name,
            "measured": None if self.value is None else round(self.value, 4),
            "note": self.note,
            "unit": figure.unit,
            "budget": figure.budget,
            "why": figure.why,
            "verdict": self.verdict,
            "took": round(self.took, 1),
        }


_declared: list[Figure] = []


def figure(name: str, budget: float, unit: str, why: str) -> Callable[[Measure], Measure]:
    """Declare what follows as a figure."""

    def declare(measure: Measure) -> Measure:
        _declared.append(Figure(name, budget, unit, why, measure))
        return measure

    return declare


def figures() -> tuple[Figure, ...]:
    """Every figure of this folder."""
    for each in sorted(pkgutil.iter_modules([str(FOLDER)]), key=lambda each: each.name):
        if not each.name.startswith("_"):
            importlib.import_module(f"{__package__}.{each.name}")
    return tuple(_declared)


def run(wanted: Iterable[Figure], world: World) -> Iterator[Row]:
    """Measure one after the other; one that breaks is a row of its own and stops no other."""
    for each in wanted:
        began = time.monotonic()
        row = _row(each, world)
        yield replace(row, took=time.monotonic() - began)


def _row(figure: Figure, world: World) -> Row:
    try:
        found = figure.measure(world)
    except NotMeasured as lacks:
        return Row(figure, None, str(lacks))
    except Exception as problem:  # whatever it is, it is told as this figure's
        said_so = " ".join(str(problem).split())[:160]
        return Row(figure, None, f"{type(problem).__name__} {said_so}".strip(), broken=True)
    return Row(figure, found.value, found.note)


def in_words(value: float, unit: str) -> str:
    """A value as a person reads it."""
    digits = 0 if (unit == "ms" and value >= 100) or value == int(value) else DIGITS.get(unit, 0)
    return f"{value:,.{digits}f} {unit}".rstrip()


def table(rows: Sequence[Row]) -> str:
    """The rows under each other; what is not within its budget brings the reason for the budget along."""
    lines = [HEAD, *(row.cells() for row in rows)]
    wide = [max(len(line[column]) for line in lines) for column in range(3)]
    text = [
        " | ".join([*(cell.ljust(width) for cell, width in zip(line, wide, strict=False)), line[3]]) for line in lines
    ]
    text.insert(1, "-|-".join("-" * width for width in (*wide, len(HEAD[3]))))
    failing: dict[str, list[str]] = {}
    for row in rows:
        if row.fails:
            failing.setdefault(row.figure.why, []).append(row.figure.name)
    reasons = [f"- {', '.join(names)}: {why}" for why, names in failing.items()]
    return "\n".join([*text, *(["", "The reasons for these budgets:", *reasons] if reasons else [])])
