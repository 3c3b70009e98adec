"""What a kind of card takes over unless it has something of its own."""

from __future__ import annotations

from collections.abc import Callable

from ..domain.aid import Aid
from ..domain.encounter import Choice
from ..domain.page import Section
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..handout import Handout
from ..locale import Words
from . import TopicState


def asks(choice: Choice, aid: Aid | None, words: Words) -> str:
    """The title of the card says what a line answers."""
    return ""


def sections(handout: Handout[Outside]) -> tuple[Section, ...]:
    """The card has nothing on a page."""
    return ()


def talked_about(kind: str) -> Callable[[Plan, str], TopicState]:
    """Make the `state` of a kind: talked about as soon as one of its lines stands, or set aside."""

    def state(plan: Plan, aid_id: str) -> TopicState:
        aside = plan.set_aside.get((aid_id, kind))
        if aside is not None and aside.state == "parked":
            return "aside"
        spoke = any(line.kind == kind and line.aid_id == aid_id for line in plan.standing)
        return "about" if spoke else "not_yet"

    return state
