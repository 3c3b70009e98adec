"""The same people as a line in a strip: how far it goes of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from ..domain.aid import Aid
from ..locale import Words
from . import Figure, Panel, Row, icon_array
from ._icons import EVENT
from ._svg import element, inside, joined, written

NAME = "strip"
DISPLAY = "strip"
OFFERED = "A strip"
legend = icon_array.legend
WIDTH = 100.0


def draw(aid: Aid, outcome: str, rows: Sequence[Row], words: Words, *, of: int | None = None) -> Figure:
    """One strip for each row; counts, sentences and table are those of the array."""
    figure = icon_array.draw(aid, outcome, rows, words, of=of)
    panels = tuple(replace(panel, picture=_strip(panel)) for panel in figure.panels)
    return replace(figure, picture=joined(tuple(panel.picture for panel in panels)), panels=panels)


def _strip(panel: Panel) -> Markup:
    svg = element("svg", xmlns="http://www.w3.org/2000/svg", role="img", aria_label=panel.alt, data_figure=NAME)
    if panel.drawn is not None and panel.frequency is not None:
        drawn = icon_array.counts(panel.drawn)
        inside(
            svg,
            "line",
            x2=WIDTH * drawn.event / drawn.of,
            stroke=EVENT,
            data_count=drawn.event,
            data_of=drawn.of,
            data_spared=drawn.spared,
            data_between=drawn.between,
            data_claim=panel.claim,
        )
    return written(svg)
