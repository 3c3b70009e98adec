"""The card "sense": does this plan make sense to the head, to the days, to the heart?

Asked aloud; only "not yet" needs a tap.

Nothing tapped is no yes: it is not recorded, not counted and not scored. A "not yet" undoes nothing. It stands in the
plan as an open end, and a quiet line leads back to the card where that piece was talked about; tapping it again takes
it back, as a new line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from ..domain.aid import Aid
from ..domain.encounter import Choice
from ..domain.page import Item, ListPart, ReminderPart, Section
from ..domain.phrases import phrase
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..errors import CardProblems
from ..handout import Handout, chart_line, quoted
from ..locale import Words
from . import Field, NewLine, Scene, Traits, kinds, offered
from ._boxes import STAY, Box, not_here
from ._usual import talked_about

Sense = Literal["head", "day", "heart"]

KIND = "sense"
TITLE = phrase("Does this plan make sense?")
TRAITS = Traits(sign="M4 12l5 5L20 6", talk="ending")
state = talked_about(KIND)

ASKED: Mapping[Sense, str] = {
    "head": phrase("I see why"),
    "day": phrase("I can do this in my days"),
    "heart": phrase("It feels right to me"),
}
NOT_YET: Mapping[Sense, str] = {
    "head": phrase("I do not see why yet"),
    "day": phrase("It does not fit my days yet"),
    "heart": phrase("It does not feel right to me yet"),
}
SAID, OPENED = "not_yet", "open"
LAST = 2_000
"""These come after open decisions and open questions."""


@dataclass(frozen=True)
class NotYet:
    """One sense that the plan does not make yet."""

    aid_id: str
    aid_hash: str
    sense: Sense


@dataclass(frozen=True)
class Piece:
    """One of the three senses: what is asked, its tap, and the card that it leads back to.

    Attributes:
        again: (card, title), or None where nothing was tapped or the aid has no such card.
    """

    sense: Sense
    asked: str
    tap: Box
    again: tuple[str, str] | None


@dataclass(frozen=True)
class SenseView:
    """What the template gets."""

    pieces: tuple[Piece, ...]
    problem: str


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a tap for each of the three, and a tap that takes it back."""
    taps = tuple((f"{sense}:{wish}", "") for sense in ASKED for wish in (SAID, OPENED))
    return (Field("sense", "button", taps), STAY)


def show(scene: Scene) -> SenseView:
    """The three senses, none answered beforehand."""
    waits = _not_yet(scene)
    return SenseView(
        pieces=tuple(_piece(scene, sense, sense in waits) for sense in ASKED),
        problem=not_here(scene.words) if scene.problems else "",
    )


def _piece(scene: Scene, sense: Sense, waits: bool) -> Piece:
    tap = Box("sense", f"{sense}:{OPENED if waits else SAID}", scene.words.say("Not yet"), waits)
    again = next(iter(offered(sense, scene.aid.cards)), None)
    reopened = (again, scene.words.say(kinds()[again].TITLE)) if waits and again else None
    return Piece(sense, scene.words.say(ASKED[sense]), tap, reopened)


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The line that a tap writes; () where it is so already.

    Raises:
        CardProblems: there is no such tap on this card. Nothing is written.
    """
    sense, _, wish = str(given.get("sense") or "").partition(":")
    if not sense:
        return ()
    if sense not in ASKED or wish not in (SAID, OPENED):
        raise CardProblems({"sense": not_here(scene.words)})
    if (sense in _not_yet(scene)) is (wish == SAID):
        return ()
    return (NewLine(sense, {SAID: wish == SAID}),)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a "not yet" into the plan. It stays until it is taken back."""
    if choice.item not in ASKED or choice.value.get(SAID) is not True:
        return plan
    waits = NotYet(choice.aid_id or "", choice.aid_hash or "", cast(Sense, choice.item))
    return plan.with_(more=(*plan.more, waits))


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """What does not make sense yet, among what is still open. Several aids are told apart by their titles."""
    several = len({line.aid_id for line in handout.plan.standing if line.aid_id}) > 1
    order = list(ASKED)
    waits = sorted(handout.plan.of(NotYet), key=lambda each: order.index(each.sense))
    said = [(handout.words.say(NOT_YET[each.sense]), _title(each, handout) if several else "") for each in waits]
    items = tuple(Item(text, after=title) for text, title in said)
    named = [quoted(text) + (f" ({title})" if title else "") for text, title in said]
    chart = chart_line(handout.words.say("Still open:"), named, " · ", handout.words)
    reminders = (ReminderPart(text) for text, _ in said)
    yield Section("open", (ListPart(items), *chart, *reminders) if items else (), at=LAST)


def _title(waits: NotYet, handout: Handout[Outside]) -> str:
    aid = handout.aids.get(waits.aid_hash)
    return aid.title if aid else ""


def asks(choice: Choice, aid: Aid | None, words: Words) -> str:
    """Which of the three senses a line answers."""
    return words.say(ASKED[cast(Sense, choice.item)]) if choice.item in ASKED else ""


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """One line of this card in a few words; "" for a line that takes a tap back."""
    if choice.item in NOT_YET and choice.value.get(SAID) is True:
        return words.say(NOT_YET[cast(Sense, choice.item)])
    return ""


def _not_yet(scene: Scene) -> frozenset[Sense]:
    return frozenset(each.sense for each in scene.plan.of(NotYet) if each.aid_id == scene.aid.id)
