"""The card "decision": where they arrived, as one choice among boxes of equal size.

All of them are boxes of one size in the order of the aid, none chosen beforehand: doing less is a choice like any
other (hazard H14). Words stand on their own lines, apart from the choice, so that a change of mind copies nobody's
words and taking them out leaves nothing behind. The choice keeps the numbers and values as they stood (`Shown`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...changes import ChangesInWords, changes_in_words
from ...domain.aid import Aid
from ...domain.chances import options_for
from ...domain.encounter import MAX_WORDS, Choice, Via, Voice
from ...domain.plan import Arrived, Decision, OwnWords, Plan
from ...domain.since import CardNow, changes_since
from ...errors import CardProblems
from ...locale import Words
from .. import NOT_HERE, Field, NewLine, Scene, TopicState, Traits
from .._own_words import via_of, voice_of
from .._usual import talked_about
from ._days import (
    LookAgain,
    day_after,
    day_chosen,
    days_offered,
    first_day,
    last_day,
    until_day,
    usual_step,
)
from ._page import sections
from ._plan import ARRIVED_BY_KIND, KIND, arrived_words, asks, own_words_on, tell_line, text_of

__all__ = [
    "KIND", "TITLE", "TRAITS", "accept", "asks", "fields", "sections", "show", "state", "summary", "tell",
]  # fmt: skip
TITLE = "Where we are now"
TRAITS = Traits(
    talk="choosing",
    belongs={"said": "arrived", "look_again_if": "arrived"},
    follows={"head": 2, "heart": 2, "differ": 2, "meaning": 2},
)

OPEN_ENDS: tuple[Arrived, ...] = ("something_else", "not_sure", "parked")


@dataclass(frozen=True)
class DecisionBox:
    """One box: its value in the form, its words, a note, and whether it is chosen."""

    value: str
    label: str
    note: str
    chosen: bool


@dataclass(frozen=True)
class DecisionView:
    """What the template gets.

    Attributes:
        boxes: every place to arrive, all equal.
        look_again: days to choose from. usual: the one that "not now" says of itself.
        words_said, look_again_if: what stands in the two boxes for words.
        until_from, until_to: the first and the last day that can be chosen to try it until.
        private: the choice is just between us already.
        since: what has changed since they decided; None where every number stands.
    """

    question: str
    boxes: tuple[DecisionBox, ...]
    look_again: tuple[LookAgain, ...]
    usual: str
    words_said: str
    look_again_if: str
    until: str
    until_from: str
    until_to: str
    voice: str
    via: str
    private: bool
    detailed: bool
    problems: Mapping[str, str]
    since: ChangesInWords | None = None


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: the choice, a day, what may be added to it, and the two buttons."""
    say = scene.words.say
    return (
        Field("arrived", "choice", tuple((box.value, box.label) for box in _boxes(scene, ""))),
        Field("look_again", "choice", tuple((each.value, each.label) for each in days_offered(scene, ""))),
        Field("words", "long_text", max_length=MAX_WORDS),
        Field("look_again_if", "text", max_length=MAX_WORDS),
        Field("until", "date"),
        Field("voice", "choice", tuple((voice, say(words)) for voice, words in VOICES.items())),
        Field("via", "choice", tuple((via, say(words)) for via, words in THROUGH.items())),
        Field("private", "yes_no"),
        Field("still", "button", (("yes", ""),)),
        Field("then", "button", (("stay", ""), ("plan", ""))),
    )


VOICES: Mapping[str, str] = {
    "patient": "The patient", "clinician": "The clinician", "care_partner": "Family or a friend",
    "together": "Together",
}  # fmt: skip
THROUGH: Mapping[str, str] = {"interpreter": "Through an interpreter", "companion": "Through who came along"}


def show(scene: Scene) -> DecisionView:
    """The boxes, with the one that was chosen before and what was said with it."""
    stands = scene.plan.decisions.get(scene.aid.id)
    entered = scene.entered
    chosen = str(entered.get("arrived") or (_value_of(stands) if stands else ""))
    day = str(entered.get("look_again") or (stands.look_again.isoformat() if stands and stands.look_again else ""))
    said, again_if = (
        own_words_on(scene.plan, scene.aid.id, "said"),
        own_words_on(scene.plan, scene.aid.id, "look_again_if"),
    )
    words_said = str(entered.get("words", text_of(said)))
    look_again_if = str(entered.get("look_again_if", text_of(again_if)))
    ahead = stands.until.isoformat() if stands and stands.until and stands.until >= scene.today else ""
    until = str(entered.get("until") or ahead)
    voice = str(entered.get("voice") or (stands.voice if stands and stands.voice else ""))
    via = str(entered.get("via") or (stands.via if stands and stands.via else ""))
    return DecisionView(
        question=scene.aid.decision,
        boxes=_boxes(scene, chosen),
        look_again=days_offered(scene, day),
        usual=usual_step(scene.aid),
        until_from=first_day(scene),
        until_to=last_day(scene),
        words_said=words_said,
        look_again_if=look_again_if,
        until=until,
        voice=voice,
        via=via,
        private=bool(stands and scene.plan.is_between_us(stands.seq)),
        detailed=bool(words_said or look_again_if or until or voice or via or scene.problems),
        problems=scene.problems,
        since=_changed(scene),
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write: the choice, and each of the words that go with it; () where nothing is new.

    Raises:
        CardProblems: a day cannot be read, or a day was given without saying where they arrived. Nothing is written.
    """
    arrived = str(given.get("arrived") or "")
    until = until_day(given.get("until"), scene)
    if not arrived and (given.get("look_again") or until):
        raise CardProblems({"arrived": scene.words.say("Which one do we look at again?")})
    private, voice, via = bool(given.get("private")), voice_of(given.get("voice")), via_of(given.get("via"))
    lines = []
    anew = bool(arrived) and _is_another_choice(scene, arrived)
    if arrived:
        look_again = str(given.get("look_again") or "")
        if anew:
            look_again, until = _of_this_visit(scene, look_again, until)
        value = _value(scene, arrived, look_again, until)
        still = bool(given.get("still")) and _changed(scene) is not None
        if still or _is_new(scene, value, voice, via, private):
            lines.append(NewLine("arrived", value, voice=voice, via=via, private=private, shown=scene.shown_here))
    for item, name in (("said", "words"), ("look_again_if", "look_again_if")):
        before = own_words_on(scene.plan, scene.aid.id, item)
        text = str(given.get(name) or "").strip()
        if anew and before and before.words and text in ("", before.words):
            lines.append(NewLine(item, {}, None))
            continue
        if name not in given:
            continue
        if text != text_of(before) or (text and before and _says_more(scene, before, private, voice, via)):
            language = scene.encounter.language if text else None
            lines.append(NewLine(item, {}, text or None, language, voice, via, private))
    return tuple(lines)


def _is_another_choice(scene: Scene, arrived: str) -> bool:
    """Whether this is another choice than in an earlier visit. Then the words of that visit do not go with it."""
    line, stands = _arrived_line(scene), scene.plan.decisions.get(scene.aid.id)
    if line is None or stands is None or line.encounter_id == scene.encounter.id:
        return False
    return _value_of(stands) != arrived


def _of_this_visit(scene: Scene, look_again: str, until: date | None) -> tuple[str, date | None]:
    """The days that were tapped with a new choice. Days of the earlier choice that the form still held are dropped."""
    stands = scene.plan.decisions[scene.aid.id]
    agreed = stands.look_again.isoformat() if stands.look_again else ""
    return "" if look_again == agreed else look_again, None if until == stands.until else until


def _says_more(scene: Scene, before: OwnWords, private: bool, voice: Voice | None, via: Via | None) -> bool:
    """Whether "just between us" or a voice was tapped after the words themselves had been saved."""
    hidden = private and not scene.plan.is_between_us(before.seq)
    return hidden or bool(voice and not before.voice) or bool(via and not before.via)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a line into the plan: the decision with its work and its next day, or words that belong to it."""
    return tell_line(plan, choice, aid)


def state(plan: Plan, aid_id: str) -> TopicState:
    """The state on the map: set aside when they parked it."""
    decision = plan.decisions.get(aid_id)
    return "aside" if decision and decision.arrived == "parked" else talked_about(KIND)(plan, aid_id)


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """Where they arrived, in a few words. Words have a row of their own."""
    option = aid.options.get(str(choice.value.get("option") or "")) if aid else None
    if option is not None:
        return option.name
    arrived = choice.value.get("arrived")
    return arrived_words(arrived, "", "", words) if arrived in OPEN_ENDS else ""


def _boxes(scene: Scene, chosen: str) -> tuple[DecisionBox, ...]:
    words, stands = scene.words, scene.plan.decisions.get(scene.aid.id)
    agreed = stands.look_again if stands and stands.arrived == "not_now" else None
    ahead = agreed is not None and agreed >= scene.today
    day = words.day(agreed if agreed and ahead else day_after(scene, usual_step(scene.aid)))
    boxes = []
    for key, option in options_for(scene.aid, scene.numbers.values).items():
        label = arrived_words(ARRIVED_BY_KIND.get(option.kind, "option"), option.name, day, words)
        note = option.name if option.name not in label else ""
        boxes.append(DecisionBox(f"option.{key}", label, note, chosen == f"option.{key}"))
    boxes += [DecisionBox(each, arrived_words(each, "", "", words), "", chosen == each) for each in OPEN_ENDS]
    return tuple(boxes)


def _value(scene: Scene, arrived: str, look_again: str, until: date | None) -> dict[str, Any]:
    key = arrived.removeprefix("option.") if arrived.startswith("option.") else None
    option = options_for(scene.aid, scene.numbers.values).get(key) if key else None
    if option is None and arrived not in OPEN_ENDS:
        raise CardProblems({"arrived": scene.words.say(NOT_HERE)})
    where = ARRIVED_BY_KIND.get(option.kind, "option") if option else arrived
    value: dict[str, Any] = {"arrived": where, "on": scene.today.isoformat()}
    if key:
        value["option"] = key
    day = day_chosen(look_again, scene) or (day_after(scene, usual_step(scene.aid)) if where == "not_now" else None)
    if day:
        value["look_again"] = day.isoformat()
    if until:
        value["until"] = until.isoformat()
    return value


def _changed(scene: Scene) -> ChangesInWords | None:
    """What has changed since they decided, in the same words as on paper."""
    stands = scene.plan.decisions.get(scene.aid.id)
    if stands is None or scene.then is None:
        return None
    if stands.shown and stands.shown.numbers and not stands.shown.inputs:
        return None  # this screen may not see the values behind them, so it cannot compare
    now = CardNow(scene.aid, scene.aid_hash, scene.numbers, tuple(scene.plan.situation.get(scene.aid.id, ())))
    day = stands.said_on.isoformat() if stands.said_on else ""
    compared = changes_since(scene.then, stands.aid_hash, stands.shown, now)
    return changes_in_words(compared, scene.then, scene.words, quiet=scene.without_numbers, decided_on=day)


def _arrived_line(scene: Scene) -> Choice | None:
    of = (KIND, scene.aid.id, "arrived")
    return next((each for each in reversed(scene.plan.standing) if (each.kind, each.aid_id, each.item) == of), None)


def _is_new(scene: Scene, value: Mapping[str, Any], voice: Voice | None, via: Via | None, private: bool) -> bool:
    line = _arrived_line(scene)
    if line is None:
        return True
    before = {key: each for key, each in line.value.items() if key != "on"}
    now = {key: each for key, each in value.items() if key != "on"}
    seen = scene.shown_here.numbers
    looked_anew = bool(seen) and seen != (line.shown.numbers if line.shown else ())
    return before != now or (voice, via) != (line.voice, line.via) or (private and not line.private) or looked_anew


def _value_of(decision: Decision) -> str:
    return f"option.{decision.option}" if decision.option else decision.arrived
