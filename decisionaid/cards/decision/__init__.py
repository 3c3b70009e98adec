"""The card "decision": where they arrived, as one choice among boxes of equal size.

All of them are boxes of one size in the order of the aid, none chosen beforehand: doing less is a choice like any
other (hazard H14). Words stand on their own lines, apart from the choice, so that a change of mind copies nobody's
words and taking them out leaves nothing behind. The choice keeps the numbers and values as they stood (`Shown`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...changes import ChangesInWords
from ...decision_words import look_again_has_come, until_has_come
from ...domain.aid import Aid
from ...domain.chances import options_for
from ...domain.encounter import MAX_WORDS, Choice
from ...domain.phrases import phrase
from ...domain.plan import Decision, Plan
from ...locale import Words
from .. import Field, Scene, TopicState, Traits
from .._boxes import with_words
from .._next_step import NextStepShown, next_steps
from .._own_words import WHOSE_WORDS, said_before
from .._usual import talked_about
from ._accept import accept, changed
from ._days import LookAgain, day_after, days_offered, first_day, has_come, last_day, usual_step
from ._page import sections
from ._plan import ARRIVED_BY_KIND, KIND, OPEN_ENDS, arrived_words, asks, own_words_on, tell_line, text_of, value_of

__all__ = [
    "KIND", "TITLE", "TRAITS", "accept", "asks", "fields", "sections", "show", "state", "summary", "tell",
]  # fmt: skip
TITLE = phrase("Where we are now")
TRAITS = Traits(
    sign="M12 21v-8M12 13L6 6M12 13l6-7M6 10V6h4M14 6h4v4",
    talk="choosing",
    belongs={"said": "arrived", "look_again_if": "arrived"},
    follows={"head": 2, "heart": 2, "differ": 2, "meaning": 2, "arrive": 1},
    tells_apart={"look_again": phrase("We look again: {day}."), "until": phrase("To be tried until {day}.")},
)


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
        chosen_on: the day of the choice that stands, where that is from an earlier visit.
        passed: that the day to look again, or the end of a trial, has come.
        steps: how they would go on with what they take, as they said in this visit, with what is known about it.
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
    steps: tuple[NextStepShown, ...] = ()
    chosen_on: str = ""
    passed: tuple[str, ...] = ()


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: the choice, a day, what may be added to it, and the two buttons."""
    return (
        Field("arrived", "choice", tuple((box.value, box.label) for box in _boxes(scene, ""))),
        Field("look_again", "choice", tuple((each.value, each.label) for each in days_offered(scene, ""))),
        Field("words", "long_text", max_length=MAX_WORDS),
        Field("look_again_if", "text", max_length=MAX_WORDS),
        Field("until", "date"),
        *with_words(scene.words, *WHOSE_WORDS),
        Field("still", "button", (("yes", ""),)),
        Field("then", "button", (("stay", ""), ("plan", ""))),
    )


def show(scene: Scene) -> DecisionView:
    """The boxes, with the one that was chosen before and what was said with it."""
    stands = scene.plan.decisions.get(scene.aid.id)
    now = {key: str(scene.entered.get(key) or known) for key, known in _known(scene, stands).items()}
    said, again_if = (own_words_on(scene.plan, scene.aid.id, item) for item in ("said", "look_again_if"))
    words_said = str(scene.entered.get("words", text_of(said)))
    look_again_if = str(scene.entered.get("look_again_if", text_of(again_if)))
    more = (words_said, look_again_if, now["voice"], now["via"], scene.problems)
    return DecisionView(
        question=scene.aid.decision,
        boxes=_boxes(scene, now["arrived"]),
        look_again=days_offered(scene, now["look_again"]),
        usual=usual_step(scene.aid),
        until_from=first_day(scene),
        until_to=last_day(scene),
        words_said=words_said,
        look_again_if=look_again_if,
        until=now["until"],
        voice=now["voice"],
        via=now["via"],
        private=bool(stands and scene.plan.is_between_us(stands.seq)),
        detailed=any(more),
        problems=scene.problems,
        since=changed(scene),
        steps=next_steps(scene),
        chosen_on=_chosen_on(scene, stands),
        passed=tuple(_passed(scene, stands)) if stands else (),
    )


def _chosen_on(scene: Scene, stands: Decision | None) -> str:
    """The day of a choice that was made in an earlier visit; "" for one of this visit, or none."""
    before = stands is not None and said_before(scene, stands.seq)
    return scene.words.day(stands.said_on) if before and stands and stands.said_on else ""


def _passed(scene: Scene, stands: Decision) -> Iterator[str]:
    """That a day which was agreed has come, in the words of the page."""
    if stands.until is not None and has_come(stands.until, scene):
        yield until_has_come(stands.until, scene.words)
    if stands.look_again is not None and has_come(stands.look_again, scene):
        yield look_again_has_come(stands.look_again, scene.words)


def _known(scene: Scene, stands: Decision | None) -> Mapping[str, str]:
    """Field -> what the decision that stands would put into it; "" where it says nothing."""
    if stands is None:
        return dict.fromkeys(("arrived", "look_again", "until", "voice", "via"), "")
    days = {"look_again": stands.look_again, "until": stands.until}
    return {
        "arrived": value_of(stands),
        **{name: day.isoformat() if day and not has_come(day, scene) else "" for name, day in days.items()},
        "voice": stands.voice or "",
        "via": stands.via or "",
    }


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
    passed = has_come(agreed, scene)
    day = words.day(agreed if agreed and not passed else day_after(scene, usual_step(scene.aid)))
    boxes = []
    for key, option in options_for(scene.aid, scene.numbers.values).items():
        of_then = passed and chosen == f"option.{key}"  # the day that was agreed is said as passed, and no other is
        label = arrived_words(ARRIVED_BY_KIND.get(option.kind, "option"), option.name, "" if of_then else day, words)
        note = option.name if option.name not in label else ""
        boxes.append(DecisionBox(f"option.{key}", label, note, chosen == f"option.{key}"))
    boxes += [DecisionBox(each, arrived_words(each, "", "", words), "", chosen == each) for each in OPEN_ENDS]
    return tuple(boxes)
