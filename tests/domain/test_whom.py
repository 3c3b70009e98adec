"""Of whom a number was counted: which questions ask for sex and age, and which row of a table is somebody's."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.claims import PeopleGroup
from decisionaid.domain.score_tables import row_of, span_of
from decisionaid.domain.whom import age_input, not_of_these, sex_input
from tests.language.small import small

pytestmark = pytest.mark.rule("R10")

YEARS = {"ask": "Years", "kind": "number", "unit": "a", "allowed": [0, 110]}


def asking(**inputs: Any) -> Aid:
    return small({"one": {"chance": 0.1}}, {"a": {"event": "one"}}, inputs=inputs)


def choice(*keys: str) -> dict[str, Any]:
    return {"ask": "Which?", "kind": "choice", "choices": {key: key.title() for key in keys}}


def test_the_sex_is_asked_by_the_choice_that_offers_female_and_male() -> None:
    asked = asking(dose=choice("high", "low"), at_birth=choice("female", "male", "not_said"))
    assert sex_input(asked) == "at_birth"
    assert sex_input(asking(sex=choice("female", "other"))) is None
    assert sex_input(asking(sex={"ask": "Female?", "kind": "yes_no"})) is None


def test_the_age_is_asked_in_years_by_its_name_or_by_the_day_of_birth() -> None:
    born = {**YEARS, "fhir": {"path": "Patient.birthDate"}}
    elsewhere = {**YEARS, "fhir": {"path": "Observation.value"}}
    assert age_input(asking(smoked=YEARS, age=YEARS)) == "age"
    assert age_input(asking(smoked=elsewhere, how_old=born)) == "how_old"
    assert age_input(asking(smoked=YEARS)) is None
    assert age_input(asking(age={**YEARS, "unit": "mo"})) is None


def test_nobody_is_left_out_by_a_question_that_was_not_asked_or_not_answered() -> None:
    women = PeopleGroup(say="women of 50 to 75", sex="female", age=(50, 75))
    asked = asking(age=YEARS, sex=choice("female", "male"))
    assert not_of_these(asked, women, {}) == ()
    assert not_of_these(asked, women, {"sex": "female", "age": 50}) == ()
    assert not_of_these(asked, women, {"sex": "male", "age": 40}) == ("sex", "age")
    assert not_of_these(asked, PeopleGroup(say="anybody"), {"sex": "male", "age": 40}) == ()
    assert not_of_these(asking(smoked=YEARS), women, {"smoked": 40}) == ()
    assert not_of_these(asked, women, {"age": "old"}) == ()


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0.1), (1, None), (2, 0.2), (4, 0.2), (5, None), (7, 0.7), (70, 0.7), ("frail", 0.5), ("fit", None)],
)
def test_a_row_is_for_one_value_a_span_all_above_or_a_word(value: float | str, number: float | None) -> None:
    assert row_of({"frail": 0.5, "0": 0.1, "2-4": 0.2, "7+": 0.7}, value) == number


def test_yes_and_no_have_rows_of_their_own_and_are_no_numbers() -> None:
    rows = {"1": 0.9, "yes": 0.2, "no": 0.1}
    assert [row_of(rows, answer) for answer in (True, False)] == [0.2, 0.1]
    assert row_of({"1": 0.9}, True) is None
    assert row_of({"yes": 0.2}, "yes") == 0.2


def test_a_row_says_from_where_to_where_it_goes() -> None:
    assert [span_of(key) for key in ("3", "7+", "2-4", "frail", "3x")] == [(3, 3), (7, inf), (2, 4), None, None]
