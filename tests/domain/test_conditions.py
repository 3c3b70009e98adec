"""Who a card, an option, a claim or a warning is for: yes, no, or not known, and an open answer is no yes (H15)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from decisionaid.domain.base import Frozen
from decisionaid.domain.conditions import Condition, Group

pytestmark = pytest.mark.hazard("H15")

AGE = {"input": "age", "from": 40, "to": 75}
SMOKES = {"input": "smoker", "is": True}
DOSE = {"input": "dose", "one_of": ["high", "moderate"]}


class Asked(Frozen):
    when: Condition = Group()


def holds(raw: Any, **values: Any) -> bool | None:
    return Asked.model_validate({"when": raw}).when.holds(values)


@pytest.mark.parametrize(
    ("age", "answer"), [(39.9, False), (40, True), (75, True), (75.1, False), (None, None), (True, None), ("old", None)]
)
def test_a_range_holds_from_its_first_to_its_last_value(age: Any, answer: bool | None) -> None:
    assert holds(AGE, **({} if age is None else {"age": age})) is answer


def test_a_range_with_one_end_is_open_at_the_other() -> None:
    assert [holds({"input": "age", "from": 40}, age=age) for age in (39, 40, 110)] == [False, True, True]
    assert [holds({"input": "age", "to": 40}, age=age) for age in (1, 40, 41)] == [True, True, False]
    assert [holds({"input": "age", "to": 0}, age=age) for age in (-1, 0, 1)] == [True, True, False]


def test_one_answer_and_one_of_several_are_asked_for_by_name() -> None:
    assert [holds(SMOKES, smoker=value) for value in (True, False)] == [True, False]
    assert [holds({"input": "smoker", "is": False}, smoker=value) for value in (True, False)] == [False, True]
    assert [holds(DOSE, dose=value) for value in ("high", "moderate", "not_sure")] == [True, True, False]
    assert (holds(SMOKES), holds(DOSE)) == (None, None)


@pytest.mark.parametrize(
    ("how", "answers"),
    [
        ("all", {(True, True): True, (True, False): False, (True, None): None, (False, None): False}),
        ("any", {(True, False): True, (False, False): False, (True, None): True, (False, None): None}),
        ("none", {(False, False): True, (True, False): False, (False, None): None, (True, None): False}),
    ],
)
def test_all_any_and_none_of_two_questions_one_of_which_may_be_open(how: str, answers: dict[Any, Any]) -> None:
    asked = {how: [{"input": "one", "is": True}, {"input": "other", "is": True}]}
    for (one, other), answer in answers.items():
        for pair in ({"one": one, "other": other}, {"one": other, "other": one}):
            assert holds(asked, **{key: value for key, value in pair.items() if value is not None}) is answer


def test_the_three_must_hold_together() -> None:
    asked = {"all": [AGE], "any": [SMOKES, DOSE], "none": [{"input": "liver", "is": True}]}
    whole = {"age": 62, "smoker": False, "dose": "high", "liver": False}
    assert holds(asked, **whole) is True
    for changed in ({"age": 80}, {"dose": "not_sure"}, {"liver": True}):
        assert holds(asked, **{**whole, **changed}) is False
    assert Asked.model_validate({"when": asked}).when.inputs == ("age", "smoker", "dose", "liver")


def test_without_a_question_it_is_for_everybody() -> None:
    assert (holds({}), Group().holds({}), Group().inputs) == (True, True, ())


@pytest.mark.parametrize(
    "raw",
    [
        {"input": "age"},
        {"input": "age", "from": 40, "is": True},
        {"input": "age", "to": 40, "one_of": ["a"]},
        {"input": "age", "is": True, "one_of": ["a"]},
        {"input": "age", "one_of": []},
    ],
)
def test_a_question_asks_exactly_one_thing(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="asks nothing, or two things"):
        Asked.model_validate({"when": raw})
