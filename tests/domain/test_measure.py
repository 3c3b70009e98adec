"""Rounding, sparing, odds and rates: the only places where a chance becomes a count or another chance."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionaid.domain.measure import Frequency, chance_from_odds_ratio, chance_from_rate, spared
from decisionaid.locale import words

EN = words("en")


@pytest.mark.rule("R12")
@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (0, "about 0 in 100"), (1e-9, "fewer than 1 in 100"), (0.4999, "fewer than 1 in 100"), (0.5, "about 1 in 100"),
        (1.4999, "about 1 in 100"), (1.5, "about 2 in 100"), (2.5, "about 3 in 100"), (9.195, "about 9 in 100"),
        (14.5, "about 15 in 100"), (28.5, "about 29 in 100"), (57.5, "about 58 in 100"), (100, "about 100 in 100"),
    ],
)  # fmt: skip
def test_a_chance_is_rounded_half_up_and_one_under_half_a_person_is_said_in_words(percent: float, shown: str) -> None:
    assert EN.frequency(Frequency.of_chance(percent / 100, 100)) == shown


@pytest.mark.rule("R12")
@given(st.integers(0, 1_000_000), st.sampled_from([100, 1000]))
def test_whole_people_are_the_exact_fraction_rounded_half_up(millionths: int, of: int) -> None:
    shown = Frequency.of_chance(millionths / 1_000_000, of)
    exact = Fraction(millionths * of, 1_000_000)
    assert shown.count == math.floor(exact + Fraction(1, 2))
    assert shown.count + shown.others == of
    assert shown.below_half == (0 < exact < Fraction(1, 2))


@pytest.mark.rule("R12")
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_chance_is_never_shown_as_fewer_people(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert Frequency.of_chance(low, 100).count <= Frequency.of_chance(high, 100).count


@pytest.mark.parametrize("wrong", [-0.001, 1.001, 100, math.nan, math.inf, -math.inf])
def test_what_is_no_chance_is_never_rounded_into_one(wrong: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Frequency.of_chance(wrong, 100)


def half_up(percent: Fraction) -> int:
    return Frequency.of_chance(float(percent) / 100, 100).count


@pytest.mark.rule("R12")
def test_people_spared_are_counted_from_the_two_pictures_and_not_from_the_rounded_difference() -> None:
    without, with_pill = (Frequency.of_chance(chance, 100) for chance in (0.046, 0.0345))
    assert (without.count, with_pill.count, spared(without, with_pill)) == (5, 3, 2)
    assert Frequency.of_chance(0.046 - 0.0345, 100).count == 1


@pytest.mark.rule("R12")
def test_the_rounded_difference_would_contradict_the_pictures_in_almost_every_third_baseline() -> None:
    baselines = [Fraction(tenths, 10) for tenths in range(30, 201)]
    ratio = Fraction(3, 4)
    ours = sum(half_up(base) - half_up(base * ratio) != half_up(base * (1 - ratio)) for base in baselines)
    assert (ours, len(baselines)) == (53, 171)
    tenths = [3 + step * 0.1 for step in range(171)]
    even = sum(round(base) - round(base * 0.75) != round(base - base * 0.75) for base in tenths)
    assert even / len(tenths) == pytest.approx(0.29, abs=0.005)  # the 29 % of the rule, with halves to even


@pytest.mark.rule("R12")
@given(st.floats(0, 1), st.floats(0, 1))
def test_with_and_without_always_differ_by_exactly_the_people_said_to_be_spared(base: float, ratio: float) -> None:
    without, with_pill = Frequency.of_chance(base, 100), Frequency.of_chance(base * ratio, 100)
    assert without.count - spared(without, with_pill) == with_pill.count
    assert spared(without, with_pill) >= 0


@pytest.mark.rule("R12")
def test_a_change_too_small_to_draw_is_fewer_than_1_in_100_and_more_people_are_said_as_more() -> None:
    assert EN.fewer(0, 100, below_half=True) == "fewer than 1 in 100"
    assert EN.fewer(2, 100) == "2 fewer in 100"
    assert EN.fewer(-2, 100) == "2 more in 100"


@pytest.mark.rule("R13")
def test_people_of_different_denominators_are_never_subtracted() -> None:
    with pytest.raises(ValueError, match="denominators"):
        spared(Frequency(9, 100), Frequency(70, 1000))


@pytest.mark.rule("R8")
def test_the_newest_pooled_odds_ratio_gives_2_8_13_17_and_24_fewer_deaths_of_a_thousand() -> None:
    # baselines in five years by disease: 20, 70, 120, 170, 265 of 1,000; SGLT2 inhibitor, OR 0.88
    baselines = (20, 70, 120, 170, 265)
    fewer = [round(base - 1000 * chance_from_odds_ratio(base / 1000, 0.88)) for base in baselines]
    assert fewer == [2, 8, 13, 17, 24]
    # the table of 2021 took the odds ratio (then 0.85) for a risk ratio: 3, 10, 18, 26, 40
    assert [round(base * 0.15) for base in baselines] == [3, 10, 18, 26, 40]
    strictly = [round(base - 1000 * chance_from_odds_ratio(base / 1000, 0.85)) for base in baselines]
    assert strictly == [3, 10, 16, 22, 30]


@pytest.mark.rule("R8")
@given(st.floats(0, 1), st.floats(0.001, 1000))
def test_an_odds_ratio_gives_a_chance_that_its_odds_lead_back_from(base: float, ratio: float) -> None:
    treated = chance_from_odds_ratio(base, ratio)
    assert 0 <= treated <= 1
    if 1e-9 < base < 1 - 1e-9:
        assert treated / (1 - treated) == pytest.approx(ratio * base / (1 - base), rel=1e-5)


@pytest.mark.rule("R8")
@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95))
def test_an_odds_ratio_never_spares_as_many_as_the_same_number_taken_for_a_risk_ratio(
    base: float, ratio: float
) -> None:
    assert chance_from_odds_ratio(base, ratio) > base * ratio


@pytest.mark.rule("R8")
@pytest.mark.parametrize(("base", "ratio"), [(-0.1, 1), (1.1, 1), (math.nan, 1), (0.5, 0), (0.5, -1), (0.5, math.inf)])
def test_what_is_no_chance_or_no_ratio_gives_no_chance(base: float, ratio: float) -> None:
    with pytest.raises(ValueError, match="odds ratio"):
        chance_from_odds_ratio(base, ratio)


@pytest.mark.rule("R8")
def test_the_ends_of_the_odds_stay_where_they_are() -> None:
    assert chance_from_odds_ratio(0, 5) == 0
    assert chance_from_odds_ratio(1, 0.2) == 1
    assert chance_from_odds_ratio(1 - 1e-16, 1e308) == 1


@pytest.mark.rule("R6")
def test_a_rate_becomes_the_chance_of_one_year_and_no_more() -> None:
    # Friberg: 7.2 per 100 person-years; five years would be 30 % and not 5 x 7.2 = 36 %, before death from other causes
    assert chance_from_rate(0.072, 1) == pytest.approx(0.06947, abs=1e-5)
    assert 1 - (1 - chance_from_rate(0.072, 1)) ** 5 == pytest.approx(0.302, abs=0.001)
    for years in (1.0001, 5, 10):
        with pytest.raises(ValueError, match="not multiplied up"):
            chance_from_rate(0.072, years)


@pytest.mark.rule("R6")
@given(st.floats(1e-6, 10), st.floats(0.01, 1))
def test_a_rate_is_always_more_than_the_chance_it_makes(rate: float, years: float) -> None:
    assert 0 < chance_from_rate(rate, years) < rate * years


@pytest.mark.rule("R6")
@pytest.mark.parametrize(
    ("rate", "years"), [(-0.1, 1), (math.nan, 1), (math.inf, 1), (0.1, 0), (0.1, -1), (0.1, math.nan)]
)
def test_what_is_no_rate_or_no_time_gives_no_chance(rate: float, years: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        chance_from_rate(rate, years)
