"""The figure "bars": how far a bar reaches of a hundred people, or of a thousand.

For people who read a length more easily than a crowd. The whole track is everybody, so that a small chance stays small;
the counts, the sentences and the table are those of the array, so that changing the picture changes no number. Solid,
hatched and empty differ also in black and white; "between" has a broken edge, and what nobody has counted well is a
broken track with nothing in it. Rejected: an axis that ends at the largest chance, which makes a small difference look
large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ..domain.aid import Aid
from ..locale import Words
from . import Figure, Panel, Row, icon_array
from ._icons import EVENT, OUTLINE, SPARED, PeopleCounts, hatch_of
from ._svg import element, inside, joined, written

NAME = "bars"

WIDTH, THICK, FOOT, EDGE = 320.0, 40.0, 24.0, 3.0
"""In CSS pixels: the track's length and height, the room for the scale, and the edge around it."""


def draw(aid: Aid, outcome: str, rows: Sequence[Row], words: Words, *, of: int | None = None) -> Figure:
    """One bar for each row, one under another.

    Args:
        aid, outcome, rows, words, of: as for `icon_array.draw`.

    Raises:
        ValueError: a row speaks of another outcome or another time (rules RC-2, R14).
    """
    figure = icon_array.draw(aid, outcome, rows, words, of=of)
    of = of or aid.outcomes[outcome].of
    panels = tuple(
        replace(panel, picture=_bar(row, panel, of, words)) for row, panel in zip(rows, figure.panels, strict=True)
    )
    return replace(figure, picture=joined(tuple(panel.picture for panel in panels)), panels=panels)


def _bar(row: Row, panel: Panel, of: int, words: Words) -> Markup:
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
        data_figure=NAME,
        data_option=" ".join(row.options),
    )
    if panel.drawn is None:
        group = inside(svg, "g", data_unknown="yes", data_of=of, data_option=" ".join(row.options))
        _piece(group, "unknown", 0, of, of, mirrored, fill="none", stroke=OUTLINE, stroke_dasharray="6 6")
    else:
        _counted(svg, icon_array.counts(panel.drawn), row, panel, mirrored)
    _scale(svg, of, words, mirrored)
    return written(svg)


def _counted(svg: Element, drawn: PeopleCounts, row: Row, panel: Panel, mirrored: bool) -> None:
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
        data_option=" ".join(row.options),
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
    """The scale: nobody at one end, everybody at the other."""
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
