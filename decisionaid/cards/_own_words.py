"""What somebody said in their own words, in whose voice it was, and through whom it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from ..domain.conversation import THROUGH_NAMES, VOICE_NAMES, OwnWords
from ..domain.encounter import Choice, Via, Voice
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..handout import Handout
from . import Field, Scene

VOICE = Field("voice", "choice", tuple(VOICE_NAMES.items()))
VIA = Field("via", "choice", tuple(THROUGH_NAMES.items()))
WHOSE_WORDS = (VOICE, VIA, Field("private", "yes_no"))
"""The inputs beside a box for words: whose they are, through whom they came, and whether they stay between us."""


def own_words(line: Choice | None) -> OwnWords | None:
    """The words of a line; None where it has none."""
    if line is None or (line.words is None and not line.taken_out):
        return None
    language = line.words_language or line.language
    return OwnWords(line.seq, line.words, language, line.voice, line.via, line.taken_out, about=line.item)


def standing_line(plan: Plan, kind: str, aid_id: str | None, item: str) -> Choice | None:
    """The line that stands on one item of a card; None where nothing was said."""
    return next((each for each in plan.standing if (each.kind, each.aid_id, each.item) == (kind, aid_id, item)), None)


def from_before(scene: Scene, line: Choice | None) -> bool:
    """Whether a line has words of an earlier visit. Whoever reads them in their box is told so."""
    return line is not None and line.words is not None and line.encounter_id != scene.encounter.id


def said_before(scene: Scene, seq: int | None) -> bool:
    """Whether a line that stands is of an earlier visit. A box that is chosen by it is told apart from one of today."""
    here = scene.encounter.id
    return any(line.seq == seq and line.encounter_id != here for line in scene.plan.standing)


def voice_of(raw: object) -> Voice | None:
    """The voice that was given; None where none was."""
    return next((voice for voice in get_args(Voice) if voice == raw), None)


def via_of(raw: object) -> Via | None:
    """Through whom the words came; None where nobody was named."""
    return next((via for via in THROUGH_NAMES if via == raw), None)


def names_of(handout: Handout[Outside]) -> Mapping[Voice, str]:
    """Who is at the table, by name where one is known."""
    names = {who: handout.words.say(name) for who, name in VOICE_NAMES.items()}
    known = {"patient": handout.person, "clinician": handout.clinician}
    return {who: known.get(who) or name for who, name in names.items()}
