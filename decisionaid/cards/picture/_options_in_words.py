"""What each option is like in words, under the same headings for each (IPD-C1).

Whoever asked for no numbers reads for each sentence that holds one what the aid says plainly of the same outcome (rule
PLAIN-1). Leaving it out would show a choice without its good or without its hard side, and that would push (hazard
H14); a remark that a number waits would look like something withheld, and stands only where an aid lacks its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...domain.chances import options_for
from ...domain.fill_sentences import FilledSentence, fill_statements
from ...domain.options import Option, StatementParts
from ...domain.phrases import phrase
from .. import Scene
from .._display import IT_WAITS, fill_each, fill_for, waits, without_plain_words

SIDES = ((phrase("What may be good"), "benefits"), (phrase("What may be hard"), "harms"))
PARTS = (*SIDES, (phrase("What it is like"), "lived"))


@dataclass(frozen=True)
class OptionInWords:
    """What one option is like in words."""

    option: str
    name: str
    what: str
    said: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def first(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Its good and its hard side."""
        return self.said[: len(SIDES)]

    @property
    def more(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rest."""
        return self.said[len(SIDES) :]


def options_in_words(scene: Scene) -> tuple[OptionInWords, ...]:
    """Every option for this person. Sentences with numbers are there only where numbers are shown."""
    return tuple(
        _option_in_words(key, option, scene) for key, option in options_for(scene.aid, scene.numbers.values).items()
    )


NOT_COUNTED_WELL = phrase("What nobody has counted well")


def not_counted_well(scene: Scene) -> tuple[FilledSentence, ...]:
    """What the aid says of gaps, filled in; without the lines whose numbers are not for this person."""
    filled = (fill_for(each, scene) for each in scene.aid.unknown.values())
    return tuple(each for each in filled if each is not None)


def spoken_claims(scene: Scene) -> Mapping[str, str]:
    """Claim -> the names of the options in whose sentences its number stands."""
    if scene.without_numbers:
        return {}
    found: dict[str, list[str]] = {}
    for option in options_for(scene.aid, scene.numbers.values).values():
        for _, part in PARTS:
            for sentence in fill_statements(getattr(option, part), scene.aid, scene.numbers, scene.words).values():
                for claim in sentence.claims:
                    found.setdefault(claim, []).append(option.name)
    for sentence in not_counted_well(scene):
        for claim in sentence.claims:
            found.setdefault(claim, []).append(scene.words.say(NOT_COUNTED_WELL))
    return {claim: " · ".join(dict.fromkeys(names)) for claim, names in found.items()}


def _lines(option: Option, part: str, scene: Scene) -> tuple[str, ...]:
    """The sentences that hold for this person; without numbers the plain ones stand first, in their place."""
    statements: Mapping[str, StatementParts] = getattr(option, part)
    plain = getattr(option.plainly, part, {}) if scene.without_numbers else {}
    lines = (*fill_each(plain, scene), *fill_each(statements, scene))
    waiting = without_plain_words(option, statements, scene.aid)
    return (*lines, scene.words.say(IT_WAITS)) if waits(waiting, scene) else lines


def _option_in_words(key: str, option: Option, scene: Scene) -> OptionInWords:
    said = [(scene.words.say(heading), _lines(option, part, scene)) for heading, part in PARTS]
    stopping = fill_for(option.stopping, scene)
    said.append((scene.words.say("If you stop or change your mind"), (stopping.text,) if stopping else ()))
    what = fill_for(option.what, scene)
    return OptionInWords(key, option.name, what.text if what else "", tuple(each for each in said if each[1]))
