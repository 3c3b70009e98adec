"""What somebody would like to do next with what was planned, and what the aid says is known about it.

Two cards show it: the one that asks how it went, and the one on which they arrive. Nothing is chosen by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ..domain.aid import Aid
from ..domain.chances import Numbers, options_for
from ..domain.fill_sentences import fill
from ..domain.how_it_went import Next, SaidOfThing, ThingWent, by_thing
from ..domain.phrases import phrase
from ..locale import Words
from . import Scene
from ._display import fill_for

STEPS: Mapping[Next, str] = {
    "as_before": phrase("As before"),
    "pause": phrase("A pause"),
    "lower": phrase("A lower dose"),
    "another": phrase("Another one"),
    "none": phrase("None"),
}
LIGHTER, LEFT_OUT = "lighter", "left_out"
OF_A_TASK: Mapping[str, str] = {
    "as_before": phrase("As before"),
    LIGHTER: phrase("Make it lighter"),
    LEFT_OUT: phrase("Leave it out"),
}
"""The ways to go on with a task that is no medicine."""


@dataclass(frozen=True)
class NextStepShown:
    """One step that somebody named.

    Attributes:
        thing: what was planned, in words. step: how they would go on.
        known: what the aid says about it, or that it says nothing.
        options: the names of the options that it may end in, of those on the table.
    """

    thing: str
    step: str
    known: str
    options: tuple[str, ...]


def said_here(scene: Scene) -> tuple[ThingWent, ...]:
    """What was said in this visit of the things that were planned in this aid."""
    said = (each for each in scene.plan.of(SaidOfThing) if each.visit == scene.encounter.id)
    return by_thing(tuple(each for each in said if each.aid_id == scene.aid.id))


def thing_name(scene: Scene, thing: str) -> str:
    """What was planned, in words: an activity, an option or a task of the aid; "" where the aid has it no more."""
    named = (thing_in_words(thing, aid, scene.words) for aid in (scene.aid, scene.then) if aid is not None)
    return next(filter(None, named), "")


def thing_in_words(thing: str, aid: Aid, words: Words) -> str:
    """What was planned, in the words of one edition of the aid; "" where it has no such thing."""
    part, *rest = thing.split(".")
    if part == "tasks":
        return aid.tasks[rest[0]].say if rest and rest[0] in aid.tasks else ""
    option = aid.options.get(rest[0]) if rest else None
    if option is None or len(rest) == 1:
        return option.name if option else ""
    activity = option.activities.get(rest[-1])
    sentence = fill(activity.say, aid, Numbers({}), words) if activity else None
    return sentence.text if sentence else ""


def next_steps(scene: Scene) -> tuple[NextStepShown, ...]:
    """The steps that somebody named in this visit for what they take, the newest last."""
    here = [each for each in said_here(scene) if each.next in STEPS and thing_name(scene, each.thing)]
    return tuple(next_step(scene, each.thing, each.next) for each in here if each.next in scene.aid.how_it_went.next)


def next_step(scene: Scene, thing: str, name: str) -> NextStepShown:
    """One step with what is known about it."""
    step, say = scene.aid.how_it_went.next[name], scene.words.say
    sentence = fill_for(step.say, scene) if step.say else None
    offered = options_for(scene.aid, scene.numbers.values)
    return NextStepShown(
        thing=thing_name(scene, thing),
        step=say(STEPS[cast(Next, name)]),
        known=sentence.text if sentence else say("Nothing is written about this here. Talk about it."),
        options=tuple(offered[each].name for each in step.to or () if each in offered),
    )
