"""The figure "reading": the number at a measured value and a little below and above it, one bar each.

The solid bar is the reading as it was given; the hollow ones ask how sure the number is. Bars stand on zero and show
whole people, the same `Frequency` that the card shows, so that the solid bar is the card's number. Rejected: a slider
and a smooth curve, which look like a lever that somebody could push (rule R2), and more digits than the card has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from ..domain.aid import Aid
from ..domain.measure import Frequency
from ..domain.readings import Point, Reading
from ..locale import Words
from . import ChartFigure, Table
from ._chart import LINE, PAPER, TOUCHED, Label, across, as_data, labelled, live_rule, rule, still
from ._chart import written_labels as write
from ._icons import EVENT
from ._sentences import period, sentence_case
from ._svg import inside, written

NAME = "reading"
TOP, FLOOR, HEIGHT = 1.6, 9.6, 12.4
"""In ems: the highest bar, the line on which bars stand, and the whole height."""
WIDE = 0.6
"""The share of its place that a bar fills."""


@dataclass(frozen=True)
class Bar:
    """One value of the reading, and the people it would mean.

    Attributes:
        value: with its unit, in words; short: without. said: the people, in words. count_words: over the bar.
        sentence: both together. here: the reading as it was given.
    """

    value: str
    short: str
    frequency: Frequency
    said: str
    count_words: str
    others: str
    sentence: str
    here: bool


@dataclass(frozen=True)
class Bars:
    """Everything from which picture, chart, sentences and table are made."""

    bars: tuple[Bar, ...]
    of: int
    top: float

    def x(self, at: int) -> float:
        """The middle of a bar, in the whole width."""
        return across((at + 0.5) / len(self.bars))

    @property
    def wide(self) -> float:
        return across(WIDE / len(self.bars)) - across(0)

    def y(self, count: float) -> float:
        """The upper end of a bar, in ems from the top."""
        return FLOOR - (FLOOR - TOP) * count / self.top


def draw(aid: Aid, reading: Reading, unit: str, words: Words) -> ChartFigure:
    """The number at and around one reading.

    Args:
        aid: in the language of `words`.
        unit: of the reading, as people write it.
    """
    bars = laid_out(aid, reading, unit, words)
    sentences = (*(bar.sentence for bar in bars.bars), _all_in_all(bars, words))
    ask = aid.inputs[reading.input].ask
    alt = " ".join((words.say("{reading}, if it were wrong.", reading=ask), *sentences))
    return ChartFigure(
        picture=_picture(bars, alt, words),
        alt=alt,
        table=_table(aid, bars, reading, words),
        panels=(),
        sentences=sentences,
        answers=tuple(bar.sentence for bar in bars.bars),
        chart=_chart(bars, words),
    )


def laid_out(aid: Aid, reading: Reading, unit: str, words: Words) -> Bars:
    """Place the points as bars on one scale."""
    bars = tuple(_bar(point, unit, words) for point in reading.points)
    most = max(bar.frequency.count for bar in bars)
    return Bars(bars, bars[0].frequency.of, max(most * 1.05, 5.0))


def _bar(point: Point, unit: str, words: Words) -> Bar:
    frequency = point.chance.frequency
    value = f"{words.number(point.amount)} {unit}".strip()
    said = words.frequency(frequency)
    away = f"{words.number(abs(point.away))} {unit}".strip()
    if point.away == 0:
        sentence = words.say("As it was read, {value}: {people}.", value=value, people=said)
    elif point.away < 0:
        sentence = words.say("If it were {away} lower, {value}: {people}.", away=away, value=value, people=said)
    else:
        sentence = words.say("If it were {away} higher, {value}: {people}.", away=away, value=value, people=said)
    return Bar(
        value=value,
        short=words.number(point.amount),
        frequency=frequency,
        said=said,
        count_words=f"<{words.number(1)}" if frequency.below_half else words.number(frequency.count),
        others=_others(frequency, words),
        sentence=sentence,
        here=point.away == 0,
    )


def _others(frequency: Frequency, words: Words) -> str:
    if frequency.below_half:
        return words.say("more than {count}", count=words.number(frequency.of - 1))
    return words.say("about {count}", count=words.number(frequency.others))


def _all_in_all(bars: Bars, words: Words) -> str:
    if len({bar.frequency for bar in bars.bars}) == 1:
        return words.say("The number stays the same.")
    low, high = (edge(bars.bars, key=lambda bar: bar.frequency) for edge in (min, max))
    return words.say("So the number lies between {low} and {high}.", low=low.said, high=high.said)


def _table(aid: Aid, bars: Bars, reading: Reading, words: Words) -> Table:
    chance = reading.points[0].chance
    caption = words.say(
        "{what}, {time}, of {of} people",
        what=aid.outcomes[chance.outcome].say,
        time=period(chance, words),
        of=words.number(bars.of),
    )
    head = (aid.inputs[reading.input].ask, words.say("It happens to"), words.say("It does not happen to"))
    here = words.say("as it was read")
    rows = tuple(
        (f"{bar.value} ({here})" if bar.here else bar.value, sentence_case(bar.said), bar.others) for bar in bars.bars
    )
    return Table(sentence_case(caption), head, rows)


def _labels(bars: Bars, words: Words) -> list[Label]:
    labels = []
    for at, bar in enumerate(bars.bars):
        x = bars.x(at)
        labels.append(Label(bar.count_words, x, bars.y(bar.frequency.count) - 0.75, "middle", strong=True))
        labels.append(Label(bar.short, x, FLOOR + 0.9, "middle", strong=bar.here, quiet=not bar.here))
        if bar.here:
            labels.append(Label(words.say("as read"), x, FLOOR + 2.1, "middle", quiet=True))
    return labels


def _picture(bars: Bars, alt: str, words: Words) -> Markup:
    svg = still(alt, HEIGHT, NAME)
    for at, bar in enumerate(bars.bars):
        top = bars.y(bar.frequency.count)
        inside(
            svg,
            "rect",
            class_="mark" if bar.here else "hollow",
            x=f"{(bars.x(at) - bars.wide / 2) * 100:g}%",
            y=f"{top:g}em",
            width=f"{bars.wide * 100:g}%",
            height=f"{FLOOR - top:g}em",
            fill=EVENT if bar.here else PAPER,
            stroke=EVENT,
            stroke_width=2.5,
            data_count=bar.frequency.count,
            data_of=bar.frequency.of,
            data_value=bar.short,
        )
    rule(svg, across(0), FLOOR, across(1), FLOOR, colour=LINE, wide=2)
    write(svg, _labels(bars, words))
    return written(svg)


def _chart(bars: Bars, words: Words) -> Mapping[str, Any]:
    trace = go.Bar(
        x=[bars.x(at) for at in range(len(bars.bars))],
        y=[bar.frequency.count for bar in bars.bars],
        width=bars.wide,
        yaxis="y2",
        marker={
            "color": [EVENT if bar.here else PAPER for bar in bars.bars],
            "line": {"color": EVENT, "width": 2.5},
        },
        **TOUCHED,
    )
    counts = {
        "range": [0, bars.top],
        "domain": [1 - FLOOR / HEIGHT, 1 - TOP / HEIGHT],
        "visible": False,
        "fixedrange": True,
        "anchor": "x",
    }
    return as_data(
        [trace],
        HEIGHT,
        {
            "xaxis": {"range": [0, 1], "domain": [0, 1], "visible": False, "fixedrange": True},
            "yaxis2": counts,
            "shapes": [live_rule(across(0), FLOOR, across(1), FLOOR, 2, colour=LINE)],
            "annotations": labelled(_labels(bars, words)),
        },
    )
