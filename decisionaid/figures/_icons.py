"""Draws the people of an array: where they stand, and how each state is drawn.

Squares, hatched squares and rings, each wide enough to be counted from the side; more people than a hundred are a bar
(`_bar`), because a thousand of them would be specks or four screens. One path per state: moves inside a row repeat, so
that a picture compresses to a few hundred bytes. Rejected: one element per person, and a grid of a thousand specks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ._svg import element, inside, written

EVENT = "#0b5cad"
SPARED = "#b35900"
OUTLINE = "#6b7a8a"
EITHER = OUTLINE
"""Of people to whom it happens either way: as quiet as the outlines, so that what a choice adds stands out."""
PAPER = "#ffffff"


@dataclass(frozen=True)
class PeopleCounts:
    """How many people of each state one picture draws. Together they are its denominator.

    Attributes:
        event: it happens to them. either: the same, and it would happen to them without this choice too.
        extra: it happens to them because of this choice. spared: it does not, because of it.
        between: good sources differ about them. others: it does not happen to them.
    """

    event: int = 0
    spared: int = 0
    between: int = 0
    others: int = 0
    either: int = 0
    extra: int = 0

    @property
    def of(self) -> int:
        return sum(count for _, count in self.in_order)

    @property
    def happens(self) -> int:
        """To how many it happens, whatever the reason; of a range, its lower end."""
        return self.event + self.either + self.extra

    @property
    def in_order(self) -> tuple[tuple[str, int], ...]:
        """(state, how many), in the order in which a picture is filled."""
        return tuple((state, getattr(self, state)) for state in STATES)


HATCH = {SPARED: "hatch", EVENT: "hatch-event"}
STATES = ("event", "either", "extra", "spared", "between", "others")


def hatched_in(drawn: PeopleCounts) -> str:
    """The colour of the hatch of a picture: it shows either those who are spared or those to whom it happens."""
    return SPARED if drawn.spared else EVENT


def marked(parent: Element, options: tuple[str, ...], claim: str, drawn: PeopleCounts) -> Element:
    """The group that holds the people of a picture, with its counts for whoever checks that all displays agree."""
    return inside(
        parent,
        "g",
        data_count=drawn.happens,
        data_of=drawn.of,
        data_spared=drawn.spared,
        data_between=drawn.between,
        data_extra=drawn.extra or None,
        data_option=" ".join(options),
        data_claim=claim,
    )


@dataclass(frozen=True)
class Grid:
    """The places of the people of one denominator, in CSS pixels.

    Attributes:
        every: after so many, a thin gap.
    """

    columns: int
    rows: int
    pitch: float
    icon: float
    every: int
    gap: float

    @property
    def width(self) -> float:
        return self._along(self.columns - 1) + self.icon + 1

    @property
    def height(self) -> float:
        return self._along(self.rows - 1) + self.icon + 1

    def runs(self, people: range, *, mirrored: bool) -> Iterator[tuple[float, float, int]]:
        """Runs of people side by side, as (left, top, how many)."""
        index = people.start
        while index < people.stop:
            row, column = divmod(index, self.columns)
            count = min(self.every - column % self.every, people.stop - index)
            x = self._along(column)
            if mirrored:
                x = self.width - self._along(column + count - 1) - self.icon
            yield x, self._along(row), count
            index += count

    def _along(self, place: int) -> float:
        return 1 + place * self.pitch + (place // self.every) * self.gap


KEPT = 512
"""How many arrays each process remembers. Most pictures repeat, and none holds anything about a person."""
GRID = Grid(10, 10, 24, 20, 5, 6)
"""Of a hundred people."""


@lru_cache(KEPT)
def array(options: tuple[str, ...], claim: str, drawn: PeopleCounts, alt: str, *, mirrored: bool) -> Markup:
    """One array as SVG, with the counts in its data attributes."""
    svg = _frame(options, alt, GRID)
    hatch = f"hatch-{claim}-{drawn.of}"
    if drawn.spared or drawn.between or drawn.extra:
        hatch_of(svg, hatch, hatched_in(drawn))
    group = marked(svg, options, claim, drawn)
    start = 0
    for state, count in drawn.in_order:
        if count:
            people(group, state, list(GRID.runs(range(start, start + count), mirrored=mirrored)), GRID, hatch)
        start += count
    return written(svg)


@lru_cache(KEPT)
def unknown(options: tuple[str, ...], alt: str, of: int, *, mirrored: bool) -> Markup:
    """The drawing for "nobody has counted this well": places without people."""
    grid = GRID
    svg = _frame(options, alt, grid)
    group = inside(svg, "g", data_unknown="yes", data_of=of, data_option=" ".join(options))
    runs = list(grid.runs(range(of), mirrored=mirrored))
    inside(
        group,
        "path",
        class_="unknown",
        d=_squares(runs, grid, grid.icon / 4),
        fill="none",
        stroke=OUTLINE,
        stroke_width=grid.icon / 14,
        stroke_dasharray=f"{grid.icon / 10:g} {grid.icon / 8:g}",
    )
    return written(svg)


def _frame(options: tuple[str, ...], alt: str, grid: Grid) -> Element:
    return element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_="array",
        role="img",
        aria_label=alt,
        viewBox=f"0 0 {grid.width:g} {grid.height:g}",
        width=grid.width,
        height=grid.height,
        data_figure="icon_array",
        data_option=" ".join(options),
    )


def hatch_of(svg: Element, name: str, colour: str, *, every: float = 5, wide: float = 2) -> None:
    """The pattern of slanting lines that a shape is filled with: a line so wide, every so many units."""
    pattern = inside(
        svg, "pattern", id=name, width=every, height=every, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    inside(pattern, "rect", class_="paper", width=every, height=every, fill=PAPER)
    inside(pattern, "rect", class_=HATCH[colour], width=wide, height=every, fill=colour)


Runs = list[tuple[float, float, int]]


def people(group: Element, state: str, runs: Runs, grid: Grid, hatch: str) -> None:
    """The people of one state, as one path."""
    if state in ("event", "either"):
        # a wide round join rounds the corners without an arc for each person
        whole = state == "event"
        inside(
            group,
            "path",
            class_=state,
            d=_squares(runs, grid, 2.5),
            fill=EVENT if whole else EITHER,
            stroke=EVENT if whole else EITHER,
            stroke_width=5,
            stroke_linejoin="round",
        )
    elif state == "others":
        inside(
            group, "path", class_="others", d=_rings(runs, grid, 7.25), fill="none", stroke=OUTLINE, stroke_width=1.5
        )
    else:
        inside(
            group,
            "path",
            class_=state,
            d=_squares(runs, grid, 1.25),
            fill=f"url(#{hatch})",
            stroke_width=2.5,
            stroke=SPARED if state == "spared" else EVENT,
            stroke_linejoin="round",
            stroke_dasharray="4 3" if state == "between" else None,
        )


def _squares(runs: Runs, grid: Grid, inset: float) -> str:
    side = grid.icon - 2 * inset
    return _repeated(runs, grid, inset, inset, f"h{side:g}v{side:g}h-{side:g}z")


def _rings(runs: Runs, grid: Grid, radius: float) -> str:
    half = f"a{radius:g} {radius:g} 0 1 0"
    ring = f"{half} {2 * radius:g} 0{half}-{2 * radius:g} 0z"
    return _repeated(runs, grid, grid.icon / 2 - radius, grid.icon / 2, ring)


def _repeated(runs: Runs, grid: Grid, across: float, down: float, shape: str) -> str:
    step = f"m{grid.pitch:g} 0{shape}"
    return "".join(f"M{x + across:g} {y + down:g}{shape}{step * (count - 1)}" for x, y, count in runs)
