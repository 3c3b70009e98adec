"""The card "how it went": at a return visit, each thing that was planned, how it goes, what got in the way, what next.

It asks without blame: taking something, taking it on some days and having stopped are boxes of one size. What got in
the way is tapped from the aid's own list, and said in own words. Each way to go on says what is known about it and
leads to the card on which it is decided; nothing is decided here, and no value is set (see `domain.how_it_went`).
Somebody with nothing planned does not see this card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ...domain.aid import Aid
from ...domain.conversation import OwnWords
from ...domain.encounter import MAX_WORDS, Choice
from ...domain.how_it_went import SaidOfThing
from ...domain.phrases import phrase
from ...domain.plan import Plan
from ...errors import CardProblems
from ...locale import Words
from .. import Field, NewLine, Scene, Traits
from .._boxes import STAY, not_here, with_words
from .._next_step import OF_A_TASK, STEPS, thing_in_words
from .._own_words import WHOSE_WORDS, own_words, via_of, voice_of
from .._usual import talked_about
from ._page import part_in_words, sections
from ._things import Thing, said_of, things_of, was_planned
from ._view import HowItWentView, view_of
from ._words import HOWS, SINCES

KIND = "how_it_went"
TITLE = phrase("How did it go?")


def _there_is(plan: Plan, aid_id: str) -> bool:
    return was_planned(plan, aid_id) or any((line.kind, line.aid_id) == (KIND, aid_id) for line in plan.standing)


TRAITS = Traits(sign="M5 12a7 7 0 1 1 2 5M5 17v-5h5", talk="beginning", there_is=_there_is)
state = talked_about(KIND)

__all__ = [
    "KIND", "TITLE", "TRAITS", "accept", "asks", "fields", "sections", "show", "state", "summary", "tell",
]  # fmt: skip
UNSAID = "unsaid"


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: for each thing a tap for each question, and a box for words."""
    things = things_of(scene)
    taps = {part: [f"{each.id}:{value}" for each in things for value in _values(scene, each, part)] for part in _PARTS}
    made = [Field(part, "button", tuple((value, "") for value in values)) for part, values in taps.items()]
    made += [Field(each.words_field, "long_text", max_length=MAX_WORDS) for each in things]
    return with_words(scene.words, *made, *WHOSE_WORDS, STAY)


def show(scene: Scene) -> HowItWentView:
    """Every thing that was planned, with what was said of it in this visit."""
    return view_of(scene)


_PARTS = ("how", "since", "way", "next")


def _values(scene: Scene, thing: Thing, part: str) -> tuple[str, ...]:
    """What can be tapped on one question of a thing."""
    if part == "how":
        return (*HOWS[thing.sort], UNSAID)
    if part == "since":
        return (*SINCES, UNSAID) if thing.sort == "medicine" else ()
    if part == "way":
        return tuple(f"{wish}{key}" for key in scene.aid.how_it_went.in_the_way for wish in ("", "not."))
    steps = [each for each in STEPS if each in scene.aid.how_it_went.next]
    return (*(OF_A_TASK if thing.sort == "task" else steps), UNSAID)


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines that a tap writes, and those for the words that changed; () where it is so already.

    Raises:
        CardProblems: there is no such thing, or no such tap. Nothing is written.
    """
    return (*_tapped(scene, given), *_words_lines(scene, given))


def _tapped(scene: Scene, given: Mapping[str, Any]) -> Iterator[NewLine]:
    things = {each.id: each for each in things_of(scene)}
    for part in _PARTS:
        thing, _, value = str(given.get(part) or "").partition(":")
        if not thing:
            continue
        if thing not in things or value not in _values(scene, things[thing], part):
            raise CardProblems({part: not_here(scene.words)})
        line = _way(scene, thing, value) if part == "way" else _one(scene, thing, part, value)
        if line is not None:
            yield replace(line, private=_is_between_us(scene, thing, given))


def _is_between_us(scene: Scene, thing: str, given: Mapping[str, Any]) -> bool:
    """Whether a tap is: the box is ticked, or how it goes was said so, and this is a detail of it."""
    how = said_of(scene, thing).seq
    return bool(given.get("private") or (how and scene.plan.is_between_us(how)))


def _one(scene: Scene, thing: str, part: str, value: str) -> NewLine | None:
    now = "" if value == UNSAID else value
    if now == getattr(said_of(scene, thing), part):
        return None
    return NewLine(f"{thing}.{part}", {part: now or None, "on": scene.today.isoformat()})


def _way(scene: Scene, thing: str, value: str) -> NewLine | None:
    key, wish = value.removeprefix("not."), not value.startswith("not.")
    if (key in said_of(scene, thing).ways) is wish:
        return None
    return NewLine(f"{thing}.way.{key}", {"picked": wish, "on": scene.today.isoformat()})


def _words_lines(scene: Scene, given: Mapping[str, Any]) -> Iterator[NewLine]:
    private, on = bool(given.get("private")), {"on": scene.today.isoformat()}
    voice, via = voice_of(given.get("voice")), via_of(given.get("via"))
    for each in (thing for thing in things_of(scene) if thing.words_field in given):
        now, before = str(given[each.words_field] or "").strip(), said_of(scene, each.id).words
        if _says_more(scene, now, before, private):
            language = scene.encounter.language if now else None
            yield NewLine(f"{each.id}.words", on, now or None, language, voice, via, private)


def _says_more(scene: Scene, now: str, before: OwnWords | None, private: bool) -> bool:
    """Whether these are other words than before, or the same words are made private now."""
    if before is None:
        return bool(now)
    return now != (before.words or "") or bool(now and private and not scene.plan.is_between_us(before.seq))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put what was said of a thing into the plan, with its visit and its day."""
    said = _said(choice)
    return plan.with_(more=(*plan.more, said)) if said else plan


def _said(choice: Choice) -> SaidOfThing | None:
    """What a line says; None for one that takes a tap back."""
    thing, part, value = _parts(choice.item)
    spoken = own_words(choice) if part == "words" else None
    said = value if part == "way" and choice.value.get("picked") else choice.value.get(part)
    if part not in (*_PARTS, "words") or not (said or spoken):
        return None
    on = date.fromisoformat(choice.value["on"]) if "on" in choice.value else choice.saved_at.date()
    where = (choice.seq, choice.encounter_id, on, choice.aid_id or "", choice.aid_hash or "")
    return SaidOfThing(*where, thing, part, str(said or ""), spoken)


def _parts(item: str) -> tuple[str, str, str]:
    """(thing, part, the way that is meant) of an item of this card."""
    thing, middle, way = item.partition(".way.")
    if middle:
        return thing, "way", way
    thing, _, part = item.rpartition(".")
    return thing, part, ""


def asks(choice: Choice, aid: Aid | None, words: Words) -> str:
    """What a line speaks of: the thing that was planned."""
    return thing_in_words(_parts(choice.item)[0], aid, words) if aid else ""


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words. Own words have a row of their own."""
    said = _said(choice)
    if said is None or aid is None or said.part == "words":
        return ""
    return part_in_words(said, aid, words)
