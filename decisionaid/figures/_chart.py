"""What the charts share: their measures in ems, the still SVG, and the data for the live chart.

A chart is drawn twice from one data object: as inline SVG by the server (for paper, and where no script runs) and as a
Plotly figure, built with `plotly.graph_objects`, which refuses what is no figure, and sent as JSON. Both place
things in the same way: across as a share of the width, down in ems of the page's text, so that the one can stand where
the other stood and nothing on the page moves. Rejected: a view box (its text shrinks with the screen), and letting the
library lay out the text (it would need to know the width before it draws).

The live chart answers: the point nearest to a finger, a mouse or the arrow keys says its words beside the chart, in the
page's own type and language. Rejected: the library's own labels, which cover what they speak of and are read by no
screen reader.

Colours are written as the light tokens; `meta` says which token each one is, and the page puts in its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any
from xml.etree.ElementTree import Element

import plotly.graph_objects as go

from ._icons import EVENT
from ._svg import element, inside

INK = "#262320"
QUIET = "#4d473f"
LINE = "#8c8274"
PAPER = "#faf6ef"
TOKENS = {EVENT: "--event", INK: "--ink", QUIET: "--quiet", LINE: "--line", PAPER: "--paper"}

SIDE = 0.02
"""The share of the width that stays free on each side."""
LETTERS = 37
"""How many letters fit on one line of a label."""


@dataclass(frozen=True)
class Label:
    """A text in a chart.

    Attributes:
        x: across, 0..1. y: the middle of the line, in ems from the top.
        at: which end of the words stands at x, in a left-to-right chart.
    """

    words: str
    x: float
    y: float
    at: str = "start"
    strong: bool = False
    quiet: bool = False


def broken(words: str) -> tuple[str, ...]:
    """A text in lines that fit a telephone."""
    return tuple(wrap(words, LETTERS)) or ("",)


def across(share: float) -> float:
    """Where a share of the plotted width lies in the whole width."""
    return round(SIDE + (1 - 2 * SIDE) * share, 5)


def still(alt: str, height: float, name: str) -> Element:
    """The outer element of the still picture: as wide as its place, as high as its lines."""
    return element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        role="img",
        aria_label=alt,
        width="100%",
        height=f"{height:g}em",
        direction="ltr",
        data_figure=name,
    )


def rule(parent: Element, x0: float, y0: float, x1: float, y1: float, *, colour: str, wide: float = 1.0) -> None:
    """A straight line. Across in shares of the width, down in ems."""
    inside(
        parent,
        "line",
        class_=_class(colour),
        x1=_share(x0),
        x2=_share(x1),
        y1=f"{y0:g}em",
        y2=f"{y1:g}em",
        stroke=colour,
        stroke_width=wide,
    )


def live_rule(
    x0: float, y0: float, x1: float, y1: float, wide: float, *, colour: str, below: bool = False
) -> dict[str, object]:
    """The same line in the live chart."""
    return {
        "type": "line", "xref": "paper", "yref": "y", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
        "layer": "below" if below else None, "line": {"color": colour, "width": wide},
    }  # fmt: skip


def written_labels(parent: Element, labels: Iterable[Label]) -> None:
    """Add the texts to the still picture."""
    for label in labels:
        colour = QUIET if label.quiet else INK
        text = inside(
            parent,
            "text",
            class_=f"{_class(colour)} words",
            x=_share(label.x),
            y=f"{label.y + 0.35:g}em",
            fill=colour,
            text_anchor=label.at,
            font_weight="600" if label.strong else None,
        )
        text.text = label.words


def labelled(labels: Iterable[Label]) -> list[dict[str, Any]]:
    """The texts of the live chart.

    The library reads some markup in words, so every word is escaped. Its own tags, such as the one for bold, would
    write a style attribute, which our pages forbid: weight is said in the font.
    """
    anchors = {"start": "left", "middle": "center", "end": "right"}
    return [
        {
            "text": plain(label.words),
            "x": label.x,
            "y": label.y,
            "xref": "paper",
            "yref": "y",
            "xanchor": anchors[label.at],
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": QUIET if label.quiet else INK, "weight": 600 if label.strong else 400},
        }
        for label in labels
    ]


def plain(words: str) -> str:
    """A text with the library's own markup escaped."""
    return escape(" ".join(words.split()), quote=False)


TOUCHED: Mapping[str, Any] = {
    "hoverinfo": "none",
    "meta": "answers",
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 0.35}},
}
"""Marks the trace that answers to touches. The point whose words are shown stays dark, the others fade."""


def as_data(traces: list[Any], height: float, layout: Mapping[str, Any]) -> Mapping[str, Any]:
    """A figure as plain data for JSON, without template, margins, legend or anything that moves.

    Raises:
        ValueError: this is no figure that the library knows.
    """
    down = {"range": [height, 0], "domain": [0, 1], "visible": False, "fixedrange": True}
    figure = go.Figure(
        data=traces,
        layout={
            "template": "none",
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hovermode": "closest",
            "hoverdistance": -1,
            "clickmode": "event",
            "dragmode": False,
            "yaxis": down,
            "meta": {"tokens": TOKENS, "ems": height},
            **layout,
        },
    )
    whole: dict[str, Any] = json.loads(figure.to_json(validate=True))
    del whole["layout"]["template"]  # the empty one: the library's own defaults hold without it
    return whole


def _share(x: float) -> str:
    return f"{x * 100:g}%"


def _class(colour: str) -> str:
    return TOKENS[colour].removeprefix("--") + "-ink"
