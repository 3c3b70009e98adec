"""The values that a card asks for, each with its state: known (to be read), open (to be asked), or questioned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ..domain.aid import Input
from ..domain.chances import asked_inputs
from ..domain.conditions import Group
from ..domain.confirmed import can_still_be
from ..domain.encounter import InputShown
from ..domain.fill_sentences import fill
from ..domain.values import values_of
from ..locale import Words
from ..value_words import answer_in_words, found_where
from . import Scene
from ._from_before import before_of, known_of, proposed, said_on
from ._lists import NONE_OF_THESE, list_title
from ._values import (
    AmountTyped,
    AskBack,
    KeptValue,
    as_typed,
    read_amount,
    readings_of,
    unit_words,
    units_of,
)

NOTHING_TICKED = ("", "")
"""A hidden value beside the boxes of a list: tells an empty list from a list that was not sent."""


@dataclass(frozen=True)
class AskedValue:
    """One value that is asked for, as the card shows it.

    Attributes:
        field: the name of its box. kind: number, yes_no or choice.
        text: what stands in the box: as typed, or as known. said: the value in words, to be read.
        choices: (value, words) of a choice or of yes and no. chosen: which one is.
        units: (unit, words); the first is offered first. unit: the chosen one.
        problem: the question beside it, or "". can_be_meant: "yes, that is what we mean" settles it.
        readings: (value, number) of the two ways to read 1,200.
        as_of: the day it was given, in words, where that was before today.
        before: the answer of an earlier visit, where it is asked by itself. can_still_be: one tap says that it holds.
        still: that tap was made on a form that came back.
        only_if: "statin=yes" where it is asked only after that answer; the style sheet hides it until then.
        opens: the answers that another question waits for.
        places: (id, words) of where a result can come from. place, taken: where and when it was found; found: in words.
        latest: the last day that a date can be.
        proposed: it follows from how it went, as said in this visit, and waits to be confirmed.
    """

    key: str
    field: str
    ask: str
    kind: str
    text: str = ""
    said: str = ""
    chosen: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    as_of: str = ""
    before: str = ""
    can_still_be: bool = False
    still: bool = False
    problem: str = ""
    can_be_meant: bool = False
    readings: tuple[tuple[str, str], ...] = ()
    known: bool = False
    only_if: str = ""
    opens: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    place: str = ""
    taken: str = ""
    found: str = ""
    latest: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class AskedTogether:
    """Yes/no values that are asked as one list: "Does any of these fit?"."""

    field: str
    title: str
    items: tuple[tuple[str, str, bool], ...]
    none_fits: bool
    known: bool
    as_of: str = ""
    before: str = ""
    problem: str = ""
    can_be_meant: bool = False
    readings: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(ask for _, ask, ticked in self.items if ticked)


def in_words(asked: Input, value: KeptValue, words: Words) -> str:
    """A value in words. Examples: 140 mmHg, yes, female."""
    if "amount" in value:
        said = f"{_as_text(value, words)} {unit_words(value.get('unit'), words)}".strip()
        where = found_where(asked, value.get("place", ""), value.get("taken", ""), words)
        return f"{said} ({where})" if where else said
    chosen = _as_choice(value)
    if asked.kind == "date":
        return answer_in_words(asked, chosen, words) if chosen else ""
    return dict(choices_of(asked, words)).get(chosen, "")


def asked_of(scene: Scene) -> Mapping[str, Input]:
    """The inputs that this person is asked for, with their questions filled in."""
    asked = asked_inputs(scene.aid, values_of(scene.aid, known_of(scene).values()))
    return {key: _with_words(scene, each) for key, each in asked.items()}


def _with_words(scene: Scene, asked: Input) -> Input:
    ask = _filled(scene, asked.ask)
    return asked if ask == asked.ask else asked.model_copy(update={"ask": ask})


def _filled(scene: Scene, text: str) -> str:
    sentence = fill(text, scene.aid, scene.numbers, scene.words)
    return sentence.text if sentence else text


def groups_of(asked: Mapping[str, Input]) -> dict[str, list[str]]:
    """The lists of a card: of those inputs that are asked together, which stand in each."""
    groups: dict[str, list[str]] = {}
    for key, each in asked.items():
        if each.together:
            groups.setdefault(each.together, []).append(key)
    return groups


def choices_of(asked: Input, words: Words) -> tuple[tuple[str, str], ...]:
    if asked.kind == "yes_no":
        return (("yes", words.say("Yes")), ("no", words.say("No")))
    return tuple(asked.choices.items())


def single(scene: Scene, key: str, asked: Input, known: InputShown | None) -> AskedValue:
    words, field = scene.words, f"value_{key}"
    only_if, problem = _only_if(asked.applies_when), scene.problems.get(field, "")
    base = AskedValue(key, field, asked.ask, asked.kind, problem=problem, only_if=only_if)
    before: KeptValue = as_typed(known) if known else {}
    if known:
        base = replace(base, known=True, as_of=said_on(scene, known), proposed=key in proposed(scene))
    elif key in before_of(scene):
        base = _from_earlier(scene, base, asked, before_of(scene)[key])
    entered = scene.entered.get(field)
    if asked.kind in ("number", "count"):
        unit = scene.entered.get(f"unit_{key}") or before.get("unit") or asked.unit or ""
        text = str(entered) if entered is not None else _as_text(before, words)
        return _amount(_with_found(scene, base, asked, before), asked, text, unit, words)
    chosen = str(entered) if entered is not None else _as_choice(before)
    if asked.kind == "date":
        return replace(base, text=chosen, said=in_words(asked, before, words), latest=scene.today.isoformat())
    return _chosen(scene, base, choices_of(asked, words), chosen)


def _chosen(scene: Scene, base: AskedValue, choices: tuple[tuple[str, str], ...], chosen: str) -> AskedValue:
    """Yes or no, or one of a few."""
    waited_for = {_only_if(each.applies_when) for each in scene.aid.inputs.values()}
    opens = tuple(value for value, _ in choices if f"{base.key}={value}" in waited_for)
    return replace(base, choices=choices, chosen=chosen, said=dict(choices).get(chosen, ""), opens=opens)


def _from_earlier(scene: Scene, base: AskedValue, asked: Input, said: InputShown) -> AskedValue:
    """A question with the answer of an earlier visit beside it. Yes and no are tapped anew; an amount can still be."""
    return replace(
        base,
        before=in_words(asked, as_typed(said), scene.words),
        as_of=said_on(scene, said),
        can_still_be=asked.kind in ("number", "count") and can_still_be(asked, said, scene.today),
        still=bool(scene.entered.get(f"still_{base.key}")),
    )


def _with_found(scene: Scene, base: AskedValue, asked: Input, before: KeptValue) -> AskedValue:
    """The boxes for where and when a result from elsewhere was found, with what stands in them."""
    if not asked.elsewhere:
        return base
    place, taken = before.get("place", ""), before.get("taken", "")
    return replace(
        base,
        places=tuple(asked.elsewhere.items()),
        place=str(scene.entered.get(f"place_{base.key}", place)),
        taken=str(scene.entered.get(f"taken_{base.key}", taken)),
        found=found_where(asked, place, taken, scene.words),
        latest=scene.today.isoformat(),
    )


def _amount(base: AskedValue, asked: Input, text: str, unit: str, words: Words) -> AskedValue:
    """An amount as the card shows it: what stands in its box, its units, and the question beside it."""
    return replace(
        base,
        kind="number",
        text=text,
        unit=unit,
        said=f"{text} {unit_words(unit, words)}".strip(),
        units=tuple((each, unit_words(each, words)) for each in units_of(asked)),
        can_be_meant=bool(base.problem) and _can_be_meant(asked, text, unit, words),
        readings=readings_of(asked, text, unit, words) if base.problem else (),
    )


def _only_if(when: Group) -> str:
    """The one answer that a question waits for, as "input=answer"; "" where it depends on more than one."""
    if len(when.tests) != 1 or when.none or when.tests[0].is_ is None:
        return ""
    test = when.tests[0]
    return f"{test.input}={test.is_ if isinstance(test.is_, str) else 'yes' if test.is_ else 'no'}"


def _can_be_meant(asked: Input, text: str, unit: str, words: Words) -> bool:
    answer = read_amount("", asked, AmountTyped(text, unit), words) if text else None
    return isinstance(answer, AskBack) and answer.can_be_meant


def _as_text(typed: KeptValue, words: Words) -> str:
    return words.typed(f"{typed['amount']:.10g}") if "amount" in typed else ""


def _as_choice(typed: KeptValue) -> str:
    value = typed.get("is", "")
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def together(scene: Scene, group: str, listed: Mapping[str, Input], known: Mapping[str, InputShown]) -> AskedTogether:
    """One list of a card; `listed` are the inputs in it."""
    keys, field = list(listed), f"list_{group}"
    entered = scene.entered.get(field)
    all_known = all(key in known for key in keys)
    ticked = set(entered) if entered else _fitting(keys, known)
    none_fits = NONE_OF_THESE in ticked or (not entered and all_known and not ticked)
    items = tuple((key, each.ask, key in ticked) for key, each in listed.items())
    as_of, before = _list_from_earlier(scene, keys, known)
    problem, title = scene.problems.get(field, ""), list_title(scene, group)
    return AskedTogether(field, title, items, none_fits, all_known, as_of, before, problem)


def _fitting(keys: Iterable[str], known: Mapping[str, InputShown]) -> set[str]:
    return {key for key in keys if key in known and known[key].value is True}


def _list_from_earlier(scene: Scene, keys: Collection[str], known: Mapping[str, InputShown]) -> tuple[str, str]:
    """The day of the oldest answer of a list, and what was said then, where the list is asked by itself; else ""."""
    before = {key: each for key, each in before_of(scene).items() if key in keys}
    there = {key: each for key, each in {**known, **before}.items() if key in keys}
    day = said_on(scene, min(there.values(), key=lambda each: each.as_of)) if there else ""
    yes = " · ".join(scene.aid.inputs[key].ask for key in keys if key in _fitting(keys, before))
    none = scene.words.say("None of these") if before and len(there) == len(keys) else ""
    return day, _filled(scene, yes) or none


def missing(scene: Scene, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The inputs that are not known yet, as (field to go to, question). A list is named one time."""
    asked, found = asked_of(scene), {}
    for key in keys:
        if key in asked and asked[key].together:
            found[f"list_{asked[key].together}"] = list_title(scene, asked[key].together or "")
        elif key in asked:
            found[f"value_{key}"] = asked[key].ask
    return tuple(found.items())
