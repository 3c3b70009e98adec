"""The figures: pictures of chances, each with its sentence and its table, made from the same `Chance` objects.

One figure per file; a figure is a module with the names of `FigureKind`. Drawn on the server as inline SVG with
presentation attributes, so that screen, paper and PDF show the same and nothing waits for a script. Rejected: a chart
library for these (350 KiB before the first dot), bitmaps (they blur at 200 % and cannot be read aloud).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from markupsafe import Markup

from ..domain.aid import Aid
from ..domain.chances import Chance, NoNumber, Numbers, options_for
from ..domain.conversation import FIRST_DISPLAY
from ..domain.measure import Frequency
from ..folders import kinds_in
from ..locale import Words
from ._icons import PeopleCounts
from ._sentences import caption, certainty, happens, key_number, period, sentence_case
from ._size_bar import draw as size_bar

__all__ = [
    "ChanceFigure", "ChartFigure", "Figure", "FigureKind", "Legend", "Panel", "Row", "Shape", "Table", "caption",
    "certainty", "chance_figures", "figure_for", "figures", "happens", "key_number", "period", "picture_outcome",
    "rows_of", "sentence_case", "size_bar",
]  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The numbers of a figure as a table, one row for each option."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Row:
    """One chance and the options that share it: one array, one sentence and one row of the table.

    Attributes:
        options: the ids of the options that share this chance.
        heading: their names.
        chance: the number, or None where nobody has counted it well.
        against: what the same studies counted in the same people without it, where no effect ties the two together.
    """

    options: tuple[str, ...]
    heading: str
    chance: Chance | None
    against: Chance | None = None

    @property
    def is_without(self) -> bool:
        """Whether this is the row without any option, with which the others are compared."""
        return self.chance is not None and self.chance.without is None and self.against is None


@dataclass(frozen=True)
class Panel:
    """One picture of a figure with its words.

    Attributes:
        key_number: "About 7 in 100", the line that is set large.
        happens, happens_not: both frames, as whole sentences.
        change: how many fewer or more, or "".
        frequency: what is drawn and said; None where nobody has counted.
        fewer: people spared in the picture (negative: more); None where nothing is compared.
        fewer_to: the other end of it, where good sources differ.
        drawn: the chance in the people of this figure. people: how many of each state the picture draws.
    """

    options: tuple[str, ...]
    heading: str
    claim: str
    picture: Markup
    alt: str
    key_number: str
    happens: str
    happens_not: str
    change: str
    frequency: Frequency | None
    fewer: int | None
    fewer_to: int | None = None
    drawn: Chance | None = None
    people: PeopleCounts | None = None


@dataclass(frozen=True)
class Figure:
    """A picture with its alt text and its table, made from the same numbers.

    Attributes:
        picture: every array, one after the other.
        alt: the whole figure in sentences.
        caption: whom it counts, over which time, and what; "" where nobody has counted.
        panels: the arrays one by one, for a layout of its own.
        whom: whom it counts, under a heading that says the rest.
    """

    picture: Markup
    alt: str
    table: Table
    panels: tuple[Panel, ...]
    caption: str = ""
    whom: str = ""


@dataclass(frozen=True)
class ChartFigure(Figure):
    """A figure that can also be shown as a live chart.

    Attributes:
        sentences: what it shows, one sentence for each thing drawn.
        answers: what each point says when somebody touches it, in the order of the points of the trace that answers.
        chart: the Plotly figure as plain data, which the page writes as JSON.
    """

    sentences: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    chart: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """One shape of a picture, and what it means."""

    drawing: Markup
    means: str


@dataclass(frozen=True)
class Legend:
    """What a picture counts with (each shape is one person), and what its shapes mean."""

    each: str
    shapes: tuple[Shape, ...]


class FigureKind(Protocol):
    """What a module of this folder is.

    Attributes:
        NAME: as the picture carries it (``data-figure``), the file's own.
        draw: the picture, its sentences and its table, all from the numbers that it is given.
    """

    @property
    def NAME(self) -> str: ...
    @property
    def draw(self) -> Callable[..., Figure]: ...


@runtime_checkable
class ChanceFigure(FigureKind, Protocol):
    """A figure of the chances of one outcome, row by row. The picture card offers each of them, and paper draws it.

    Attributes:
        DISPLAY: the name under which the log keeps that somebody wants to see chances so. It never changes.
        OFFERED: as the button says it.
        legend: what the shapes of these panels mean, where each counts so many people.
    """

    @property
    def DISPLAY(self) -> str: ...
    @property
    def OFFERED(self) -> str: ...
    @property
    def legend(self) -> Callable[[Sequence[Panel], int, Words], Legend]: ...


@cache
def chance_figures() -> Mapping[str, ChanceFigure]:
    """Every figure of chances by its display, the one for whoever has not chosen first.

    Example:
        >>> list(chance_figures())
        ['dots', 'bars']
    """
    found = [each for each in figures().values() if isinstance(each, ChanceFigure)]
    return MappingProxyType(
        {each.DISPLAY: each for each in sorted(found, key=lambda each: each.DISPLAY != FIRST_DISPLAY)}
    )


def figure_for(display: str) -> ChanceFigure:
    """The figure that counts and says chances in one display, also where it then shows its table or its words alone."""
    return chance_figures().get(display, chance_figures()[FIRST_DISPLAY])


@cache
def figures() -> Mapping[str, FigureKind]:
    """Every figure of this folder, by its name.

    Example:
        >>> "bars" in figures()
        True
    """
    return MappingProxyType({figure.NAME: figure for figure in kinds_in(__name__)})


def picture_outcome(aid: Aid) -> str:
    """The outcome in the main picture; "" where the aid counts nothing."""
    if aid.picture:
        return aid.picture
    return next((key for key, each in aid.outcomes.items() if each.counts_people), "")


def rows_of(aid: Aid, numbers: Numbers, outcome: str) -> tuple[Row, ...]:
    """The chances of an outcome, the one without any option first. Options with the same chance share a row."""
    rows: dict[str, Row] = {}
    for key, option in options_for(aid, numbers.values).items():
        answer = numbers.of_option(option, outcome)
        if isinstance(answer, NoNumber):
            continue
        shared = rows.get(answer.claim)
        if shared is None:
            rows[answer.claim] = Row((key,), option.name, answer)
        else:
            rows[answer.claim] = Row((*shared.options, key), f"{shared.heading} · {option.name}", answer)
    found = _beside(aid, numbers, outcome, tuple(rows.values()))
    return tuple(sorted(found, key=lambda row: row.chance is not None and not row.is_without))


def _beside(aid: Aid, numbers: Numbers, outcome: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows that the same studies counted apart, such as aches on the pill and on a dummy pill, with their comparison.

    What the main picture compares with is compared with here too: a harm is told against the same choice as a benefit.
    """
    main, options = picture_outcome(aid), options_for(aid, numbers.values)
    answers = {key: numbers.of_option(option, main) for key, option in options.items()} if main != outcome else {}
    without = {key for key, each in answers.items() if isinstance(each, Chance) and each.without is None}
    bases = [row for row in rows if without.intersection(row.options)]
    if len(bases) != 1 or not without.issuperset(bases[0].options) or not (base := bases[0].chance):
        return rows
    return tuple(replace(row, against=base) if _comparable(row.chance, base) else row for row in rows)


def _comparable(chance: Chance | None, base: Chance) -> bool:
    if chance is None or chance.claim == base.claim or chance.without or chance.extra or chance.disputed:
        return False
    told = (base.without, base.extra, base.disputed) == (None, False, False)
    return told and (chance.group, chance.sources, chance.horizon) == (base.group, base.sources, base.horizon)
