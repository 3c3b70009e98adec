"""Effects of every measure, alone and one upon the other: the right count, the right range, the right difference."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from decisionaid.domain.fill_sentences import fill, notes_of
from decisionaid.figures import icon_array, rows_of
from decisionaid.locale import words

from .small import chance, small, told

EN, ES = words("en"), words("es")
CHAIN = {
    "none": {"chance": 0.048},
    "warfarin": {"from": "none", "risk_ratio": 0.36, "low": 0.26, "high": 0.51},
    "doac": {"from": "warfarin", "risk_ratio": 0.81, "low": 0.74, "high": 0.89},
}
SAID = "We assume that each works as it does alone."
ROWS = {"nothing": {"event": "none"}, "warfarin": {"event": "warfarin"}, "doac": {"event": "doac"}}


@pytest.mark.rule("R12")
@pytest.mark.hazard("H01")
def test_an_effect_upon_an_effect_is_compared_with_the_first_panel() -> None:
    aid = small(CHAIN, ROWS)
    doac = chance(aid, "doac")
    assert (doac.frequency.count, doac.fewer, doac.without) == (14, 34, "none")
    assert chance(aid, "warfarin").fewer == 31
    figure = icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), EN)
    assert [panel.change for panel in figure.panels] == ["", "That is 31 fewer in 1,000.", "That is 34 fewer in 1,000."]
    said = fill("That is {doac.fewer}.", aid, told(aid), EN)
    assert said is not None
    assert said.text == "That is 34 fewer in 1,000."


@pytest.mark.rule("R4")
def test_an_effect_upon_an_effect_carries_both_ranges_as_the_interval_of_a_product() -> None:
    whole = small({**CHAIN, "none": {"chance": 1}}, ROWS)
    doac = chance(whole, "doac")
    assert doac.probability == pytest.approx(0.2916)
    assert [round(each or 0, 2) for each in (doac.low, doac.high)] == [0.21, 0.41]
    of_48 = chance(small(CHAIN, ROWS), "doac")
    assert (of_48.low_frequency.count, of_48.high_frequency.count) == (10, 20)  # type: ignore[union-attr]


def test_an_effect_upon_one_without_a_range_has_none() -> None:
    bare = {**CHAIN, "warfarin": {"from": "none", "risk_ratio": 0.36, "range": "not_given"}}
    doac = chance(small(bare, ROWS), "doac")
    assert (doac.low, doac.high) == (None, None)


@pytest.mark.rule("R8")
@pytest.mark.parametrize(
    ("measure", "exact"),
    [
        ("risk_ratio", Fraction(1, 5) * Fraction(1, 2)),
        ("odds_ratio", Fraction(1, 9)),
        ("hazard_ratio", 1 - math.sqrt(0.8)),
        ("rate_ratio", 1 - math.sqrt(0.8)),
    ],
)
def test_each_ratio_has_its_own_arithmetic(measure: str, exact: Fraction | float) -> None:
    claims = {"none": {"chance": 0.2}, "with": {"from": "none", measure: 0.5, "low": 0.4, "high": 0.6}}
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "with"}})
    assert chance(aid, "with").probability == pytest.approx(float(exact))


def test_a_difference_people_to_treat_and_both_arms_become_counts() -> None:
    claims = {
        "none": {"events": 310, "people": 2844},
        "drip": {"events": 92, "people": 2788},
        "fewer": {"from": "none", "extra": -60, "low": -80, "high": -40, "per": 1000},
        "treat": {"from": "none", "nnt": 50, "low": 40, "high": 100},
        "harm": {"from": "none", "nnh": 100, "range": "not_given"},
        "alone": {"nnt": 50, "low": 40, "high": 100},
    }
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "fewer"}})
    assert (chance(aid, "none").frequency.count, chance(aid, "drip").frequency.count) == (109, 33)
    assert (chance(aid, "fewer").frequency.count, chance(aid, "fewer").fewer) == (49, 60)
    treat = chance(aid, "treat")
    assert (treat.frequency.count, treat.fewer) == (89, 20)
    assert (treat.low_frequency.count, treat.high_frequency.count) == (84, 99)  # type: ignore[union-attr]
    assert chance(aid, "harm").fewer == -10
    said = fill("That is {alone}.", aid, told(aid), EN)
    assert said is not None
    assert said.text == "That is 20 fewer in 1,000."


def test_a_ratio_for_one_step_is_taken_so_many_times_and_turned_over_for_stopping() -> None:
    step = {"risk_ratio": 0.79, "low": 0.77, "high": 0.81, "steps": 1.2}
    claims = {"none": {"chance": 0.3}, "on": {"from": "none", **step}, "off": {"from": "none", **step, "inverse": True}}
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "on"}})
    assert chance(aid, "on").probability == pytest.approx(0.3 * 0.79**1.2)
    off = chance(aid, "off")
    assert off.probability == pytest.approx(0.3 / 0.79**1.2)
    assert off.low == pytest.approx(0.3 / 0.81**1.2)


def test_several_treatments_at_a_time_are_an_assumption_that_is_said() -> None:
    claims = {
        "none": {"chance": 0.2},
        "pill": {"risk_ratio": 0.8, "low": 0.7, "high": 0.9},
        "food": {"risk_ratio": 0.9, "low": 0.8, "high": 1},
        "both": {"from": "none", "together": ["pill", "food"], "assumes": SAID},
    }
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "both"}})
    assert chance(aid, "both").frequency.count == 144

    assert notes_of(aid, told(aid), aid.claims["both"], EN) == (SAID,)


def test_an_effect_that_does_not_fit_so_high_a_chance_gives_no_number() -> None:
    claims = {"none": {"chance": 0.7}, "more": {"from": "none", "risk_ratio": 1.3, "low": 1.1, "high": 1.5}}
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "more"}})
    assert "more" not in told(aid).chances


@pytest.mark.rule("R5")
def test_an_effect_on_a_range_of_good_sources_is_a_range_and_so_is_its_difference() -> None:
    claims = {
        "uk": {"chance": 0.035},
        "sweden": {"rate": 4.8, "per": 100},
        "none": {"between": ["uk", "sweden"]},
        "with": {"from": "none", "risk_ratio": 0.36, "low": 0.26, "high": 0.51},
    }
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "with"}})
    figure = icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), EN)
    assert [panel.key_number for panel in figure.panels] == ["About 35 to 47 in 1,000", "About 13 to 17 in 1,000"]
    assert figure.panels[1].change == "That is 22 to 30 fewer in 1,000."
    change = "That is 22 to 30 fewer in 1,000."
    assert figure.table.rows[1][1:] == ("About 13 to 17 in 1,000", "about 983 to 987", change)
    said = fill("{with} and {with.fewer}", aid, told(aid), EN)
    assert said is not None
    assert said.text == "about 13 to 17 in 1,000 and 22 to 30 fewer in 1,000"
    spanish = fill("{with.fewer}", aid, told(aid), ES)
    assert spanish is not None
    assert spanish.text == "entre 22 y 30 menos de cada 1000"


@pytest.mark.rule("R5")
def test_a_range_without_a_middle_never_shows_one() -> None:
    aid = small({"none": {"range": [0.4, 0.6]}}, {"a": {"event": "none"}})
    panel = icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), EN).panels[0]
    assert panel.key_number == "About 400 to 600 in 1,000"
    assert 'data-count="400"' in panel.picture
    assert 'data-between="200"' in panel.picture
    assert "500" not in panel.alt


@pytest.mark.rule("R5")
def test_of_several_cohorts_the_one_that_speaks_to_a_person_stands_alone() -> None:
    points = {"points": {"ask": "Points", "kind": "count", "allowed": [0, 9]}}
    claims = {
        "sweden": {"rate_by": {"points": {"0": 2, "1": 6, "2-3": 22, "4+": 48}}, "per": 1000},
        "uk": {"chance_by": {"points": {"4": 35, "5+": 53}}, "per": 1000},
        "none": {"between": ["sweden", "uk"]},
    }
    aid = small(claims, {"a": {"event": "none"}}, inputs=points)
    assert chance(aid, "none", points=2).frequency.count == 22
    assert not chance(aid, "none", points=2).disputed
    assert [each.count for each in chance(aid, "none", points=4).edges(1000)] == [35, 47]
    assert told(aid).none["none"].inputs == ("points",)


@pytest.mark.rule("R6")
def test_a_yearly_rate_is_turned_into_a_chance_and_never_multiplied_up() -> None:
    claims = {"year": {"rate": 7.2, "per": 100}, "five": {"rate": 7.2, "per": 100, "horizon": {"years": 5}}}
    aid = small(claims, {"a": {"event": "year"}})
    assert chance(aid, "year").frequency.count == 69  # 1 - exp(-0.072), not 72
    assert "five" not in told(aid).chances
