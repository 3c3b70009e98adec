"""What each choice is like in words, under the same headings for each of them (IPD-C1).

Whoever asked for no numbers is told where a number waits. Leaving the heading out would show a choice without its good
or without its hard side, and that would push (hazard H14).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.chances import options_for
from ..domain.options import Option, StatementParts
from ..domain.phrases import phrase
from ..domain.words import statements
from . import Scene
from ._display import IT_WAITS, say, say_each, waits, without_numbers

PARTS = (
    (phrase("What may be good"), "benefits"),
    (phrase("What may be hard"), "harms"),
    (phrase("What it is like"), "lived"),
)


@dataclass(frozen=True)
class Told:
    """What a choice is like in words."""

    name: str
    what: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


def told_of(scene: Scene) -> tuple[Told, ...]:
    """Every choice for this person; sentences with numbers only where numbers are shown."""
    return tuple(_told(option, scene) for option in options_for(scene.aid, scene.numbers.values).values())


def spoken_claims(scene: Scene) -> Mapping[str, str]:
    """The claims whose numbers are said in these sentences, and of which choice each speaks."""
    if without_numbers(scene):
        return {}
    found: dict[str, list[str]] = {}
    for option in options_for(scene.aid, scene.numbers.values).values():
        for _, part in PARTS:
            for sentence in statements(getattr(option, part), scene.aid, scene.numbers, scene.words).values():
                for claim in sentence.claims:
                    found.setdefault(claim, []).append(option.name)
    return {claim: " · ".join(dict.fromkeys(names)) for claim, names in found.items()}


def _lines(statements: Mapping[str, StatementParts], scene: Scene) -> tuple[str, ...]:
    """What holds for this person, and a last line for numbers that wait."""
    lines = say_each(statements, scene)
    return (*lines, scene.words.say(IT_WAITS)) if waits(statements, scene) else lines


def _told(option: Option, scene: Scene) -> Told:
    said = [(scene.words.say(heading), _lines(getattr(option, part), scene)) for heading, part in PARTS]
    stopping = say(option.stopping, scene)
    said.append((scene.words.say("If you stop or change your mind"), (stopping.text,) if stopping else ()))
    what = say(option.what, scene)
    return Told(option.name, what.text if what else "", tuple(each for each in said if each[1]))
