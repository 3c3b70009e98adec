"""The plan, told from the log: a pure fold over the choices that stand.

Nothing derived is stored. A later line on the same (kind, aid, item) stands in place of an earlier one; an undo takes
one line back (and an undo of an undo gives it back); "just between us" and "take this out" are lines too. The card
kinds say what their lines mean for the plan (`tell`), handed in so that the core imports no card. A plan holds ids and
amounts, and of words only what somebody said; an export takes the plan and the words of one language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from .aid import Aid
from .encounter import Choice, InputShown, NewChoice, Shown, Via, Voice
from .life import AskedOfThem, LifeArea, Room
from .talk import Leaning, OpenQuestion, PickedIssue, Purpose, SetAside, View
from .talk import Said as Said

Arrived = Literal["option", "not_now", "as_we_are", "stop", "something_else", "not_sure", "parked"]


@dataclass(frozen=True)
class Decision:
    """Where they arrived on one aid, with the numbers that were on the screen.

    Attributes:
        arrived: an option, not now, as we are, stop, something else in words, not sure yet, or parked.
        option: the option's id where it is one of the aid's.
        look_again: the day to look again, if one was agreed.
        until: "try until": the day that a trial of it ends.
        look_again_if: what would make them look again sooner, in words.
    """

    seq: int
    aid_id: str
    aid_hash: str
    arrived: Arrived
    option: str | None = None
    look_again: date | None = None
    until: date | None = None
    said: Said | None = None
    look_again_if: Said | None = None
    voice: Voice | None = None
    via: Via | None = None
    private: bool = False
    shown: Shown | None = None
    said_on: date | None = None


@dataclass(frozen=True)
class PlannedActivity:
    """One thing somebody will do, from one option of one aid; keyed aid/option/activity."""

    key: str
    aid_id: str
    aid_hash: str
    option: str
    activity: str
    due: date | None = None
    private: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """A day to look again, and why."""

    on: date
    aid_id: str
    private: bool = False


@dataclass(frozen=True)
class Plan:
    """What they arrived at together, as ids, amounts and people's own words.

    Attributes:
        standing: the choices that stand, by seq.
        withdrawn: seqs of lines that were taken back.
        situation: aid id -> the values that were confirmed.
        words: what somebody said, in order.
        decisions: aid id -> where they arrived.
        displays: aid id -> how its chances were last drawn; the newest one is last.
        purposes: aid id -> what would help today. views: how each sees it, in their own words.
        issues: what they picked to talk about. leanings: where each leans. questions: what stays open.
        areas: what lifts and what weighs. tasks: what care asks of them. room: how full the week is.
        set_aside: (aid id, card) -> a whole card that is not sure yet or left for another day.
    """

    standing: tuple[Choice, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    situation: Mapping[str, tuple[InputShown, ...]] = field(default_factory=dict)
    words: tuple[Said, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    activities: tuple[PlannedActivity, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    displays: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    issues: tuple[PickedIssue, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    areas: tuple[LifeArea, ...] = ()
    tasks: tuple[AskedOfThem, ...] = ()
    room: Room | None = None
    set_aside: Mapping[tuple[str, str], SetAside] = field(default_factory=dict)

    @property
    def display(self) -> str:
        """How this person wants to see chances, whatever the card: the newest choice; dots until somebody says."""
        return ("dots", *self.displays.values())[-1]

    def with_(self, **changes: object) -> Plan:
        """A new plan with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]


Question = tuple[str, str | None, str]
Tell = Callable[[Plan, Choice, Aid | None], Plan]

VALUES = ("situation", "values")
"""The kind and item of the line that carries a person's values for one aid."""

PRIVACY = "privacy"
TAKEN_OUT = "taken_out"
UNDO = "undo"
ABOUT_LINES = frozenset({PRIVACY, TAKEN_OUT, UNDO})
"""Kinds of lines that speak of other lines and are never part of a plan by themselves."""


def may_come_after(line: Choice | NewChoice) -> bool:
    """What can be said of a line when its visit has ended, and nothing else can: that it is taken out, or just between
    us. So these two say nothing of when a visit ended.
    """
    return line.kind == TAKEN_OUT or (line.kind == PRIVACY and bool(line.value["private"]))


def plan_from(
    aids: Mapping[str, Aid],
    choices: Iterable[Choice],
    tell: Mapping[str, Tell],
    *,
    visits: Collection[str] | None = None,
) -> Plan:
    """Tell the plan from the log.

    Args:
        aids: aid hash -> the aid as it was, for every hash that a choice cites.
        choices: all choices of one person.
        tell: card kind -> what a line of that kind means for the plan. A kind without one stays in `standing` only.
        visits: the plan as it stood at the end of the last of these visits: a visit and all before it. What was made
            "just between us" later is so in the earlier plan too; what was lifted later is not lifted there.
    """
    whole = sorted(choices, key=lambda choice: choice.seq)
    ordered = whole
    if visits is not None:
        last = max((each.seq for each in whole if each.encounter_id in visits and not may_come_after(each)), default=0)
        ordered = [each for each in whole if each.seq <= last or each.encounter_id in visits]
    withdrawn = _withdrawn(ordered)
    private = _private(ordered, withdrawn)
    if len(ordered) < len(whole):
        private |= _private(whole, _withdrawn(whole))
    standing = _standing(ordered, withdrawn, private)
    plan = Plan(standing=standing, withdrawn=withdrawn)
    for choice in standing:
        told = tell.get(choice.kind)
        if told is not None:
            plan = told(plan, choice, aids.get(choice.aid_hash or ""))
    return plan


def without_private(plan: Plan) -> Plan:
    """The plan as it may leave the room: nothing of a line that is "just between us" (hazard H17), and where a person
    leans only with that person's yes, also not by way of the lines themselves.

    Where the values are just between us, they also leave the numbers that were made from them; a sentence whose
    condition can then not be told is said, as everywhere.
    """
    unsaid = {each.seq for each in plan.leanings if not each.may_print}
    hidden = {line.aid_id for line in plan.standing if line.private and (line.kind, line.item) == VALUES}
    return plan.with_(
        standing=tuple(
            _public_line(line, hidden) for line in plan.standing if not line.private and line.seq not in unsaid
        ),
        situation={key: each for key, each in plan.situation.items() if key not in hidden},
        words=tuple(said for said in plan.words if not said.private),
        decisions={key: _public(each, hidden) for key, each in plan.decisions.items() if not each.private},
        activities=tuple(each for each in plan.activities if not each.private),
        follow_ups=tuple(each for each in plan.follow_ups if not each.private),
        purposes={key: each for key, each in plan.purposes.items() if not each.private},
        views=tuple(each for each in plan.views if not each.said.private),
        issues=tuple(each for each in plan.issues if not each.private),
        leanings=tuple(each for each in plan.leanings if each.may_print and not each.private),
        questions=tuple(
            replace(each, thinks=None) if each.thinks_private else each for each in plan.questions if not each.private
        ),
        areas=tuple(each for each in plan.areas if not each.private),
        tasks=tuple(each for each in plan.tasks if not each.private),
        room=None if plan.room and plan.room.private else plan.room,
        set_aside={key: each for key, each in plan.set_aside.items() if not each.private},
    )


def _public(decision: Decision, hidden: Collection[str | None]) -> Decision:
    return replace(
        decision,
        said=None if decision.said and decision.said.private else decision.said,
        look_again_if=None if decision.look_again_if and decision.look_again_if.private else decision.look_again_if,
        shown=_public_numbers(decision.shown, decision.aid_id, hidden),
    )


def _public_line(line: Choice, hidden: Collection[str | None]) -> Choice:
    return line.model_copy(update={"shown": _public_numbers(line.shown, line.aid_id, hidden)})


def _public_numbers(shown: Shown | None, aid_id: str | None, hidden: Collection[str | None]) -> Shown | None:
    return shown.model_copy(update={"inputs": ()}) if shown and aid_id in hidden else shown


def _withdrawn(ordered: list[Choice]) -> frozenset[int]:
    """Lines that were taken back; read from the newest, so that an undo which was undone does nothing."""
    gone: set[int] = set()
    for choice in reversed(ordered):
        if choice.withdraws is not None and choice.seq not in gone:
            gone.add(choice.withdraws)
    return frozenset(gone)


def _private(ordered: list[Choice], withdrawn: frozenset[int]) -> frozenset[Question]:
    """The questions that are "just between us": from the first line that says so until somebody lifts it.

    A line that was written while its question was private stays so, also when the earlier line that made it private is
    taken back afterwards: a secret is never opened by an undo of something else.
    """
    asked = {choice.seq: _question(choice) for choice in ordered if choice.kind not in ABOUT_LINES}
    why: dict[Question, set[int]] = {of: set() for of in asked.values()}
    for choice in ordered:
        if choice.withdraws is not None and choice.seq not in withdrawn:
            for reasons in why.values():
                reasons.discard(choice.withdraws)
        if choice.kind == PRIVACY and int(choice.value["line"]) in asked:
            of = asked[int(choice.value["line"])]
            if choice.value["private"]:
                why[of].add(choice.seq)
            elif choice.seq not in withdrawn:
                why[of].clear()
        elif choice.seq in asked and (choice.private or why[asked[choice.seq]]):
            why[asked[choice.seq]].add(choice.seq)
    return frozenset(of for of, reasons in why.items() if reasons)


def _standing(ordered: list[Choice], withdrawn: frozenset[int], private: frozenset[Question]) -> tuple[Choice, ...]:
    """The newest line of each question, each with whether it is "just between us"."""
    newest = {
        _question(choice): choice
        for choice in ordered
        if choice.seq not in withdrawn and choice.kind not in ABOUT_LINES
    }
    marked = (choice.model_copy(update={"private": of in private}) for of, choice in newest.items())
    return tuple(sorted(marked, key=lambda choice: choice.seq))


def _question(choice: Choice) -> Question:
    return choice.kind, choice.aid_id, choice.item
