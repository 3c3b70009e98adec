"""The options of an aid: what could be done, what it may bring, and what it asks of a life.

Doing nothing for now, staying as one is and stopping are options like any other, with the same parts (IPD-C1, OPT-1).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Frozen, Id, IdOrIds, Map, Say, Wrong
from .conditions import Condition, Group
from .facts import Amount
from .statements import Statement, StatementParts

__all__ = [
    "ISSUE_KINDS",
    "Activity",
    "Every",
    "IssueKind",
    "Option",
    "OptionKind",
    "Plainly",
    "Statement",
    "StatementParts",
    "Work",
]

OptionKind = Literal["start", "change", "stop", "watch", "no_change", "not_now"]
IssueKind = Literal[
    "works", "harms", "routine", "checks", "procedure", "body", "mood", "food", "move", "life",
    "babies", "mix", "cost", "stop", "who", "unknown",
]  # fmt: skip
ISSUE_KINDS: tuple[str, ...] = IssueKind.__args__  # type: ignore[attr-defined]
Slot = Literal["morning", "noon", "evening", "bedtime", "any"]


class Work(Frozen):
    """The work of living with an option."""

    minutes_per_week: Amount = Field(description="Minutes in a usual week, all activities together.")
    visit_days_year: Amount = Field(description="Days with a visit in a year.")
    lab_days_year: Amount = Field(description="Days with a test in a year.")
    pills_day: Amount | None = Field(None, description="Pills in a day; or pills_week, for fewer than one a day.")
    pills_week: Amount | None = Field(None, description="Pills in a week.")
    injections_week: Amount | None = Field(None, description="Injections in a week; or injections_year.")
    injections_year: Amount | None = Field(None, description="Injections or drips in a year.")
    travel: Literal["none", "near", "hospital", "far", "unknown"] = Field(description="How far it takes people.")
    cost: Literal["none", "low", "middle", "high", "varies", "unknown"] = Field(
        description="A band; prices stand under facts."
    )
    needs: tuple[Id, ...] = Field((), description="Who else is needed.")

    @model_validator(mode="after")
    def _counts_each_a_single_time(self) -> Self:
        for one, other in (("pills_day", "pills_week"), ("injections_week", "injections_year")):
            if (getattr(self, one) is None) is (getattr(self, other) is None):
                raise Wrong(f"say {one} or {other}, one of the two", f"write {one}: 0 where there are none")
        return self


class Every(Frozen):
    """How often: so many days, weeks, months or years between two times."""

    days: int | None = Field(None, ge=1, description="Every so many days.")
    weeks: int | None = Field(None, ge=1, description="Every so many weeks.")
    months: int | None = Field(None, ge=1, description="Every so many months.")
    years: int | None = Field(None, ge=1, description="Every so many years.")


class Activity(Frozen):
    """One thing that somebody will do if this option is chosen."""

    say: Say
    kind: Literal["medicine", "test", "visit", "measure", "comfort", "food", "move", "learn", "arrange", "other"] = (
        Field(description="What sort of thing it is; plans group by it.")
    )
    by: Literal["patient", "care_partner", "parent", "clinic", "service", "nobody_yet"] = Field(
        description="Who does it, until the two at the table say otherwise."
    )
    slot: Slot = Field("any", description="When in the day.")
    minutes: Amount | None = Field(None, description="Each time.")
    every: Every | None = Field(None, description="How often; left out, a single time.")
    after: Id | None = Field(None, description="A fact: how long from now, or from the day of `since`.")
    since: Id | None = Field(None, description="An input of kind date, from which `after` counts instead of from now.")
    for_: Id | None = Field(None, alias="for", description="A fact: for how long.")
    shared_as: Id | None = Field(None, description="The same thing in another option or aid has the same name.")


class Plainly(Frozen):
    """What an option does to each outcome, in sentences without a number, for whoever wants none."""

    benefits: Map[Statement] = Field(default_factory=dict, description="What may be good about it, by outcome.")
    harms: Map[Statement] = Field(default_factory=dict, description="What may be hard about it, by outcome.")


class Option(Frozen):
    """Something that could be done, including nothing for now."""

    like: Id | None = Field(None, description="Another option whose parts this one takes over where it writes none.")

    kind: OptionKind = Field(description="start, change, stop, watch, no_change or not_now.")
    name: Say
    what: Say
    applies_when: Condition = Field(Group(), description="For whom it is an option.")
    chances: Map[IdOrIds] = Field(
        description="For each outcome: the claim, or several of which the first that applies."
    )
    benefits: Map[Statement] = Field(description="What may be good about it, by id.")
    harms: Map[Statement] = Field(description="What may be hard about it, by id.")
    plainly: Plainly = Field(Plainly(), description="The same without numbers: more or fewer people, by outcome.")
    lived: Map[Statement] = Field(description="What living with it is like: body, mind, social.")
    stopping: Say
    safety_net: Map[Statement] = Field(description="When to call, and whom, by id.")
    work: Work
    issues: Annotated[Map[Statement], Field(description="What to say on each issue.")]
    activities: Map[Activity] = Field(description="What goes into the plan, by id.")
    means: Map[bool | str] = Field(
        default_factory=dict,
        description="Input: what holds of whoever does this. A later visit proposes it, and they confirm it.",
    )
