"""The card "leaning": which way each of them leans, the patient first. The others may lean elsewhere.

A leaning is no decision. Every place to lean is a box of one size, none is chosen beforehand, and "not sure yet" is one
of them. Whose leaning it is, is said by the question itself. On paper and in the note it stands only when that person
said yes to it; the yes belongs to the one leaning, so a new one asks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid
from ..domain.chances import options_for
from ..domain.conversation import VOICE_NAMES, Leaning
from ..domain.encounter import Choice, Voice
from ..domain.page import Section, SentencePart
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, chart_line
from ..locale import Words
from . import Field, NewLine, Scene, TopicState, Traits
from ._boxes import OPEN_ENDS, STAY, not_here
from ._own_words import names_of, said_before
from ._usual import asks as asks
from ._usual import talked_about

KIND = "leaning"
TITLE = phrase("Which way are you leaning?")
TRAITS = Traits(
    sign="M12 4v15M8 20h8M5 8h14M5 8l-2 5h4zM19 8l-2 5h4z",
    talk="choosing",
    follows={"heart": 1},
    tells_apart={"print": phrase("Yes, this may stand on the paper")},
)

WHO: tuple[Voice, ...] = ("patient", "clinician", "care_partner")
"""Who leans, the patient first."""


@dataclass(frozen=True)
class LeaningBox:
    """One way to lean: its value in the form, its words, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class OneVoice:
    """Where one person leans.

    Attributes:
        field, print_field: the names of the boxes and of the yes to paper.
        leans: it was said already, or typed just now. said: the chosen place in words.
        before: it was said in an earlier visit.
    """

    who: Voice
    name: str
    field: str
    print_field: str
    places: tuple[LeaningBox, ...]
    leans: bool
    said: str
    may_print: bool
    problem: str
    before: bool


@dataclass(frozen=True)
class LeaningView:
    """What the template gets: the patient's question, then the others'."""

    question: str
    patient: OneVoice
    others: tuple[OneVoice, ...]


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: for each voice a way to lean and a yes to print it; and the button."""
    places = tuple((place.value, place.label) for place in _places(scene, ""))
    made: list[Field] = []
    for who in WHO:
        made += [Field(f"leans_{who}", "choice", places), Field(f"print_{who}", "yes_no")]
    return (*made, STAY)


def show(scene: Scene) -> LeaningView:
    """The boxes of each voice, with those that were chosen before."""
    patient, *others = (_voice(scene, who) for who in WHO)
    return LeaningView(scene.aid.decision, patient, tuple(others))


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write, each in the voice of whoever leans; () where nothing is new.

    Raises:
        CardProblems: a place that is not here, or a yes to paper for a leaning that nobody said. Nothing is written.
    """
    lines, problems = [], {}
    for who in WHO:
        leans, may_print = str(given.get(f"leans_{who}") or ""), bool(given.get(f"print_{who}"))
        before = _stands(scene.plan, scene.aid.id, who)
        if not leans:
            if may_print and before is None:
                problems[f"leans_{who}"] = scene.words.say("Which way is this leaning?")
            continue
        if leans not in {place.value for place in _places(scene, "")}:
            problems[f"leans_{who}"] = not_here(scene.words)
            continue
        if before is None or (leans, may_print) != (_value_of(before), before.may_print):
            value = {**_as_value(leans), "print": may_print}
            lines.append(NewLine(f"leans.{who}", value, voice=who, shown=scene.shown_here))
    if problems:
        raise CardProblems(problems)
    return tuple(lines)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a leaning into the plan. The patient's comes first."""
    who = next((each for each in WHO if choice.item == f"leans.{each}"), None)
    if who is None:
        return plan
    leaning = Leaning(
        seq=choice.seq,
        aid_id=choice.aid_id or "",
        aid_hash=choice.aid_hash or "",
        who=who,
        toward=choice.value["toward"],
        option=choice.value.get("option"),
        may_print=bool(choice.value.get("print")),
    )
    order = WHO
    return plan.with_(leanings=tuple(sorted((*plan.leanings, leaning), key=lambda each: order.index(each.who))))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The section with the leanings of those who said yes to printing them."""
    words = handout.words
    told = {each.seq: _leaning_in_words(each, handout) for each in handout.plan.leanings}
    lines = tuple(line for line in told.values() if line)
    said_then = (_then(line, handout.another_talk(seq), words) for seq, line in told.items() if line)
    chart = chart_line(words.say("Leaning, with their yes:"), lines, "; ", words)
    yield Section("mattered", (*said_then, *chart), at=1)


def _then(line: str, another_talk: str, words: Words) -> SentencePart:
    """A leaning on paper, with the visit in which it was said where that is another than the page tells of."""
    if another_talk:
        return SentencePart(words.say("Leaning then ({day_and_who}): {what}", day_and_who=another_talk, what=line))
    return SentencePart(words.say("Leaning then: {what}", what=line))


def _leaning_in_words(each: Leaning, handout: Handout[Outside]) -> str:
    say, aid = handout.words.say, handout.aids.get(each.aid_hash)
    option = aid.options.get(each.option or "") if aid else None
    toward = option.name if option else next((say(name) for end, name in OPEN_ENDS.items() if end == each.toward), "")
    return say("{who}: {what}", who=names_of(handout)[each.who], what=toward) if toward else ""


def state(plan: Plan, aid_id: str) -> TopicState:
    """The state on the map: set aside when the patient wants to come back to it."""
    if any((each.aid_id, each.who, each.toward) == (aid_id, "patient", "parked") for each in plan.leanings):
        return "aside"
    return talked_about(KIND)(plan, aid_id)


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words: who leans, and where to."""
    who = next((each for each in WHO if choice.item == f"leans.{each}"), None)
    option = aid.options.get(choice.value.get("option") or "") if aid else None
    ends = (words.say(each) for end, each in OPEN_ENDS.items() if _is(choice, end))
    toward = option.name if option else next(ends, "")
    return words.say("{who}: {what}", who=words.say(VOICE_NAMES[who]), what=toward) if who and toward else ""


def _is(choice: Choice, toward: str) -> bool:
    return bool(choice.value.get("toward") == toward)


def _voice(scene: Scene, who: Voice) -> OneVoice:
    field, print_field = f"leans_{who}", f"print_{who}"
    stands = _stands(scene.plan, scene.aid.id, who)
    chosen = str(scene.entered.get(field) or (_value_of(stands) if stands else ""))
    may_print = bool(scene.entered.get(print_field)) if scene.entered else bool(stands and stands.may_print)
    places = _places(scene, chosen)
    said_now = next((place.label for place in places if place.chosen), "")
    problem = scene.problems.get(field, "")
    if problem and chosen and not said_now:
        problem = not_here(scene.words)
    name, before = scene.words.say(VOICE_NAMES[who]), said_before(scene, stands.seq if stands else None)
    return OneVoice(who, name, field, print_field, places, bool(said_now), said_now, may_print, problem, before)


def _places(scene: Scene, chosen: str) -> tuple[LeaningBox, ...]:
    options = options_for(scene.aid, scene.numbers.values)
    named = [(f"option.{key}", option.name) for key, option in options.items()]
    named += [(end, scene.words.say(words)) for end, words in OPEN_ENDS.items()]
    return tuple(LeaningBox(value, label, chosen == value) for value, label in named)


def _stands(plan: Plan, aid_id: str, who: Voice) -> Leaning | None:
    return next((each for each in plan.leanings if (each.aid_id, each.who) == (aid_id, who)), None)


def _value_of(leaning: Leaning) -> str:
    return f"option.{leaning.option}" if leaning.option else leaning.toward


def _as_value(leans: str) -> dict[str, str]:
    if leans.startswith("option."):
        return {"toward": "option", "option": leans.removeprefix("option.")}
    return {"toward": leans}
