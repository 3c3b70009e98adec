"""The card "matters": a few questions about what matters to this person, with room for their own words.

None is required.

The questions are there to be asked aloud; what somebody writes down stays in the language it was said in and stands
first on the page that goes home. Each answer is a line of its own, so that one can be changed, kept just between us or
taken out without the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid
from ..domain.encounter import MAX_WORDS, Choice
from ..domain.page import Section
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..handout import Handout, own_words_sections
from ..locale import Words
from . import Field, NewLine, Scene, Traits
from ._boxes import STAY, Box, open_end_boxes, tell_whole_card, whole_card_summary, whole_field, whole_lines, with_words
from ._own_words import WHOSE_WORDS, from_before, own_words, standing_line, via_of, voice_of
from ._usual import asks as asks
from ._usual import talked_about

KIND = "matters"
TITLE = phrase("What matters to you?")
TRAITS = Traits(
    sign="M12 20C5 15 3 12 3 8.5a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3.5-2 6.500-9 11.5z", follows={"head": 3}
)
state = talked_about(KIND)


@dataclass(frozen=True)
class MattersQuestion:
    """One question with its answer.

    Attributes:
        private: the answer is just between us already. before: it is from an earlier visit.
    """

    field: str
    ask: str
    words: str
    language: str
    private: bool
    before: bool


@dataclass(frozen=True)
class MattersView:
    """What the template gets."""

    questions: tuple[MattersQuestion, ...]
    ends: tuple[Box, ...]


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a box for words under each question, whose words they are, and the two open ends."""
    return with_words(
        scene.words,
        *(Field(f"words_{key}", "long_text", max_length=MAX_WORDS) for key in scene.aid.matters),
        whole_field(),
        *WHOSE_WORDS,
        STAY,
    )


def show(scene: Scene) -> MattersView:
    """The questions with their answers."""
    return MattersView(
        questions=tuple(_question(scene, key, ask) for key, ask in scene.aid.matters.items()),
        ends=open_end_boxes(scene, KIND),
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write, one for each answer that changed; () where nothing is new."""
    lines = []
    for key in scene.aid.matters:
        if f"words_{key}" not in given:
            continue
        private, now = bool(given.get("private")), str(given.get(f"words_{key}") or "").strip()
        if _says_more(scene, key, now, private):
            lines.append(
                NewLine(
                    f"matters.{key}",
                    {},
                    words=now or None,
                    words_language=scene.encounter.language if now else None,
                    voice=voice_of(given.get("voice")),
                    via=via_of(given.get("via")),
                    private=private,
                )
            )
    return (*lines, *whole_lines(scene, KIND, given))


def _says_more(scene: Scene, key: str, now: str, private: bool) -> bool:
    """Whether an answer has other words than before, or its words are made private now."""
    before = _own_words_on(scene, key)
    marked_now = private and before is not None and not scene.plan.is_between_us(before.seq)
    return now != ((before.words if before else None) or "") or bool(now and marked_now)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put an answer into the plan, as somebody's own words."""
    plan = tell_whole_card(plan, choice)
    words = own_words(choice) if choice.item.startswith("matters.") else None
    return plan if words is None else plan.with_(words=(*plan.words, words))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """What somebody said, in their own words."""
    return own_words_sections(handout, KIND)


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words. Own words have a row of their own."""
    return whole_card_summary(choice, words)


def _question(scene: Scene, key: str, ask: str) -> MattersQuestion:
    said_before = _own_words_on(scene, key)
    field = f"words_{key}"
    return MattersQuestion(
        field=field,
        ask=ask,
        words=str(scene.entered.get(field, (said_before.words if said_before else None) or "")),
        language=said_before.language if said_before else scene.encounter.language,
        private=bool(said_before and scene.plan.is_between_us(said_before.seq)),
        before=from_before(scene, standing_line(scene.plan, KIND, scene.aid.id, f"matters.{key}")),
    )


def _own_words_on(scene: Scene, key: str) -> Any:
    return own_words(standing_line(scene.plan, KIND, scene.aid.id, f"matters.{key}"))
