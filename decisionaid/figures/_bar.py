"""One bar: how far it reaches of all people. Drawn for whoever likes lengths, and for counts of more than a hundred."""

from __future__ import annotations

from math import ceil
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ..locale import Words
from . import Panel
from ._icons import (
    EITHER,
    EVENT,
    GRID,
    OUTLINE,
    SPARED,
    PeopleCounts,
    hatch_of,
    hatched_in,
    marked,
    people,
)
from ._svg import element, inside, written

WIDTH, THICK, FOOT, EDGE = 320.0, 40.0, 24.0, 3.0
"""In CSS pixels: the track's length and height, the room for the scale, and the edge around it."""
HUNDRED, MOST_BELOW, AIR = 100, 40, 8.0
"""More people than `MOST_BELOW` are seen on the bar itself; `AIR` stands between it and the people below."""


def bar(panel: Panel, drawn: PeopleCounts | None, of: int, words: Words, *, people_below: bool = True) -> Markup:
    """One bar with its scale; without counts the broken track of what nobody has counted well.

    Of more than a hundred people a difference is a thin slice. Below the bar each of them is drawn as a person then,
    but for paper, which has the room of one sheet.
    """
    mirrored = words.direction == "rtl"
    apart = drawn.extra or drawn.spared if drawn is not None and of > HUNDRED and people_below else 0
    below = ceil(apart / GRID.columns) * GRID.pitch + AIR if 0 < apart <= MOST_BELOW else 0
    height = THICK + 2 * EDGE + FOOT
    svg = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_="bar-of",
        role="img",
        aria_label=panel.alt,
        viewBox=f"0 0 {WIDTH + 2 * EDGE:g} {height + below:g}",
        width=WIDTH + 2 * EDGE,
        height=height + below,
        data_figure="bars",
        data_option=" ".join(panel.options),
    )
    if drawn is None:
        group = inside(svg, "g", data_unknown="yes", data_of=of, data_option=" ".join(panel.options))
        _piece(group, "unknown", 0, of, of, mirrored, fill="none", stroke=OUTLINE, stroke_dasharray="6 6")
    else:
        _counted(svg, drawn, panel, mirrored)
        if below:
            _people_below(svg, drawn, panel, height + AIR, mirrored)
    _scale(svg, of, words, mirrored)
    return written(svg)


def _counted(svg: Element, drawn: PeopleCounts, panel: Panel, mirrored: bool) -> None:
    hatch = f"hatch-bar-{panel.claim}-{drawn.of}"
    if drawn.spared or drawn.between or drawn.extra:
        hatch_of(svg, hatch, hatched_in(drawn), every=6, wide=2.5)
    group = marked(svg, panel.options, panel.claim, drawn)
    _piece(group, "others", 0, drawn.of, drawn.of, mirrored, fill="none", stroke=OUTLINE)
    start = 0
    for state, count in drawn.in_order[:-1]:
        if count:
            _piece(group, state, start, count, drawn.of, mirrored, **_look(state, hatch))
        start += count


def _look(state: str, hatch: str) -> dict[str, str | None]:
    if state in ("event", "either"):
        colour = EVENT if state == "event" else EITHER
        return {"fill": colour, "stroke": colour}
    dashes = "5 4" if state == "between" else None
    return {"fill": f"url(#{hatch})", "stroke": SPARED if state == "spared" else EVENT, "stroke_dasharray": dashes}


def _people_below(svg: Element, drawn: PeopleCounts, panel: Panel, top: float, mirrored: bool) -> None:
    """Those who are spared, or to whom it happens because of the choice, one shape for each."""
    state = "extra" if drawn.extra else "spared"
    count = drawn.extra or drawn.spared
    hatch = f"hatch-{panel.claim}-{drawn.of}"
    hatch_of(svg, hatch, hatched_in(drawn))
    shift = WIDTH + 2 * EDGE - GRID.width - EDGE if mirrored else EDGE - 1
    group = inside(svg, "g", data_apart=count, transform=f"translate({shift:g} {top:g})")
    people(group, state, list(GRID.runs(range(count), mirrored=mirrored)), GRID, hatch)


def _piece(group: Element, name: str, start: int, count: int, of: int, mirrored: bool, **look: object) -> None:
    across = WIDTH * count / of
    x = EDGE + WIDTH * start / of
    if mirrored:
        x = EDGE + WIDTH - WIDTH * start / of - across
    inside(group, "path", class_=name, d=f"M{x:g} {EDGE:g}h{across:g}v{THICK:g}h-{across:g}z", stroke_width=2.0, **look)


def _scale(svg: Element, of: int, words: Words, mirrored: bool) -> None:
    """Nobody at one end, everybody at the other."""
    ends = ((EDGE, "start", 0), (EDGE + WIDTH, "end", of))
    for x, anchor, count in ends:
        text = inside(
            svg,
            "text",
            class_="scale",
            x=x,
            y=THICK + 2 * EDGE + FOOT - 6,
            text_anchor=anchor,
            font_size=16,
            fill="#1f2933",
            direction="ltr",
        )
        text.text = words.number(of - count if mirrored else count)
