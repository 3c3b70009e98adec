"""The card "situation": what is going on, in the patient's own line, and the values that a number would need.

Nothing here is required. "Talk first" works on an empty card; the picture then says what it still lacks. Values that
are known already are shown to be read, not asked again; one tap confirms them all. Each value is its own line of the
log, with the unit, the text and the day it was given with, and is turned into the model's unit in one place (`values`).
A value that was cleared is a line too. Until form 2 one line carried all values, so that a screen which had been open
for long put the old ones back; such a line is still read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import filterfalse
from typing import Any

from ...domain.aid import Aid
from ...domain.chances import Numbers
from ...domain.disputes import is_values
from ...domain.encounter import MAX_WORDS, Choice, InputShown
from ...domain.fill_sentences import fill
from ...domain.page import Section
from ...domain.phrases import phrase
from ...domain.plan import OwnWords, Plan
from ...domain.readers import Outside
from ...errors import CardProblems
from ...handout import Handout, own_words_sections
from ...locale import Words
from .. import Field, NewLine, Scene, Traits
from .._asked import (
    NOTHING_TICKED,
    AskedTogether,
    AskedValue,
    asked_of,
    choices_of,
    groups_of,
    in_words,
    missing,
    single,
    together,
)
from .._from_before import known_of, to_confirm
from .._lists import NONE_OF_THESE
from .._own_words import own_words
from .._usual import talked_about
from .._values import (
    READINGS,
    KeptValue,
    as_typed,
    swapped,
    unit_words,
    units_of,
)
from ._reading import NO_TO_ALL, no_to_all, onward, read_form, with_its_day
from ._results import found_fields
from ._unsettled import unsettled

KIND = "situation"
TITLE = phrase("What is going on?")
TRAITS = Traits(
    sign="M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5 21c0-4 3-6 7-6s7 2 7 6",
    talk="beginning",
    later_stands=frozenset({"values"}),
    follows={"ask": 1},
)
state = talked_about(KIND)

__all__ = [
    "KIND", "TITLE", "TRAITS", "accept", "asks", "fields", "missing", "sections", "show", "state", "summary",
    "tell",
]  # fmt: skip


@dataclass(frozen=True)
class SituationView:
    """What the template gets.

    Attributes:
        open: values to ask now. read: values that are known, to be read. Both in the aid's order.
        lists, read_lists: the same for what is asked together.
        words_said: the patient's own line of this visit. words_before: that of an earlier one, which no new one joins.
        words_private: it is just between us already.
        no_to_all: several questions are open that one tap answers with no.
        onward: the card that "These are right" leads to, or "" where the aid has none.
    """

    title: str
    decision: str
    words_said: str
    words_before: str
    words_private: bool
    open: tuple[AskedValue, ...]
    read: tuple[AskedValue, ...]
    lists: tuple[AskedTogether, ...]
    read_lists: tuple[AskedTogether, ...]
    onward: str
    no_to_all: bool = False

    @property
    def said_on(self) -> str:
        """The day of all values that are known from an earlier visit, where it is one and the same; else ""."""
        days = {*(each.as_of for each in self.read if not each.proposed), *(each.as_of for each in self.read_lists)}
        return days.pop() if len(days) == 1 else ""

    @property
    def knows_anything(self) -> bool:
        return bool(self.read or self.read_lists)


def fields(scene: Scene) -> tuple[Field, ...]:
    """The inputs: a box for each value, its unit, a list for each group, the patient's line, and the two buttons."""
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
            made.append(Field(f"still_{key}", "yes_no"))
            made.append(Field(f"read_{key}", "choice", tuple((each, "") for each in READINGS)))
            made += found_fields(key, asked)
        elif asked.kind == "date":
            made.append(Field(f"value_{key}", "date", max_length=40))
        else:
            made.append(Field(f"value_{key}", "choice", choices_of(asked, words)))
    for group, items in groups.items():
        none = (NONE_OF_THESE, words.say("None of these"))
        made.append(Field(f"list_{group}", "choices", (*items, none, NOTHING_TICKED)))
    made.append(Field(NO_TO_ALL, "button", (("yes", ""),)))
    made.append(Field("then", "button", (("stay", ""), *((each, "") for each in onward(scene)), ("talk", ""))))
    return tuple(made)


def show(scene: Scene) -> SituationView:
    """What is on the card: known values to be read, unknown ones to be asked."""
    known = known_of(scene)
    asked = asked_of(scene)
    singles = [single(scene, key, each, known.get(key)) for key, each in asked.items() if not each.together]
    lists = [
        together(scene, group, {key: asked[key] for key in keys}, known) for group, keys in groups_of(asked).items()
    ]
    said, earlier = _words_said(scene), _words_before(scene)
    return SituationView(
        title=scene.aid.title,
        decision=scene.aid.decision,
        words_said=scene.entered.get("words", said.words if said and said.words else ""),
        words_before=(earlier.words if earlier and not said else None) or "",
        words_private=bool(said and scene.plan.is_between_us(said.seq)),
        open=tuple(filter(_to_ask, singles)),
        read=tuple(filterfalse(_to_ask, singles)),
        lists=tuple(filter(_to_ask, lists)),
        read_lists=tuple(filterfalse(_to_ask, lists)),
        onward=next(iter(onward(scene)), ""),
        no_to_all=len(no_to_all(scene)) > 1,
    )


def _to_ask(each: AskedValue | AskedTogether) -> bool:
    return not each.known or bool(each.problem)


def accept(scene: Scene, given: Mapping[str, Any]) -> tuple[NewLine, ...]:
    """The lines to write: the patient's line, and one for each value that was changed; () where nothing is new.

    Raises:
        CardProblems: a value cannot be read, or looks like a slip; every field is named. Nothing is written.
    """
    touched, questions = read_form(scene, given)
    known = {key: as_typed(shown) for key, shown in known_of(scene).items()}
    questions += list(swapped(scene.aid, {**known, **touched}, scene.words, touched))
    if questions:
        raise CardProblems({question.field: question.say for question in questions})
    if given.get("then") in onward(scene):
        touched = {**_confirmed(scene), **touched}
    today = {"as_of": scene.today.isoformat(), "source": "typed"}
    values = (NewLine(f"values.{key}", {**today, **value}, form=EACH) for key, value in touched.items())
    return (*_words_line(scene, given), *values)


def _confirmed(scene: Scene) -> Mapping[str, KeptValue]:
    """What "These are right" says of values from an earlier visit, of all that the card shows to be read."""
    asked = asked_of(scene)
    return {key: with_its_day(each) for key, each in to_confirm(scene).items() if key in asked}


def tell(plan: Plan, choice: Choice, aid: Aid | None) -> Plan:
    """Put a line into the plan: a value, unless it is in dispute, or the patient's own words."""
    if choice.item == "words":
        said = own_words(choice)
        return plan.with_(words=(*plan.words, replace(said, about=KIND))) if said else plan
    if not is_values(choice.item) or choice.aid_id is None:
        return plan
    found = _values_after(plan, choice, choice.aid_id)
    order = {key: at for at, key in enumerate(aid.inputs)} if aid else {}
    shown = tuple(sorted(found.values(), key=lambda each: order.get(each.input, len(order))))
    return plan.with_(situation={**plan.situation, choice.aid_id: shown})


def _values_after(plan: Plan, choice: Choice, aid_id: str) -> dict[str, InputShown]:
    """Input -> what is known of it after a line with values."""
    if choice.form == TOGETHER:
        return {key: _known(key, {**choice.value, **each}) for key, each in choice.value["inputs"].items()}
    key = choice.item.removeprefix("values.")
    found = {each.input: each for each in plan.situation.get(aid_id, ()) if each.input != key}
    if "cleared" not in choice.value and key not in plan.disputed_values(aid_id):
        found[key] = _known(key, choice.value)
    return found


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """The sections with what somebody said, and with values that two screens give differently."""
    yield from own_words_sections(handout, KIND)
    yield from unsettled(handout)


def asks(choice: Choice, aid: Aid | None, words: Words) -> str:
    """The question that a value answers, with the facts of the aid filled in."""
    asked = aid.inputs.get(choice.item.removeprefix("values.")) if aid else None
    if aid is None or asked is None:
        return ""
    filled = fill(asked.ask, aid, Numbers({}), words)
    return filled.text if filled else ""


def summary(choice: Choice, aid: Aid | None, words: Words) -> str:
    """A value in a few words. The patient's line has a row of its own."""
    if choice.item == "values":
        return words.say("The values for the picture")
    asked = aid.inputs.get(choice.item.removeprefix("values.")) if aid else None
    if asked is None or "cleared" in choice.value:
        return words.say("not known") if asked else ""
    return in_words(asked, choice.value, words)


TOGETHER, EACH = 1, 2
"""Forms of a line with values. In form 1 one line held all values; since form 2 each has its own."""


def _known(key: str, value: Mapping[str, Any]) -> InputShown:
    return InputShown(
        input=key,
        value=value["is"] if "is" in value else float(value["amount"]),
        unit=value.get("unit", ""),
        source=value.get("source", "typed"),
        as_of=value.get("as_of", ""),
        taken=value.get("taken", ""),
        place=value.get("place", ""),
    )


def _words_said(scene: Scene) -> OwnWords | None:
    """The patient's own line of this visit."""
    return _own_line(scene, lambda line: line.encounter_id == scene.encounter.id)


def _words_before(scene: Scene) -> OwnWords | None:
    return _own_line(scene, lambda line: line.encounter_id != scene.encounter.id)


def _own_line(scene: Scene, when: Callable[[Choice], bool]) -> OwnWords | None:
    of = (KIND, scene.aid.id, "words")
    lines = {line.seq for line in scene.plan.standing if (line.kind, line.aid_id, line.item) == of and when(line)}
    return next((said for said in scene.plan.words if said.seq in lines), None)


def _words_line(scene: Scene, given: Mapping[str, Any]) -> list[NewLine]:
    if "words" not in given:
        return []
    said = _words_said(scene)
    now, private = str(given.get("words") or "").strip(), bool(given.get("words_private"))
    if said is None or not said.words:
        is_new = bool(now)
    else:
        newly_private = private and not scene.plan.is_between_us(said.seq)
        is_new = now != said.words or newly_private
    if not is_new:
        return []
    language = scene.encounter.language if now else None
    return [NewLine("words", {}, words=now or None, words_language=language, private=private)]
