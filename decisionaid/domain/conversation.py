"""What was said on the way to a decision: own words, purposes, views, issues, leanings and open questions.

None of it is needed for a plan, and a plan may hold nothing else: three of the four purposes of a talk start without
a list of options. Each piece carries the seq of its line, so that a screen can go back to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from .encounter import TakenOut, Via, Voice
from .options import IssueKind
from .phrases import phrase

Door = Literal["weigh", "differ", "stuck", "meaning"]
ViewPart = Literal["view.patient", "view.clinician", "view.care_partner", "agreed", "stuck", "meaning"]
OpenEnd = Literal["not_sure", "parked"]

FIRST_DISPLAY = "dots"
"""The display of whoever has not chosen one."""
NO_NUMBERS = "none"
"""The display without any chances: on screen, on paper and in the note."""

ISSUE_NAMES: Mapping[IssueKind, str] = MappingProxyType(
    {
        "works": phrase("How well it works"),
        "harms": phrase("Side effects and harms"),
        "routine": phrase("What I do each day"),
        "checks": phrase("Tests and visits"),
        "procedure": phrase("The procedure and getting over it"),
        "body": phrase("Weight, sleep, energy, sex"),
        "mood": phrase("Mood and worry"),
        "food": phrase("Food and drink"),
        "move": phrase("Moving about"),
        "life": phrase("Family, work, travel"),
        "babies": phrase("Pregnancy and breastfeeding"),
        "mix": phrase("My other medicines"),
        "cost": phrase("Cost"),
        "stop": phrase("Stopping or changing later"),
        "who": phrase("Who does the work"),
        "unknown": phrase("What nobody knows"),
    }
)
"""Kind of issue -> its name on the cards."""

VOICE_NAMES: Mapping[Voice, str] = MappingProxyType(
    {
        "patient": phrase("The patient"),
        "clinician": phrase("The clinician"),
        "care_partner": phrase("Family or a friend"),
        "together": phrase("Together"),
    }
)
"""Whose words they are -> as a card asks for it."""
THROUGH_NAMES: Mapping[Via, str] = MappingProxyType(
    {"interpreter": phrase("Through an interpreter"), "companion": phrase("Through who came along")}
)
"""Through whom words came on a screen -> as a card asks for it."""


@dataclass(frozen=True)
class OwnWords:
    """Somebody's own words, in the language they were said in. They are never translated by a machine.

    `words` is None where they were taken out.
    """

    seq: int
    words: str | None
    language: str
    voice: Voice | None = None
    via: Via | None = None
    taken_out: TakenOut = ""
    about: str = ""


@dataclass(frozen=True)
class Purpose:
    """What would help today: one of the four doors, for one aid."""

    seq: int
    aid_id: str
    aid_hash: str
    door: Door


@dataclass(frozen=True)
class Viewpoint:
    """One view in somebody's own words: how they see it, what they agree on anyway, or what is stuck or unclear."""

    aid_id: str
    aid_hash: str
    part: ViewPart
    said: OwnWords


@dataclass(frozen=True)
class PickedIssue:
    """An issue that they wanted to talk about."""

    seq: int
    aid_id: str
    aid_hash: str
    issue: IssueKind
    voice: Voice | None = None


@dataclass(frozen=True)
class Leaning:
    """Which way one person leans. This is not a decision.

    Attributes:
        who: whose leaning it is.
        toward: an option, or not sure yet, or set aside.
        may_print: that person said yes to seeing this leaning on paper and in the note.
    """

    seq: int
    aid_id: str
    aid_hash: str
    who: Voice
    toward: Literal["option", "not_sure", "parked"]
    option: str | None = None
    may_print: bool = False


@dataclass(frozen=True)
class OpenQuestion:
    """A question that is still open, and who will think about it.

    Attributes:
        key: its item in the log, without the card.
        question: the aid's question, or None for one in somebody's own words (`said`).
        thinks: who will think about it; None while nobody has said.
    """

    seq: int
    aid_id: str
    aid_hash: str
    key: str
    question: str | None = None
    said: OwnWords | None = None
    thinks: Voice | None = None


@dataclass(frozen=True)
class SetAside:
    """A card that they were not sure about yet, or left for another day."""

    seq: int
    aid_id: str
    card: str
    state: OpenEnd
