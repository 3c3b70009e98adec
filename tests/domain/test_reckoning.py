"""Numbers in every form in which a source gives them: whom they speak to, and where there is none (H01, H15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Chance, Numbers
from decisionaid.domain.effects import Effect, with_effects
from decisionaid.domain.evidence import Estimate
from decisionaid.domain.reckoning import numbers_for
from decisionaid.errors import MissingInput, OutOfRange
from tests.language.small import chance, small, told, why_none

pytestmark = [pytest.mark.hazard("H01"), pytest.mark.hazard("H15")]

ROW: Mapping[str, Any] = {"a": {"event": "one"}}
AGE = {"age": {"ask": "Age", "kind": "number", "unit": "a", "allowed": [18, 110]}}
SEX = {"sex": {"ask": "Sex", "kind": "choice", "choices": {"female": "Female", "male": "Male"}}}
RESULT = {"percent": {"ask": "Chance in percent, from elsewhere", "kind": "number", "unit": "%", "allowed": [-50, 150]}}


def counted(**group: Any) -> Aid:
    one = {"chance": 0.048, "group": "trial", "else_say": "Few people like you were studied."}
    groups = {"everyone": {"say": "people"}, "trial": {"say": "people in the trial", **group}}
    return small({"one": one}, ROW, inputs={**AGE, **SEX}, groups=groups)


@pytest.mark.rule("R10")
@pytest.mark.parametrize(("age", "there"), [(49, False), (50, True), (75, True), (75.9, True), (76, False)])
def test_a_number_speaks_to_the_ages_that_were_counted(age: float, there: bool) -> None:
    aid = counted(age=[50, 75])
    assert ("one" in told(aid, age=age, sex="male").chances) is there
    if not there:
        none = why_none(aid, "one", age=age, sex="male")
        assert (none.why, none.say, none.inputs) == ("not_for", "Few people like you were studied.", ("age",))


@pytest.mark.rule("R10")
def test_a_number_that_was_counted_in_women_speaks_to_women() -> None:
    aid = counted(sex="female", age=[50, 75])
    assert "one" in told(aid, age=60, sex="female").chances
    assert why_none(aid, "one", age=60, sex="male").inputs == ("sex",)
    assert why_none(aid, "one", age=80, sex="male").inputs == ("sex", "age")
    assert "one" in told(aid).chances, "where nobody asked, the sentence says of whom it was counted"


@pytest.mark.rule("R6")
@pytest.mark.parametrize(
    ("horizon", "count"), [({"years": 1}, 69), ({"months": 12}, 69), ({"months": 6}, 35), ({"days": 30}, 6)]
)
def test_a_rate_is_turned_into_the_chance_of_a_year_or_less(horizon: dict[str, int], count: int) -> None:
    claims = {"one": {"rate": 7.2, "per": 100, "low": 6.0, "high": 8.0, "horizon": horizon}}
    made = chance(small(claims, ROW), "one")
    assert made.frequency.count == count
    assert made.low is not None
    assert made.high is not None
    assert made.low < made.probability < made.high
    if horizon == {"years": 1}:
        assert [each and each.count for each in (made.low_frequency, made.high_frequency)] == [58, 77]


@pytest.mark.rule("R6")
@pytest.mark.parametrize("horizon", [{"years": 2}, {"months": 13}, {"weeks": 53}, {"days": 367}])
@pytest.mark.parametrize("form", [{"rate": 7.2, "per": 100}, {"rate_by": {"points": {"0+": 7.2}}, "per": 100}])
def test_no_rate_is_multiplied_up_beyond_a_year(form: dict[str, Any], horizon: dict[str, int]) -> None:
    points = {"points": {"ask": "Points", "kind": "count", "allowed": [0, 9]}}
    aid = small({"one": {**form, "horizon": horizon}}, ROW, inputs=points)
    assert why_none(aid, "one", points=2).why == "not_counted"


def test_a_number_says_its_own_time_and_not_that_of_its_outcome() -> None:
    made = chance(small({"one": {"chance": 0.1, "horizon": {"months": 6}}}, ROW), "one")
    assert made.horizon.model_dump(exclude_none=True) == {"months": 6}


@pytest.mark.parametrize(("percent", "count"), [(0, 0), (4.85, 49), (7, 70), (100, 1000)])
def test_a_chance_that_was_worked_out_elsewhere_is_taken_in_percent(percent: float, count: int) -> None:
    assert chance(small({"one": {"result": "percent"}}, ROW, inputs=RESULT), "one", percent=percent).frequency == (
        type(chance(small({"one": {"chance": 0.5}}, ROW), "one").frequency)(count, 1000)
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"percent": -0.1}, "out_of_range"),
        ({"percent": 100.1}, "out_of_range"),
        ({}, "asks"),
        ({"percent": True}, "asks"),
    ],
)
def test_what_is_no_percentage_gives_no_chance_and_names_the_question(given: dict[str, Any], why: str) -> None:
    none = why_none(small({"one": {"result": "percent"}}, ROW, inputs=RESULT), "one", **given)
    assert (none.why, none.inputs) == (why, ("percent",))


def test_a_range_without_a_middle_is_drawn_at_its_low_end_and_said_with_both() -> None:
    made = chance(small({"one": {"range": [0.4, 0.6]}}, ROW), "one")
    assert made.frequency.count == 400
    assert [each.count for each in made.edges(1000)] == [400, 600]
    assert made.disputed


TABLE = {"chance_by": {"points": {"0": 2, "1-2": 22}}, "per": 1000, "else_say": "Nobody has counted so many points."}
POINTS = {"points": {"ask": "Points", "kind": "count", "allowed": [0, 9]}}


def test_a_table_has_a_row_for_each_value_or_says_that_nobody_counted_it() -> None:
    aid = small({"one": TABLE}, ROW, inputs=POINTS)
    assert [chance(aid, "one", points=each).frequency.count for each in (0, 1, 2)] == [2, 22, 22]
    none = why_none(aid, "one", points=3)
    assert (none.why, none.say) == ("not_counted", "Nobody has counted so many points.")
    assert why_none(small({"one": {**TABLE, "else_say": None}}, ROW, inputs=POINTS), "one", points=3).say == ""
    assert (why_none(aid, "one").why, why_none(aid, "one").inputs) == ("asks", ("points",))


def test_cohorts_that_differ_are_one_range_with_all_their_sources_and_their_own_ranges() -> None:
    ranged = {"chance": 0.04, "low": 0.03, "high": 0.05, "source": ["demo", "other"]}
    sources = {"demo": {}, "other": {}, "third": {}}
    claims = {
        "uk": ranged,
        "sweden": {"chance": 0.07, "source": "third"},
        "one": {"between": ["uk", "sweden"]},
    }
    made = chance(with_sources(claims, *sources), "one")
    assert [each.count for each in made.edges(1000)] == [30, 70], "from the lowest end to the highest"
    assert made.sources == ("demo", "other", "third")


def with_sources(claims: Mapping[str, Mapping[str, Any]], *names: str) -> Aid:
    plain = small({"one": {"chance": 0.1}}, ROW)
    known = plain.sources["demo"].model_dump(mode="json", by_alias=True, exclude_none=True)
    return small(claims, ROW, sources=dict.fromkeys(names, known))


def test_a_cohort_that_stands_alone_keeps_its_own_range_and_where_none_speaks_its_reason_is_said() -> None:
    claims = {
        "women": {"chance": 0.04, "low": 0.03, "high": 0.05, "group": "women"},
        "men": {"chance": 0.09, "group": "men"},
        "one": {"between": ["women", "men"]},
    }
    groups = {"everyone": {"say": "people"}, "women": {"say": "w", "sex": "female"}, "men": {"say": "m", "sex": "male"}}
    aid = small(claims, ROW, inputs=SEX, groups=groups)
    alone = chance(aid, "one", sex="female")
    assert (alone.disputed, alone.probability, alone.low, alone.high) == (False, 0.04, 0.03, 0.05)
    neither = small({**claims, "one": {"between": ["men"] * 2}}, ROW, inputs=SEX, groups=groups)
    assert why_none(neither, "one", sex="female").inputs == ("sex",)


def by_model(answer: Estimate | Exception, form: Mapping[str, Any] | None = None) -> Numbers:
    """A small card whose number comes from a model that gives one answer."""
    models = {
        "score": {
            "name": "score",
            "source": "demo",
            "say": "A score.",
            "caution": {"say": "Made elsewhere."},
            "inputs": {"count": "points"},
        }
    }
    one = form or {"model": "score", "output": "risk"}
    aid = small({"one": one}, ROW, inputs=POINTS, models=models, for_say="Not made for you.")

    def estimate(name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return numbers_for(aid, {"points": 2}, estimate)


def test_an_effect_has_a_range_only_where_each_end_of_it_is_a_chance() -> None:
    ratio = Effect("risk_ratio", 0.5, 0.4, 0.6)
    one = with_effects(0.2, [ratio])
    assert one is not None
    assert (one.chance, one.low, one.high) == (pytest.approx(0.1), pytest.approx(0.08), pytest.approx(0.12))
    assert with_effects(0.2, []) is not None
    bare = with_effects(0.2, [ratio, Effect("risk_ratio", 0.5)])
    assert bare is not None
    assert (bare.low, bare.high) == (None, None)
    assert with_effects(0.6, [Effect("risk_ratio", 1.5, 1.2, 1.9)]) is None
    assert with_effects(0.9, [Effect("risk_ratio", 1.05, 1.0, 1.1), Effect("risk_ratio", 1.05, 1.0, 1.1)]) is None
    assert with_effects(0.02, [Effect("difference", -0.03)]) is None


def test_an_effect_that_takes_everybody_out_still_has_its_range() -> None:
    made = with_effects(0.02, [Effect("difference", -0.02, -0.02, -0.01), Effect("risk_ratio", 0.5, 0.4, 0.6)])
    assert made is not None
    assert (made.chance, made.low, made.high) == (0.0, 0.0, pytest.approx(0.005))


def test_an_effect_turned_over_and_taken_several_times_turns_its_range_too() -> None:
    assert Effect("risk_ratio", 0.5, 0.4, 0.8).undone == Effect("risk_ratio", 2.0, 1.25, 2.5)
    assert Effect("difference", -0.02, -0.03, -0.01).undone == Effect("difference", 0.02, 0.01, 0.03)
    assert Effect("risk_ratio", 0.5).undone == Effect("risk_ratio", 2.0)
    assert Effect("risk_ratio", 0.5, 0.4, 0.8).times(2) == Effect(
        "risk_ratio", 0.25, pytest.approx(0.16), pytest.approx(0.64)
    )
    assert Effect("difference", -0.02, -0.03, -0.01).times(2) == Effect("difference", -0.04, -0.06, -0.02)
    assert Effect("difference", -0.02).times(2) == Effect("difference", -0.04)
    assert Effect("odds_ratio", 0.5).times(2) == Effect("odds_ratio", 0.25)


def test_an_effect_on_a_range_is_drawn_at_its_low_end_and_its_difference_is_against_the_same_end() -> None:
    claims = {
        "one": {"range": [0.4, 0.6]},
        "with": {"from": "one", "risk_ratio": 0.5, "low": 0.4, "high": 0.6},
    }
    made = chance(small(claims, ROW), "with")
    assert isinstance(made, Chance)
    assert (made.frequency.count, made.fewer, made.fewer_to) == (200, 200, 300)
    assert (made.low, made.high) == (pytest.approx(0.16), pytest.approx(0.36))
    alone = chance(small({**claims, "one": {"chance": 0.4, "low": 0.3, "high": 0.5}}, ROW), "with")
    assert (alone.disputed, alone.fewer_to, alone.frequency.count) == (False, None, 200)


def test_a_model_that_was_not_made_for_this_person_is_said_in_the_words_of_the_card() -> None:
    outside = by_model(OutOfRange("count", 2.0, (0.0, 1.0))).none["one"]
    assert (outside.why, outside.say, outside.inputs) == ("out_of_range", "Not made for you.", ("points",))
    lacks = by_model(MissingInput("count", missing=("count", "age"))).none["one"]
    assert (lacks.why, lacks.inputs) == ("asks", ("points", "age"))


def test_the_points_of_a_score_find_their_row_in_a_table_and_the_score_is_kept_with_the_number() -> None:
    scored = Estimate(model="score", version="1", source="demo", inputs={"count": 2}, outputs={"points": 2.0})
    by_score = {"chance_by": {"score": {"0": 2, "1-2": 22}}, "per": 1000}
    made = by_model(scored, by_score).chances["one"]
    assert (made.frequency.count, made.estimate) == (22, scored)
    assert by_model(MissingInput("count"), by_score).none["one"].inputs == ("points",)
