"""One outcome of the picture card as the screen shows it: its pictures, words and table, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from ...domain.fill_sentences import notes_of
from ...figures import (
    Figure,
    Legend,
    Panel,
    Row,
    Table,
    certainty,
    chance_figures,
    figure_for,
    period,
    rows_of,
    sentence_case,
)
from ...locale import Words
from .. import Scene
from ._basis import Basis, basis, in_five_lines
from ._others import for_others, not_counted


@dataclass(frozen=True)
class OptionPicture:
    """The picture of one row with its words, and how sure the studies are, where that is not the same for all rows."""

    panel: Panel
    certainty: str


@dataclass(frozen=True)
class OutcomeShown:
    """One outcome over one time, with a picture for each row.

    Attributes:
        title: the outcome and its time, such as: New diabetes, in 1 year.
        of: how many people each picture counts.
        ways: the one that nothing was done to first.
        whom: whom it counts.
        sure: how sure the studies are, where that is the same for every way; each way says its own otherwise.
        notes: of options without a number for this person.
        five: what a clinician asks first of these numbers, a name and an answer each.
        remarks: what to know about a number: the caution of its model, and what the studies really counted.
        legend: what the shapes mean; None where no shapes are drawn.
    """

    outcome: str
    title: str
    what: str
    of: int
    ways: tuple[OptionPicture, ...]
    table: Table
    basis: tuple[Basis, ...]
    whom: str
    sure: str = ""
    notes: tuple[str, ...] = ()
    five: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    legend: Legend | None = None


def outcome_shown(
    scene: Scene, outcome: str, *, of: int | None = None, only_without: bool = False
) -> OutcomeShown | None:
    """One outcome as this person sees it; None where no option has a number for it.

    Args:
        of: another denominator than the outcome's own (rule R13). only_without: without any choice (rule R11).
    """
    aid, words = scene.aid, scene.words
    counted = tuple(row for row in rows_of(aid, scene.numbers, outcome) if row.is_without or not only_without)
    if not counted:
        return None
    rows = counted if only_without else (*counted, *not_counted(scene, outcome))
    figure, people = (
        figure_for(scene.plan.display).draw(aid, outcome, rows, words, of=of),
        of or aid.outcomes[outcome].of,
    )
    what, drawn = aid.outcomes[outcome].say, chance_figures().get(scene.plan.display)
    sure = tuple(dict.fromkeys(certainty(each.chance, words) for each in counted if each.chance))
    return OutcomeShown(
        outcome=outcome,
        title=sentence_case(words.say("{what}, {time}", what=what, time=_time(counted, words))),
        what=what,
        of=people,
        ways=_ways(rows, figure, words, alike=len(sure) == 1),
        table=figure.table,
        basis=_origins(scene, counted),
        whom=figure.whom,
        sure=sure[0] if len(sure) == 1 else "",
        notes=() if only_without else for_others(scene, outcome),
        five=in_five_lines(aid, what, counted, words),
        remarks=_remarks(scene, counted),
        legend=drawn.legend(figure.panels, people, words) if drawn else None,
    )


def _time(rows: tuple[Row, ...], words: Words) -> str:
    return next(period(row.chance, words) for row in rows if row.chance is not None)


def _ways(rows: tuple[Row, ...], figure: Figure, words: Words, *, alike: bool) -> tuple[OptionPicture, ...]:
    return tuple(
        OptionPicture(panel, "" if alike or row.chance is None else certainty(row.chance, words))
        for row, panel in zip(rows, figure.panels, strict=True)
    )


def _origins(scene: Scene, rows: tuple[Row, ...]) -> tuple[Basis, ...]:
    inputs = tuple(scene.plan.situation.get(scene.aid.id, ()))
    return tuple(
        basis(scene.aid, row.chance, row.heading, inputs, scene.words, scene.today)
        for row in rows
        if row.chance is not None
    )


def _remarks(scene: Scene, rows: tuple[Row, ...]) -> tuple[str, ...]:
    """What to know about the numbers, each a single time and with the options that it is about."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for note in _notes(scene, row):
            found.setdefault(note, []).append(row.heading)
    if len(rows) == 1:
        return tuple(found)
    say = scene.words.say
    return tuple(say("{option}: {text}", option=" · ".join(names), text=note) for note, names in found.items())


def _notes(scene: Scene, row: Row) -> tuple[str, ...]:
    if row.chance is None:
        return ()
    return notes_of(scene.aid, scene.numbers, scene.aid.claims[row.chance.claim], scene.words)
