"""What each choice is like in words, under the same headings for each of them (IPD-C1)."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.chances import options_for
from ..domain.options import Option
from . import Scene
from ._display import say, say_each

PARTS = (("What may be good", "benefits"), ("What may be hard", "harms"), ("What it is like", "lived"))


@dataclass(frozen=True)
class Told:
    """What a choice is like in words."""

    name: str
    what: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


def told_of(scene: Scene) -> tuple[Told, ...]:
    """Every choice for this person; sentences with numbers only where numbers are shown."""
    return tuple(_told(option, scene) for option in options_for(scene.aid, scene.numbers.values).values())


def _told(option: Option, scene: Scene) -> Told:
    said = [(scene.words.say(heading), say_each(getattr(option, part), scene)) for heading, part in PARTS]
    stopping = say(option.stopping, scene)
    said.append((scene.words.say("If you stop or change your mind"), (stopping.text,) if stopping else ()))
    what = say(option.what, scene)
    return Told(option.name, what.text if what else "", tuple(each for each in said if each[1]))
