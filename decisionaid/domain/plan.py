"""The plan, folded from the log by a pure function over the lines that stand.

Nothing derived is stored. A later line on the same (kind, aid, item) stands in place of an earlier one; an undo takes
one line back (and an undo of an undo gives it back); "just between us" and "take this out" are lines too. A plan is
told for one reader, from the lines that this reader may see (`readers`); so nothing in it is private any more, and its
type says for whom it was told. The card kinds say what their lines mean for the plan (`tell`), handed in so that the
core imports no card. A plan holds ids and amounts, and of words only what somebody said; an export takes the plan and
the words of one language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, Self, TypeVar, cast

from .aid import Aid
from .conversation import FIRST_DISPLAY, Leaning, OpenQuestion, PickedIssue, Purpose, SetAside, Viewpoint
from .conversation import OwnWords as OwnWords
from .disputes import Subject, is_values
from .encounter import Choice, InputShown, Shown, Via, Voice
from .life import AskedOfThem, LifeArea, Room
from .readers import NOTHING, R, R_co, VisibleLines

Kept = TypeVar("Kept")
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
    said: OwnWords | None = None
    look_again_if: OwnWords | None = None
    voice: Voice | None = None
    via: Via | None = None
    shown: Shown | None = None
    said_on: date | None = None


@dataclass(frozen=True)
class PlannedActivity:
    """One thing that somebody will do, from one option of one aid. Its key is aid/option/activity."""

    key: str
    aid_id: str
    aid_hash: str
    option: str
    activity: str
    due: date | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """A day to look again, and why."""

    on: date
    aid_id: str


@dataclass(frozen=True)
class Plan:
    """What they arrived at together: ids, amounts, and people's own words.

    Attributes:
        standing: the choices that stand, by seq.
        beneath, reasons: see `readers.Lines`; empty but on a screen.
        seen: the id of the newest line that the reader may see, or that is about such a line.
        situation: aid id -> the values that count: said, or said to hold still, in the visit that the plan is told for.
        not_confirmed: aid id -> values from earlier visits that nobody has confirmed in it. No number comes of them.
        words: what somebody said, in order.
        decisions: aid id -> where they arrived.
        displays: aid id -> how its chances were last drawn; the newest one is last.
        purposes: aid id -> what would help today. views: how each sees it, in their own words.
        issues: what they picked to talk about. leanings: where each leans. questions: what stays open.
        areas: what lifts and what weighs. tasks: what care asks of them. room: how full the week is.
        set_aside: (aid id, card) -> a whole card that is not sure yet or left for another day.
        more: what else a kind of card tells, as frozen values of its own; see `of`.
        before: the plan as it stood after the visits of earlier days; None on a first one.
        disputed: question -> lines of two screens that contradict each other, neither having seen the other.
    """

    standing: tuple[Choice, ...] = ()
    beneath: tuple[Choice, ...] = ()
    earlier: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    seen: str = NOTHING
    situation: Mapping[str, tuple[InputShown, ...]] = field(default_factory=dict)
    not_confirmed: Mapping[str, tuple[InputShown, ...]] = field(default_factory=dict)
    words: tuple[OwnWords, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    activities: tuple[PlannedActivity, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    displays: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    views: tuple[Viewpoint, ...] = ()
    issues: tuple[PickedIssue, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    areas: tuple[LifeArea, ...] = ()
    tasks: tuple[AskedOfThem, ...] = ()
    room: Room | None = None
    set_aside: Mapping[tuple[str, str], SetAside] = field(default_factory=dict)
    more: tuple[object, ...] = ()
    before: Plan | None = None
    disputed: Mapping[Subject, tuple[Choice, ...]] = field(default_factory=dict)

    def disputed_values(self, aid_id: str) -> tuple[str, ...]:
        """The inputs of an aid whose values are in dispute. No number is worked out meanwhile."""
        values = ((aid, item) for _, aid, item in self.disputed if is_values(item))
        return tuple(item.partition(".")[2] for aid, item in values if aid == aid_id)

    @property
    def seqs_of_choices(self) -> tuple[int, ...]:
        """The lines of which a page says the day: those with which somebody decided, leaned, or said something."""
        chosen = [each.seq for each in self.decisions.values()]
        return (*chosen, *(each.seq for each in self.leanings), *(each.seq for each in self.words))

    @property
    def display(self) -> str:
        """How this person wants to see chances, on any card: the newest wish; dots until somebody says."""
        return (FIRST_DISPLAY, *self.displays.values())[-1]

    def of(self, sort: type[Kept]) -> tuple[Kept, ...]:
        """The values of one sort that a kind of card put into the plan, in order."""
        return tuple(each for each in self.more if isinstance(each, sort))

    def is_between_us(self, seq: int) -> bool:
        """Whether a line of this plan is just between us and this screen."""
        return any(line.private for line in self.standing if line.seq == seq)

    def said_in(self, encounter_id: str) -> Self:
        """The plan with the lines and decisions of one visit alone; what else came from earlier lines stays."""
        lines = tuple(line for line in self.standing if line.encounter_id == encounter_id)
        seqs = {line.seq for line in lines}
        decisions = {aid: each for aid, each in self.decisions.items() if each.seq in seqs}
        return self.with_(standing=lines, decisions=decisions)

    def with_(self, **changes: object) -> Self:
        """A new plan for the same reader, with some parts replaced.

        Told line by line, a plan is made anew a hundred times for a page; `dataclasses.replace` would read each of its
        twenty parts every time.
        """
        if unknown := changes.keys() - self.__dict__.keys():
            raise TypeError(f"a plan has no {', '.join(sorted(unknown))}")
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, **changes)
        return made


@dataclass(frozen=True, kw_only=True)
class PlanFor(Plan, Generic[R_co]):
    """A plan with the reader it was made for. One that was made for a screen cannot be handed to paper."""

    reader: R_co


Tell = Callable[[Plan, Choice, Aid | None], Plan]


def plan_from(aids: Mapping[str, Aid], lines: VisibleLines[R], tell: Mapping[str, Tell]) -> PlanFor[R]:
    """Make the plan from the lines that its reader may see.

    Args:
        aids: aid hash -> the aid as it was, for every hash that a line cites.
        lines: what the reader may see of the log of one person.
        tell: card kind -> what a line of that kind means for the plan. A kind without one stays in `standing` only.
    """
    told: Plan = PlanFor(
        reader=lines.reader,
        standing=lines.standing,
        beneath=lines.beneath,
        earlier=lines.earlier,
        reasons=lines.reasons,
        seen=lines.seen,
        disputed=lines.disputed,
    )
    for choice in lines.standing:
        one = tell.get(choice.kind)
        if one is not None:
            told = one(told, choice, aids.get(choice.aid_hash or ""))
    return cast("PlanFor[R]", told)
