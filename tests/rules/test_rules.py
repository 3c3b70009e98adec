"""Every rule lets a good aid pass, and finds what it is for, at the right line: one file of cases for each rule.

The good aid is the illustration in `tonsils/`. A case changes a few words of it; `at` is a text on the line that is
found (the line of the first change, if left out), and `also` names other rules that the same change breaks. The
translation is left out, unless the case changes it (`file: es`) or looks into it (`said_of: es`).
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from decisionaid.commands.check import check
from decisionaid.errors import Problem
from decisionaid.rules import LEVELS, rules
from decisionaid.yaml_reader import read_yaml

HERE = Path(__file__).parent
TODAY = date(2026, 11, 26)
FIRST = {
    *(f"IPD-Q{number}" for number in range(1, 7)), *(f"IPD-C{number}" for number in range(1, 7)),
    "RC-1", "RC-2", "RC-3", "OPT-1", "OUT-1", "WORK-1", "EVID-1", "MODEL-1",
}  # fmt: skip
"""What is asked of a draft."""
REVIEWED = {"RC-5", "WORD-1", "WORD-3", "READ-1", "TRANS-1", "PRINT-1"}
"""What is asked besides before people review it."""
IDS = tuple(rules())


def cases_of(rule: str) -> dict[str, list[dict[str, Any]]]:
    """The good and the bad cases of a rule."""
    file = HERE / f"{rule}.yaml"
    cases: dict[str, list[dict[str, Any]]] = read_yaml(file.read_bytes(), file.name).value
    return cases


def every(kind: str) -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule}-{index}")
        for rule in IDS
        for index, case in enumerate(cases_of(rule)[kind])
    ]


def changed(case: dict[str, Any], folder: Path) -> tuple[Path, str]:
    """The illustration with the changes of a case, and the text that was changed."""
    aid = folder / "tonsils"
    shutil.copytree(HERE / "tonsils", aid)
    if "es" not in (case.get("file"), case.get("said_of")):
        (aid / "es.yaml").unlink()
    file = aid / f"{case.get('file', 'aid')}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in case["change"].items():
        assert old in text, f"nothing to change: {old}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return aid, file.stem


def errors(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{problem} [{problem.rule}]" for problem in problems)


def test_the_rules_are_those_of_the_checklist_and_each_says_what_why_and_from_where() -> None:
    assert set(rules()) >= FIRST | REVIEWED
    for rule in rules().values():
        assert rule.ASKS.endswith("?")
        assert len(rule.WHY) > 20
        assert len(rule.SOURCE) > 10
        assert rule.LEVEL in LEVELS
        assert rule.__doc__


def test_a_draft_is_asked_the_first_twenty_and_levels_only_add() -> None:
    assert {key for key in FIRST | REVIEWED if rules()[key].LEVEL == "draft"} == FIRST
    assert len(FIRST) == 20
    asked = [set(check(HERE / "tonsils", level, TODAY).asked) for level in LEVELS]
    assert asked[0] < asked[1] <= asked[2]


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_has_a_good_and_a_bad_excerpt(rule: str) -> None:
    cases = cases_of(rule)
    assert cases["good"]
    assert cases["bad"]


def test_every_file_of_cases_belongs_to_a_rule() -> None:
    assert {file.stem for file in HERE.glob("*.yaml")} == set(IDS)


@pytest.mark.parametrize("level", ["draft", "review"])
def test_the_illustration_is_a_good_aid(level: str) -> None:
    assert errors(check(HERE / "tonsils", level, TODAY).problems) == ""


@pytest.mark.parametrize(("rule", "case"), every("good"))
def test_a_rule_lets_the_good_excerpt_pass(rule: str, case: dict[str, Any], tmp_path: Path) -> None:
    aid, _ = changed(case, tmp_path)
    checked = check(aid, "review", TODAY)
    assert errors(checked.problems) == "", case["why"]
    assert rule in checked.asked


@pytest.mark.parametrize(("rule", "case"), every("bad"))
def test_a_rule_finds_the_bad_excerpt_at_its_line_and_no_other_rule_does(
    rule: str, case: dict[str, Any], tmp_path: Path
) -> None:
    aid, stem = changed(case, tmp_path)
    checked = check(aid, "review", TODAY)
    found = [problem for problem in checked.problems if problem.rule == rule]
    assert found, case["why"]
    assert {problem.rule for problem in checked.problems} == {rule, *case.get("also", ())}, errors(checked.problems)
    file = aid / f"{case.get('said_of', stem)}.yaml"
    at = case.get("at") or next(iter(case["change"].values())).strip().splitlines()[0]
    lines = [number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if at in line]
    assert lines, f"no line has {at!r}"
    assert (str(file), lines[0]) in {(problem.file, problem.line) for problem in found}, errors(checked.problems)
    assert {problem.level for problem in found} == {case.get("level", "error")}
    assert all(problem.what and problem.remedy for problem in found)


def test_rules_about_options_do_not_apply_to_a_conversation(tmp_path: Path) -> None:
    aid, _ = changed({"change": {"kind: decision  ": "kind: conversation  "}}, tmp_path)
    checked = check(aid, "review", TODAY)
    of_options = {"IPD-Q3", "IPD-Q4", "IPD-Q5", "IPD-Q6", "IPD-C1", "OPT-1"}
    assert {key for key in checked.not_applying if key in FIRST | REVIEWED} == of_options
    assert not set(checked.asked) & set(checked.not_applying)


def test_one_option_is_no_decision(tmp_path: Path) -> None:
    text = (HERE / "tonsils" / "aid.yaml").read_text(encoding="utf-8")
    aid = tmp_path / "tonsils"
    aid.mkdir()
    (aid / "aid.yaml").write_text(
        text[: text.index("  out:\n")] + text[text.index("unknown: {later") :], encoding="utf-8"
    )
    assert "there are 1 options" in errors(check(aid, "draft", TODAY).problems)


def test_what_no_machine_can_read_is_for_people_and_never_passed(tmp_path: Path) -> None:
    aid, _ = changed({"change": {}, "file": "es"}, tmp_path)
    (aid / "es.yaml").rename(aid / "fr.yaml")
    problems = check(aid, "review", TODAY).problems
    assert {(problem.rule, problem.level) for problem in problems} == {
        (rule, "human") for rule in ("READ-1", "RC-5", "WORD-1")
    }


def test_a_file_of_no_language_is_found(tmp_path: Path) -> None:
    aid, _ = changed({"change": {}, "file": "es"}, tmp_path)
    (aid / "es.yaml").rename(aid / "qq.yaml")
    assert "'qq' is no language" in errors(check(aid, "review", TODAY).problems)


ARABIC = {
    "RC-5": "هذا نادر.",
    "WORD-1": "يجب أن تنتظر.",
    "RC-1": "نصف الخطر.",
    "RC-2": "واحد من كل عشرة.",
    "READ-1": "كلمة " * 16,
    "TRANS-1": "بعد ٣ أشهر.",
}


@pytest.mark.parametrize("rule", ARABIC)
def test_arabic_words_are_judged_too(rule: str, tmp_path: Path) -> None:
    aid, _ = changed({"change": {}}, tmp_path)
    (aid / "ar.yaml").write_text(f'title: "{ARABIC[rule]}"\n', encoding="utf-8")
    found = {
        problem.rule
        for problem in check(aid, "review", TODAY).problems
        if problem.place == "title" and problem.level == "error" and problem.rule in ARABIC
    }
    assert found == {rule}
