"""Who is shown a number, and which: exclusions first, then ages and horizons, then counts that cannot disagree."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionaid.domain.aid_texts import PLACEHOLDER
from decisionaid.domain.chances import Chance, NoNumber, Numbers, compared
from decisionaid.domain.fill_sentences import fill, fill_statements
from decisionaid.domain.measure import Frequency
from decisionaid.domain.reckoning import numbers_for
from decisionaid.locale import words

from .people import MAN_62, WOMAN_50, Spy, numbers, statin, with_claims

EN = words("en")
TREATED = {"moderate_dose", "high_dose"}


def said_anywhere(told: Numbers) -> list[str]:
    """Every sentence of the card with a number of a claim in it, as this person would read it."""
    lines = []
    for option in statin().options.values():
        for part in (option.benefits, option.harms, option.lived):
            lines += [
                each.text
                for key, each in fill_statements(part, statin(), told, EN).items()
                if _cites(part[key].say, statin())
            ]
    return lines


def _cites(text: str, aid: Any) -> bool:
    return any(match.group(1) in aid.claims for match in PLACEHOLDER.finditer(text))


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("barrier", list(statin().not_for))
@pytest.mark.parametrize("person", [MAN_62, {**WOMAN_50, "age": 72}, {**MAN_62, "statin": True, "dose": "high"}])
def test_whoever_a_card_is_not_for_gets_no_number_of_any_kind_and_no_model_is_asked(barrier: str, person: Any) -> None:
    spy = Spy()
    told = numbers_for(statin(), {**person, barrier: True}, spy)
    assert spy.asked == []
    assert told.chances == {}
    assert told.closed == NoNumber("not_for", statin().not_for[barrier].say, (barrier,))
    assert told.none == dict.fromkeys(statin().claims, told.closed)
    for option in statin().options.values():
        for outcome in statin().outcomes:
            assert not isinstance(told.of_option(option, outcome), Chance)
    assert said_anywhere(told) == []


@pytest.mark.hazard("H15")
def test_the_same_people_without_the_exclusion_do_read_numbers() -> None:
    assert len(said_anywhere(numbers(MAN_62))) > 5
    assert any("years" in line for line in said_anywhere(numbers({**WOMAN_50, "age": 72})))


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("barrier", list(statin().not_for))
def test_an_exclusion_that_nobody_asked_about_yet_shows_no_number_and_asks(barrier: str) -> None:
    told = numbers(MAN_62, **{barrier: None})
    assert (told.chances, told.closed) == ({}, NoNumber("asks", "", (barrier,)))
    assert said_anywhere(told) == []


@pytest.mark.hazard("H15")
@pytest.mark.parametrize(
    ("value", "edges"),
    [
        ("total_cholesterol", (130, 320)), ("hdl", (20, 100)), ("systolic_bp", (90, 180)), ("egfr", (15, 140)),
    ],
)  # fmt: skip
def test_somebody_outside_the_range_of_the_model_gets_no_number_and_at_its_ends_one(value: str, edges: Any) -> None:
    for edge, outside in zip(edges, (math.nextafter(edges[0], 0), math.nextafter(edges[1], 1e9)), strict=True):
        assert "baseline" in numbers(MAN_62, **{value: edge}).chances
        told = numbers(MAN_62, **{value: outside})
        assert (told.chances, told.closed) == ({}, NoNumber("out_of_range", statin().for_say or "", (value,)))


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("value", ["sex", "total_cholesterol", "hdl", "systolic_bp", "egfr", "bp_treated", "diabetes"])
def test_a_value_that_is_not_known_yet_leaves_the_picture_open_and_is_asked_for(value: str) -> None:
    told = numbers(MAN_62, **{value: None})
    assert told.none["baseline"] == NoNumber("asks", "", (value,))
    assert told.none["moderate_dose"] == NoNumber("asks", "", (value,))


@pytest.mark.rule("R10")
@pytest.mark.parametrize(
    ("age", "baseline", "treated"),
    [
        (30, False, False), (39, False, False), (40, True, True), (59, True, True), (70, True, True), (75, True, True),
        (75.5, True, False), (76, True, False), (79, True, False), (79.5, False, False), (80, False, False),
    ],
)  # fmt: skip
def test_ages_open_and_close_the_numbers_by_the_narrowest_of_model_effect_and_guideline(
    age: float, baseline: bool, treated: bool
) -> None:
    told = numbers(MAN_62, age=age)
    assert ("baseline" in told.chances) == baseline
    assert told.chances.keys() >= TREATED if treated else not TREATED & told.chances.keys()
    assert (told.closed is None) == baseline
    if baseline and not treated:
        for claim in TREATED:
            assert told.none[claim].say == "Few people your age were studied."


@pytest.mark.rule("R10")
@pytest.mark.parametrize(("age", "said"), [(69, False), (70, True), (75, True), (76, False)])
def test_from_70_to_75_the_time_until_a_first_person_is_helped_is_said(age: int, said: bool) -> None:
    sentence = statin().options["moderate"].benefits["time"].say
    filled = fill(sentence, statin(), numbers(MAN_62, age=age), EN)
    assert (filled is not None) == said
    if filled:
        assert "2.5 years" in filled.text


@pytest.mark.rule("R11")
@pytest.mark.parametrize(("age", "there"), [(40, True), (59, True), (59.5, False), (60, False), (79, False)])
def test_thirty_years_are_worked_out_to_59_and_not_after(age: float, there: bool) -> None:
    told = numbers(MAN_62, age=age)
    assert ("baseline_long" in told.chances) == there
    if not there:
        assert told.none["baseline_long"].why == "not_for"
        assert told.none["baseline_long"].say


@pytest.mark.rule("R11")
def test_thirty_years_have_no_treated_picture_and_wait_to_be_asked_for() -> None:
    assert statin().outcomes["ascvd_30"].when_asked
    assert [key for key, claim in statin().claims.items() if claim.from_ == "baseline_long"] == []
    assert [key for key, claim in statin().claims.items() if claim.outcome == "ascvd_30"] == ["baseline_long"]
    for key, option in statin().options.items():
        # an option that changes nothing may cite the baseline; one that starts or stops something may not
        cited = set(option.chances.get("ascvd_30", ())) - {"unknown"}
        assert not cited or (cited == {"baseline_long"} and option.kind in ("not_now", "no_change")), key


@pytest.mark.rule("R12")
@settings(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "sex": st.sampled_from(["female", "male"]), "age": st.integers(40, 75), "systolic_bp": st.integers(90, 180),
            "total_cholesterol": st.integers(130, 320), "hdl": st.integers(20, 100), "egfr": st.integers(15, 140),
            "diabetes": st.booleans(), "current_smoker": st.booleans(), "bp_treated": st.booleans(),
            "statin": st.booleans(), "dose": st.sampled_from(["moderate", "high"]),
        }
    )
)  # fmt: skip
def test_counts_with_and_without_differ_by_exactly_the_people_said(person: Any) -> None:
    told = numbers(MAN_62, **person)
    base = told.chances["baseline"]
    compared = [chance for chance in told.chances.values() if chance.without]
    stops = base.probability / (0.72 if person["dose"] == "moderate" else 0.60) <= 1
    assert len(compared) == (stops if person["statin"] else 2)
    for chance in compared:
        assert chance.without == "baseline"
        assert chance.fewer == base.frequency.count - chance.frequency.count
        assert chance.frequency == Frequency.of_chance(chance.probability, 100)
        assert chance.low is not None
        assert chance.high is not None
        assert chance.low < chance.probability < chance.high
        assert chance.same_picture == (chance.frequency == base.frequency)
        assert (chance.probability > base.probability) == person["statin"]


@pytest.mark.rule("R3")
@pytest.mark.parametrize("total_cholesterol", [139, 160])
def test_where_stopping_or_its_range_would_pass_100_in_100_there_is_no_number_and_not_half_of_one(
    total_cholesterol: int,
) -> None:
    # about 60 in 100 on a high dose: the ratio does not fit so high a baseline
    told = numbers(
        WOMAN_50, age=40, systolic_bp=167, total_cholesterol=total_cholesterol, hdl=20, egfr=15, current_smoker=True,
        statin=True, dose="high",
    )  # fmt: skip
    assert told.chances["baseline"].probability / 0.60 > 1
    assert told.none["stop_high"] == NoNumber("not_counted")


@pytest.mark.rule("R12")
def test_an_effect_too_small_to_draw_is_said_to_be_fewer_than_1_in_100() -> None:
    tiny = {
        "outcome": "ascvd", "from": "baseline", "risk_ratio": 0.999, "group": "trials_ctt", "certainty": "low",
        "source": "ctt2012", "verified": "invented",
    }  # fmt: skip
    aid = with_claims(statin(), tiny=tiny)
    told = numbers(MAN_62, aid)
    assert (told.chances["tiny"].fewer, told.chances["tiny"].same_picture) == (0, True)
    said = fill("That is {tiny.fewer}.", aid, told, EN)
    assert said is not None
    assert said.text == "That is fewer than 1 in 100."


@pytest.mark.rule("R8")
def test_an_effect_given_as_odds_ratio_is_turned_by_the_odds_and_never_multiplied() -> None:
    odds = {
        "outcome": "ascvd", "from": "baseline", "odds_ratio": 0.5, "low": 0.4, "high": 0.6, "group": "trials_ctt",
        "certainty": "low", "source": "ctt2012", "verified": "invented",
    }  # fmt: skip
    told = numbers(MAN_62, with_claims(statin(), by_odds=odds, back={**odds, "inverse": True}))
    base = told.chances["baseline"].probability
    for claim, ratio in (("by_odds", 0.5), ("back", 2)):
        chance = told.chances[claim]
        assert chance.probability == pytest.approx(ratio * base / (1 - base + ratio * base), rel=1e-12)
        assert chance.probability != pytest.approx(base * ratio, rel=1e-3)
        assert chance.low is not None
        assert chance.high is not None
        assert chance.low < chance.probability < chance.high


@pytest.mark.rule("R13")
def test_every_count_stands_on_the_one_denominator_of_its_outcome() -> None:
    told = numbers(MAN_62)
    assert {chance.frequency.of for chance in told.chances.values()} == {100, 1000}
    for chance in told.chances.values():
        assert chance.frequency.of == statin().outcomes[chance.outcome].of
        if chance.without:
            assert told.chances[chance.without].frequency.of == chance.frequency.of


@pytest.mark.rule("R14")
@pytest.mark.parametrize("age", [40, 58, 75, 79])
def test_what_trials_counted_is_shown_over_their_own_time_and_never_multiplied_up(age: int) -> None:
    told = numbers(MAN_62, age=age)
    horizons = {}
    for key, claim in statin().claims.items():
        point = claim.chance if claim.chance is not None else claim.extra
        if point is not None and key in told.chances:
            chance = told.chances[key]
            assert chance.probability == point
            assert chance.horizon == statin().outcomes[claim.outcome].horizon
            horizons[claim.outcome] = chance.horizon.years
    assert horizons == {"aches": 4.3, "aches_early": 1, "sugar": 1}
    assert told.chances["baseline"].horizon.years == 10


@pytest.mark.rule("R1")
def test_new_diabetes_is_no_harm_for_somebody_who_has_diabetes_and_the_picture_remains() -> None:
    told = numbers(WOMAN_50)
    assert not {"sugar_statin", "sugar_dummy"} & told.chances.keys()
    assert told.chances["baseline"].frequency == Frequency(9, 100)
    assert {"sugar_statin", "sugar_dummy"} <= numbers(MAN_62).chances.keys()


@pytest.mark.hazard("H01")
def test_two_ranges_are_compared_end_by_end_and_a_difference_at_one_end_is_no_same_picture() -> None:
    told = numbers(MAN_62).chances
    base, treated = told["baseline"], told["moderate_dose"]

    def against(here: tuple[float, float], there: tuple[float, float]) -> tuple[int | None, int | None, bool]:
        ranged = [replace(each, spread=ends, probability=ends[0]) for each, ends in ((treated, here), (base, there))]
        made = compared(ranged[0], ranged[1])
        return made.fewer, made.fewer_to, made.same_picture

    assert against((0.05, 0.07), (0.07, 0.10)) == (2, 3, False)
    assert against((0.05, 0.07), (0.07, 0.09)) == (2, None, False)
    assert against((0.05, 0.07), (0.0501, 0.09)) == (0, 2, False)
    assert against((0.05, 0.07), (0.0501, 0.0701)) == (0, None, True)
    alone = compared(treated, replace(base, spread=(0.07, 0.10)))
    assert (alone.fewer, alone.fewer_to) == (treated.fewer, None)
