"""How it went since the last visit: what an aid says about it, and what somebody said of each thing they had planned.

"Taking a pill now? No" cannot say "I took it for two weeks and stopped, because I ached". So each thing that was
planned is asked about: how it goes, what got in the way, and what next. What was said stays with its visit and its day;
a later visit asks anew, and never finds an answer of an earlier one in its boxes. It sets no value: what follows for
the values is proposed, and counts when somebody has confirmed it (`Option.means`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from pydantic import Field

from .base import Frozen, Id, IdOrIds, Map, Say
from .conversation import OwnWords

How = Literal["as_planned", "partly", "not"]
Since = Literal["not_begun", "days", "weeks", "months"]
Next = Literal["as_before", "pause", "lower", "another", "none"]
NEXT_STEPS: tuple[str, ...] = get_args(Next)


class Hindrance(Frozen):
    """Something that may get in the way of what was planned."""

    say: Say
    issue: Id | None = Field(None, description="The issue on which the options say what is known about it.")


class NextStep(Frozen):
    """One way to go on: what is known about it, and the options that it may end in."""

    say: Say | None = Field(None, description="What is known about it; left out, the card says that nothing is.")
    to: IdOrIds | None = Field(None, description="The options among which it is found on the card of the decision.")


class HowItWent(Frozen):
    """What a later visit asks about what was planned."""

    in_the_way: Map[Hindrance] = Field(default_factory=dict, description="What may have got in the way, by id.")
    next: Map[NextStep] = Field(
        default_factory=dict, description="How a medicine may go on: as_before, pause, lower, another or none."
    )


@dataclass(frozen=True)
class SaidOfThing:
    """One line about one thing that was planned.

    Attributes:
        visit: in which it was said. on: its day.
        thing: the path of an activity, an option or a task in the aid.
        part: how, since, way, next or words. value: of that part; of a way its id.
    """

    seq: int
    visit: str
    on: date
    aid_id: str
    aid_hash: str
    thing: str
    part: str
    value: str = ""
    words: OwnWords | None = None


@dataclass(frozen=True)
class ThingWent:
    """All that was said in one visit of one thing. `seq`: of the line that says how it goes; 0 while none does."""

    visit: str
    on: date
    aid_id: str
    aid_hash: str
    thing: str
    how: str = ""
    since: str = ""
    ways: tuple[str, ...] = ()
    next: str = ""
    words: OwnWords | None = None
    seq: int = 0


def by_thing(said: tuple[SaidOfThing, ...]) -> tuple[ThingWent, ...]:
    """The lines put together, visit by visit and thing by thing, in the order in which each was first said."""
    found: dict[tuple[str, str, str], ThingWent] = {}
    for each in said:
        of = (each.visit, each.aid_id, each.thing)
        one = found.get(of) or ThingWent(each.visit, each.on, each.aid_id, each.aid_hash, each.thing)
        found[of] = _with(one, each)
    return tuple(found.values())


def _with(one: ThingWent, each: SaidOfThing) -> ThingWent:
    if each.part == "way":
        return replace(one, ways=(*one.ways, each.value))
    if each.part == "words":
        return replace(one, words=each.words)
    if each.part == "how":
        return replace(one, how=each.value, seq=each.seq)
    return replace(one, since=each.value) if each.part == "since" else replace(one, next=each.value)


IN_AID = "how_it_went"


def names_in(went: HowItWent) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(path, name, what it names: option, issue or step) of every name that has to exist elsewhere."""
    for key, hindrance in went.in_the_way.items():
        if hindrance.issue is not None:
            yield (IN_AID, "in_the_way", key, "issue"), hindrance.issue, "issue"
    for key, step in went.next.items():
        yield (IN_AID, "next", key), key, "step"
        for name in step.to or ():
            yield (IN_AID, "next", key, "to"), name, "option"
