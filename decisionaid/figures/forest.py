"""The figure "forest": the ratio and range of each study behind a claim, beside the line of no difference.

A ratio says how one group compares with the other and not how many people; whoever shows this figure shows the chances
of the same outcome beside it (RC-1). What each study counted is said with it, since studies count different things
(OUT-1). The scale is that of ratios: half as many and twice as many lie equally far from no difference, and it always
reaches from 0.8 to 1.25, so that a small effect does not look large.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, log10
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from ..domain.aid import Aid
from ..domain.claims import Claim, Trial
from ..domain.phrases import phrase
from ..locale import Words
from . import ChartFigure, Table
from ._chart import LINE, TOUCHED, Label, across, as_data, broken, labelled, live_rule, rule, still
from ._chart import written_labels as write
from ._icons import EVENT
from ._sentences import sentence_case
from ._svg import inside, written

NAME = "forest"
NARROWEST = (0.8, 1.25)
TICKS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 1.75, 2, 3, 4, 5, 7, 10)
MARK = 7
"""Half the width of a mark, in pixels."""


@dataclass(frozen=True)
class StudyRow:
    """One study, ready to be drawn and described.

    Attributes:
        value: the ratio and its range in words. note: what was counted and compared.
        people, years, checked: in words, or "–".
        here: the number that the card itself uses.
        top, at: where its words begin and where its range lies, in ems.
    """

    label: str
    ratio: float
    low: float
    high: float
    value: str
    note: tuple[str, ...]
    people: str
    years: str
    checked: str
    here: bool
    top: float
    at: float


@dataclass(frozen=True)
class Forest:
    """Everything from which picture, chart, sentences and table are made."""

    lines: tuple[StudyRow, ...]
    low: float
    high: float
    ticks: tuple[float, ...]
    bottom: float

    @property
    def height(self) -> float:
        """The height in ems: the lines, the scale and the words under it."""
        return self.bottom + 3.2

    def x(self, ratio: float) -> float:
        """Where a ratio lies in the whole width."""
        return across((log(ratio) - log(self.low)) / (log(self.high) - log(self.low)))


def trials_of(aid: Aid, claim: str) -> Mapping[str, Trial]:
    """The studies behind a claim: those of the claims it was worked out from, then its own."""
    found = {key: trial for other in aid.claims[claim].computed_from for key, trial in aid.claims[other].trials.items()}
    return {**found, **aid.claims[claim].trials}


def draw(aid: Aid, claim: str, words: Words, notes: Mapping[str, str]) -> ChartFigure:
    """The studies behind a claim, one line each. The last line is the number that the card uses.

    Args:
        aid: in the language of `words`.
        notes: what each study counted and compared, with its amounts put in, by the study's id.

    Raises:
        ValueError: there is no study behind the claim.
    """
    forest = laid_out(aid.claims[claim], trials_of(aid, claim), words, notes)
    sentences = (_direction(forest, words), *(_study_in_words(line, words) for line in forest.lines))
    alt = " ".join((words.say("The studies, one on each line."), *sentences))
    return ChartFigure(
        picture=_picture(forest, alt, words),
        alt=alt,
        table=_table(forest, words),
        panels=(),
        sentences=sentences,
        answers=tuple(_answer(line, words) for line in forest.lines),
        chart=_chart(forest, words),
    )


def laid_out(claim: Claim, trials: Mapping[str, Trial], words: Words, notes: Mapping[str, str]) -> Forest:
    """Place the studies on one scale."""
    if not trials:
        raise ValueError("no study stands behind this claim")
    lines: list[StudyRow] = []
    top = 0.4
    for key, trial in trials.items():
        lines.append(_line(trial, broken(sentence_case(notes[key])), top, words))
        top = lines[-1].at + 1.3
    ratio = claim.ratio
    if ratio is not None and claim.from_ is not None:
        low, high = claim.low or ratio, claim.high or ratio
        label, value = words.say("Used on the card"), _value(ratio, low, high, words)
        lines.append(StudyRow(label, ratio, low, high, value, (), "–", "–", "–", True, top, top + 1.9))
        top = lines[-1].at + 1.3
    low = min(NARROWEST[0], *(line.low for line in lines)) / 1.04
    high = max(NARROWEST[1], *(line.high for line in lines)) * 1.04
    return Forest(tuple(lines), low, high, _ticks(low, high), top)


def _line(trial: Trial, note: tuple[str, ...], top: float, words: Words) -> StudyRow:
    checked = {"primary": phrase("read in the study itself"), "secondary": phrase("read in a report of the study")}
    return StudyRow(
        label=trial.label,
        ratio=trial.risk_ratio,
        low=trial.low,
        high=trial.high,
        value=_value(trial.risk_ratio, trial.low, trial.high, words),
        note=note,
        people=words.number(trial.people) if trial.people else "–",
        years=_years(trial.years, words),
        checked=words.say(checked[trial.verified]),
        here=False,
        top=top,
        at=top + 1.9 + 1.3 * len(note),
    )


def _value(ratio: float, low: float, high: float, words: Words) -> str:
    """A ratio with its range: 0.79 (0.77–0.81)."""
    return f"{words.ratio(ratio)} ({words.ratio(low)}–{words.ratio(high)})"


def _years(years: tuple[float, float] | None, words: Words) -> str:
    if years is None:
        return "–"
    low, high = years
    return words.amount(low, "a", None if low == high else high)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    """Round ratios for the scale, far enough apart to be read. "No difference" is always among them."""
    room = 0.13 * (log(high) - log(low))
    kept = [1.0]
    for tick in sorted(TICKS, key=lambda each: abs(log(each))):
        if low * 1.02 < tick < high / 1.02 and all(abs(log(tick) - log(other)) >= room for other in kept):
            kept.append(float(tick))
    return tuple(sorted(kept))


def _direction(forest: Forest, words: Words) -> str:
    studies = [line for line in forest.lines if not line.here]
    if all(line.high < 1 for line in studies):
        return words.say("In all of these studies it happened to fewer people with the treatment.")
    if all(line.low > 1 for line in studies):
        return words.say("In all of these studies it happened to more people with the treatment.")
    return words.say("These studies leave it open whether it happens to fewer or to more people.")


def _study_in_words(line: StudyRow, words: Words) -> str:
    text = words.say("{study}: {ratio}.", study=line.label, ratio=line.value)
    return f"{text} {' '.join(line.note)}.".replace("..", ".") if line.note else text


def _answer(line: StudyRow, words: Words) -> str:
    """What a study says when it is touched: the ratio, how many people, how long, and who checked it."""
    if line.here:
        return words.say("{study}: the card works with {ratio}.", study=line.label, ratio=line.value)
    facts = [
        line.value,
        words.say("{count} people", count=line.people) if line.people != "–" else "",
        line.years,
        line.checked,
    ]
    return f"{line.label}: {'; '.join(each for each in facts if each not in ('', '–'))}."


def _table(forest: Forest, words: Words) -> Table:
    say = words.say
    head = (say("Study"), say("Ratio (range)"), say("What was counted"), say("People"), say("Time"), say("Checked"))
    rows = tuple(
        (line.label, line.value, " ".join(line.note) or "–", line.people, line.years, line.checked)
        for line in forest.lines
    )
    return Table(say("The studies: how often it happened with the treatment, for each time without it"), head, rows)


def _labels(forest: Forest, words: Words) -> Sequence[Label]:
    start, end = (1.0, 0.0) if words.direction == "rtl" else (0.0, 1.0)
    first, last = ("end", "start") if words.direction == "rtl" else ("start", "end")
    labels = []
    for line in forest.lines:
        labels.append(Label(line.label, start, line.top + 0.6, first, strong=True))
        labels.append(Label(line.value, end, line.top + 0.6, last, strong=True))
        labels += [
            Label(text, start, line.top + 1.9 + 1.3 * at, first, quiet=True) for at, text in enumerate(line.note)
        ]
    for tick in forest.ticks:
        labels.append(Label(words.number(tick), forest.x(tick), forest.bottom + 0.9, "middle", quiet=True))
    labels.append(Label(words.say("fewer people"), forest.x(1) - 0.02, forest.bottom + 2.4, "end", quiet=True))
    labels.append(Label(words.say("more"), forest.x(1) + 0.02, forest.bottom + 2.4, "start", quiet=True))
    return labels


def _picture(forest: Forest, alt: str, words: Words) -> Markup:
    svg = still(alt, forest.height, NAME)
    for x0, y0, x1, y1, wide in _rules(forest):
        rule(svg, x0, y0, x1, y1, colour=LINE, wide=wide)
    for line in forest.lines:
        rule(svg, forest.x(line.low), line.at, forest.x(line.high), line.at, colour=EVENT, wide=3)
        place = inside(svg, "svg", x=f"{forest.x(line.ratio) * 100:g}%", y=f"{line.at:g}em", overflow="visible")
        shape = "M0-9L9 0 0 9-9 0z" if line.here else f"M{-MARK}{-MARK}h{2 * MARK}v{2 * MARK}h{-2 * MARK}z"
        inside(
            place,
            "path",
            class_="mark",
            d=shape,
            fill=EVENT,
            data_ratio=line.ratio,
            data_low=line.low,
            data_high=line.high,
        )
    write(svg, _labels(forest, words))
    return written(svg)


def _chart(forest: Forest, words: Words) -> Mapping[str, Any]:
    lines = forest.lines
    ranges = go.Scatter(
        x=[x for line in lines for x in (line.low, line.high, None)],
        y=[y for line in lines for y in (line.at, line.at, None)],
        mode="lines",
        line={"color": EVENT, "width": 3},
        hoverinfo="skip",
    )
    shapes = [live_rule(*each, colour=LINE, below=True) for each in _rules(forest)]
    scale = {
        "type": "log",
        "range": [log10(forest.low), log10(forest.high)],
        "domain": [across(0), across(1)],
        "visible": False,
        "fixedrange": True,
    }
    return as_data(
        [ranges, _ratios(lines)],
        forest.height,
        {"xaxis": scale, "shapes": shapes, "annotations": labelled(_labels(forest, words))},
    )


def _ratios(lines: Sequence[StudyRow]) -> go.Scatter:
    """The points that answer when they are touched: a square for each study, a diamond for what the card works with."""
    return go.Scatter(
        x=[line.ratio for line in lines],
        y=[line.at for line in lines],
        mode="markers",
        marker={
            "color": EVENT,
            "opacity": 1,
            "line": {"width": 0},
            "size": [14 if line.here else 2 * MARK for line in lines],
            "symbol": ["diamond" if line.here else "square" for line in lines],
        },
        **TOUCHED,
    )


def _rules(forest: Forest) -> Iterator[tuple[float, float, float, float, float]]:
    """The thin lines of the drawing, (x0, y0, x1, y1, width): the scale, its ticks, and "no difference"."""
    yield across(0), forest.bottom, across(1), forest.bottom, 1
    for tick in forest.ticks:
        yield forest.x(tick), forest.bottom, forest.x(tick), forest.bottom + 0.3, 1
    for line in forest.lines:
        yield forest.x(1), line.at - 0.6, forest.x(1), line.at + 0.6, 2
    yield forest.x(1), forest.bottom + 1.7, forest.x(1), forest.height, 2
