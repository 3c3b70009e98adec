"""The values of an earlier visit on a card: those that one tap confirms together, and those that are asked alone.

Which is which is decided in `domain.confirmed`, and by what they decided: a pill that was to be begun is asked about by
itself. None of them is behind a number before somebody has confirmed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..domain.confirmed import asked_alone
from ..domain.encounter import InputShown
from ..domain.how_it_went import ThingWent
from ..domain.options import Option, OptionKind
from ..domain.values import values_of
from . import Scene
from ._next_step import said_here

CHANGING: tuple[OptionKind, ...] = ("start", "change", "stop")
"""The kinds of options after which somebody no longer takes, or does, what they did before."""


def known_of(scene: Scene) -> Mapping[str, InputShown]:
    """Input -> its value, of those that count in this visit or that one tap confirms together."""
    return {**to_confirm(scene), **_confirmed(scene), **proposed(scene)}


def to_confirm(scene: Scene) -> Mapping[str, InputShown]:
    """Input -> its value from an earlier visit, of those that "These are right" confirms together.

    A list is one question: if one of its answers is asked by itself, or is not known, so is the whole list.
    """
    inputs, confirmed, before, anew = scene.aid.inputs, _confirmed(scene), _earlier(scene), proposed(scene)
    alone = {key for key, each in before.items() if asked_alone(inputs[key], each, scene.today)}
    alone |= _changed_by_the_plan(scene) & before.keys() - anew.keys()
    lists = {inputs[key].together for key in inputs if key in alone or key not in {**before, **confirmed}} - {None}
    kept = {key: each for key, each in before.items() if key not in alone and inputs[key].together not in lists}
    return {**kept, **anew}


def proposed(scene: Scene) -> Mapping[str, InputShown]:
    """Input -> the value that follows from how it went, as said in this visit. It counts when somebody confirms it.

    What somebody takes means what the aid says of its option; what somebody stopped means what it says of the option
    to stop. Taking it on some days is neither, so the card asks. A value that was given after that stands.
    """
    found: dict[str, InputShown] = {}
    for said in said_here(scene):
        for key, value in _meant(scene, said).items():
            if key in scene.aid.inputs and not _given_since(scene, key, said):
                found[key] = InputShown(input=key, value=value, as_of=scene.today.isoformat())
    return found


def _meant(scene: Scene, said: ThingWent) -> Mapping[str, bool | str]:
    part, *rest = said.thing.split(".")
    option = scene.aid.options.get(rest[0]) if part == "options" and rest else None
    if option is None or not _is_what_changes(option, rest):
        return {}
    if said.how == "as_planned":
        return option.means
    stops = (each.means for each in scene.aid.options.values() if each.kind == "stop")
    return next(stops, {}) if said.how == "not" and option.kind != "stop" else {}


def _is_what_changes(option: Option, path: list[str]) -> bool:
    """Whether a thing is the option itself or its medicine, and not a test or a walk that goes with it."""
    activity = option.activities.get(path[-1])
    return len(path) == 1 or (activity is not None and activity.kind == "medicine")


def _given_since(scene: Scene, key: str, said: ThingWent) -> bool:
    """Whether the value was given in this visit after it was said how it went."""
    of = (scene.encounter.id, scene.aid.id, f"values.{key}")
    lines = (line.seq for line in scene.plan.standing if (line.encounter_id, line.aid_id, line.item) == of)
    return max(lines, default=0) > said.seq


def before_of(scene: Scene) -> Mapping[str, InputShown]:
    """Input -> its value from an earlier visit, of those that are asked by themselves."""
    together = to_confirm(scene)
    return {key: each for key, each in _earlier(scene).items() if key not in together}


def said_on(scene: Scene, said: InputShown) -> str:
    """The day a value was given, in words; "" for today, or where nobody knows."""
    earlier = said.as_of and said.as_of != scene.today.isoformat()
    return scene.words.day(date.fromisoformat(said.as_of)) if earlier else ""


def _confirmed(scene: Scene) -> Mapping[str, InputShown]:
    return {shown.input: shown for shown in scene.plan.situation.get(scene.aid.id, ())}


def _changed_by_the_plan(scene: Scene) -> frozenset[str]:
    """The inputs that what they decided was to change: whoever decided to start a pill may well take it by now.

    They are those that the option asks about, as long as it could still be begun, or stopped, by the values of then.
    """
    decided = scene.plan.decisions.get(scene.aid.id)
    option = scene.aid.options.get(decided.option) if decided and decided.option else None
    if option is None or option.kind not in CHANGING:
        return frozenset()
    then = values_of(scene.aid, _earlier(scene).values())
    return frozenset(option.applies_when.inputs) if option.applies_when.holds(then) else frozenset()


def _earlier(scene: Scene) -> Mapping[str, InputShown]:
    found = scene.plan.not_confirmed.get(scene.aid.id, ())
    return {each.input: each for each in found if each.input in scene.aid.inputs}
