"""A size as a bar: how long it is beside the largest size of its outcome; less is hatched, more is solid."""

from __future__ import annotations

from markupsafe import Markup

from ..locale import Words
from ._icons import EVENT, OUTLINE, SPARED, hatch_of
from ._svg import element, inside, written

WIDTH, THICK, EDGE = 320.0, 24.0, 3.0


def draw(alt: str, amount: float, largest: float, words: Words) -> Markup:
    """One bar on the scale of its outcome.

    Args:
        alt: the whole sentence. amount: below zero is less. largest: the largest size of the outcome, without sign.
    """
    across = WIDTH * abs(amount) / largest if largest else 0.0
    svg = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_="size-bar",
        role="img",
        aria_label=alt,
        viewBox=f"0 0 {WIDTH + 2 * EDGE:g} {THICK + 2 * EDGE:g}",
        width=WIDTH + 2 * EDGE,
        height=THICK + 2 * EDGE,
        data_size=f"{amount:g}",
    )
    start = EDGE + WIDTH - across if words.direction == "rtl" else EDGE
    less = amount < 0
    if less:
        hatch_of(svg, "hatch-size", SPARED, every=6, wide=2.5)
    inside(
        svg,
        "path",
        class_="size",
        d=f"M{start:g} {EDGE:g}h{across:g}v{THICK:g}h-{across:g}z",
        fill="url(#hatch-size)" if less else EVENT,
        stroke=(SPARED if less else EVENT) if across else OUTLINE,
        stroke_width=2.0,
    )
    return written(svg)
