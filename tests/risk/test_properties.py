"""What the equations say over the whole space of people: bounded, continuous, rising where the paper has it rise.

A direction is proved, not sampled: between two bends the log odds are linear in each value, so that a difference which
has its sign at every corner has it everywhere between. Random people are asked besides. What is not true everywhere is
not claimed; the two tests that begin with "not everybody" keep two such facts in mind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionaid.risk import models

from .people import MAN_62, YES_NO, Person, anyone, lattice

pytestmark = pytest.mark.hazard("H01")

BASE, VARIANTS = models()["prevent_base"], models()["prevent_variants"]
PREVENT = [pytest.param(BASE, id="base"), pytest.param(VARIANTS, id="variants")]

CORNERS: Mapping[str, tuple[Any, ...]] = {
    "sex": ("female", "male"), "age": (30, 59, 79), "total_cholesterol_mg_dl": (130, 320), "hdl_mg_dl": (20, 100),
    "systolic_bp_mmhg": (90, 110, 180), "bmi": (18.5, 30, 39.9), "egfr": (15, 60, 140), "diabetes": YES_NO,
    "current_smoker": YES_NO, "bp_treated": YES_NO, "statin": YES_NO,
}  # fmt: skip
PLAIN: Mapping[str, tuple[Any, ...]] = {
    "total_cholesterol_mg_dl": (200,), "hdl_mg_dl": (50,), "bmi": (18.5, 30, 39.9), "statin": (False,),
}  # fmt: skip
"""For the variants: what has no part in the directions below is held."""
MORE: Mapping[str, tuple[Any, ...]] = {
    "uacr_mg_g": (None, 25_000), "hba1c_pct": (None, 4.5, 15), "sdi_decile": (None, 9),
}  # fmt: skip

Where = Callable[[str], bool]


def every(output: str) -> bool:
    return True


def of(*parts: str) -> Where:
    return lambda output: any(part in output for part in parts)


def but(*parts: str) -> Where:
    return lambda output: not any(part in output for part in parts)


RISES = [
    # model, value, from, to, outputs, other people than everybody
    ("prevent_base", "current_smoker", False, True, every, {}),
    ("prevent_base", "diabetes", False, True, every, {}),
    ("prevent_base", "systolic_bp_mmhg", 110, 180, every, {}),
    ("prevent_base", "egfr", 140, 60, every, {}),
    ("prevent_base", "bmi", 30, 39.9, of("heart_failure"), {}),
    ("prevent_base", "hdl_mg_dl", 100, 20, of("total_cvd", "ascvd", "chd"), {}),
    ("prevent_base", "hdl_mg_dl", 100, 20, of("stroke"), {"sex": ("female",)}),
    ("prevent_base", "age", 30, 79, of("_10y"), {"diabetes": (False,), "egfr": (60, 140)}),
    ("prevent_variants", "current_smoker", False, True, every, {}),
    ("prevent_variants", "systolic_bp_mmhg", 110, 180, but("heart_failure_10y"), {}),
    ("prevent_variants", "egfr", 140, 60, every, {}),
    ("prevent_variants", "uacr_mg_g", 0.1, 25_000, of("uacr_", "full_"), {}),
    ("prevent_variants", "hba1c_pct", 4.5, 15, of("hba1c_", "full_"), {}),
    ("prevent_variants", "sdi_decile", 1, 4, of("sdi_", "full_"), {}),
    ("prevent_variants", "sdi_decile", 6, 7, of("sdi_", "full_"), {}),
]
IDS = [f"{name}-{value}-{start}-{end}" for name, value, start, end, _, _ in RISES]


def neighbours(name: str, value: str, start: Any, end: Any, people: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Everybody at the corners, before and after; a horizon that is offered to one of the two only is left out."""
    axes = dict(CORNERS) | (dict(PLAIN) | dict(MORE) if name == "prevent_variants" else {}) | dict(people)
    for person in lattice(axes | {value: (start,)}):
        yield models()[name].estimate(person).outputs, models()[name].estimate(person | {value: end}).outputs


@pytest.mark.parametrize(("name", "value", "start", "end", "outputs", "people"), RISES, ids=IDS)
def test_a_chance_rises_for_everybody_where_the_signs_of_the_paper_say_so(
    name: str, value: str, start: Any, end: Any, outputs: Where, people: Mapping[str, Any]
) -> None:
    seen = 0
    for before, after in neighbours(name, value, start, end, people):
        for output in before.keys() & after.keys():
            if outputs(output):
                assert after[output] > before[output], output
                seen += 1
    assert seen > 500


@pytest.mark.parametrize(("name", "value", "start", "end", "outputs", "people"), RISES, ids=IDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_chance_rises_for_people_at_random_too(
    name: str, value: str, start: Any, end: Any, outputs: Where, people: Mapping[str, Any], data: st.DataObject
) -> None:
    held: dict[str, Any] = {"sex": st.sampled_from(people["sex"])} if "sex" in people else {}
    if "egfr" in people:
        held |= {"diabetes": False, "egfr": st.floats(60, 140)}
    person = data.draw(anyone(models()[name], **held))
    before = models()[name].estimate(person | {value: start}).outputs
    after = models()[name].estimate(person | {value: end}).outputs
    for output in before.keys() & after.keys():
        if outputs(output):
            assert after[output] > before[output], output


@pytest.mark.parametrize("model", PREVENT)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_every_chance_is_a_finite_percentage_above_nobody_and_below_everybody(model: Any, data: st.DataObject) -> None:
    outputs = model.estimate(data.draw(anyone(model))).outputs
    assert len(outputs) in (len(model.OUTPUTS), len(model.OUTPUTS) // 2)
    for output, value in outputs.items():
        assert 0 < value < 100, output
        assert math.isfinite(value)


@pytest.mark.parametrize("model", PREVENT)
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_order_of_the_values_changes_nothing_and_asking_twice_gives_the_same(
    model: Any, data: st.DataObject
) -> None:
    person = data.draw(anyone(model))
    shuffled = dict(data.draw(st.permutations(list(person.items()))))
    assert model.estimate(person) == model.estimate(shuffled) == model.estimate(person)


@pytest.mark.parametrize("model", PREVENT)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_hair_across_a_bend_moves_no_chance_by_more_than_a_hair(model: Any, data: st.DataObject) -> None:
    person = data.draw(anyone(model))
    for value, knot in (("systolic_bp_mmhg", 110), ("bmi", 30), ("egfr", 60)):
        below, at, above = (model.estimate(person | {value: knot + hair}).outputs for hair in (-1e-9, 0, 1e-9))
        for output in at:
            assert abs(below[output] - at[output]) < 1e-7, (output, value)
            assert abs(above[output] - at[output]) < 1e-7, (output, value)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_value_that_an_outcome_does_not_use_never_moves_it(data: st.DataObject) -> None:
    for model in (BASE, VARIANTS):
        one, other = data.draw(anyone(model)), data.draw(anyone(model))
        for output in model.OUTPUTS:
            used = model.inputs_of(output)
            mixed = {name: one[name] if name in used else other[name] for name in one}
            if output in (answer := model.estimate(one).outputs):
                assert model.estimate(mixed, (output,)).outputs[output] == answer[output], output


@pytest.mark.parametrize("name", ["uacr", "hba1c", "sdi"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_missing_optional_value_takes_the_published_coefficient_and_not_some_value(
    name: str, data: st.DataObject
) -> None:
    # the chance without the value lies between those at the ends of its range, and equals neither
    value = {"uacr": "uacr_mg_g", "hba1c": "hba1c_pct", "sdi": "sdi_decile"}[name]
    spec = next(each for each in VARIANTS.INPUTS if each.name == value)
    person = data.draw(anyone(VARIANTS))
    without, low, high = (VARIANTS.estimate(person | {value: given}).outputs for given in (None, spec.low, spec.high))
    for output in without:
        if output.startswith(f"{name}_"):
            assert low[output] < without[output] < high[output]


@pytest.mark.rule("R11")
def test_thirty_years_bring_more_than_ten_to_everybody_whose_kidney_value_is_30_or_more() -> None:
    seen = 0
    for person in lattice(dict(CORNERS) | {"age": (30, 59), "egfr": (30, 60, 140)}):
        outputs = BASE.estimate(person).outputs
        for output, value in outputs.items():
            if output.endswith("_10y_pct"):
                assert value < outputs[output.replace("_10y_", "_30y_")], (output, person)
                seen += 1
    assert seen == 5 * 6912


@pytest.mark.rule("R11")
def test_not_everybody_has_more_in_thirty_years_than_in_ten_so_the_two_never_stand_side_by_side() -> None:
    # a corner where the two published equations contradict each other
    man: Person = dict(MAN_62) | {
        "age": 59, "total_cholesterol_mg_dl": 130, "hdl_mg_dl": 100, "systolic_bp_mmhg": 90, "bmi": 18.5, "egfr": 15,
        "diabetes": True, "current_smoker": True, "bp_treated": True,
    }  # fmt: skip
    outputs = BASE.estimate(man).outputs
    assert outputs["ascvd_30y_pct"] < outputs["ascvd_10y_pct"]


def test_not_everybody_has_a_lower_chance_at_a_lower_pressure() -> None:
    # below 110 the published line falls with rising pressure: it describes people, it promises nothing
    low, bend = (BASE.estimate(dict(MAN_62) | {"systolic_bp_mmhg": value}).outputs for value in (90, 110))
    assert all(low[output] > bend[output] for output in bend)
