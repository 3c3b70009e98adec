"""What is going on: the patient's own line, and the values that a number would need.

Nothing here is required. "Talk first" works on an empty card; the picture then says what it still lacks. Values that
are known already are shown to be read, not asked again; one tap confirms them all. Each value keeps the unit, the text
and the day it was given with, and is turned into the model's unit in one place (`values`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid, Input
from ..domain.encounter import MAX_WORDS, Choice, InputShown
from ..domain.plan import Plan, Said
from . import Field, Line, Scene
from ._asked import (
    NONE_OF_THESE,
    Asked,
    AskedTogether,
    asked_of,
    choices_of,
    groups_of,
    missing,
    single,
    together,
    units_of,
    values,
    values_of,
)
from ._values import Problems, Question, Typed, as_typed, read_amount, same, swapped, unit_words

KIND = "situation"
TITLE = "What is going on?"

__all__ = ["KIND", "TITLE", "accept", "fields", "missing", "show", "tell", "values", "values_of"]


@dataclass(frozen=True)
class SituationView:
    """All that the template knows.

    Attributes:
        open: values to ask now. read: values that are known, to be read. Both in the aid's order.
        lists, read_lists: the same for what is asked together.
        words_said: the patient's own line, as it stands.
        words_private: it is just between us already.
    """

    title: str
    decision: str
    words_said: str
    words_private: bool
    open: tuple[Asked, ...]
    read: tuple[Asked, ...]
    lists: tuple[AskedTogether, ...]
    read_lists: tuple[AskedTogether, ...]

    @property
    def knows_anything(self) -> bool:
        return bool(self.read or self.read_lists)


def fields(scene: Scene) -> tuple[Field, ...]:
    """One box per value, one per unit, one list per group, the patient's line, and the two buttons."""
    words, made = scene.words, [Field("words", "text", max_length=MAX_WORDS), Field("words_private", "yes_no")]
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, asked in asked_of(scene).items():
        if asked.together:
            groups.setdefault(asked.together, []).append((key, asked.ask))
        elif asked.kind in ("number", "count"):
            made.append(Field(f"value_{key}", "number", max_length=40))
            units = tuple((unit, unit_words(unit, words)) for unit in units_of(asked))
            made.append(Field(f"unit_{key}", "choice", units))
            made.append(Field(f"sure_{key}", "yes_no"))
        else:
            made.append(Field(f"value_{key}", "choice", choices_of(asked, words)))
    for group, items in groups.items():
        none = (NONE_OF_THESE, words.say("None of these"))
        made.append(Field(f"list_{group}", "choices", (*items, none)))
    made.append(Field("then", "button", (("stay", ""), ("picture", ""), ("talk", ""))))
    return tuple(made)


def show(scene: Scene) -> SituationView:
    """What stands on the card: what is known to be read, what is not known to be asked."""
    known = {shown.input: shown for shown in scene.plan.situation.get(scene.aid.id, ())}
    singles = [
        single(scene, key, asked, known.get(key)) for key, asked in asked_of(scene).items() if not asked.together
    ]
    lists = [together(scene, group, known) for group in groups_of(scene)]
    said = _words_said(scene.plan, scene.aid.id)
    return SituationView(
        title=scene.aid.title,
        decision=scene.aid.decision,
        words_said=scene.entered.get("words", said.words if said and said.words else ""),
        words_private=bool(said and scene.plan.is_between_us(said.seq)),
        open=tuple(each for each in singles if not each.known or each.problem),
        read=tuple(each for each in singles if each.known and not each.problem),
        lists=tuple(each for each in lists if not each.known or each.problem),
        read_lists=tuple(each for each in lists if each.known and not each.problem),
    )


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[Line, ...]:
    """The patient's line and the values, each as its own line of the log; nothing if nothing is new.

    Raises:
        Problems: a value cannot be read, or looks like a slip; every field is named. Nothing is written.
    """
    typed, questions = _read(scene, given)
    questions += list(swapped(scene.aid, typed, scene.words))
    if questions:
        raise Problems({question.field: question.say for question in questions})
    lines = _words_line(scene, given)
    before = {shown.input: shown for shown in scene.plan.situation.get(scene.aid.id, ())}
    if typed != {} or before:
        unchanged = typed.keys() == before.keys() and all(same(typed[key], as_typed(before[key])) for key in typed)
        if not unchanged:
            today = scene.today.isoformat()
            inputs = {key: _dated(value, before.get(key), today) for key, value in typed.items()}
            lines.append(Line("values", {"inputs": inputs, "as_of": today, "source": "typed"}))
    return tuple(lines)


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Values become what is known for the aid; the patient's line joins the words."""
    if choice.item == "words":
        if choice.words is None and not choice.taken_out:
            return plan
        said = Said(
            choice.seq,
            choice.words,
            choice.words_language or choice.language,
            choice.voice,
            choice.via,
            choice.taken_out,
            about=KIND,
        )
        return plan.with_(words=(*plan.words, said))
    if choice.item != "values" or choice.aid_id is None:
        return plan
    source, as_of = choice.value.get("source", "typed"), choice.value.get("as_of", "")
    shown = tuple(
        InputShown(
            input=key,
            value=each["is"] if "is" in each else float(each["amount"]),
            unit=each.get("unit", ""),
            source=each.get("source", source),
            as_of=each.get("as_of", as_of),
        )
        for key, each in choice.value["inputs"].items()
    )
    return plan.with_(situation={**plan.situation, choice.aid_id: shown})


def _words_said(plan: Plan, aid_id: str) -> Said | None:
    lines = {line.seq for line in plan.standing if (line.kind, line.aid_id, line.item) == (KIND, aid_id, "words")}
    return next((said for said in plan.words if said.seq in lines), None)


def _words_line(scene: Scene, given: Mapping[str, Any]) -> list[Line]:
    if "words" not in given:
        return []
    said = _words_said(scene.plan, scene.aid.id)
    before = (said.words if said else None) or ""
    now = str(given.get("words") or "").strip()
    private = bool(given.get("words_private"))
    if now == before and not (now and private and said and not scene.plan.is_between_us(said.seq)):
        return []
    language = scene.encounter.language if now else None
    return [Line("words", {}, words=now or None, words_language=language, private=private)]


def _read(scene: Scene, given: Mapping[str, Any]) -> tuple[dict[str, Typed], list[Question]]:
    """Every value that was given, and every question that one raises."""
    typed: dict[str, Typed] = {}
    questions: list[Question] = []
    known = {shown.input: shown for shown in scene.plan.situation.get(scene.aid.id, ())}
    for key, asked in asked_of(scene).items():
        if asked.together:
            continue
        answer = _read_one(scene, key, asked, given)
        if answer is None and f"value_{key}" not in given and key in known:
            answer = as_typed(known[key])  # a radio button, or a part of the page, that was not sent at all
        if isinstance(answer, Question):
            questions.append(answer)
        elif answer is not None:
            typed[key] = answer
    for group, keys in groups_of(scene).items():
        ticked = _ticked(given.get(f"list_{group}"))
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            questions.append(Question(f"list_{group}", scene.words.say("Which is it: one of these, or none?")))
        elif ticked:
            typed.update({key: {"is": key in ticked} for key in keys})
    return typed, questions


def _read_one(scene: Scene, key: str, asked: Input, given: Mapping[str, Any]) -> Typed | Question | None:
    raw = given.get(f"value_{key}")
    if raw is None or raw == "":
        return None
    if asked.kind == "yes_no":
        if raw in (True, "yes", "no", False):
            return {"is": raw in (True, "yes")}
        return Question(f"value_{key}", scene.words.say("Yes or no?"))
    if asked.kind == "choice":
        if raw in asked.choices:
            return {"is": str(raw)}
        return Question(f"value_{key}", scene.words.say("Which one is it?"))
    unit, meant = str(given.get(f"unit_{key}") or ""), bool(given.get(f"sure_{key}"))
    return read_amount(key, asked, str(raw), unit, meant, scene.words) if str(raw).strip() else None


def _ticked(raw: object) -> frozenset[str]:
    if isinstance(raw, str):
        return frozenset({raw} if raw else ())
    return frozenset(str(each) for each in raw) if isinstance(raw, (tuple, list, set, frozenset)) else frozenset()


def _dated(value: Typed, before: InputShown | None, today: str) -> dict[str, Any]:
    """A value that did not change keeps the day and the source it came with."""
    if before is not None and same(value, as_typed(before)):
        return {**value, "as_of": before.as_of, "source": before.source}
    return {**value, "as_of": today, "source": "typed"}
