"""What the page of the card shows: each thing with its taps, what is known, and what was said before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...domain.how_it_went import SaidOfThing, ThingWent, by_thing
from .. import Occasion, Scene
from .._boxes import Box, not_here
from .._display import fill_for
from .._next_step import LEFT_OUT, LIGHTER, OF_A_TASK, STEPS, next_step
from ._page import went_in_words
from ._things import Thing, said_of, things_of
from ._words import HOWS, SINCES

_ENDS = re.compile(r"(?<=[.?]) (?=\S)")
"""Between two sentences of a text."""


@dataclass(frozen=True)
class ThingShown:
    """One thing that was planned, as the card asks about it.

    Attributes:
        before: what was said at the newest earlier visit, with its day; "" where nothing was.
        hows, sinces, ways, steps: the taps of each question; () where it is not asked yet.
        in_the_way: it does not go as planned, so the card asks what got in the way, and not what is hard.
        known: what the aid says about what got in the way, and about the step that was named.
        onward: the occasion of the card that the step leads to, or None.
        how_private: how it goes is just between us already. private: the words are.
        asked: it was said how it goes, so there is room for own words.
    """

    id: str
    name: str
    before: str
    hows: tuple[Box, ...]
    how_private: bool
    sinces: tuple[Box, ...]
    ways: tuple[Box, ...]
    in_the_way: bool
    steps: tuple[Box, ...]
    known: tuple[str, ...]
    onward: Occasion | None
    asked: bool
    words_field: str
    words: str
    private: bool


@dataclass(frozen=True)
class HowItWentView:
    """What the template gets."""

    things: tuple[ThingShown, ...]
    problem: str


def view_of(scene: Scene) -> HowItWentView:
    """Every thing with its taps. None is chosen beforehand."""
    things = tuple(_shown(scene, each) for each in things_of(scene))
    return HowItWentView(things, not_here(scene.words) if scene.problems else "")


def _shown(scene: Scene, thing: Thing) -> ThingShown:
    said = said_of(scene, thing.id)
    return ThingShown(
        id=thing.id,
        name=thing.name,
        before=_before(scene, thing),
        hows=_taps(scene, "how", thing, HOWS[thing.sort]),
        how_private=bool(said.seq and scene.plan.is_between_us(said.seq)),
        sinces=_taps(scene, "since", thing, SINCES) if thing.sort == "medicine" and said.how == "not" else (),
        ways=_ways(scene, thing, said) if said.how else (),
        in_the_way=said.how in ("partly", "not"),
        steps=_taps(scene, "next", thing, _steps(scene, thing)) if said.how else (),
        known=_known(scene, thing, said),
        onward=_onward(scene, said.next),
        asked=bool(said.how or said.words),
        words_field=thing.words_field,
        words=str(scene.entered.get(thing.words_field, (said.words.words if said.words else None) or "")),
        private=bool(said.words and scene.plan.is_between_us(said.words.seq)),
    )


def _steps(scene: Scene, thing: Thing) -> Mapping[str, str]:
    """The ways to go on: of a task always the same, of a medicine those that the aid knows."""
    if thing.sort == "task":
        return OF_A_TASK
    return {key: label for key, label in STEPS.items() if _in_aid(scene, key)}


def _ways(scene: Scene, thing: Thing, said: ThingWent) -> tuple[Box, ...]:
    return tuple(
        Box("way", f"{thing.id}:{'not.' if key in said.ways else ''}{key}", each.say, key in said.ways)
        for key, each in scene.aid.how_it_went.in_the_way.items()
    )


def _in_aid(scene: Scene, step: str) -> bool:
    return step in scene.aid.how_it_went.next


def _taps(scene: Scene, field: str, thing: Thing, labels: Mapping[Any, str]) -> tuple[Box, ...]:
    chosen = getattr(said_of(scene, thing.id), field)
    return tuple(
        Box(field, f"{thing.id}:{'unsaid' if key == chosen else key}", scene.words.say(label), key == chosen)
        for key, label in labels.items()
    )


def _known(scene: Scene, thing: Thing, said: ThingWent) -> tuple[str, ...]:
    """The sentences about what got in the way, as the option says them, and about the step; each a single time."""
    option, sentences = scene.aid.options.get(thing.option), []
    for way in said.ways:
        hindrance = scene.aid.how_it_went.in_the_way.get(way)
        statement = option.issues.get(hindrance.issue or "") if option and hindrance else None
        if statement is not None and statement.applies_when.holds(scene.numbers.values) is not False:
            sentences.append(fill_for(statement.say, scene))
    texts = [each.text for each in sentences if each is not None]
    if _in_aid(scene, said.next):
        texts.append(next_step(scene, thing.id, said.next).known)
    return tuple(dict.fromkeys(sentence for text in texts for sentence in _ENDS.split(text)))


def _onward(scene: Scene, step: str) -> Occasion | None:
    """The occasion on which the card is offered that a step leads to."""
    if step in (LIGHTER, LEFT_OUT):
        return "lighter"
    return "arrive" if _in_aid(scene, step) else None


def _before(scene: Scene, thing: Thing) -> str:
    """What was said of it at the newest earlier visit."""
    lines = (each for each in scene.plan.of(SaidOfThing) if each.visit != scene.encounter.id)
    earlier = by_thing(tuple(each for each in lines if (each.aid_id, each.thing) == (scene.aid.id, thing.id)))
    told = [(each, went_in_words(each, scene.aid, thing.sort, scene.words)) for each in earlier if each.how]
    if not told:
        return ""
    newest, said = max(told, key=lambda pair: pair[0].on)
    return scene.words.say("{value}, said on {day}", value=said, day=scene.words.day(newest.on))
