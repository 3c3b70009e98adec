"""The card "purpose": what would help today. Four doors, none locked and none required.

People come to weigh choices, to bring two views together, to get something unstuck, or to find out what it all means
(Hargraves et al. 2019, PMID 31353170); three of the four need no list of options. Behind each door stand the aid's own
prompts for the talk. Where they see it differently, each view may be kept in a line of its own, in that person's words,
with what they agree on anyway; nobody's line is written over by another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ..domain.aid import Aid
from ..domain.conversation import VOICE_NAMES, Door, Purpose, ViewPart, Viewpoint
from ..domain.encounter import MAX_WORDS, Choice, TakenOut, Via, Voice
from ..domain.page import Item, ListPart, OwnWordsPart, Section
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout
from ..locale import Words
from . import Field, NewLine, Scene, Traits, kinds, offered
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
from ._own_words import VIA, from_before, names_of, own_words, standing_line, via_of
from ._usual import asks as asks
from ._usual import talked_about

KIND = "purpose"
TITLE = phrase("What would help today?")
TRAITS = Traits(sign="M12 3v18M12 5h7l-2 3 2 3h-7M8 21h8", later_stands=frozenset({"door"}))
state = talked_about(KIND)

DOORS: Mapping[Door, str] = {
    "weigh": phrase("Weigh our choices"),
    "differ": phrase("We see it differently"),
    "stuck": "Something is stuck",
    "meaning": "What does this mean?",
}
HEADINGS: Mapping[Door, str] = {**DOORS, "differ": phrase("We see it differently, and that is all right")}
PROMPTS: Mapping[Door, tuple[str, ...]] = {
    "weigh": ("What matters most to you here?", "What would you not want to give up?"),
    "differ": (phrase("Help me see it the way you do."), phrase("What worries you about this?")),
    "stuck": (phrase("What gets in the way?"), phrase("What could we let go?")),
    "meaning": ("What is a good day like?",),
}
"""What to ask where the aid has no prompts of its own."""

LINES: Mapping[Door, tuple[tuple[ViewPart, Voice | None], ...]] = {
    "weigh": (),
    "differ": (
        ("view.patient", "patient"),
        ("view.clinician", "clinician"),
        ("agreed", "together"),
        ("view.care_partner", "care_partner"),
    ),
    "stuck": (("stuck", None),),
    "meaning": (("meaning", None),),
}
"""Door -> the lines that may be written behind it, each with the voice that its label implies."""

LABELS: Mapping[ViewPart, str] = {
    "view.patient": "You",
    "view.clinician": VOICE_NAMES["clinician"],
    "view.care_partner": VOICE_NAMES["care_partner"],
    "agreed": "What we agree on anyway",
    "stuck": "In your own words, if you like",
    "meaning": "In your own words, if you like",
}
THEIR_OWN: frozenset[ViewPart] = frozenset({"view.clinician", "agreed"})
"""Lines that never come through somebody else."""


@dataclass(frozen=True)
class OwnLine:
    """One line that may be written: its field, its label, and its words so far.

    Attributes:
        private: it is just between us already. ticked: that was tapped, and is not kept yet.
        before: its words are from an earlier visit.
    """

    field: str
    part: ViewPart
    label: str
    words: str
    private: bool
    ticked: bool
    taken_out: TakenOut
    before: bool


@dataclass(frozen=True)
class Opened:
    """The door that is open.

    Attributes:
        prompts: to be said aloud. lines: what may be written. more: one more view, for who came along.
        onward: (card, its title) to go on with.
    """

    door: Door
    heading: str
    prompts: tuple[str, ...]
    lines: tuple[OwnLine, ...]
    more: tuple[OwnLine, ...]
    onward: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PurposeView:
    """What the template gets. `opened` is None while every door is closed."""

    doors: tuple[Box, ...]
    ends: tuple[Box, ...]
    opened: Opened | None
    via: str
    problems: Mapping[str, str]


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a tap on a door or an open end, every line that may be written, and through whom the words came."""
    parts = tuple(field_of(part) for lines in LINES.values() for part, _ in lines)
    return with_words(
        scene.words,
        Field("door", "button", (*DOORS.items(), ("closed", ""))),
        whole_field(),
        *(Field(each, "long_text", max_length=MAX_WORDS) for each in parts),
        VIA,
        Field("private", "choices", tuple((part, LABELS[part]) for lines in LINES.values() for part, _ in lines)),
        STAY,
    )


def field_of(part: ViewPart) -> str:
    """The name of the field of a line."""
    return part.replace(".", "_")


def show(scene: Scene) -> PurposeView:
    """Four doors of one size, and what is behind the open one."""
    stands = scene.plan.purposes.get(scene.aid.id)
    door = _typed_behind(scene) or (stands.door if stands else None)
    return PurposeView(
        doors=tuple(
            Box("door", "closed" if door == each else each, scene.words.say(said), door == each)
            for each, said in DOORS.items()
        ),
        ends=open_end_boxes(scene, KIND),
        opened=_opened(scene, door) if door is not None else None,
        via=str(scene.entered.get("via") or ""),
        problems={
            field: problem if field in _written() else not_here(scene.words)
            for field, problem in scene.problems.items()
        },
    )


def _opened(scene: Scene, door: Door) -> Opened:
    lines = [_own_line(scene, part) for part, _ in LINES[door]]
    onward = [(card, kinds()[card].TITLE) for card in offered(door, scene.aid.cards)]
    return Opened(
        door=door,
        heading=scene.words.say(HEADINGS[door]),
        prompts=_prompts(scene, door),
        lines=tuple(each for each in lines if each.part != "view.care_partner"),
        more=tuple(each for each in lines if each.part == "view.care_partner"),
        onward=tuple((card, scene.words.say(title)) for card, title in onward),
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write: the door, and every line with new words, each in its own voice; () where nothing is new.

    Raises:
        CardProblems: there is no such door. Nothing is written.
    """
    lines = _door_lines(scene, str(given.get("door") or ""))
    for part, voice in (each for parts in LINES.values() for each in parts):
        if field_of(part) in given:
            lines = (*lines, *_view_lines(scene, given, part, voice))
    return (*lines, *whole_lines(scene, KIND, given))


def _door_lines(scene: Scene, door: str) -> tuple[NewLine, ...]:
    stands = scene.plan.purposes.get(scene.aid.id)
    if door and door != "closed" and door not in DOORS:
        raise CardProblems({"door": not_here(scene.words)})
    return (NewLine("door", {"door": door}),) if door and door != (stands.door if stands else "closed") else ()


def _view_lines(scene: Scene, given: Mapping[str, Any], part: ViewPart, voice: Voice | None) -> tuple[NewLine, ...]:
    """The line with somebody's view; () where its words are the same and nothing more was said of them."""
    private, via = part in frozenset(given.get("private") or ()), via_of(given.get("via"))
    text, before = str(given.get(field_of(part)) or "").strip(), standing_line(scene.plan, KIND, scene.aid.id, part)
    if part in THEIR_OWN:
        via = None
    if text == _words_of(scene, part) and not (text and before and _says_more(before, private, via)):
        return ()
    return (NewLine(part, {}, text or None, scene.encounter.language if text else None, voice, via, private),)


def _says_more(before: Choice, private: bool, via: Via | None) -> bool:
    """Whether "just between us" or a companion was tapped after the words themselves had been saved."""
    return (private and not before.private) or bool(via and not before.via)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a line into the plan: the door as the purpose, words as the view of whoever said them."""
    plan = tell_whole_card(plan, choice)
    aid_id, aid_hash = choice.aid_id or "", choice.aid_hash or ""
    if choice.item == "door" and choice.value.get("door") in DOORS:
        purpose = Purpose(choice.seq, aid_id, aid_hash, choice.value["door"])
        return plan.with_(purposes={**plan.purposes, aid_id: purpose})
    said_now = own_words(choice)
    if choice.item in LABELS and said_now is not None:
        return plan.with_(views=(*plan.views, Viewpoint(aid_id, aid_hash, cast(ViewPart, choice.item), said_now)))
    return plan


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The section with how each of them sees it, and what they agree on, in their own words."""
    say, names = handout.words.say, names_of(handout)
    named: Mapping[ViewPart, str] = {
        "view.patient": say("You"),
        "view.clinician": names["clinician"],
        "view.care_partner": names["care_partner"],
        "agreed": say("What we agree on anyway"),
        "stuck": say("Something is stuck"),
        "meaning": say("What does this mean?"),
    }
    here = sorted((each for each in handout.plan.views if each.said.words), key=lambda each: [*named].index(each.part))
    items = (
        Item(strong=f"{named[each.part]}:", own=OwnWordsPart(each.said.words or "", each.said.language))
        for each in here
    )
    yield Section("views", (ListPart(tuple(items)),) if here else ())


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words. Own words have a row of their own."""
    if choice.item == "door" and choice.value.get("door") in DOORS:
        return words.say(DOORS[cast(Door, choice.value["door"])])
    return whole_card_summary(choice, words)


def _prompts(scene: Scene, door: Door) -> tuple[str, ...]:
    talk = scene.aid.talks.get(door)
    if talk is None:
        return tuple(scene.words.say(each) for each in PROMPTS[door])
    filled = (fill_for(each, scene) for each in (talk.one, talk.two, talk.three) if each)
    return tuple(sentence.text for sentence in filled if sentence)


def _own_line(scene: Scene, part: ViewPart) -> OwnLine:
    line = standing_line(scene.plan, KIND, scene.aid.id, part)
    typed = scene.entered.get(field_of(part))
    words = str(typed) if typed is not None else _words_of(scene, part)
    return OwnLine(
        field_of(part),
        part,
        scene.words.say(LABELS[part]),
        words,
        bool(line and line.private),
        part in (scene.entered.get("private") or ()),
        line.taken_out if line else "",
        from_before(scene, line),
    )


def _words_of(scene: Scene, part: ViewPart) -> str:
    line = standing_line(scene.plan, KIND, scene.aid.id, part)
    return (line.words if line else None) or ""


def _written() -> frozenset[str]:
    return frozenset(field_of(part) for lines in LINES.values() for part, _ in lines)


def _typed_behind(scene: Scene) -> Door | None:
    """The door whose lines were typed but could not be saved, so that it is shown open again."""
    return next(
        (door for door, lines in LINES.items() if any(scene.entered.get(field_of(part)) for part, _ in lines)), None
    )
