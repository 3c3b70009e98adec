"""The picture that was shown as they decided, as paper draws it: in this person's display, with how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...domain import page
from ...domain.fill_sentences import notes_of
from ...domain.page import Part, SentencePart, SmallPart
from ...domain.readers import Outside
from ...figures import (
    Figure,
    Panel,
    Row,
    certainty,
    figure_for,
    icon_array,
    period,
    picture_outcome,
    sentence_case,
)
from ...handout import DecisionInFull, Handout, harms_beside, picture_that_stands
from ...locale import Words
from .._display import TABLE, WORDS


def picture_parts(decided: DecisionInFull, handout: Handout[Outside]) -> Iterator[Part]:
    """The picture that was shown, in this person's display. Nothing where no numbers were shown, or none are wanted."""
    rows = picture_that_stands(decided)
    if not rows:
        return
    display = handout.plan.display
    figure = figure_for(display).draw(decided.aid, picture_outcome(decided.aid), rows, handout.words)
    sure = _sure(rows, handout.words)
    yield SentencePart(f"{figure.caption} {sure[0]}" if len(sure) == 1 else figure.caption)
    if display == TABLE:
        yield page.TablePart(tuple(figure.table.head), tuple(tuple(row) for row in figure.table.rows))
    elif display == WORDS:
        yield page.CountsPart(tuple(_counts(figure, pictures=False)))
    else:
        yield page.FigurePart(tuple(_counts(_on_one_sheet(figure, handout.words), pictures=True)))
    notes = [notes_of(decided.aid, decided.numbers, decided.aid.claims[row.chance.claim], handout.words)
             for row in rows if row.chance is not None]  # fmt: skip
    harms = " ".join(_harms(decided, handout))
    if harms:
        yield SentencePart(harms)
    small = dict.fromkeys([*(sure if len(sure) > 1 else ()), *(note for each in notes for note in each)])
    if small:
        yield SmallPart(" ".join(small))


def _on_one_sheet(figure: Figure, words: Words) -> Figure:
    """The figure with bars as flat as they are, without the people that the screen draws below them."""
    panels = tuple(
        replace(panel, picture=icon_array.as_bar(panel, panel.people.of, words, people_below=False))
        if panel.people and panel.people.of > icon_array.MOST
        else panel
        for panel in figure.panels
    )
    return replace(figure, panels=panels)


def _harms(decided: DecisionInFull, handout: Handout[Outside]) -> Iterator[str]:
    """What else may happen, in words of the same weight: how many more or fewer, or how many for each choice."""
    words = handout.words
    for outcome, rows in harms_beside(decided, handout.now.get(decided.aid.id)).items():
        panels = figure_for(handout.plan.display).draw(decided.aid, outcome, rows, words).panels
        compared = [panel for panel in panels if panel.change]
        what = sentence_case(decided.aid.outcomes[outcome].say)
        time = next(period(row.chance, words) for row in rows if row.chance is not None)
        if not compared and all(panel.drawn is not None and panel.drawn.disputed for panel in panels):
            of, ranges = words.number(decided.aid.outcomes[outcome].of), "; ".join(_ranges(panels, words))
            yield words.say("{what}, {time}, of {of} people – {said}.", what=what, time=time, of=of, said=ranges)
            continue
        said = "; ".join(
            words.say("{option}: {text}", option=panel.heading, text=_difference(panel, words))
            for panel in compared or panels
        )
        yield words.say("{what}, {time} – {said}.", what=what, time=time, said=said)


def _ranges(panels: Iterable[Panel], words: Words) -> Iterator[str]:
    """What good sources count for each choice, where they differ: A newer pill: 21 to 31."""
    for panel in panels:
        if panel.drawn is not None and panel.frequency is not None:
            low, high = (words.number(edge.count) for edge in panel.drawn.edges(panel.frequency.of))
            text = words.say("{low} to {high}", low=low, high=high)
            yield words.say("{option}: {text}", option=panel.heading, text=text)


def _difference(panel: Panel, words: Words) -> str:
    """How many more or fewer than without it; the number itself, where nothing is compared."""
    if panel.fewer and panel.fewer_to is None and panel.frequency is not None:
        return words.fewer(panel.fewer, panel.frequency.of)
    said = panel.change.rstrip(".") if panel.change else panel.key_number
    return said[:1].lower() + said[1:]


def _sure(rows: Iterable[Row], words: Words) -> tuple[str, ...]:
    """How sure the studies are: one sentence, or one for each option where they differ."""
    said = {row.heading: certainty(row.chance, words) for row in rows if row.chance is not None}
    if len(set(said.values())) == 1:
        return tuple(set(said.values()))
    return tuple(words.say("{option}: {text}", option=name, text=text) for name, text in said.items())


def _counts(figure: Figure, *, pictures: bool) -> Iterator[page.Count]:
    for panel in figure.panels:
        said = (panel.happens_not if panel.frequency else panel.happens, panel.change)
        lines = said if pictures else (panel.happens, panel.happens_not, panel.change)
        yield page.Count(
            heading=panel.heading,
            lines=tuple(line for line in lines if line),
            key=panel.key_number if pictures else "",
            picture=panel.picture if pictures else "",
            alt=panel.alt,
            claim=panel.claim,
            count=panel.frequency.count if panel.frequency else 0,
            of=panel.frequency.of if panel.frequency else 0,
        )
