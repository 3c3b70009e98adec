"""Which numbers of a decision still stand, and why the others do not: the card closed, expired, or counts otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.encounter import Shown
from decisionaid.domain.expiry import unexpired
from decisionaid.domain.shown_numbers import numbers_to_keep
from decisionaid.domain.since import CardNow, SinceDecided, changes_since
from tests.domain.people import MAN_62, numbers, statin, with_claims
from tests.domain.test_since import inputs, now, shown

pytestmark = pytest.mark.hazard("H07")

OLDER = {**MAN_62, "age": 72}
"""Somebody to whom the card also says how long it takes until it helps."""


def compared(today: CardNow, person: dict[str, Any] | None = None) -> SinceDecided:
    return changes_since(statin(), "hash", shown(person or dict(MAN_62)), today)


def outcome(**changed: Any) -> Aid:
    other = statin().outcomes["ascvd"].model_copy(update=changed)
    return statin().model_copy(update={"outcomes": {**statin().outcomes, "ascvd": other}})


def people(**changed: Any) -> Aid:
    other = statin().groups["like_you"].model_copy(update=changed)
    return statin().model_copy(update={"groups": {**statin().groups, "like_you": other}})


def claim(key: str, **changed: Any) -> Aid:
    other = statin().claims[key].model_copy(update=changed)
    return statin().model_copy(update={"claims": {**statin().claims, key: other}})


def test_a_card_that_closed_for_this_person_leaves_none_of_its_numbers_and_says_why() -> None:
    closed = compared(now({**MAN_62, "vessels": True}))
    assert closed.stands.chances == {}
    assert (closed.stands.closed and closed.stands.closed.why) == "not_for"
    assert set(closed.moved.values()) == {None}
    assert (closed.because, len(closed.moved)) == ("values", len(closed.then.chances))


def test_a_card_that_is_gone_is_closed_for_everybody() -> None:
    gone = changes_since(statin(), "hash", shown(dict(MAN_62)), None)
    assert (gone.stands.closed and gone.stands.closed.why) == "expired"
    assert {each.why for each in gone.stands.none.values()} == {"expired"}
    assert set(gone.stands.none) == set(statin().claims)
    assert changes_since(statin(), "hash", None, None).because is None, "where no number was shown none has gone"


def test_a_number_whose_last_day_has_passed_is_said_to_be_too_old_and_the_others_stand() -> None:
    old = claim("baseline", expires="2026-12-31")
    today = now(dict(MAN_62), old)
    today = replace(today, numbers=unexpired(numbers(MAN_62, old), old, date(2027, 1, 1)))
    told = compared(today)
    assert {key for key, each in told.moved.items() if each is None} == {
        "baseline",
        "moderate_dose",
        "high_dose",
    } & set(told.then.chances)
    assert told.because == "expired"
    assert "aches_statin" in told.stands.chances


def test_a_number_that_has_none_today_for_another_reason_is_not_called_too_old() -> None:
    assert compared(now({**MAN_62, "age": 78})).because == "values"


def test_another_edition_with_the_same_values_is_said_to_be_the_evidence() -> None:
    other = claim("aches_statin", chance=0.35)
    newer = replace(now(dict(MAN_62), other), numbers=numbers(MAN_62, other), aid_hash="another")
    assert (compared(newer).because, set(compared(newer).moved)) == ("evidence", {"aches_statin"})
    assert compared(replace(newer, aid_hash="hash")).because == "values"
    changed = {**MAN_62, "systolic_bp": 178}
    both = replace(now(changed, other), numbers=numbers(changed, other), aid_hash="another")
    assert compared(both).because == "values"


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(
    "today",
    [
        outcome(of=1000),
        outcome(wished=True),
        outcome(horizon=statin().outcomes["ascvd_30"].horizon),
        people(age=(18, 30)),
        people(sex="female"),
        claim("baseline", group="trials_ctt"),
        claim("baseline", stands_in_for="mve"),
    ],
    ids=["denominator", "wished", "time", "age", "sex", "group", "stands in for another"],
)
def test_numbers_of_other_people_another_time_or_another_denominator_are_never_put_beside_each_other(
    today: Aid,
) -> None:
    told = compared(replace(now(dict(MAN_62), today), numbers=numbers(MAN_62, today)))
    assert "baseline" in told.moved
    assert told.moved["baseline"] is None
    assert "baseline" not in told.stands.chances


def test_nor_are_effects_on_numbers_of_other_people() -> None:
    for today in (claim("baseline", group="trials_ctt"), people(age=(40, 70))):
        told = compared(replace(now(dict(MAN_62), today), numbers=numbers(MAN_62, today)))
        assert (told.moved["moderate_dose"], "moderate_dose" in told.stands.chances) == (None, False)
        assert "aches_statin" in told.stands.chances


def test_other_words_for_the_same_outcome_change_no_number() -> None:
    today = outcome(name="Otro nombre")
    assert compared(replace(now(dict(MAN_62), today), numbers=numbers(MAN_62, today))).moved == {}


def test_two_sources_that_move_apart_are_another_number_though_the_point_is_the_same() -> None:
    either = {"outcome": "aches", "chance": 0.27, "low": 0.2, "high": 0.3, "group": "trials_muscle", "certainty": "low"}
    either |= {"source": ["ctt2022", "chou2022"], "verified": "primary"}
    aid = with_claims(statin(), either=either)
    wider = with_claims(statin(), either={**either, "high": 0.4})
    then = changes_since(aid, "hash", shown_of(aid), replace(now(dict(MAN_62), aid), numbers=numbers(MAN_62, aid)))
    assert then.moved == {}
    told = changes_since(aid, "hash", shown_of(aid), replace(now(dict(MAN_62), wider), numbers=numbers(MAN_62, wider)))
    assert set(told.moved) == {"either"}


def shown_of(aid: Aid) -> Shown:
    return Shown(numbers=numbers_to_keep(numbers(MAN_62, aid)), inputs=inputs(dict(MAN_62)))


def test_a_size_stands_while_the_card_of_today_gives_the_very_same_and_has_not_expired() -> None:
    assert compared(now(OLDER), OLDER).stands.none == {}
    claims = {key: each for key, each in statin().claims.items() if key != "time_to_help"}
    without = statin().model_copy(update={"claims": claims})
    assert set(compared(now(OLDER, without), OLDER).stands.none) == {"time_to_help"}
    old = claim("time_to_help", expires="2026-12-31")
    today = replace(now(OLDER, old), numbers=unexpired(numbers(OLDER, old), old, date(2027, 1, 1)))
    assert set(compared(today, OLDER).stands.none) == {"time_to_help"}
    other_chance = claim("aches_statin", low=0.1, high=0.4)
    assert compared(now(OLDER, other_chance), OLDER).stands.none == {}, "a chance is no size"


def test_a_value_that_nobody_knows_any_more_is_named_without_a_day() -> None:
    today = now(dict(MAN_62))
    known = tuple(each for each in today.inputs if each.input != "hdl")
    told = compared(replace(today, inputs=known))
    assert [(each.input, each.now) for each in told.values] == [("hdl", None)]
    assert told.on == ""
    later = tuple(
        each.model_copy(update={"value": 178.0, "as_of": "2026-11-30"}) if each.input == "systolic_bp" else each
        for each in known
    )
    assert compared(replace(today, inputs=later)).on == "2026-11-30"


@pytest.mark.parametrize(("key", "value"), [("current_smoker", True), ("sex", "female"), ("hdl", 42.001)])
def test_a_yes_a_choice_and_an_amount_are_each_seen_to_have_changed(key: str, value: object) -> None:
    told = compared(now({**MAN_62, key: value}))
    assert [each.input for each in told.values] == [key]


@pytest.mark.parametrize("amount", [23.0, 47.0, 92.0])
def test_an_amount_read_back_from_another_unit_is_the_same_to_the_last_digit(amount: float) -> None:
    person = {**MAN_62, "hdl": amount}
    today = now(person)
    other = tuple(
        each.model_copy(update={"value": amount * 0.02586, "unit": "mmol/L"}) if each.input == "hdl" else each
        for each in today.inputs
    )
    assert compared(replace(today, inputs=other), person).values == ()
