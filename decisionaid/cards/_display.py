"""How this person wants to see chances. "No numbers today" holds on every card.

The choice is kept per patient, not per card of an aid: whoever asked for no numbers on one picture is not shown them on
the next. A sentence that holds a chance is then not said at all, because half a sentence about a chance misleads.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.aid import Aid
from ..domain.aid_texts import placeholders
from ..domain.conversation import FIRST_DISPLAY, NO_NUMBERS
from ..domain.fill_sentences import FilledSentence, fill
from ..domain.options import Option, StatementParts
from ..domain.phrases import phrase
from ..figures import chance_figures
from . import Scene
from ._boxes import Box

TABLE, WORDS = "table", "words"
DISPLAYS: Mapping[str, str] = {
    **{display: figure.OFFERED for display, figure in chance_figures().items()},
    TABLE: phrase("A table"),
    WORDS: phrase("Words"),
    NO_NUMBERS: phrase("No numbers today"),
}
"""How chances can be shown, as the log keeps it -> as the button says it: each figure of chances, and three more."""

IT_WAITS = phrase("There is a number here. It waits until you ask for it.")
"""Stands in place of a number for whoever asked for none."""


def display_boxes(scene: Scene) -> tuple[Box, ...]:
    """The boxes for the ways to draw chances. With "no numbers today" there is one box only, which leads back."""
    if scene.without_numbers:
        return (Box("display", _before(scene), scene.words.say("Show me the numbers"), False),)
    return tuple(
        Box("display", each, scene.words.say(said), scene.plan.display == each) for each, said in DISPLAYS.items()
    )


def _before(scene: Scene) -> str:
    """The display that another card remembers for this person; else the first of all."""
    return ([each for each in scene.plan.displays.values() if each != NO_NUMBERS] or [FIRST_DISPLAY])[-1]


def fill_for(text: str, scene: Scene) -> FilledSentence | None:
    """A sentence of the aid for this person.

    None if it holds a number that this person may not or does not want to see.
    """
    sentence = fill(text, scene.aid, scene.numbers, scene.words)
    return None if sentence is not None and sentence.claims and scene.without_numbers else sentence


def fill_each(said: Mapping[str, StatementParts], scene: Scene) -> tuple[str, ...]:
    """The sentences that hold for this person, filled in. Those with numbers not to be shown are left out."""
    kept = (
        fill_for(each.say, scene)
        for each in said.values()
        if each.applies_when.holds(scene.numbers.values) is not False
    )
    return tuple(sentence.text for sentence in kept if sentence is not None)


def waits(said: Mapping[str, StatementParts], scene: Scene) -> bool:
    """Whether one of the sentences is left out only because this person wants no numbers today."""
    if not scene.without_numbers:
        return False
    filled = (
        fill(each.say, scene.aid, scene.numbers, scene.words)
        for each in said.values()
        if each.applies_when.holds(scene.numbers.values) is not False
    )
    return any(sentence is not None and sentence.claims for sentence in filled)


def outcomes_in(text: str, aid: Aid) -> tuple[str, ...]:
    """The outcomes whose numbers a sentence holds."""
    claims = (aid.claims.get(name.split(".")[0]) for name in placeholders(text))
    return tuple(dict.fromkeys(claim.outcome for claim in claims if claim is not None))


def without_plain_words(option: Option, said: Mapping[str, StatementParts], aid: Aid) -> Mapping[str, StatementParts]:
    """The sentences with numbers for which an option has no plain ones (rule PLAIN-1)."""
    plain = {*option.plainly.benefits, *option.plainly.harms}
    return {key: each for key, each in said.items() if not plain.issuperset(outcomes_in(each.say, aid))}


def plain_words(option: Option, text: str, scene: Scene) -> tuple[str, ...]:
    """What an option says plainly of the outcomes whose numbers a sentence holds."""
    here = outcomes_in(text, scene.aid)
    both = (option.plainly.benefits, option.plainly.harms)
    return tuple(
        line for side in both for line in fill_each({key: each for key, each in side.items() if key in here}, scene)
    )
