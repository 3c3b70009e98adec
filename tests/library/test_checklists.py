"""`check --report`: each checklist item by item, and never a pass for what no machine can see."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from decisionaid.checklists import IN_WORDS, Subject, checklists, judged
from decisionaid.cli import main
from decisionaid.errors import Problem
from decisionaid.rules import rules
from tests.library.aids import ROOT, folder_with, swapped

ON = ("--on", "2026-11-28")
ITEMS = {name: item for each in checklists().values() for name, item in each["items"].items()}
JUDGES = {"rules", "language", "program", "human", "signed", "open"}


def report(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["check", "--report", *more, *ON, str(folder)])
    return capsys.readouterr().out


def states(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    (aid,) = json.loads(report(folder, capsys, "--json", *more))["aids"]
    return {item["id"]: item["state"] for each in aid["checklists"] for item in each["items"]}


def test_every_item_of_every_checklist_is_there_and_something_judges_it() -> None:
    wanted = {
        *(f"IPD-Q{n}" for n in range(1, 7)), *(f"IPD-C{n}" for n in range(1, 11)), *(f"IPD-X{n}" for n in range(1, 32)),
        *(f"IPD-U{n}" for n in range(1, 6)), *(f"NICE-{n}" for n in range(1, 12)), *(f"WA-{n}" for n in range(1, 6)),
        *(f"NQF-S{n}" for n in range(1, 8)), *(f"NQF-C{n}" for n in range(1, 11)), *(f"ONC-E{n}" for n in range(1, 14)),
        *(f"ONC-P{n}" for n in range(1, 32)), *(f"FDA-{n}" for n in range(1, 8)), *(f"RC-{n}" for n in range(1, 19)),
    }  # fmt: skip
    assert ITEMS.keys() == wanted
    assert all(JUDGES & item.keys() for item in ITEMS.values())
    assert {rule for item in ITEMS.values() for rule in item.get("rules", ())} <= rules().keys()


def test_what_a_person_must_look_at_is_never_passed(capsys: pytest.CaptureFixture[str]) -> None:
    found = states(ROOT / "aids" / "statin", capsys)
    assert {name for name, item in ITEMS.items() if item.get("human") and found[name] == "pass"} == set()
    assert found["IPD-C1"] == "pass"
    assert found["IPD-C7"] == "not_applying"
    assert found["ONC-P1"] == "human"
    assert found["NICE-8"] == "human"


def test_an_item_fails_with_what_was_found_and_the_others_do_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, swapped("You may worry in winter.", "You should worry in winter."))
    found = states(folder, capsys)
    assert {name for name, state in found.items() if state == "fail"} == {"FDA-3"}
    assert found["ONC-P1"] == "not_applying"
    assert "'should' pushes or blames" in report(folder, capsys)


def test_who_has_not_signed_fails_where_people_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert states(ROOT / "aids" / "statin", capsys, "--level", "approve")["NICE-8"] == "fail"


def test_an_aid_that_cannot_be_read_passes_nothing_that_a_rule_judges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = states(folder_with(tmp_path, b"["), capsys)
    assert {found[name] for name in ("IPD-Q1", "RC-1", "READ-1") if name in found} == {"open"}
    assert found["FDA-5"] == "fail"


def test_a_rule_that_the_level_does_not_ask_is_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert states(ROOT / "aids" / "statin", capsys, "--level", "draft")["FDA-3"] == "open"


def judged_alone(*problems: Problem, asked: frozenset[str] = frozenset(rules())) -> dict[str, str]:
    lists = judged(Subject(problems, asked, (), ("screening", "models")))
    return {item.id: item.state for each in lists for item in each.items}


def problem(rule: str, level: str) -> Problem:
    return Problem("aid.yaml", 1, 1, "", "something", "look at it", rule, level)


def test_what_a_rule_leaves_to_people_is_not_passed() -> None:
    assert judged_alone()["RC-5"] == "pass"
    found = judged_alone(problem("RC-5", "human"))
    assert (found["RC-5"], found["NICE-10"], found["RC-3"]) == ("human", "human", "pass")
    assert judged_alone(problem("RC-5", "warning"))["RC-5"] == "pass"


def test_an_item_with_one_rule_that_was_not_asked_is_not_passed() -> None:
    found = judged_alone(asked=frozenset(rules()) - {"TIME-1"})
    assert (found["IPD-X6"], found["IPD-X4"]) == ("open", "pass")


@pytest.mark.parametrize("rule", ["YAML", "LANGUAGE"])
def test_an_aid_of_which_a_part_cannot_be_read_passes_nothing_that_a_rule_judges(rule: str) -> None:
    assert "pass" not in judged_alone(problem(rule, "error")).values()


def test_text_and_html_say_the_same_as_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "aids" / "my-life"
    found = states(folder, capsys)
    text, page = report(folder, capsys), report(folder, capsys, "--html")
    for name, state in found.items():
        assert re.search(rf"^  {name} +{IN_WORDS[state]} ", text, re.MULTILINE), name
        assert re.search(rf'<tr data-state="{state}"><th scope="row">{name}</th>', page), name
