"""Boxes that are chosen with one tap, without a script. Each is a button of the form, and its value says what to do.

The button carries the wish ("pick this", "leave this") and not a toggle, so that two screens which tap the same box at
the same time agree, and a page that is sent again changes nothing. "Not sure yet" and "Let us come back to this" are
boxes of the same size beside the others, and speak of the card as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain.conversation import OpenEnd, SetAside
from ..domain.encounter import Choice
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..errors import CardProblems
from ..locale import Words
from . import NOT_HERE, Field, NewLine, Scene
from ._own_words import voice_of

WHOLE = "whole"
"""The item of a line that speaks of the whole card."""

OPEN_ENDS: Mapping[OpenEnd, str] = {"not_sure": "Not sure yet", "parked": phrase("Let us come back to this")}


@dataclass(frozen=True)
class Box:
    """One box: the field and the value that a tap sends, its words, and whether it is chosen."""

    field: str
    value: str
    label: str
    chosen: bool


def whole_field() -> Field:
    """The input for the two boxes that speak of the whole card."""
    return Field(WHOLE, "button", (*((end, said) for end, said in OPEN_ENDS.items()), ("open", "")))


def open_end_boxes(scene: Scene, kind: str) -> tuple[Box, ...]:
    """The two boxes "Not sure yet" and "Let us come back to this"."""
    aside = scene.plan.set_aside.get((scene.aid.id, kind))
    return tuple(
        Box(
            WHOLE,
            "open" if aside and aside.state == end else end,
            scene.words.say(said),
            bool(aside and aside.state == end),
        )
        for end, said in OPEN_ENDS.items()
    )


def whole_lines(scene: Scene, kind: str, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The line that a tap on one of these two boxes writes; () where it is so already."""
    wish = str(given.get(WHOLE) or "")
    if not wish:
        return ()
    if wish != "open" and wish not in OPEN_ENDS:
        raise CardProblems({WHOLE: not_here(scene.words)})
    aside = scene.plan.set_aside.get((scene.aid.id, kind))
    if wish == (aside.state if aside else "open"):
        return ()
    return (NewLine(WHOLE, {"state": wish}, voice=voice_of(given.get("voice"))),)


def tell_whole_card(plan: Plan, choice: Choice) -> Plan:
    """Set the card aside, or open it again. Any other line of the card opens it too."""
    key = (choice.aid_id or "", choice.kind)
    others = {each: aside for each, aside in plan.set_aside.items() if each != key}
    state = _state(choice)
    if state is not None:
        others[key] = SetAside(choice.seq, key[0], key[1], state)
    return plan if others == plan.set_aside else plan.with_(set_aside=others)


def whole_card_summary(choice: Choice, words: Words) -> str:
    """A line about the whole card in a few words; "" for any other line."""
    state = _state(choice)
    return words.say(OPEN_ENDS[state]) if state else ""


def _state(choice: Choice) -> OpenEnd | None:
    return next((end for end in OPEN_ENDS if choice.item == WHOLE and choice.value.get("state") == end), None)


def not_here(words: Words) -> str:
    """The answer to a tap on something that this card does not have."""
    return words.say(NOT_HERE)


STAY = Field("then", "button", (("stay", ""),))
"""The first button of a form, which Enter presses: it keeps what was typed and leads nowhere."""


def with_words(words: Words, *fields: Field) -> tuple[Field, ...]:
    """Inputs with their choices in the language of the screen."""
    return tuple(
        replace(each, choices=tuple((value, words.say(said) if said else "") for value, said in each.choices))
        for each in fields
    )
