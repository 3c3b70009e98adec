"""What the shapes of a picture of chances mean: one small drawing of each shape that stands in it, with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ..domain.phrases import phrase
from ..locale import Words
from . import Legend, Panel, Shape
from ._icons import EVENT, OUTLINE, SPARED
from ._svg import element, inside, written

EACH_SHAPE, WHOLE_BAR = phrase("Each shape is one person."), phrase("The whole bar is everybody.")
SIDE = 22
"""Of a drawing, in CSS pixels."""


def of_arrays(panels: Sequence[Panel], of: int, words: Words) -> Legend:
    """The legend of arrays. Those of more than a hundred are too fine for a hatch: their shapes are hollow."""
    prefix = "hatch" if of == 100 else ""
    ring = _drawing()
    inside(ring, "circle", class_="others", cx=11, cy=11, r=7.25, fill="none", stroke=OUTLINE, stroke_width=1.5)
    return Legend(words.say(EACH_SHAPE), (*_shapes(panels, of, prefix, words), _others(ring, words)))


def of_bars(panels: Sequence[Panel], of: int, words: Words) -> Legend:
    """The legend of bars."""
    track = _drawing()
    inside(track, "path", class_="others", d="M2 4h18v14h-18z", fill="none", stroke=OUTLINE, stroke_width=2)
    return Legend(words.say(WHOLE_BAR), (*_shapes(panels, of, "hatch-bar", words), _others(track, words)))


def _shapes(panels: Sequence[Panel], of: int, hatch: str, words: Words) -> Iterator[Shape]:
    """Those it happens to, and the spared and the people "between" where there are any."""
    event, square = _drawing(), "M2.25 2.25h17.5v17.5h-17.5z"
    round_ = {"stroke_width": 5, "stroke_linejoin": "round"}
    inside(event, "path", class_="event", d="M3.5 3.5h15v15h-15z", fill=EVENT, stroke=EVENT, **round_)
    yield Shape(written(event), words.say("it happens"))
    spares = [panel.claim for panel in panels if (panel.fewer or 0) > 0]
    edge = {"d": square, "stroke_width": 2.5, "stroke_linejoin": "round"}
    if spares:
        spared, fill = _drawing(), f"url(#{hatch}-{spares[0]}-{of})" if hatch else "none"
        inside(spared, "path", class_="spared", fill=fill, stroke=SPARED, **edge)
        yield Shape(written(spared), words.say("spared by this choice"))
    if any(panel.drawn is not None and panel.drawn.disputed for panel in panels):
        between = _drawing()
        inside(between, "path", class_="between", fill="none", stroke=EVENT, stroke_dasharray="4 3", **edge)
        yield Shape(written(between), words.say("between: good studies differ"))


def _others(drawing: Element, words: Words) -> Shape:
    return Shape(written(drawing), words.say("it does not happen"))


def _drawing() -> Element:
    return element("svg", xmlns="http://www.w3.org/2000/svg", width=SIDE, height=SIDE, aria_hidden="true")
