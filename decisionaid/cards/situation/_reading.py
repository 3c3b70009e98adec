"""Reads a form of the situation card: every value that was changed, and the questions back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ...domain.aid import Input
from ...domain.confirmed import can_still_be
from ...domain.encounter import InputShown
from .. import Scene, offered
from .._asked import (
    asked_of,
    groups_of,
)
from .._from_before import before_of, known_of
from .._lists import NONE_OF_THESE, ticked_now
from .._values import (
    CLEARED,
    AmountTyped,
    AskBack,
    KeptValue,
    as_typed,
    read_amount,
    same,
    stands_as,
)
from ._results import found, read_day, says_where


def read_form(scene: Scene, given: Mapping[str, Any]) -> tuple[dict[str, KeptValue], list[AskBack]]:
    """Read every value that was changed, and collect the questions back."""
    touched: dict[str, KeptValue] = {}
    questions: list[AskBack] = []
    for key, answer in (*_single_values(scene, given), *_lists(scene, given)):
        if isinstance(answer, AskBack):
            questions.append(answer)
        else:
            touched[key] = answer
    if given.get(NO_TO_ALL):
        asked_back = {question.field for question in questions}
        touched |= {key: {"is": False} for key in no_to_all(scene) if key not in touched and not asked_back}
    return touched, questions


NO_TO_ALL = "no_to_all"


def no_to_all(scene: Scene) -> tuple[str, ...]:
    """The questions that "No to all of these" answers: every yes or no that is open on the card.

    Left out is what was yes in an earlier visit, and what two screens say differently: that is asked by itself.
    """
    known, before = known_of(scene), before_of(scene)
    was_yes = {key for key, each in before.items() if each.value is True}
    open_now = (key for key, asked in asked_of(scene).items() if asked.kind == "yes_no" and key not in known)
    disputed = scene.plan.disputed_values(scene.aid.id)
    return tuple(key for key in open_now if key not in was_yes and key not in disputed)


def _single_values(scene: Scene, given: Mapping[str, Any]) -> Iterator[tuple[str, KeptValue | AskBack]]:
    """The values that are asked one by one: those that changed, and those that cannot be read as they are."""
    known = known_of(scene)
    for key, asked in asked_of(scene).items():
        if asked.together or not (f"value_{key}" in given or given.get(f"still_{key}")):
            continue  # a radio button that nobody chose, or a part of the page that was not sent
        before = as_typed(known[key]) if key in known else {}
        answer = _read_one(scene, key, asked, given, before)
        if isinstance(answer, AskBack) or (answer is not None and not same(answer, before or CLEARED)):
            yield key, answer


def _lists(scene: Scene, given: Mapping[str, Any]) -> Iterator[tuple[str, KeptValue | AskBack]]:
    """The values that are ticked in a list, each list as a whole."""
    for group, keys in groups_of(asked_of(scene)).items():
        if f"list_{group}" not in given:
            continue
        ticked = _ticked(given.get(f"list_{group}"))
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            yield group, AskBack(f"list_{group}", scene.words.say("Which is it: one of these, or none?"))
        else:
            yield from _read_list(scene, keys, ticked, confirmed=given.get("then") in onward(scene)).items()


def _read_list(
    scene: Scene, keys: Iterable[str], ticked: Collection[str], *, confirmed: bool
) -> Mapping[str, KeptValue]:
    known = known_of(scene)
    before = {key: known[key].value is True for key in keys if key in known}
    return ticked_now(keys, ticked, before, scene.plan.disputed_values(scene.aid.id), confirmed=confirmed)


def _read_one(
    scene: Scene, key: str, asked: Input, given: Mapping[str, Any], before: KeptValue
) -> KeptValue | AskBack | None:
    raw = str(given.get(f"value_{key}") or "").strip()
    if not raw:
        return _left_empty(scene, key, asked, given, before)
    if asked.kind not in ("number", "count"):
        return _answer(scene, key, asked, raw)
    where = found(key, given, scene) if asked.elsewhere else {}
    return where if isinstance(where, AskBack) else _amount(scene, key, asked, given, before, where)


def _left_empty(
    scene: Scene, key: str, asked: Input, given: Mapping[str, Any], before: KeptValue
) -> KeptValue | AskBack | None:
    """An empty box: the value of an earlier visit that still holds, a day or place without its result, or cleared."""
    if given.get(f"still_{key}"):
        return _still(scene, key, asked, before)
    if not before and says_where(key, given):
        return AskBack(f"value_{key}", scene.words.say("What was the result?"))
    return CLEARED


def _amount(
    scene: Scene, key: str, asked: Input, given: Mapping[str, Any], before: KeptValue, where: KeptValue
) -> KeptValue | AskBack | None:
    raw, unit = str(given[f"value_{key}"]).strip(), str(given.get(f"unit_{key}") or "")
    if stands_as(before, raw, unit):
        asked_where = f"taken_{key}" in given or f"place_{key}" in given
        return {"amount": before["amount"], "unit": before["unit"], **where} if asked_where else None
    typed = AmountTyped(raw, unit, bool(given.get(f"sure_{key}")), str(given.get(f"read_{key}") or ""))
    answer = read_amount(key, asked, typed, scene.words)
    return answer if isinstance(answer, AskBack) else {**answer, **where}


def _answer(scene: Scene, key: str, asked: Input, raw: str) -> KeptValue | AskBack:
    """Yes or no, one of a few, or a day."""
    field, say = f"value_{key}", scene.words.say
    if asked.kind == "date":
        day = read_day(field, raw, scene)
        return day if isinstance(day, AskBack) else {"is": day.isoformat()}
    if asked.kind == "yes_no":
        return {"is": raw == "yes"} if raw in ("yes", "no") else AskBack(field, say("Yes or no?"))
    return {"is": raw} if raw in asked.choices else AskBack(field, say("Which one is it?"))


def _still(scene: Scene, key: str, asked: Input, before: KeptValue) -> KeptValue | AskBack | None:
    """The value of an earlier visit, with its day; nothing where that was tapped and kept already."""
    said = before_of(scene).get(key)
    if said is None:
        return None if before else CLEARED
    if not can_still_be(asked, said, scene.today):
        return AskBack(f"value_{key}", scene.words.say("It is longer than a year since that was said. What is it now?"))
    return with_its_day(said)


def with_its_day(said: InputShown) -> KeptValue:
    """A value as the log keeps it, with the day on which it was first given."""
    return {**as_typed(said), "as_of": said.as_of, "source": said.source}


def onward(scene: Scene) -> tuple[str, ...]:
    """The cards that "These are right" leads to."""
    return offered("values", scene.aid.cards)


def _ticked(raw: object) -> frozenset[str]:
    each = (raw,) if isinstance(raw, str) else raw if isinstance(raw, (tuple, list, set, frozenset)) else ()
    return frozenset(str(one) for one in each if one)
