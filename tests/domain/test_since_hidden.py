"""What a reader may not see: it changes nothing that they read, and no number that is untrue stands for them either.

A value said "just between us" may have moved a number. Whoever may not see the value must not learn of it by a number
that moved (H17), and must not take the untrue number home either (H15). So that number is left out, without a word.
"""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.domain.encounter import InputShown, Shown
from decisionaid.domain.plan import Decision, Plan
from decisionaid.domain.since import changes_since, compared_with
from tests.domain.people import MAN_62, numbers, statin
from tests.domain.test_plan import line
from tests.domain.test_since import inputs, now, shown

pytestmark = [pytest.mark.hazard("H15"), pytest.mark.hazard("H17")]

FROM_THE_MODEL = {"baseline", "moderate_dose", "high_dose"}


def test_a_number_that_is_untrue_is_left_out_without_a_word_and_the_others_stand() -> None:
    told = changes_since(statin(), "h", shown(dict(MAN_62)), now(dict(MAN_62), true=numbers(MAN_62, systolic_bp=178)))
    for kept in (told.then.chances, told.stands.chances, told.moved):
        assert not FROM_THE_MODEL & set(kept)
    assert "aches_statin" in told.stands.chances
    assert (told.left_out, told.because, told.values) == (True, None, ())


def test_a_number_that_moved_and_is_untrue_is_not_said_to_have_moved() -> None:
    seen, true = {**MAN_62, "systolic_bp": 130}, numbers(MAN_62, systolic_bp=178)
    told = changes_since(statin(), "h", shown(dict(MAN_62)), now(seen, true=true))
    assert not FROM_THE_MODEL & {*told.moved, *told.stands.chances, *told.then.chances}


def test_where_the_card_is_closed_in_truth_nothing_that_it_says_of_this_person_stands() -> None:
    told = changes_since(statin(), "h", shown(dict(MAN_62)), now(dict(MAN_62), true=numbers(MAN_62, vessels=True)))
    assert (told.stands.chances, told.then.chances, told.moved) == ({}, {}, {})
    assert (told.stands.closed and told.stands.closed.why) == "not_for"


def test_where_everything_is_true_nothing_is_left_out() -> None:
    told = changes_since(statin(), "h", shown(dict(MAN_62)), now(dict(MAN_62), true=numbers(MAN_62)))
    assert (told.left_out, told.stands.closed) == (False, None)
    assert set(told.stands.chances) >= FROM_THE_MODEL


THEN = Shown(inputs=inputs({"age": 62.0, "systolic_bp": 178.0, "hdl": 42.0}))
TODAY = inputs({"age": 62.0, "systolic_bp": 118.0, "hdl": 60.0})


def decision(shown: Shown | None) -> Decision:
    return Decision(3, "statin", "hash", "option", shown=shown)


def values(given: tuple[InputShown, ...]) -> dict[str, Any]:
    return {each.input: each.value for each in given}


def test_whoever_sees_the_values_compares_with_those_of_today() -> None:
    today = Plan(situation={"statin": TODAY, "other": ()})
    for decided, whole in ((decision(THEN), THEN), (None, THEN), (decision(None), THEN), (decision(THEN), None)):
        assert compared_with(today, "statin", decided, whole) == (TODAY, frozenset())
    assert compared_with(today, "unknown", decision(THEN), THEN) == ((), frozenset())


def test_whoever_does_not_see_them_compares_with_those_of_then_and_what_was_said_openly_since() -> None:
    decided = decision(Shown())
    asked = line(5, "values.systolic_bp", value={"amount": 118})
    before = line(2, "values.hdl", value={"amount": 60})
    elsewhere = line(6, "values.hdl", value={"amount": 60}, aid_id="another")
    today = Plan(situation={"statin": TODAY}, standing=(before, asked, elsewhere))
    given, hidden = compared_with(today, "statin", decided, THEN)
    assert values(given) == {"age": 62.0, "hdl": 42.0, "systolic_bp": 118.0}
    assert hidden == {"age", "hdl"}
    unseen = Plan(situation={"statin": TODAY}, standing=(before,))
    assert compared_with(unseen, "statin", decided, THEN) == (THEN.inputs, {"age", "hdl", "systolic_bp"})


def test_an_old_line_with_all_values_at_once_says_each_of_them() -> None:
    whole = line(5, "values", value={"inputs": {"hdl": {"amount": 60}, "age": {"amount": 62}}})
    given, hidden = compared_with(
        Plan(situation={"statin": TODAY}, standing=(whole,)), "statin", decision(Shown()), THEN
    )
    assert values(given) == {"systolic_bp": 178.0, "age": 62.0, "hdl": 60.0}
    assert hidden == {"systolic_bp"}
