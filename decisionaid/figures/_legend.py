"""What the shapes of a picture of chances mean: one small drawing of each shape that stands in it, with its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ..domain.phrases import phrase
from ..locale import Words
from . import Legend, Panel, Shape
from ._icons import EITHER, EVENT, OUTLINE, SPARED
from ._svg import element, inside, written

EACH_SHAPE, WHOLE_BAR = phrase("Each shape is one person."), phrase("The whole bar is everybody.")
SIDE = 22
"""Of a drawing, in CSS pixels."""


def of_arrays(panels: Sequence[Panel], of: int, words: Words) -> Legend:
    """The legend of arrays."""
    ring = _drawing()
    inside(ring, "circle", class_="others", cx=11, cy=11, r=7.25, fill="none", stroke=OUTLINE, stroke_width=1.5)
    return Legend(words.say(EACH_SHAPE), (*_shapes(panels, of, "hatch", words), _others(ring, words)))


def of_bars(panels: Sequence[Panel], of: int, words: Words) -> Legend:
    """The legend of bars."""
    track = _drawing()
    inside(track, "path", class_="others", d="M2 4h18v14h-18z", fill="none", stroke=OUTLINE, stroke_width=2)
    return Legend(words.say(WHOLE_BAR), (*_shapes(panels, of, "hatch-bar", words), _others(track, words)))


def _shapes(panels: Sequence[Panel], of: int, hatch: str, words: Words) -> Iterator[Shape]:
    """Every state that somebody in these pictures is drawn in, but for those whom nothing happens to."""
    states = {state: panel for panel in reversed(panels) if panel.people for state, n in panel.people.in_order if n}
    says = {
        "event": words.say("it happens"),
        "either": words.say("the same either way"),
        "extra": words.say("more with this choice"),
        "spared": words.say("spared by this choice"),
        "between": words.say("between: good studies differ"),
    }
    if "either" not in states:
        yield _shape("event", "", says["event"])
    for state, said in list(says.items())[1:]:
        if state in states:
            yield _shape(state, f"url(#{hatch}-{states[state].claim}-{of})", said)


def _shape(state: str, hatched: str, means: str) -> Shape:
    drawing, solid = _drawing(), {"event": EVENT, "either": EITHER}.get(state)
    look: dict[str, object] = {"d": "M2.25 2.25h17.5v17.5h-17.5z", "fill": hatched, "stroke_width": 2.5}
    if solid:
        look = {"d": "M3.5 3.5h15v15h-15z", "fill": solid, "stroke_width": 5}
    edge = solid or (SPARED if state == "spared" else EVENT)
    dashes = "4 3" if state == "between" else None
    inside(drawing, "path", class_=state, stroke=edge, stroke_linejoin="round", stroke_dasharray=dashes, **look)
    return Shape(written(drawing), means)


def _others(drawing: Element, words: Words) -> Shape:
    return Shape(written(drawing), words.say("it does not happen"))


def _drawing() -> Element:
    return element("svg", xmlns="http://www.w3.org/2000/svg", width=SIDE, height=SIDE, aria_hidden="true")
