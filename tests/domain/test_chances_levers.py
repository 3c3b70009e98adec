"""Inputs are not levers: only an effect changes a picture, and a model is asked about the person as they are."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import decisionaid
from decisionaid import risk
from decisionaid.assets import asset_root
from decisionaid.domain.chances import Chance
from decisionaid.domain.reckoning import numbers_for
from decisionaid.domain.site import PRACTICE
from decisionaid.library import Library

from .people import MAN_62, MODEL_NAMES, WOMAN_50, Spy, estimate, numbers, statin

TREATMENTS = ("bp_treated", "statin", "current_smoker", "diabetes")


def as_the_model_knows(person: dict[str, Any]) -> dict[str, Any]:
    used = statin().models["prevent"].inputs.values()
    return {MODEL_NAMES.get(key, key): person[key] for key in used if key in person}


@pytest.mark.rule("R2")
@pytest.mark.hazard("H19")
@pytest.mark.parametrize("flags", list(product((False, True), repeat=4)), ids=str)
def test_a_model_is_asked_a_single_time_for_each_output_and_only_about_the_person_as_they_are(
    flags: tuple[bool, ...],
) -> None:
    person = {**WOMAN_50, **dict(zip(TREATMENTS, flags, strict=True)), "dose": "high"}
    spy = Spy()
    told = numbers_for(statin(), person, spy)
    assert told.chances["baseline"].estimate is not None
    assert sorted(outputs for _, _, outputs in spy.asked) == [("ascvd_10y_pct",), ("ascvd_30y_pct",)]
    for name, asked, _ in spy.asked:
        assert name == "prevent_base"
        assert asked == as_the_model_knows(person)


@pytest.mark.rule("R2")
@pytest.mark.hazard("H19")
def test_every_number_of_a_person_stands_on_the_one_answer_about_them() -> None:
    told = numbers(MAN_62)
    own = as_the_model_knows(dict(MAN_62))
    personal = [chance for chance in told.chances.values() if chance.estimate is not None]
    assert {chance.claim for chance in personal} == {"baseline", "moderate_dose", "high_dose"}
    for chance in personal:
        assert chance.estimate is not None
        assert chance.estimate.inputs.items() <= own.items()
        ratio = statin().claims[chance.claim].risk_ratio or 1
        assert chance.probability == pytest.approx(chance.estimate.probability("ascvd_10y_pct") * ratio, rel=1e-12)


@pytest.mark.rule("R2")
@pytest.mark.hazard("H19")
def test_no_other_place_of_the_product_asks_a_model() -> None:
    root = Path(decisionaid.__file__).parent
    found = {
        (file.relative_to(root).as_posix(), function.name)
        for file in root.rglob("*.py")
        if file.parent.name != "risk"
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "estimate"
    }
    assert found == {
        ("clinic.py", "ask_model"),
        ("commands/risk.py", "answer_to"),
        ("domain/reckoning.py", "_ask"),
        ("domain/reckoning.py", "_birthday"),
    }


@pytest.mark.rule("R2")
@pytest.mark.rule("R5")
@pytest.mark.hazard("H19")
def test_a_score_is_asked_again_only_for_the_next_birthday_and_no_number_rests_on_that_answer() -> None:
    aid = Library.load([asset_root() / "aids"], PRACTICE).aid("af-stroke", "en")
    asked = [key for use in aid.models.values() for key in use.inputs.values()]
    person = {**dict.fromkeys(asked, False), **dict.fromkeys(aid.not_for, False), "sex": "female", "now": "nothing"}
    spy = Spy()
    told = numbers_for(aid, {**person, "age": 74}, spy)
    own = [each for _, each, _ in spy.asked if each["age"] == 74]
    assert len(own) == len(aid.models)
    for _, each, _ in spy.asked:
        assert each in own or (each["age"] == 75 and {**each, "age": 74} in own)
    resting = [chance for chance in told.chances.values() if chance.estimate is not None]
    assert any(chance.birthday == 75 for chance in resting)
    assert all(chance.estimate and chance.estimate.inputs["age"] == 74 for chance in resting)


@pytest.mark.rule("R2")
@pytest.mark.parametrize(
    ("person", "changed", "percent"),
    [
        (WOMAN_50, {}, 9.20), (WOMAN_50, {"bp_treated": False}, 7.89), (WOMAN_50, {"statin": True}, 9.06),
        (WOMAN_50, {"systolic_bp": 130}, 5.48), (WOMAN_50, {"total_cholesterol": 150}, 7.73),
        (MAN_62, {}, 6.72), (MAN_62, {"systolic_bp": 130, "bp_treated": True}, 7.20),
    ],
)  # fmt: skip
def test_the_model_says_of_other_people_what_would_be_absurd_as_advice(
    person: Any, changed: Any, percent: float
) -> None:
    # stopping the pressure pill "lowers" the chance, and being treated down to 130 "raises" it: these are other people
    asked = as_the_model_knows({**person, **changed})
    assert risk.models()["prevent_base"].estimate(asked, ("ascvd_10y_pct",)).outputs["ascvd_10y_pct"] == pytest.approx(
        percent, abs=0.005
    )


@pytest.mark.rule("R3")
@pytest.mark.parametrize(("dose", "claim", "ratio"), [("moderate", "stop_moderate", 0.75), ("high", "stop_high", 0.65)])
def test_on_a_statin_the_chance_is_as_they_are_and_stopping_divides_it_by_the_effect(
    dose: str, claim: str, ratio: float
) -> None:
    spy = Spy()
    person = {**MAN_62, "statin": True, "dose": dose}
    told = numbers_for(statin(), person, spy)
    as_they_are = told.chances["baseline"].probability
    assert all(asked["statin"] is True for _, asked, _ in spy.asked)
    stop = told.chances[claim]
    assert stop.probability == pytest.approx(as_they_are / ratio, rel=1e-12)
    assert (stop.without, stop.fewer) == ("baseline", told.chances["baseline"].frequency.count - stop.frequency.count)
    off = estimate("prevent_base", as_the_model_knows(dict(MAN_62)), ("ascvd_10y_pct",)).probability("ascvd_10y_pct")
    assert stop.probability != pytest.approx(off, rel=0.01)
    assert not {"moderate_dose", "high_dose"} & told.chances.keys()


@pytest.mark.rule("R3")
def test_stopping_is_marked_as_an_assumption_of_low_certainty() -> None:
    for claim in ("stop_moderate", "stop_high"):
        assert statin().claims[claim].certainty == "low"
        assert "We assume" in (statin().claims[claim].stands_in_words or "")


@pytest.mark.rule("R3")
def test_the_number_of_the_model_says_that_it_may_be_more_without_any_statin() -> None:
    assert "Perhaps more without any statin" in statin().models["prevent"].caution.say


@pytest.mark.rule("R3")
def test_an_unknown_dose_gives_no_number_for_stopping_and_no_reason_that_is_untrue() -> None:
    told = numbers(MAN_62, statin=True, dose="not_sure")
    answer = told.of_option(statin().options["stop"], "ascvd")
    assert not isinstance(answer, Chance)
    assert "dose" in answer.say  # and not only that few people of this age were studied
    asks = numbers(MAN_62, statin=True).of_option(statin().options["stop"], "ascvd")
    assert not isinstance(asks, Chance)
    assert (asks.why, asks.inputs) == ("asks", ("dose",))
