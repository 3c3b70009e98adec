"""The author's guide, aids/README.md: every rule stands in it, and each example is a part of an aid that passes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from decisionaid.aid_reader import read_aid
from decisionaid.cli import main
from decisionaid.commands.check import check
from decisionaid.commands.new import filled
from decisionaid.preview import wrong_values
from decisionaid.rules import rules
from decisionaid.yaml_reader import read_yaml
from tests.library.aids import ROOT, folder_with

GUIDE = (ROOT / "aids" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
TODAY = date(2026, 11, 28)


def merged(one: Any, other: Any) -> Any:
    """The one with the parts of the other laid over, at every depth."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: merged(one.get(key), value) for key, value in other.items()}}
    return other


def test_every_rule_stands_in_the_guide_with_one_sentence() -> None:
    said = dict(re.findall(r"^- \*\*([A-Z0-9-]+)\*\*: (.+)$", GUIDE, re.MULTILINE))
    assert said.keys() == rules().keys()
    assert all(sentence.endswith((".", '".')) and sentence.count(". ") == 0 for sentence in said.values())


@pytest.mark.parametrize("index", range(len(EXAMPLES)))
def test_an_example_of_the_guide_is_a_part_of_an_aid_that_passes(index: int, tmp_path: Path) -> None:
    base = read_yaml(filled("knee", TODAY).encode(), "aid.yaml").value
    for part in ("claims", "outcomes"):
        assert part in base
    example = read_yaml(EXAMPLES[index].encode(), "README.md").value
    if "chance_by" in EXAMPLES[index] or "result:" in EXAMPLES[index]:
        del base["claims"]["sore_wait"]
    if "between" in EXAMPLES[index]:
        del base["claims"]["bleed_wait"]
        base["claims"]["bleed_pill"] = {"outcome": "bleed", "from": "bleed_wait", "risk_ratio": 3, "low": 2, "high": 4,
                                        "group": "walkers", "certainty": "low", "source": "demo",
                                        "verified": "invented"}  # fmt: skip
    folder = folder_with(tmp_path, json.dumps(merged(base, example), ensure_ascii=False), name="knee")
    assert [f"{each} [{each.rule}]" for each in check(folder, "review", TODAY).problems if each.level == "error"] == []


def test_the_person_of_the_guide_is_all_that_a_new_aid_asks(tmp_path: Path) -> None:
    person = read_yaml(re.findall(r"```\n(age: .*?)```", GUIDE, re.DOTALL)[0].encode(), "p.yaml").value
    aid = read_aid(folder_with(tmp_path, filled("knee", TODAY), name="knee")).aid
    assert person.keys() == aid.inputs.keys()
    assert list(wrong_values(aid, person)) == []


def test_a_new_aid_is_made_where_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "into `aids` where there is such a folder, and otherwise right where you are" in GUIDE
    monkeypatch.chdir(tmp_path)
    assert main(["new", "sore-knee"]) == 0
    (tmp_path / "aids").mkdir()
    assert main(["new", "sore-hip"]) == 0
    assert sorted(map(str, Path().glob("**/aid.yaml"))) == ["aids/sore-hip/aid.yaml", "sore-knee/aid.yaml"]
    assert "sore-knee/aid.yaml is there" in capsys.readouterr().out


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) >= 7
