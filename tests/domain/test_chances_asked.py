"""What is asked of somebody, what they may choose, and how two chances are set beside each other (H01, H15)."""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import NoNumber, Numbers, asked_inputs, closed_because, options_for
from tests.domain.people import MAN_62, numbers, statin
from tests.language.small import chance, small

pytestmark = pytest.mark.hazard("H15")

ROW = {"a": {"event": "one"}}
YES_NO = {"ask": "Yes?", "kind": "yes_no"}
ASKED = {"one_way": YES_NO, "other_way": YES_NO, "age": {"ask": "Age", "kind": "number", "unit": "a"}}


def card(**parts: Any) -> Aid:
    return small({"one": {"chance": 0.1}}, ROW, inputs=ASKED, **parts)


def is_true(key: str) -> dict[str, Any]:
    return {"input": key, "is": True}


def test_one_of_several_ways_to_belong_is_enough_and_the_other_is_not_asked() -> None:
    either = card(**{"for": {"any": [is_true("one_way"), is_true("other_way")]}})
    assert closed_because(either, {"one_way": True}) is None
    open_still = closed_because(either, {"one_way": False})
    assert open_still == NoNumber("asks", "", ("other_way",)), "only what would settle it is asked"
    assert closed_because(either, {}) == NoNumber("asks", "", ("one_way", "other_way"))


def test_whoever_is_outside_hears_the_words_of_the_card_and_nothing_where_it_has_none() -> None:
    outside = {"for": {"all": [is_true("one_way")]}}
    assert closed_because(card(**outside, for_say="Not for you."), {"one_way": False}) == NoNumber(
        "not_for", "Not for you.", ("one_way",)
    )
    assert closed_because(card(**outside, for_say=None), {"one_way": False}) == NoNumber("not_for", "", ("one_way",))


@pytest.mark.parametrize(("age", "inside"), [(29.9, False), (30, True), (79, True), (79.1, False), (None, True)])
def test_a_value_outside_what_the_card_allows_closes_it_and_its_ends_do_not(age: float | None, inside: bool) -> None:
    limited = {**ASKED, "age": {**ASKED["age"], "allowed": [30, 79]}, "free": {**ASKED["age"]}}
    asked = small({"one": {"chance": 0.1}}, ROW, inputs=limited, for_say="Not for you.")
    values: dict[str, Any] = {"one_way": True, "free": 1000.0, **({} if age is None else {"age": age})}
    assert closed_because(asked, values) == (None if inside else NoNumber("out_of_range", "Not for you.", ("age",)))


def test_a_question_that_depends_on_another_answer_is_asked_while_that_is_open_and_not_after_a_no() -> None:
    assert "dose" in asked_inputs(statin(), {"statin": True})
    assert "dose" in asked_inputs(statin(), {})
    assert "dose" not in asked_inputs(statin(), {"statin": False})
    assert list(asked_inputs(statin(), {"statin": True})) == list(statin().inputs)


def test_an_option_that_is_not_for_this_person_is_off_the_table_and_one_that_may_be_stays() -> None:
    on_a_statin, without, unknown = (set(options_for(statin(), values)) for values in
                                     ({"statin": True}, {"statin": False}, {}))  # fmt: skip
    assert unknown == set(statin().options) == on_a_statin | without
    assert "no_statin" in without - on_a_statin


def test_why_an_option_has_no_number_is_the_reason_that_weighs_most() -> None:
    option = statin().options["moderate"]
    claims = option.chances["ascvd"]
    for reason in ("expired", "asks", "not_for", "out_of_range", "when_asked"):
        made = Numbers({}, none={claims[0]: NoNumber(reason, "words")})  # type: ignore[arg-type]
        assert made.of_option(option, "ascvd") == NoNumber(reason, "words")  # type: ignore[arg-type]
    assert Numbers({}).of_option(option, "ascvd") == NoNumber("not_counted")
    assert Numbers({}).of_option(option, "nothing") == NoNumber("not_counted")
    assert numbers(MAN_62).of_option(option, "ascvd") == numbers(MAN_62).chances[claims[0]]


def test_of_several_reasons_the_one_about_time_is_said_before_the_one_about_people() -> None:
    either = statin().options["moderate"].model_copy(update={"chances": {"ascvd": ("first", "second")}})
    made = Numbers({}, none={"first": NoNumber("not_for"), "second": NoNumber("expired")})
    assert made.of_option(either, "ascvd").why == "expired"  # type: ignore[union-attr]


@pytest.mark.hazard("H01")
def test_a_difference_on_a_range_is_one_number_where_both_ends_differ_by_the_same() -> None:
    claims = {"one": {"range": [0.4, 0.6]}, "with": {"from": "one", "extra": -20, "per": 1000, "range": "not_given"}}
    made = chance(small(claims, ROW), "with")
    assert (made.fewer, made.fewer_to, made.same_picture) == (20, None, False)


@pytest.mark.hazard("H01")
def test_a_range_that_changes_at_one_end_only_is_not_too_small_to_see() -> None:
    half = {"from": "one", "risk_ratio": 0.5, "range": "not_given"}
    made = chance(small({"one": {"range": [0, 0.6]}, "with": half}, ROW), "with")
    assert (made.fewer, made.fewer_to, made.same_picture) == (0, 300, False)
    tiny = chance(small({"one": {"range": [0, 0.0001]}, "with": half}, ROW), "with")
    assert (tiny.fewer, tiny.fewer_to) == (0, None)


@pytest.mark.rule("R5")
def test_a_difference_that_two_trials_give_is_one_number_with_its_range() -> None:
    known = (
        small({"one": {"chance": 0.1}}, ROW).sources["demo"].model_dump(mode="json", by_alias=True, exclude_none=True)
    )
    claims = {"one": {"extra": 0.02, "low": 0.01, "high": 0.03, "source": ["demo", "other"]}}
    made = chance(small(claims, ROW, sources={"demo": known, "other": known}), "one")
    assert (made.disputed, made.frequency.count) == (False, 20)
