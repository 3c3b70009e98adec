"""A slip in a shipped aid is found by the rule that it belongs to and by no other, and a harmless change is not found.

The ordinary run asks one slip of each rule in each file; `make hold` asks them all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.commands.check import check
from decisionaid.yaml_reader import read_yaml

HERE = Path(__file__).parent
TODAY = date(2026, 11, 28)
DAMAGED: list[dict[str, Any]] = read_yaml((HERE / "damaged.yaml").read_bytes(), "damaged.yaml").value
KINDS = {(each["rule"], each.get("aid", "statin"), each.get("file", "aid")): at for at, each in enumerate(DAMAGED)}
SAMPLE = frozenset(KINDS.values())
"""One slip of each rule in each file."""


def changed(
    folder: Path, change: Mapping[str, str], file: str = "aid", insert: tuple[str, ...] = (), aid: str = "statin"
) -> Path:
    """A shipped aid with some words changed."""
    copy = folder / aid
    shutil.copytree(asset_root() / "aids" / aid, copy)
    path = copy / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (*change.items(), *([insert] if insert else [])):
        assert old in text, f"nothing to change: {old}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return copy


def find(case: dict[str, Any], tmp_path: Path) -> None:
    """The rule of a case finds it, and no other rule has an error."""
    aid = changed(
        tmp_path, case["change"], case.get("file", "aid"), tuple(case.get("insert", ())), case.get("aid", "statin")
    )
    problems = check(aid, "review", TODAY).problems
    said = "\n".join(f"{problem} [{problem.rule}]" for problem in problems)
    assert case["rule"] in {problem.rule for problem in problems}, said
    errors = {problem.rule for problem in problems if problem.level == "error"}
    assert errors <= {case["rule"], *case.get("also", ())}, said
    assert all(problem.remedy for problem in problems if problem.level == "error"), said


def _named(index: int, case: dict[str, Any]) -> Any:
    marks = () if index in SAMPLE else (pytest.mark.hold,)
    return pytest.param(case, id=f"{index}-{case['rule']}", marks=marks)


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("case", [_named(index, case) for index, case in enumerate(DAMAGED)])
def test_a_slip_is_found_by_its_rule_and_by_no_other(case: dict[str, Any], tmp_path: Path) -> None:
    find(case, tmp_path)


def test_slips_of_every_sort_are_tried_on_three_aids() -> None:
    assert len(DAMAGED) >= 200
    assert {"YAML", "LANGUAGE", "UNIT-1", "TEST-1", "RATIO-1", "ROW-1", "SURE-1", "WISH-1", "TIME-1", "ORDER-1",
            "TRANS-1", "TRANS-2", "PICT-1", "USED-1", "CHAR-1", "WORD-1", "WORD-2", "WORD-3", "CARD-1", "WHOM-1",
            "WORK-1", "TABLE-1", "NAME-1", "OUT-1", "MODEL-1", "RC-1", "RC-2", "RC-3", "RC-5", "EVID-1", "OPT-1",
            "IPD-C2", "IPD-C3", "IPD-C4", "IPD-C5"} <= {rule for rule, _, _ in KINDS}  # fmt: skip
    assert {aid for _, aid, _ in KINDS} == {"statin", "af-stroke", "osteoporosis"}


HARMLESS: dict[str, Mapping[str, str]] = {
    "one word less": {"condition: Fat in the blood": "condition: Fat in blood"},
    "a title in quotes": {"title: A statin, or not now?": 'title: "A statin, or not now?"'},
    "a title in single quotes": {"title: A statin, or not now?": "title: 'A statin, or not now?'"},
    "an id in quotes": {"id: statin": 'id: "statin"'},
    "a remark behind a word": {"kind: decision\n": "kind: decision   # a choice\n"},
    "a remark between": {"time_critical: false": "time_critical: false\n\n# never for emergencies"},
    "a remark behind braces": {"models:\n": "models:   # one model\n"},
    "a nought at the end": {"risk_ratio: 0.79\n": "risk_ratio: 0.790\n"},
    "a number in another form": {"again: {amount: 3, unit: mo}": "again: {amount: 3.0, unit: mo}"},
    "another word for it": {"Food, moving and not smoking help": "Meals, moving and not smoking help"},
    "a sentence without quotes": {
        'no_pill: "No new pill and no blood test for one."': "no_pill: No new pill and no blood test for one."
    },
    "a chance in a thousand": {"chance: 0.271,": "chance: 271, per: 1000,"},
    "a range in a thousand": {"extra: 0.011, low: 0.006, high: 0.016": "extra: 11, low: 6, high: 16, per: 1000"},
    "one source as a list": {"source: ctt2012\n    verified: primary\n    trials": "source: [ctt2012]\n    verified: "
                             "primary\n    trials"},
    "a test in a group": {"applies_when: {input: age, to: 59}": "applies_when: {all: [{input: age, to: 59}]}"},
    "any of one": {"applies_when: {input: age, to: 59}": "applies_when: {any: [{input: age, to: 59}]}"},
    "one of one": {"{input: dose, is: moderate}": "{input: dose, one_of: [moderate]}"},
    "a sentence in the long form": {
        'other_ways: "Food, moving and not smoking help in many other ways too."':
        'other_ways: {say: "Food, moving and not smoking help in many other ways too."}'},
    "what is usual, written out": {
        "picture: ascvd": "picture: ascvd\nmatters: {}"},
    "the order of parts": {
        "funding: none\nauthors:": "authors:", "time_critical: false\n": "time_critical: false\nfunding: none\n"},
    "the order of keys": {"{outcome: aches, chance: 0.271, group: trials_muscle,":
                          "{group: trials_muscle, chance: 0.271, outcome: aches,"},
    "the order of facts": {"  again: {amount: 3, unit: mo}\n": "", "  hundred: {amount: 100}\n":
                           "  hundred: {amount: 100}\n  again: {amount: 3, unit: mo}\n"},
    "a map in blocks": {"ascvd: {say: \"a heart attack or stroke\", wished: false, horizon: {years: 10}}":
                        "ascvd:\n    say: a heart attack or stroke\n    wished: false\n    horizon:\n      years: 10"},
    "a list in blocks": {"also: [mmol/L], measures: cholesterol, plausible: [60, 600]":
                         "also: [ mmol/L ], measures: cholesterol, plausible: [60,  600]"},
    "folded words": {"condition: Fat in": "condition: >-\n  Fat in"},
    "a later review": {'next_review: "2027-11-23"': 'next_review: "2028-11-23"'},
    "one more author": {"authors:\n": 'authors:\n  other: {name: "B", role: "reading", interests: none}\n'},
    "one more term": {"terms:\n": 'terms:\n  pulse: "How fast the heart beats."\n'},
    "one more question": {"questions:\n": "questions:\n  more: \"What is next?\"\n"},
    "months for a year": {"first_check: {amount: 4, to: 12, unit: wk}": "first_check: {amount: 1, to: 3, unit: mo}"},
    "another title": {"title: A statin, or not now?": "title: A statin, or wait?"},
    "a hand that is named otherwise": {"shared_as: move}": "shared_as: walk}"},
}  # fmt: skip
WHOLE: dict[str, Callable[[str], str]] = {
    "lines of another system": lambda text: text.replace("\n", "\r\n"),
    "a mark at the beginning": lambda text: "\ufeff" + text,
    "blanks at the ends": lambda text: "".join(f"{line}  \n" for line in text.splitlines()),
    "an empty line after each": lambda text: text.replace("\n", "\n\n"),
    "no end of line at the end": lambda text: text.rstrip("\n"),
    "remarks everywhere": lambda text: "".join(f"{line}\n# a remark\n" for line in text.splitlines()),
    "a line that begins the document": lambda text: f"---\n{text}",
}


def errors_of(aid: Path) -> list[str]:
    return [str(problem) for problem in check(aid, "review", TODAY).problems if problem.level == "error"]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_passes(name: str, tmp_path: Path) -> None:
    aid = changed(tmp_path, HARMLESS[name])
    if name in ("one more term", "one more question"):
        part, key, said = {"one more term": ("terms", "pulse", "Cómo late el corazón."),
                           "one more question": ("questions", "more", "¿Y ahora?")}[name]  # fmt: skip
        words = aid / "es.yaml"
        text = words.read_text(encoding="utf-8")
        words.write_text(text.replace(f"{part}:\n", f'{part}:\n  {key}: "{said}"\n', 1), encoding="utf-8")
    assert errors_of(aid) == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_looks_otherwise_and_says_the_same_passes(name: str, tmp_path: Path) -> None:
    aid = changed(tmp_path, {}, aid="af-stroke")
    for file in aid.glob("*.yaml"):
        file.write_bytes(WHOLE[name](file.read_text(encoding="utf-8")).encode())
    assert errors_of(aid) == []
