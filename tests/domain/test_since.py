"""What of the numbers that were shown still stands: one pure comparison for card, paper, PDF and note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Numbers
from decisionaid.domain.encounter import InputShown, Shown
from decisionaid.domain.fill_sentences import fill
from decisionaid.domain.shown_numbers import numbers_to_keep
from decisionaid.domain.since import CardNow, changes_since
from decisionaid.locale import words
from tests.domain.people import MAN_62, numbers, statin

pytestmark = pytest.mark.hazard("H07")

UNITS = {"age": "a", "total_cholesterol": "mg/dL", "hdl": "mg/dL", "systolic_bp": "mm[Hg]"}


def inputs(person: dict[str, Any]) -> tuple[InputShown, ...]:
    return tuple(InputShown(input=key, value=value, unit=UNITS.get(key, "")) for key, value in person.items())


def shown(person: dict[str, Any]) -> Shown:
    return Shown(numbers=numbers_to_keep(numbers(person)), inputs=inputs(person))


def now(person: dict[str, Any], aid: Aid | None = None, **more: Any) -> CardNow:
    return CardNow(aid or statin(), "hash", numbers(person), inputs(person), **more)


def test_with_the_same_values_everything_stands_as_it_was_shown() -> None:
    same = changes_since(statin(), "hash", shown(dict(MAN_62)), now(dict(MAN_62)))
    assert (same.moved, same.values, same.because) == ({}, (), None)
    assert same.stands.chances == same.then.chances
    assert len(same.stands.chances) >= 5


def test_the_same_value_in_another_unit_has_not_changed() -> None:
    other = tuple(
        each if each.input != "hdl" else InputShown(input="hdl", value=42 * 0.02586, unit="mmol/L")
        for each in inputs(dict(MAN_62))
    )
    assert changes_since(statin(), "hash", shown(dict(MAN_62)), replace(now(dict(MAN_62)), inputs=other)).values == ()


def test_a_value_that_changed_moves_the_numbers_made_from_it_and_no_other() -> None:
    moved = changes_since(statin(), "hash", shown(dict(MAN_62)), now({**MAN_62, "systolic_bp": 178}))
    assert set(moved.moved) == {"baseline", "moderate_dose", "high_dose"} | (set(moved.moved) & {"baseline_long"})
    assert "aches_statin" in moved.stands.chances
    assert [each.input for each in moved.values] == ["systolic_bp"]
    assert moved.because == "values"


def test_without_a_card_today_nothing_stands() -> None:
    gone = changes_since(statin(), "hash", shown(dict(MAN_62)), None)
    assert gone.stands.chances == {}
    assert set(gone.moved) == set(gone.then.chances)
    assert gone.because == "expired"


def test_a_value_that_is_just_between_us_is_neither_named_nor_used() -> None:
    kept = changes_since(
        statin(), "hash", shown(dict(MAN_62)), now({**MAN_62, "systolic_bp": 178}, hidden=frozenset({"systolic_bp"}))
    )
    assert kept.values == ()
    assert "systolic_bp" not in kept.stands.values
    assert kept.because == "values"


@pytest.mark.parametrize("part", [{"amount": 3.0}, {"high": 4.0}])
def test_a_size_that_the_card_gives_otherwise_today_is_said_no_more(part: dict[str, float]) -> None:
    person = {**MAN_62, "age": 72}
    text = "It takes about {time_to_help}."
    claim = statin().claims["time_to_help"].model_copy(update=part)
    other = statin().model_copy(update={"claims": {**statin().claims, "time_to_help": claim}})
    as_it_was = changes_since(statin(), "hash", shown(person), now(person)).stands
    assert fill(text, statin(), as_it_was, words("en")) is not None
    assert (
        fill(text, statin(), changes_since(statin(), "hash", shown(person), now(person, other)).stands, words("en"))
        is None
    )


def test_where_no_numbers_were_shown_none_has_changed() -> None:
    nothing = changes_since(statin(), "hash", None, now({**MAN_62, "vessels": True}))
    assert (nothing.moved, nothing.because) == ({}, None)
    assert nothing.stands.chances == {}
    assert isinstance(nothing.stands, Numbers)
