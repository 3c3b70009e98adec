"""The card "questions": what is still open, one question in their own words, and who will think about what.

A question stays open until they say that it is settled, and nobody has to think about it. Who does is a line of its
own, so that naming somebody never touches the words of the question. A question of their own gets its name from the
page it was typed on: sent twice it is the same question, and two screens never share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..domain.aid import Aid
from ..domain.chances import Numbers
from ..domain.conversation import VOICE_NAMES, OpenQuestion
from ..domain.encounter import MAX_WORDS, Choice, TakenOut, Voice
from ..domain.fill_sentences import fill
from ..domain.page import Item, ListPart, OwnWordsPart, ReminderPart, Section
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, chart_line, quoted
from ..locale import Words
from . import Field, NewLine, Scene, Traits
from ._boxes import (
    STAY,
    Box,
    not_here,
    open_end_boxes,
    tell_whole_card,
    whole_card_summary,
    whole_field,
    whole_lines,
    with_words,
)
from ._display import fill_for
from ._own_words import WHOSE_WORDS, own_words, standing_line, via_of, voice_of
from ._usual import asks as asks
from ._usual import talked_about

KIND = "questions"
TITLE = phrase("Still open")
TRAITS = Traits(
    sign="M9 8a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v1", talk="ending", follows={"differ": 1, "meaning": 1, "stuck": 2}
)
state = talked_about(KIND)

THINKERS: Mapping[Voice, str] = {
    who: "You" if who == "patient" else name for who, name in VOICE_NAMES.items() if who != "together"
}
THINKS = ".thinks"
LAST = 1_000
"""Open questions come after open decisions."""
_OWN_NAME = re.compile(r"[A-Za-z0-9_-]{8,40}")


@dataclass(frozen=True)
class Thinker:
    """One of those who could think about a question: the value of the tap, the words, and whether they do."""

    who: Voice
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Open:
    """One open question.

    Attributes:
        key: its item. own: it is in somebody's own words (`language`).
    """

    key: str
    text: str
    own: bool
    language: str
    private: bool
    taken_out: TakenOut
    thinkers: tuple[Thinker, ...]


@dataclass(frozen=True)
class QuestionsView:
    """What the template gets: questions that could be asked, those that are open, and what was typed but not saved."""

    taps: tuple[Box, ...]
    ends: tuple[Box, ...]
    open: tuple[Open, ...]
    own_words: str
    own_name: str
    voice: str
    via: str
    own_problem: str
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: taps that open or settle a question and say who thinks about it, and a question of their own."""
    asked = tuple((f"questions.{key}", "") for key in scene.aid.questions)
    here = tuple({**{each.key: "" for each in _open(scene)}, **dict(asked)}.items())
    thinkers = tuple((f"{each.key}:{who}", "") for each in _open(scene) for who in (*THINKERS, "nobody"))
    return with_words(
        scene.words,
        Field("ask", "button", asked),
        Field("settle", "button", here),
        Field("thinks", "button", thinkers),
        whole_field(),
        Field("own", "long_text", max_length=MAX_WORDS),
        Field("own_name", "text", max_length=40),
        *WHOSE_WORDS,
        STAY,
    )


def show(scene: Scene) -> QuestionsView:
    """Questions that could be asked, as boxes; open ones as a list with who will think about each."""
    picked = {each.key for each in _open(scene)}
    return QuestionsView(
        taps=tuple(
            Box("settle" if key in picked else "ask", key, text, key in picked) for key, text in _texts(scene).items()
        ),
        ends=open_end_boxes(scene, KIND),
        open=tuple(_shown(scene, each) for each in _open(scene)),
        own_words=str(scene.entered.get("own") or ""),
        own_name=str(scene.entered.get("own_name") or ""),
        voice=str(scene.entered.get("voice") or ""),
        via=str(scene.entered.get("via") or ""),
        own_problem=scene.problems.get("own", ""),
        problem=not_here(scene.words) if scene.problems.keys() - {"own"} else "",
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write for a tap or a question of their own; () where it is so already.

    Raises:
        CardProblems: the question is not one of this card's, or nobody could think about it. Nothing is written.
    """
    voice, open_keys = voice_of(given.get("voice")), {each.key for each in _open(scene)}
    asked = _texts(scene).keys()
    lines: list[NewLine] = []
    for field, may, wish in (("ask", asked, True), ("settle", open_keys | asked, False)):
        key = str(given.get(field) or "")
        if key and key not in may:
            raise CardProblems({field: not_here(scene.words)})
        if key and (key in open_keys) is not wish:
            lines.append(NewLine(key, {"open": wish}, voice=voice))
    lines += _thinks(scene, str(given.get("thinks") or ""))
    lines += _own(scene, given, voice)
    return (*lines, *whole_lines(scene, KIND, given))


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a line into the plan: an open question, or who thinks about it, in either order."""
    plan = tell_whole_card(plan, choice)
    if choice.item.endswith(THINKS):
        key, who = choice.item.removesuffix(THINKS), voice_of(choice.value.get("who"))
        joined = [
            replace(each, thinks=who) if (each.aid_id, each.key) == (choice.aid_id, key) else each
            for each in plan.questions
        ]
        return plan.with_(questions=tuple(joined))
    if not choice.value.get("open"):
        return plan
    thinks = standing_line(plan, KIND, choice.aid_id, f"{choice.item}{THINKS}")
    question = OpenQuestion(
        seq=choice.seq,
        aid_id=choice.aid_id or "",
        aid_hash=choice.aid_hash or "",
        key=choice.item,
        question=choice.item.removeprefix("questions.") if choice.item.startswith("questions.") else None,
        said=own_words(choice),
        thinks=voice_of(thinks.value.get("who")) if thinks else None,
    )
    return plan.with_(questions=(*plan.questions, question))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The section with the open questions, each with who will think about it."""
    lines = [line for line in (_still_open(each, handout) for each in handout.plan.questions) if line is not None]
    items = (Item(text, own=own, after=who) for text, own, who in lines)
    asked = [quoted(own.words) if own else text for text, own, _ in lines]
    named = [question + (f" ({who})" if who else "") for question, (_, _, who) in zip(asked, lines, strict=True)]
    chart = chart_line(handout.words.say("Still open:"), named, " · ", handout.words)
    yield Section("open", (ListPart(tuple(items)), *chart, *map(ReminderPart, asked)) if lines else (), at=LAST)


def _still_open(each: OpenQuestion, handout: Handout[Outside]) -> tuple[str, OwnWordsPart | None, str] | None:
    """A question, or the words it was asked in, and who will think about it."""
    who = _thinks_about(each.thinks, handout)
    if each.said is not None:
        return ("", OwnWordsPart(each.said.words, each.said.language), who) if each.said.words else None
    aid = handout.aids.get(each.aid_hash)
    text = aid.questions.get(each.question or "") if aid else None
    if aid is None or text is None:
        return None
    filled = fill(text, aid, Numbers({}), handout.words)  # a question is asked without a chance in it
    return (filled.text, None, who) if filled and not filled.claims else None


def _thinks_about(who: Voice | None, handout: Handout[Outside]) -> str:
    say = handout.words.say
    if who == "patient":
        return say("you will think about it")
    if who == "clinician":
        return say("{who} will think about it", who=handout.clinician or say("the clinician"))
    return say("your family or a friend will think about it") if who == "care_partner" else ""


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words; "" where it says nothing by itself."""
    key = choice.item.removesuffix(THINKS)
    text = aid.questions.get(key.removeprefix("questions."), "") if aid else ""
    if choice.item.endswith(THINKS):
        who = voice_of(choice.value.get("who"))
        name = words.say("{who} will think about it", who=words.say(THINKERS[who])) if who and who in THINKERS else ""
        return " – ".join(part for part in (text, name) if part) if name else ""
    if choice.value.get("open") is False:
        return words.say("{what} – settled", what=text) if text else words.say("Settled")
    return text if choice.value.get("open") and text else whole_card_summary(choice, words)


def _open(scene: Scene) -> tuple[OpenQuestion, ...]:
    return tuple(each for each in scene.plan.questions if each.aid_id == scene.aid.id)


def _texts(scene: Scene) -> dict[str, str]:
    """item -> the aid's question for this person. One with a number that is not to be shown is left out."""
    filled = {f"questions.{key}": fill_for(text, scene) for key, text in scene.aid.questions.items()}
    return {key: sentence.text for key, sentence in filled.items() if sentence is not None}


def _shown(scene: Scene, each: OpenQuestion) -> Open:
    named = [
        Thinker(
            who,
            f"{each.key}:{'nobody' if each.thinks == who else who}",
            scene.words.say(said_of),
            each.thinks == who,
        )
        for who, said_of in THINKERS.items()
    ]
    earlier = scene.words.say("A question from an earlier visit")
    text = _texts(scene).get(each.key, earlier) if each.said is None else each.said.words or ""
    return Open(
        each.key,
        text,
        each.said is not None,
        each.said.language if each.said else scene.words.language,
        scene.plan.is_between_us(each.seq),
        each.said.taken_out if each.said else "",
        tuple(named),
    )


def _thinks(scene: Scene, wish: str) -> list[NewLine]:
    if not wish:
        return []
    key, _, who = wish.rpartition(":")
    question = next((each for each in _open(scene) if each.key == key), None)
    if question is None or who not in (*THINKERS, "nobody"):
        raise CardProblems({"thinks": not_here(scene.words)})
    if who == (question.thinks or "nobody"):
        return []
    return [NewLine(f"{key}{THINKS}", {"who": None if who == "nobody" else who})]


def _own(scene: Scene, given: Mapping[str, Any], voice: Voice | None) -> list[NewLine]:
    text, name = str(given.get("own") or "").strip(), str(given.get("own_name") or "")
    if not text:
        return []
    if not _OWN_NAME.fullmatch(name):
        raise CardProblems(
            {"own": scene.words.say("This page is not whole. Please load it again; your words are kept.")}
        )
    before = standing_line(scene.plan, KIND, scene.aid.id, f"own.{name}")
    language = scene.encounter.language
    private, via = bool(given.get("private")), via_of(given.get("via"))
    if before is not None and before.words == text and (before.private or not private):
        return []
    return [NewLine(f"own.{name}", {"open": True}, text, language, voice, via, private)]
