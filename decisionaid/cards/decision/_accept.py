"""What is written when a form of the decision card is sent: the choice, and the words that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...changes import ChangesInWords, changes_in_words
from ...domain.chances import options_for
from ...domain.encounter import Choice, Via, Voice
from ...domain.plan import OwnWords
from ...domain.since import CardNow, changes_since
from ...errors import CardProblems
from .. import NOT_HERE, NewLine, Scene
from .._own_words import via_of, voice_of
from ._days import (
    day_after,
    day_chosen,
    has_come,
    until_day,
    usual_step,
)
from ._plan import ARRIVED_BY_KIND, KIND, OPEN_ENDS, own_words_on, text_of, value_of


@dataclass(frozen=True)
class _Whose:
    """Whether a choice is just between us, in whose voice it was made, and through whom it came."""

    private: bool
    voice: Voice | None
    via: Via | None


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write: the choice, and each of the words that go with it; () where nothing is new.

    Raises:
        CardProblems: a day cannot be read, or a day was given without saying where they arrived. Nothing is written.
    """
    arrived = str(given.get("arrived") or "")
    until = until_day(given.get("until"), scene)
    if not arrived and (given.get("look_again") or until):
        raise CardProblems({"arrived": scene.words.say("Which one do we look at again?")})
    whose = _Whose(bool(given.get("private")), voice_of(given.get("voice")), via_of(given.get("via")))
    anew = bool(arrived) and _is_another_choice(scene, arrived)
    lines = _choice_lines(scene, given, arrived, until, anew, whose) if arrived else ()
    for item, name in (("said", "words"), ("look_again_if", "look_again_if")):
        lines = (*lines, *_word_lines(scene, given, item, name, anew, whose))
    return lines


def _choice_lines(
    scene: Scene, given: Mapping[str, Any], arrived: str, until: date | None, anew: bool, whose: _Whose
) -> tuple[NewLine, ...]:
    """The line with the choice; () where it is so already, and nobody said that it still holds."""
    look_again = str(given.get("look_again") or "")
    if anew:
        look_again, until = _of_this_visit(scene, look_again, until)
    value = _value(scene, arrived, look_again, until)
    still = bool(given.get("still")) and (changed(scene) is not None or _is_from_before(scene))
    if not still and not _is_new(scene, value, whose, untouched=not look_again):
        return ()
    return (NewLine("arrived", value, voice=whose.voice, via=whose.via, private=whose.private, shown=scene.shown_here),)


def _word_lines(
    scene: Scene, given: Mapping[str, Any], item: str, name: str, anew: bool, whose: _Whose
) -> tuple[NewLine, ...]:
    """The line with words that go with the choice; with another choice, the words of the earlier one are withdrawn."""
    before = own_words_on(scene.plan, scene.aid.id, item)
    text = str(given.get(name) or "").strip()
    if anew and before and before.words and text in ("", before.words):
        return (NewLine(item, {}, None),)
    if name not in given or not _are_new(scene, text, before, whose):
        return ()
    language = scene.encounter.language if text else None
    return (NewLine(item, {}, text or None, language, whose.voice, whose.via, whose.private),)


def _are_new(scene: Scene, text: str, before: OwnWords | None, whose: _Whose) -> bool:
    return text != text_of(before) or bool(text and before and _says_more(scene, before, whose))


def _is_another_choice(scene: Scene, arrived: str) -> bool:
    """Whether this is another choice than in an earlier visit. Then the words of that visit do not go with it."""
    line, stands = _arrived_line(scene), scene.plan.decisions.get(scene.aid.id)
    if line is None or stands is None or line.encounter_id == scene.encounter.id:
        return False
    return value_of(stands) != arrived


def _of_this_visit(scene: Scene, look_again: str, until: date | None) -> tuple[str, date | None]:
    """The days that were tapped with a new choice. Days of the earlier choice that the form still held are dropped."""
    stands = scene.plan.decisions[scene.aid.id]
    agreed = stands.look_again.isoformat() if stands.look_again else ""
    return "" if look_again == agreed else look_again, None if until == stands.until else until


def _says_more(scene: Scene, before: OwnWords, whose: _Whose) -> bool:
    """Whether "just between us" or a voice was tapped after the words themselves had been saved."""
    hidden = whose.private and not scene.plan.is_between_us(before.seq)
    return hidden or bool(whose.voice and not before.voice) or bool(whose.via and not before.via)


def _value(scene: Scene, arrived: str, look_again: str, until: date | None) -> dict[str, Any]:
    key = arrived.removeprefix("option.") if arrived.startswith("option.") else None
    option = options_for(scene.aid, scene.numbers.values).get(key) if key else None
    if option is None and arrived not in OPEN_ENDS:
        raise CardProblems({"arrived": scene.words.say(NOT_HERE)})
    where = ARRIVED_BY_KIND.get(option.kind, "option") if option else arrived
    value: dict[str, Any] = {"arrived": where, "on": scene.today.isoformat()}
    if key:
        value["option"] = key
    day = day_chosen(look_again, scene) or (day_after(scene, usual_step(scene.aid)) if where == "not_now" else None)
    if day:
        value["look_again"] = day.isoformat()
    if until:
        value["until"] = until.isoformat()
    return value


def changed(scene: Scene) -> ChangesInWords | None:
    """What has changed since they decided, in the same words as on paper."""
    stands = scene.plan.decisions.get(scene.aid.id)
    if stands is None or scene.then is None:
        return None
    if stands.shown and stands.shown.numbers and not stands.shown.inputs:
        return None  # this screen may not see the values behind them, so it cannot compare
    now = CardNow(
        scene.aid,
        scene.aid_hash,
        scene.numbers,
        tuple(scene.plan.situation.get(scene.aid.id, ())),
        not_confirmed=frozenset(each.input for each in scene.plan.not_confirmed.get(scene.aid.id, ())),
    )
    day = stands.said_on.isoformat() if stands.said_on else ""
    compared = changes_since(scene.then, stands.aid_hash, stands.shown, now)
    return changes_in_words(compared, scene.then, scene.words, quiet=scene.without_numbers, decided_on=day)


def _arrived_line(scene: Scene) -> Choice | None:
    of = (KIND, scene.aid.id, "arrived")
    return next((each for each in reversed(scene.plan.standing) if (each.kind, each.aid_id, each.item) == of), None)


def _is_from_before(scene: Scene) -> bool:
    """Whether the choice that stands is from an earlier visit."""
    line = _arrived_line(scene)
    return line is not None and line.encounter_id != scene.encounter.id


def _is_new(scene: Scene, value: Mapping[str, Any], whose: _Whose, *, untouched: bool) -> bool:
    """Whether a line says something new. `untouched`: no day to look again was tapped."""
    line = _arrived_line(scene)
    if line is None:
        return True
    passed = {"on", *_days_that_have_come(scene, value, untouched)}
    before, now = ({key: of[key] for key in of.keys() - passed} for of in (line.value, value))
    seen = scene.shown_here.numbers
    looked_anew = bool(seen) and seen != (line.shown.numbers if line.shown else ())
    said = (whose.voice, whose.via) != (line.voice, line.via) or (whose.private and not line.private)
    return before != now or said or looked_anew


def _days_that_have_come(scene: Scene, value: Mapping[str, Any], untouched: bool) -> Iterator[str]:
    """The days of the choice that stands which are in no box any more, because they have come."""
    stands = scene.plan.decisions[scene.aid.id]
    if "until" not in value and has_come(stands.until, scene):
        yield "until"
    if untouched and has_come(stands.look_again, scene):
        yield "look_again"
