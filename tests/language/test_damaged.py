"""A slip in the statin aid is found by the rule that it belongs to, at its line, and a harmless change is not."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.commands.check import check
from decisionaid.yaml_reader import read_yaml

HERE = Path(__file__).parent
TODAY = date(2026, 11, 26)
DAMAGED: list[dict[str, Any]] = read_yaml((HERE / "damaged.yaml").read_bytes(), "damaged.yaml").value


def changed(folder: Path, change: Mapping[str, str], file: str = "aid", insert: tuple[str, ...] = ()) -> Path:
    """The statin aid with some words changed."""
    aid = folder / "statin"
    shutil.copytree(asset_root() / "aids" / "statin", aid)
    path = aid / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (*change.items(), *([insert] if insert else [])):
        assert old in text, f"nothing to change: {old}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return aid


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("case", DAMAGED, ids=[f"{index}-{each['rule']}" for index, each in enumerate(DAMAGED)])
def test_a_slip_is_found_by_its_rule(case: dict[str, Any], tmp_path: Path) -> None:
    aid = changed(tmp_path, case["change"], case.get("file", "aid"), tuple(case.get("insert", ())))
    problems = check(aid, "review", TODAY).problems
    said = "\n".join(f"{problem} [{problem.rule}]" for problem in problems)
    assert case["rule"] in {problem.rule for problem in problems}, said
    strangers = {problem.rule for problem in problems if problem.level == "error"} - {
        case["rule"],
        *case.get("also", ()),
    }
    assert not strangers, said


HARMLESS = [
    {"condition: Fat in the blood": "condition: Fat in blood"},
    {"title: A statin, or not now?": 'title: "A statin, or not now?"'},
    {"kind: decision\n": "kind: decision   # a choice\n"},
    {"time_critical: false": "time_critical: false\n\n# never for emergencies"},
    {"risk_ratio: 0.79\n": "risk_ratio: 0.790\n"},
    {"Food, moving and not smoking help": "Meals, moving and not smoking help"},
    {'no_pill: "No new pill and no blood test for one."': "no_pill: No new pill and no blood test for one."},
    {"chance: 0.271,": "chance: 271, per: 1000,"},
]


@pytest.mark.parametrize("change", HARMLESS, ids=range(len(HARMLESS)))
def test_a_harmless_change_passes(change: dict[str, str], tmp_path: Path) -> None:
    problems = check(changed(tmp_path, change), "review", TODAY).problems
    assert [str(problem) for problem in problems if problem.level == "error"] == []
