"""What somebody said in their own words, in whose voice it was, and through whom it came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from ..domain.aid import Aid
from ..domain.conversation import THROUGH_NAMES, VOICE_NAMES, OwnWords
from ..domain.encounter import Choice, Via, Voice
from ..domain.plan import Plan
from ..domain.readers import Outside
from ..handout import Handout
from ..locale import Words
from . import Field, NewLine, Scene

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


@dataclass(frozen=True)
class TappedBefore:
    """What was tapped on a card on one day of an earlier visit, in words."""

    day: str
    what: tuple[str, ...]


STILL = Field("still", "button", (("yes", ""),))
"""The tap that says of everything which was tapped on this card in earlier visits that it is still so."""
Summary = Callable[[Choice, Aid | None, Words], str]


def tapped_before(scene: Scene, kind: str, summary: Summary) -> tuple[TappedBefore, ...]:
    """What stands on a card from earlier visits, with the day it was tapped; each day a single time."""
    by_day: dict[str, list[str]] = {}
    for line in _of_before(scene, kind):
        by_day.setdefault(scene.words.day(scene.day_of(line.saved_at)), []).append(
            summary(line, scene.aid, scene.words)
        )
    return tuple(TappedBefore(day, tuple(filter(None, said))) for day, said in by_day.items() if any(said))


def still_lines(scene: Scene, kind: str, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines that say of what was tapped in earlier visits that it is still so."""
    if not given.get("still"):
        return ()
    return tuple(
        NewLine(line.item, line.value, voice=line.voice, via=line.via, private=line.private, form=line.form)
        for line in _of_before(scene, kind)
    )


def _of_before(scene: Scene, kind: str) -> tuple[Choice, ...]:
    """The lines of a card from earlier visits that say something, and not of the whole card nor in own words."""
    here, aid_id = scene.encounter.id, scene.aid.id
    lines = (line for line in scene.plan.standing if (line.kind, line.aid_id) == (kind, aid_id))
    said = (line for line in lines if line.encounter_id != here and line.item != "whole" and line.words is None)
    return tuple(line for line in said if any(each not in (None, False, "none") for each in line.value.values()))


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
