"""The page behind one number: its people, the studies one by one, and how much the number depends on each reading.

A page of its own, reached from "Where does this number come from?", so that the card stays quiet. The chances of the
same outcome always stand first: a ratio is never shown without them (RC-1), so a number that this person does not have
has no studies here either. Whole-life figures keep to themselves, as on the card (rule R11). Looking records nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...domain.chances import Chance, Estimator
from ...domain.fill_sentences import fill
from ...domain.phrases import phrase
from ...domain.readings import readings
from ...errors import NotThere
from ...figures import ChartFigure, Panel, Row, Table, forest, icon_array, period, reading, rows_of
from .. import Scene
from .._values import unit_words
from ._basis import Basis, basis, has_more

BEHIND = phrase("What stands behind this number")


@dataclass(frozen=True)
class ReadingAsked:
    """One measured value that may be wrong: its name and value, and the figure of the number around it."""

    input: str
    heading: str
    range: str
    figure: ChartFigure


@dataclass(frozen=True)
class EvidenceView:
    """What the template gets.

    Attributes:
        caption: whom the chances count, over which time, and what.
        ways: the chances with and without, in words; table: the same.
        trials: the studies, or None.
        notes: what the studies counted, where that is another outcome.
        asked: the readings that may be wrong.
    """

    what: str
    heading: str
    caption: str
    ways: tuple[Panel, ...]
    table: Table
    trials: ChartFigure | None
    notes: tuple[str, ...]
    asked: tuple[ReadingAsked, ...]
    basis: tuple[Basis, ...]


def behind(scene: Scene, claim: str, estimate: Estimator) -> EvidenceView:
    """What stands behind one number of this person.

    Raises:
        NotThere: the aid has no such claim, nothing stands behind it, or this person has no such number.
    """
    aid, words, chance = scene.aid, scene.words, scene.numbers.chances.get(claim)
    if scene.without_numbers:
        raise NotThere(words.say("No numbers were wanted today. The picture card has the way back to them."))
    if chance is None or claim not in aid.claims or not has_more(aid, claim):
        raise NotThere("There is nothing to look at behind this number.")
    rows = _rows(scene, chance)
    own = next((row for row in rows if row.chance == chance), None)
    if own is None:
        raise NotThere("This number is not in a picture of this card.")
    figure = icon_array.draw(aid, chance.outcome, rows, words)
    what = aid.outcomes[chance.outcome].say
    heading = words.say("{option}: {what}, {time}", option=own.heading, what=what, time=period(chance, words))
    inputs = tuple(scene.plan.situation.get(aid.id, ()))
    return EvidenceView(
        what=what,
        heading=heading,
        caption=figure.caption,
        ways=figure.panels,
        table=figure.table,
        trials=_trials(scene, claim),
        notes=_notes(scene, claim),
        asked=_asked(scene, claim, estimate),
        basis=(replace(basis(aid, chance, own.heading, inputs, words, scene.today), more=False),),
    )


def _rows(scene: Scene, chance: Chance) -> tuple[Row, ...]:
    """The chances of the same outcome. Over a time that no trial lasted, only the row without any option."""
    rows = rows_of(scene.aid, scene.numbers, chance.outcome)
    if scene.aid.outcomes[chance.outcome].when_asked:
        return tuple(row for row in rows if row.is_without)
    return rows


def _trials(scene: Scene, claim: str) -> ChartFigure | None:
    notes = {key: _filled(scene, trial.note) for key, trial in forest.trials_of(scene.aid, claim).items()}
    return forest.draw(scene.aid, claim, scene.words, notes) if notes else None


def _notes(scene: Scene, claim: str) -> tuple[str, ...]:
    said = scene.aid.claims[claim].stands_in_words
    return (_filled(scene, said),) if said else ()


def _filled(scene: Scene, text: str) -> str:
    sentence = fill(text, scene.aid, scene.numbers, scene.words)
    return sentence.text if sentence else ""


def _asked(scene: Scene, claim: str, estimate: Estimator) -> tuple[ReadingAsked, ...]:
    words, shown = scene.words, scene.plan.situation.get(scene.aid.id, ())
    made = []
    for each in readings(scene.aid, scene.numbers, shown, claim, estimate):
        unit = unit_words(each.unit, words)
        here = next(point.amount for point in each.points if point.away == 0)
        ask = scene.aid.inputs[each.input].ask
        made.append(
            ReadingAsked(
                input=each.input,
                heading=f"{ask}: {words.number(here)} {unit}".strip(),
                range=words.say(
                    "The number was made for {low} to {high} {unit}. Outside of that we show none.",
                    low=words.number(round(each.low, 2)),
                    high=words.number(round(each.high, 2)),
                    unit=unit,
                ),
                figure=reading.draw(scene.aid, each, unit, words),
            )
        )
    return tuple(made)
