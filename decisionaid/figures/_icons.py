"""Draws the people of an array: where they stand, and how each state is drawn.

Squares, hatched squares and rings at a hundred; at a thousand the shapes are too small for a hatch, so the states
differ by solid, thick outline and thin outline. One path per state: moves inside a row repeat, so that a picture
compresses to a few hundred bytes. Rejected: one element per person (a thousand nodes), and pattern fills for the people
(they blur when scaled).
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
PAPER = "#ffffff"


@dataclass(frozen=True)
class PeopleCounts:
    """How many people of each state one array draws. Together they are its denominator."""

    event: int
    spared: int
    between: int
    others: int

    @property
    def of(self) -> int:
        return self.event + self.spared + self.between + self.others


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
GRIDS = {100: Grid(10, 10, 24, 20, 5, 6), 1000: Grid(50, 20, 6.5, 5, 10, 2.5)}


@lru_cache(KEPT)
def array(options: tuple[str, ...], claim: str, drawn: PeopleCounts, alt: str, *, mirrored: bool) -> Markup:
    """One array as SVG, with the counts in its data attributes."""
    grid = GRIDS[drawn.of]
    svg = _frame(options, alt, grid)
    hatch = f"hatch-{claim}-{drawn.of}"
    if drawn.of == 100 and (drawn.spared or drawn.between):
        hatch_of(svg, hatch, SPARED if drawn.spared else EVENT)
    group = inside(
        svg,
        "g",
        data_count=drawn.event,
        data_of=drawn.of,
        data_spared=drawn.spared,
        data_between=drawn.between,
        data_option=" ".join(options),
        data_claim=claim,
    )
    draw = _large if drawn.of == 100 else _small
    start = 0
    for state in ("event", "spared", "between", "others"):
        count = getattr(drawn, state)
        if count:
            draw(group, state, list(grid.runs(range(start, start + count), mirrored=mirrored)), grid, hatch)
        start += count
    return written(svg)


@lru_cache(KEPT)
def unknown(options: tuple[str, ...], alt: str, of: int, *, mirrored: bool) -> Markup:
    """The drawing for "nobody has counted this well": places without people."""
    grid = GRIDS[of]
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
    inside(pattern, "rect", class_="hatch", width=wide, height=every, fill=colour)


Runs = list[tuple[float, float, int]]


def _large(group: Element, state: str, runs: Runs, grid: Grid, hatch: str) -> None:
    if state == "event":
        # a wide round join rounds the corners without an arc for each person
        inside(
            group,
            "path",
            class_="event",
            d=_squares(runs, grid, 2.5),
            fill=EVENT,
            stroke=EVENT,
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
            stroke_dasharray=None if state == "spared" else "4 3",
        )


def _small(group: Element, state: str, runs: Runs, grid: Grid, hatch: str) -> None:
    """Rows of dashes, one for each person. For some states a thinner line in the paper's colour makes them hollow."""
    colour = {"event": EVENT, "spared": SPARED, "between": EVENT}.get(state, OUTLINE)
    _dashes(group, state, runs, grid, 0, colour)
    if state != "event":
        _dashes(group, "paper", runs, grid, 0.6 if state == "others" else 1.4, PAPER)


def _dashes(group: Element, name: str, runs: Runs, grid: Grid, inset: float, colour: str) -> None:
    across = grid.icon - 2 * inset
    path = "".join(
        f"M{x + inset:g} {y + grid.icon / 2:g}h{(count - 1) * grid.pitch + across:g}" for x, y, count in runs
    )
    inside(
        group,
        "path",
        class_=f"{name} small",
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=across,
        stroke_dasharray=f"{across:g} {grid.pitch - across:g}",
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
