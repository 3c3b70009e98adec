"""A score that the program works out picks the row of a table, and a missing answer is asked for and never a no."""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.risk import models

from .small import chance, small, why_none

YES_NO = ("heart_failure", "hypertension", "diabetes", "vascular_disease", "stroke_tia_te")
INPUTS: dict[str, Any] = {
    "age": {"ask": "Age", "kind": "number", "unit": "a", "allowed": [18, 110]},
    "sex": {"ask": "Sex", "kind": "choice", "choices": {"female": "Female", "male": "Male"}},
    **{name: {"ask": name, "kind": "yes_no"} for name in YES_NO},
}
MODEL = {
    "name": "cha2ds2_vasc", "inputs": {key: key for key in INPUTS}, "source": "demo", "say": "A score.",
    "caution": "It sorts groups, not persons.",
}  # fmt: skip
TABLE = {"rate_by": {"score": {"0": 2, "1": 6, "2": 22, "3": 32, "4": 48, "5": 72, "6": 97, "7+": 110}}, "per": 1000}
WOMAN_70 = {"age": 70, "sex": "female", **dict.fromkeys(YES_NO, False), "hypertension": True, "diabetes": True}


def aid() -> Any:
    return small({"none": TABLE}, {"a": {"event": "none"}}, inputs=INPUTS, models={"score": MODEL})


@pytest.mark.rule("R6")
def test_the_points_of_a_person_pick_the_row() -> None:
    four = chance(aid(), "none", **WOMAN_70)
    assert four.frequency.count == 47  # 1 - exp(-0.048)
    assert four.estimate is not None
    assert (four.estimate.model, four.estimate.outputs["points"]) == ("cha2ds2_vasc", 4)


@pytest.mark.rule("R5")
def test_scores_that_the_paper_pooled_are_one_row() -> None:
    everything = {**WOMAN_70, "age": 80, **dict.fromkeys(YES_NO, True)}
    assert chance(aid(), "none", **everything).frequency.count == 104


@pytest.mark.parametrize("name", [*YES_NO, "age", "sex"])
def test_a_missing_answer_leaves_the_score_open(name: str) -> None:
    known = {key: value for key, value in WOMAN_70.items() if key != name}
    assert why_none(aid(), "none", **known).why == "asks"
    assert name in why_none(aid(), "none", **known).inputs


def test_no_points_are_a_table_row_for_everybody() -> None:
    assert models()["has_bled"].OUTPUTS == ("points",)
