"""Who is at the table, and the lines of the log: what is written about a visit.

The only thing written about a visit is the append-only log of choices; everything else is told from it. Nothing is
required of a choice but its kind, its value and the hand that touched the screen. A change of mind is a new line on the
same (kind, aid, item); an undo is a new line that `withdraws` another. Words never stand in a value: they are a line of
their own, under their own key, so that they can be taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from .base import Frozen

Voice = Literal["patient", "clinician", "care_partner", "together"]
Via = Literal["interpreter", "companion", "paper"]
Role = Literal["clinician", "patient_screen", "companion", "author", "lead", "administrator"]

MAX_WORDS = 2_000
"""The longest text of one line of own words, in characters."""


class Hand(Frozen):
    """Who touched the screen: the role of the sign-in and, where there is one, the account."""

    role: Role
    account_id: str | None = None


class NumberShown(Frozen):
    """One number as it was on the screen when a choice was made.

    `model` and `version` are empty for a claim that is not personal. `chance` is unrounded (0..1); the
    counts are what people saw. `low` and `high` are the ends of a chance on which good sources differ.
    """

    claim: str
    outcome: str
    chance: float
    count: int
    of: int
    below_half: bool = False
    model: str = ""
    version: str = ""
    low: float | None = None
    high: float | None = None


class InputShown(Frozen):
    """One value that a number was made from.

    Attributes:
        taken: of a result from elsewhere, the day it was found, YYYY-MM-DD; place: the id of where. Either may be "".
    """

    input: str
    value: bool | float | str
    unit: str = ""
    source: Literal["typed", "chart", "device"] = "typed"
    as_of: str = Field("", description="The day it was measured or typed, YYYY-MM-DD.")
    taken: str = ""
    place: str = ""


class Shown(Frozen):
    """The numbers on the screen: which, by which model and version, from which values, and how they were drawn."""

    numbers: tuple[NumberShown, ...] = ()
    inputs: tuple[InputShown, ...] = ()
    display: str = "dots"


class NewChoice(Frozen):
    """A choice that is not in the log yet.

    Attributes:
        key: made by the browser (or the form), unique in the encounter: sent twice, it counts one time.
        kind: the card kind.
        aid_id, aid_hash: empty for cards of the person.
        item: id path inside the aid, such as ``options.moderate``; empty for the card as a whole.
        value: closed JSON of ids, dates and amounts; never free words.
        words: the person's own words, sealed on their own line; None if nobody wrote any.
        words_language: the language they are in.
        voice, via: empty unless given or implied by the screen.
        private: "just between us".
        said_at: the browser's clock, only shown.
        saw_seq: newest line on this question that the chooser had seen.
        withdraws: seq of the line that this one takes back.
    """

    key: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    kind: str
    value: Mapping[str, Any]
    aid_id: str | None = None
    aid_hash: str | None = None
    item: str = ""
    words: str | None = Field(None, max_length=MAX_WORDS)
    words_language: str | None = None
    voice: Voice | None = None
    via: Via | None = None
    private: bool = False
    language: str = "en"
    said_at: datetime | None = None
    saw_seq: int | None = None
    withdraws: int | None = None
    shown: Shown | None = None
    form: int = 1


TakenOut = Literal["", "leaving", "gone"]
""""": nobody took the words out. "leaving": their key is destroyed but may still be on the disk. "gone": gone for good.
"""


class Choice(Frozen):
    """One line of the log: what was said, by whom, when, on which card, with which numbers on the screen.

    `words` is None where nobody wrote any, and where they were taken out (then `taken_out` says how far that is).
    """

    id: str
    person_id: str
    seq: int
    encounter_id: str
    key: str
    kind: str
    value: Mapping[str, Any]
    hand: Hand
    saved_at: datetime
    language: str
    form: int = 1
    aid_id: str | None = None
    aid_hash: str | None = None
    item: str = ""
    line_id: str | None = None
    words: str | None = None
    words_language: str | None = None
    taken_out: TakenOut = ""
    voice: Voice | None = None
    via: Via | None = None
    private: bool = False
    said_at: datetime | None = None
    saw_seq: int | None = None
    withdraws: int | None = None
    shown: Shown | None = None


class Person(Frozen):
    """The patient. Name and birth date may be empty ("this visit only")."""

    id: str
    site_id: str
    language: str = "en"
    name: str | None = None
    birth_date: str | None = None


class Encounter(Frozen):
    """One visit. A person may have many."""

    id: str
    site_id: str
    person_id: str
    account_id: str | None
    opened: datetime
    language: str
    clinician_language: str
    practice: bool
    ended: datetime | None = None
