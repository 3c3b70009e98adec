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


BLEEDS = {"rate_by": {"bleeding": {"0": 1.13, "1": 1.02, "2": 1.88, "3": 3.74, "4+": 8.7}}, "per": 100}


def test_points_for_bleeding_pick_their_row_and_keep_to_a_year() -> None:
    asked = {name: {"ask": name, "kind": "yes_no"} for name in HAS_BLED if name != "age"}
    asked["age"] = {"ask": "Age", "kind": "number", "unit": "a", "allowed": [18, 110]}
    model = {**MODEL, "name": "has_bled", "inputs": {key: key for key in asked}}
    aid = small({"none": BLEEDS}, {"a": {"event": "none"}}, inputs=asked, models={"bleeding": model})
    nobody = {**dict.fromkeys(asked, False), "age": 65}
    assert chance(aid, "none", **nobody).frequency.count == 11  # 1 - exp(-0.0113)
    three = {**nobody, "age": 66, "stroke": True, "labile_inr": True}
    assert chance(aid, "none", **three).frequency.count == 37
    assert chance(aid, "none", **{**three, "bleeding_history": True, "abnormal_liver": True}).frequency.count == 83


HAS_BLED = tuple(spec.name for spec in models()["has_bled"].INPUTS)


def test_pack_years_are_worked_out_and_a_part_of_one_is_no_whole_one() -> None:
    asked = {
        "a_day": {"ask": "Cigarettes a day", "kind": "number", "unit": "{count}", "allowed": [0, 200]},
        "years": {"ask": "Years of smoking", "kind": "number", "unit": "a", "allowed": [0, 100]},
    }
    model = {**MODEL, "name": "pack_years", "inputs": {"cigarettes_per_day": "a_day", "years_smoked": "years"}}
    table = {"chance_by": {"packs": {"0-19": 10, "20-29": 30, "30+": 50}}, "per": 1000}
    aid = small({"none": table}, {"a": {"event": "none"}}, inputs=asked, models={"packs": model})
    counts = [
        chance(aid, "none", a_day=day, years=years).frequency.count for day, years in ((19, 21), (20, 20), (40, 45))
    ]
    assert counts == [10, 30, 50]
    assert why_none(aid, "none", a_day=20).inputs == ("years",)
