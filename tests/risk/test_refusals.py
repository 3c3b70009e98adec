"""What a model refuses: by name, with the range, never clipped and never in part."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import pytest

from decisionaid.domain.evidence import InputSpec
from decisionaid.errors import MissingInput, OutOfRange
from decisionaid.risk import models

from .people import MAN_62, WOMAN_S25, bounded, cases

pytestmark = pytest.mark.hazard("H01")

BOUNDED = [pytest.param(model, spec, id=f"{model.NAME}-{spec.name}") for model, spec in bounded()]
EVERY = [
    pytest.param(model, spec, id=f"{name}-{spec.name}") for name, model in models().items() for spec in model.INPUTS
]
PREVENT = ["prevent_base", "prevent_variants"]

PUBLISHED_RANGES = {
    "age": (30, 79), "total_cholesterol_mg_dl": (130, 320), "hdl_mg_dl": (20, 100), "systolic_bp_mmhg": (90, 180),
    "bmi": (18.5, 39.9), "egfr": (15, 140), "uacr_mg_g": (0.1, 25_000), "hba1c_pct": (4.5, 15), "sdi_decile": (1, 10),
}  # fmt: skip


def person_for(model: ModuleType) -> dict[str, Any]:
    """Somebody whom the model answers with every optional value given."""
    person = dict(cases(model.NAME)[-1]["inputs"])
    assert model.estimate(person).outputs
    return person


def refusal(model: ModuleType, person: dict[str, Any]) -> OutOfRange:
    with pytest.raises(OutOfRange) as refused:
        model.estimate(person)
    return refused.value


@pytest.mark.parametrize("name", PREVENT)
def test_the_ranges_of_prevent_are_the_published_ones_and_of_two_the_narrower(name: str) -> None:
    ranges = {spec.name: (spec.low, spec.high) for spec in models()[name].INPUTS if spec.low is not None}
    assert ranges == {key: PUBLISHED_RANGES[key] for key in ranges}
    assert len(ranges) == {"prevent_base": 6, "prevent_variants": 9}[name]


@pytest.mark.parametrize(("model", "spec"), BOUNDED)
def test_both_ends_of_a_range_are_answered(model: ModuleType, spec: InputSpec) -> None:
    for edge in (spec.low, spec.high):
        held = {"baseline_risk_pct": 0.5} if spec.name == "relative_risk" else {}
        outputs = model.estimate(person_for(model) | held | {spec.name: edge}).outputs
        assert outputs
        assert all(map(math.isfinite, outputs.values())), edge


@pytest.mark.parametrize(("model", "spec"), BOUNDED)
def test_the_next_number_outside_either_end_is_refused_by_name_with_the_range(
    model: ModuleType, spec: InputSpec
) -> None:
    assert spec.low is not None
    assert spec.high is not None
    for outside in (
        math.nextafter(spec.low, -math.inf), math.nextafter(spec.high, math.inf), spec.low - 1, spec.high + 1,
        -(10**400), 10**400, math.nan, math.inf, -math.inf,
    ):  # fmt: skip
        refused = refusal(model, person_for(model) | {spec.name: outside})
        assert (refused.input, refused.range) == (spec.name, (spec.low, spec.high))
        assert refused.value is outside


@pytest.mark.parametrize(("model", "spec"), EVERY)
def test_a_required_value_that_is_missing_or_null_is_named_and_an_optional_one_is_not_needed(
    model: ModuleType, spec: InputSpec
) -> None:
    person = person_for(model)
    without = {name: value for name, value in person.items() if name != spec.name}
    for asked in (without, person | {spec.name: None}):
        if spec.required:
            with pytest.raises(MissingInput) as missing:
                model.estimate(asked)
            assert (missing.value.input, missing.value.value, missing.value.range) == (spec.name, None, spec.allowed)
        else:
            assert model.estimate(asked).outputs


@pytest.mark.parametrize(("model", "spec"), EVERY)
def test_a_value_of_the_wrong_kind_is_refused_however_close_it_looks(model: ModuleType, spec: InputSpec) -> None:
    wrong: tuple[object, ...] = ("", [], {}, [50], {"value": 50}, b"50", 1j)
    if spec.kind == "yes_no":
        wrong += (0, 1, 0.0, 1.0, "yes", "no", "true", "false")
    elif spec.kind == "choice":
        wrong += (True, 0, "Female", "FEMALE", "f", " female", "other")
    else:
        wrong += (True, False, str(person_for(model)[spec.name]), "50 mmHg")
    for value in wrong:
        refused = refusal(model, person_for(model) | {spec.name: value})
        assert (refused.input, refused.range) == (spec.name, spec.allowed)


@pytest.mark.parametrize(("model", "spec"), [pytest.param(m, s, id=f"{m.NAME}-{s.name}") for m, s in bounded()])
def test_a_whole_number_may_come_as_a_float_and_gives_the_same_answer(model: ModuleType, spec: InputSpec) -> None:
    assert spec.high is not None
    whole = int(spec.high) if spec.name != "relative_risk" else 1
    as_whole, as_float = ({**person_for(model), spec.name: value} for value in (whole, float(whole)))
    assert model.estimate(as_whole).outputs == model.estimate(as_float).outputs


def test_a_decile_between_two_is_refused() -> None:
    refused = refusal(models()["prevent_variants"], dict(WOMAN_S25) | {"sdi_decile": 3.5})
    assert (refused.input, refused.value) == ("sdi_decile", 3.5)
    assert "whole" in str(refused.range)


@pytest.mark.parametrize("model", [pytest.param(model, id=name) for name, model in models().items()])
def test_a_name_that_the_model_does_not_know_is_refused_unless_it_carries_nothing(model: ModuleType) -> None:
    person = person_for(model)
    refused = refusal(model, person | {"hba1c": 7})
    assert (refused.input, refused.value, refused.range) == ("hba1c", 7, tuple(s.name for s in model.INPUTS))
    for harmless in ({"hba1c": None}, {"note": "from the paper"}, {"note": None}):
        assert model.estimate(person | harmless).outputs == model.estimate(person).outputs


@pytest.mark.parametrize("name", PREVENT)
def test_a_value_outside_is_refused_also_where_the_wanted_outcome_does_not_use_it(name: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        models()[name].estimate(dict(WOMAN_S25) | {"bmi": 55}, (models()[name].OUTPUTS[1],))
    assert refused.value.input == "bmi"


def test_heart_attack_and_stroke_are_answered_without_a_weight_and_heart_failure_without_cholesterol() -> None:
    base = models()["prevent_base"]
    no_weight = {name: value for name, value in WOMAN_S25.items() if name != "bmi"}
    lipids = {"total_cholesterol_mg_dl", "hdl_mg_dl", "statin"}
    no_lipids = {name: value for name, value in WOMAN_S25.items() if name not in lipids}
    whole = base.estimate(WOMAN_S25).outputs
    for output, value in whole.items():
        lean = no_lipids if "heart_failure" in output else no_weight
        assert base.estimate(lean, (output,)).outputs == {output: value}
        other = no_weight if "heart_failure" in output else no_lipids
        with pytest.raises(MissingInput):
            base.estimate(other, (output,))


@pytest.mark.rule("R11")
@pytest.mark.parametrize("name", PREVENT)
def test_thirty_years_are_answered_to_59_left_out_above_and_refused_above_when_asked_for_by_name(name: str) -> None:
    model = models()[name]
    thirty = [output for output in model.OUTPUTS if "30y" in output]
    assert len(thirty) == len(model.OUTPUTS) // 2
    for age in (30, 59):
        assert list(model.estimate(dict(MAN_62) | {"age": age}).outputs) == list(model.OUTPUTS)
    for age in (math.nextafter(59, 60), 60, 79):
        person = dict(MAN_62) | {"age": age}
        assert list(model.estimate(person).outputs) == [each for each in model.OUTPUTS if each not in thirty]
        for output in thirty:
            with pytest.raises(OutOfRange) as refused:
                model.estimate(person, (output,))
            assert (refused.value.input, refused.value.range) == ("age", (30, 59))


@pytest.mark.parametrize("model", [pytest.param(model, id=name) for name, model in models().items()])
def test_an_output_that_the_model_does_not_have_is_refused(model: ModuleType) -> None:
    with pytest.raises(OutOfRange) as refused:
        model.estimate(person_for(model), ("life_expectancy",))
    assert (refused.value.input, refused.value.value) == ("outputs", "life_expectancy")
