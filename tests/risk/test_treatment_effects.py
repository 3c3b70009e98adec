"""A relative effect on a baseline chance: arithmetic that is exact, bounded, and blank where a number means nothing."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from decisionaid.errors import OutOfRange
from decisionaid.risk import models

pytestmark = pytest.mark.hazard("H01")
EFFECTS = models()["treatment_effects"]


def effect(base: float, ratio: float, power: float = 1) -> dict[str, Any]:
    given_ = {"baseline_risk_pct": base, "relative_risk": ratio, "power": power}
    return dict(EFFECTS.estimate(given_).outputs)


@given(st.integers(0, 1000), st.integers(1, 100), st.integers(0, 4))
def test_the_arithmetic_agrees_with_exact_fractions(tenths: int, hundredths: int, power: int) -> None:
    base, ratio = Fraction(tenths, 10), Fraction(hundredths, 100)
    answer = effect(float(base), float(ratio), power)
    assert answer["effective_rr"] == pytest.approx(float(ratio**power), rel=1e-12)
    assert answer["treated_risk_pct"] == pytest.approx(float(base * ratio**power), rel=1e-12)
    assert answer["absolute_risk_reduction_pct"] == pytest.approx(float(base - base * ratio**power), abs=1e-12)


@given(st.floats(0, 100), st.floats(0.0001, 100), st.floats(0, 20))
def test_a_treated_chance_is_a_percentage_or_the_ratio_is_refused_by_name(
    base: float, ratio: float, power: float
) -> None:
    try:
        answer = effect(base, ratio, power)
    except OutOfRange as refused:
        assert (refused.input, refused.value) == ("relative_risk", ratio)  # noqa: PT017 - refused or not, both are looked at
        assert base * ratio**power > 100
    else:
        assert 0 <= answer["treated_risk_pct"] <= 100
        assert all(map(math.isfinite, answer.values()))


@given(st.floats(0.1, 100), st.floats(0.01, 0.99), st.floats(0.1, 4))
def test_a_ratio_under_1_spares_and_more_steps_spare_more(base: float, ratio: float, power: float) -> None:
    less, more = effect(base, ratio, power), effect(base, ratio, power + 1)
    assert 0 < less["absolute_risk_reduction_pct"] < more["absolute_risk_reduction_pct"]
    assert less["nnt"] == pytest.approx(100 / less["absolute_risk_reduction_pct"], abs=0.05001)


@pytest.mark.parametrize(
    ("base", "ratio", "power"), [(10, 1, 1), (10, 1.5, 1), (0, 0.5, 1), (10, 0.5, 0), (1e-300, 0.5, 1)]
)
def test_where_nobody_is_spared_there_is_no_number_of_people_to_treat(base: float, ratio: float, power: float) -> None:
    answer = effect(base, ratio, power)
    assert set(EFFECTS.OUTPUTS) - {"nnt"} <= answer.keys()
    if base < 1e-299 and base:
        assert answer["nnt"] > 1e300  # endless for any eye, yet finite: said as it is
    else:
        assert "nnt" not in answer


@pytest.mark.parametrize(
    ("base", "ratio", "nnt"), [(100, 0.68, 3.1), (8, 0.9, 125.0), (6.4, 0.5, 31.3), (2, 0.5, 100.0)]
)
def test_people_to_treat_are_said_with_one_decimal_halves_up(base: float, ratio: float, nnt: float) -> None:
    assert effect(base, ratio)["nnt"] == nnt


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("relative_risk", 0), ("relative_risk", -0.79), ("relative_risk", 100.5), ("power", -1), ("power", 20.5),
        ("baseline_risk_pct", -0.1), ("baseline_risk_pct", 100.1), ("odds_ratio", 0.88),
    ],
)  # fmt: skip
def test_a_ratio_of_nothing_a_step_backwards_and_an_odds_ratio_are_refused(name: str, value: float) -> None:
    person = {"baseline_risk_pct": 10, "relative_risk": 0.79, "power": 1, name: value}
    with pytest.raises(OutOfRange) as refused:
        EFFECTS.estimate(person)
    assert (refused.value.input, refused.value.value) == (name, value)


def test_a_product_above_100_percent_is_refused_and_100_percent_itself_is_answered() -> None:
    assert effect(50, 2)["treated_risk_pct"] == 100
    with pytest.raises(OutOfRange) as refused:
        effect(50, 2.0001)
    assert refused.value.input == "relative_risk"
    assert "100 %" in str(refused.value.range)


@pytest.mark.rule("R3")
def test_stopping_is_the_ratio_turned_over_and_undoes_the_effect() -> None:
    started = effect(10, 0.75)["treated_risk_pct"]
    assert effect(started, 1 / 0.75)["treated_risk_pct"] == pytest.approx(10)


@given(st.floats(0.01, 99), st.floats(0.01, 1), st.floats(0, 3), st.floats(0, 3))
def test_steps_taken_apart_come_to_the_same_as_taken_together(
    base: float, ratio: float, one: float, two: float
) -> None:
    assume(base * ratio ** (one + two) > 1e-12)
    apart = effect(effect(base, ratio, one)["treated_risk_pct"], ratio, two)["treated_risk_pct"]
    assert apart == pytest.approx(effect(base, ratio, one + two)["treated_risk_pct"], rel=1e-9)
