"""The checklists, item by item, for one aid: passed, failed, for people to look at, or not judged.

What no machine can see is never passed. What the pages do for every aid alike is held by the tests of this program, and
said so. Which rule judges which item stands in `checklists.yaml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from .errors import Problem
from .yaml_reader import read_file

State = Literal["pass", "fail", "human", "program", "not_applying", "open"]
IN_WORDS: Mapping[State, str] = {
    "pass": "pass", "fail": "fail", "human": "a human must look", "program": "held by the pages",
    "not_applying": "does not apply", "open": "nothing judges this yet",
}  # fmt: skip
READING = ("YAML", "LANGUAGE")


@dataclass(frozen=True)
class Judged:
    """One item of a checklist, for one aid.

    Attributes:
        because: where it failed, the findings; in the words of `check`.
    """

    id: str
    asks: str
    state: State
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """One checklist, for one aid."""

    id: str
    title: str
    items: tuple[Judged, ...]

    def count(self, state: State) -> int:
        """How many items are in a state."""
        return sum(item.state == state for item in self.items)


@dataclass(frozen=True)
class Subject:
    """What is judged: the findings on one aid, which rules were asked, and what sort of aid it is.

    Attributes:
        asked: rules that were asked; a rule that was not asked judges nothing.
        traits: "screening" for an aid of that kind, "models" for one with a model.
    """

    problems: tuple[Problem, ...]
    asked: Collection[str]
    not_applying: Collection[str]
    traits: Collection[str]


@cache
def checklists() -> Mapping[str, Any]:
    """Every checklist by its id, with its title and items."""
    file = Path(__file__).with_suffix(".yaml")
    value: Mapping[str, Any] = read_file(file, file.name).value
    return value


def judged(subject: Subject) -> tuple[Judgement, ...]:
    """Each checklist, for one aid."""
    return tuple(
        Judgement(key, each["title"], tuple(_item(name, item, subject) for name, item in each["items"].items()))
        for key, each in checklists().items()
    )


def _item(name: str, item: Mapping[str, Any], subject: Subject) -> Judged:
    rules = tuple(item.get("rules", ()))
    found = tuple(str(each) for each in subject.problems if each.level == "error" and each.rule in _of(item, rules))
    return Judged(name, item["asks"], "fail" if found else _not_failed(item, rules, subject), found)


def _of(item: Mapping[str, Any], rules: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of findings that make an item fail."""
    signed = ("NICE-8",) if item.get("signed") else ()
    return (*rules, *signed, *(READING if item.get("language") else ()))


def _not_failed(item: Mapping[str, Any], rules: tuple[str, ...], subject: Subject) -> State:
    if item.get("only", "") not in ("", *subject.traits) or (rules and set(rules) <= set(subject.not_applying)):
        return "not_applying"
    if item.get("human") or item.get("signed") or _left_to_people(rules, subject):
        return "human"
    if item.get("open") or not _were_asked(rules, subject):
        return "open"
    return "pass" if rules or item.get("language") else "program"


def _left_to_people(rules: tuple[str, ...], subject: Subject) -> bool:
    """Whether one of the rules found something that a person must look at."""
    return any(each.level == "human" and each.rule in rules for each in subject.problems)


def _were_asked(rules: tuple[str, ...], subject: Subject) -> bool:
    """Whether every rule of an item was asked, of an aid that could be read whole: what cannot be read hides some."""
    whole = not any(each.level == "error" and each.rule in READING for each in subject.problems)
    return not rules or (whole and set(rules) <= {*subject.asked, *subject.not_applying})


def as_lines(name: str, lists: tuple[Judgement, ...]) -> Iterator[str]:
    """A table as text."""
    yield f"{name}"
    for each in lists:
        yield ""
        yield f"{each.title}: {_counts(each)}"
        for item in each.items:
            yield f"  {item.id:<8} {IN_WORDS[item.state]:<24} {item.asks}"
            yield from (f"           {reason}" for reason in item.because)


def _counts(each: Judgement) -> str:
    return ", ".join(f"{each.count(state)} {words}" for state, words in IN_WORDS.items() if each.count(state))


def as_data(lists: tuple[Judgement, ...]) -> list[dict[str, Any]]:
    """The same for another program."""
    return [
        {
            "id": each.id,
            "title": each.title,
            "items": [
                {"id": item.id, "asks": item.asks, "state": item.state, "because": item.because} for item in each.items
            ],
        }
        for each in lists
    ]
