"""One bar: how far it reaches of all people. Drawn for whoever likes lengths, and for counts of ten thousand."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markupsafe import Markup

from ..locale import Words
from . import Panel
from ._icons import EVENT, OUTLINE, SPARED, PeopleCounts, hatch_of
from ._svg import element, inside, written

WIDTH, THICK, FOOT, EDGE = 320.0, 40.0, 24.0, 3.0
"""In CSS pixels: the track's length and height, the room for the scale, and the edge around it."""


def bar(panel: Panel, drawn: PeopleCounts | None, of: int, words: Words) -> Markup:
    """One bar with its scale; without counts the broken track of what nobody has counted well."""
    mirrored = words.direction == "rtl"
    svg = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_="bar-of",
        role="img",
        aria_label=panel.alt,
        viewBox=f"0 0 {WIDTH + 2 * EDGE:g} {THICK + 2 * EDGE + FOOT:g}",
        width=WIDTH + 2 * EDGE,
        height=THICK + 2 * EDGE + FOOT,
        data_figure="bars",
        data_option=" ".join(panel.options),
    )
    if drawn is None:
        group = inside(svg, "g", data_unknown="yes", data_of=of, data_option=" ".join(panel.options))
        _piece(group, "unknown", 0, of, of, mirrored, fill="none", stroke=OUTLINE, stroke_dasharray="6 6")
    else:
        _counted(svg, drawn, panel, mirrored)
    _scale(svg, of, words, mirrored)
    return written(svg)


def _counted(svg: Element, drawn: PeopleCounts, panel: Panel, mirrored: bool) -> None:
    hatch = f"hatch-bar-{panel.claim}-{drawn.of}"
    if drawn.spared or drawn.between:
        hatch_of(svg, hatch, SPARED if drawn.spared else EVENT, every=6, wide=2.5)
    group = inside(
        svg,
        "g",
        data_count=drawn.event,
        data_of=drawn.of,
        data_spared=drawn.spared,
        data_between=drawn.between,
        data_option=" ".join(panel.options),
        data_claim=panel.claim,
    )
    _piece(group, "others", 0, drawn.of, drawn.of, mirrored, fill="none", stroke=OUTLINE)
    after = drawn.event
    if drawn.spared:
        _piece(group, "spared", after, drawn.spared, drawn.of, mirrored, fill=f"url(#{hatch})", stroke=SPARED)
    if drawn.between:
        broken = "5 4"
        _piece(
            group, "between", after, drawn.between, drawn.of, mirrored,
            fill=f"url(#{hatch})", stroke=EVENT, stroke_dasharray=broken,
        )  # fmt: skip
    if drawn.event:
        _piece(group, "event", 0, drawn.event, drawn.of, mirrored, fill=EVENT, stroke=EVENT)


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
