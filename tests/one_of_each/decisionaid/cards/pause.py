"""A pause: they take the time they need, and may leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid
from ..domain.encounter import Choice
from ..domain.page import Section
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, as_list, chart_line
from ..locale import Words
from . import Field, NewLine, Scene, Traits
from ._boxes import Box, not_here
from ._usual import asks as asks
from ._usual import talked_about

KIND = "pause"
TITLE = "Take the time you need."
TRAITS = Traits()
state = talked_about(KIND)
OPEN = "Not sure yet"


@dataclass(frozen=True)
class LeftOpen:
    """They are not sure yet."""

    aid_id: str


@dataclass(frozen=True)
class PauseView:
    """All that the template knows."""

    tap: Box
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """One tap, and the tap that takes it back."""
    return (Field("open", "button", (("yes", ""), ("no", ""))), Field("then", "button", (("stay", ""),)))


def show(scene: Scene) -> PauseView:
    """The one tap."""
    here = _is_open(scene)
    tap = Box("open", "no" if here else "yes", scene.words.say(OPEN), here)
    return PauseView(tap, not_here(scene.words) if scene.problems else "")


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """A tap as a line; nothing if it is so already.

    Raises:
        Problems: there is no such tap. Nothing is written.
    """
    wish = str(given.get("open") or "")
    if wish not in ("", "yes", "no"):
        raise CardProblems({"open": not_here(scene.words)})
    if not wish or (wish == "yes") is _is_open(scene):
        return ()
    return (NewLine("left", {"open": wish == "yes"}),)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """It stays open until it is taken back."""
    if choice.item != "left" or choice.value.get("open") is not True:
        return plan
    return plan.with_(more=(*plan.more, LeftOpen(choice.aid_id or "")))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """What is still open."""
    lines = [handout.words.say(OPEN) for _ in handout.plan.of(LeftOpen)]
    yield Section("open", (*as_list(lines), *chart_line(handout.words.say("Still open:"), lines, " · ", handout.words)))


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """A line in a few words."""
    return words.say(OPEN) if choice.value.get("open") is True else ""


def _is_open(scene: Scene) -> bool:
    return any(each.aid_id == scene.aid.id for each in scene.plan.of(LeftOpen))
