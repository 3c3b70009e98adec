"""Options that have no number on the picture card: those that nobody has counted, and what the aid says of them."""

from __future__ import annotations

from ...domain.chances import Chance, NoNumber, options_for
from ...domain.fill_sentences import fill
from ...figures import Row
from .. import Scene
from .._usual import asks as asks
from .._usual import sections as sections
from ._evidence import BEHIND as BEHIND
from ._evidence import behind as behind
from ._no_number import kindly


def not_counted(scene: Scene, outcome: str) -> list[Row]:
    """The options that nobody has counted for an outcome that they name."""
    return [
        Row((key,), option.name, None)
        for key, option in options_for(scene.aid, scene.numbers.values).items()
        if outcome in option.chances and scene.numbers.of_option(option, outcome) == NoNumber("not_counted")
    ]


def for_others(scene: Scene, outcome: str) -> tuple[str, ...]:
    """What the aid says of options without a number for this person, such as that few were studied (rule R10)."""
    lines: list[str] = []
    for option in options_for(scene.aid, scene.numbers.values).values():
        answer = scene.numbers.of_option(option, outcome)
        if isinstance(answer, Chance) or answer.why == "not_counted":
            continue
        said = fill(answer.say, scene.aid, scene.numbers, scene.words) if answer.say else None
        text = said.text if said else kindly(scene, answer)
        lines.append(scene.words.say("{option}: {text}", option=option.name, text=text))
    return tuple(dict.fromkeys(lines))
