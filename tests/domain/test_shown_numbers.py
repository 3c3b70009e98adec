"""The numbers as they stood on the screen, kept in the log and read back: the same counts, nothing added (H07, H12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.encounter import InputShown, NumberShown, Shown
from decisionaid.domain.shown_numbers import numbers_from_shown, numbers_to_keep
from decisionaid.domain.values import value_of
from tests.domain.people import MAN_62, numbers, statin, with_claims
from tests.domain.test_fill_sentences import MADE

pytestmark = pytest.mark.hazard("H12")


def card() -> Aid:
    none_needed = {"late", "years", "point", "for_smokers"}
    unit: dict[str, Any] = {"seven_exactly": {**MADE["treated"], "risk_ratio": 1.0}}
    unit["unsure"] = {**MADE["small"], "chance": None, "range": [0.4, 0.6]}
    unit["unsure_treated"] = {**MADE["treated"], "from": "unsure"}
    unit["half_a_year"] = {**MADE["small"], "horizon": {"months": 6}}
    return with_claims(statin(), **{key: each for key, each in MADE.items() if key not in none_needed}, **unit)


def test_what_was_shown_is_read_back_as_it_was_drawn() -> None:
    """Everything that a sentence or a picture says of it; how sure the model was stays with the model."""
    made = numbers(MAN_62, card())
    back = numbers_from_shown(card(), Shown(numbers=numbers_to_keep(made)))
    assert set(back.chances) == set(made.chances)
    for key, chance in made.chances.items():
        seen = back.chances[key]
        as_drawn = replace(chance, estimate=None, low_frequency=None, high_frequency=None, low=seen.low, high=seen.high)
        assert seen == as_drawn, key
        assert seen.disputed == chance.disputed, key
        if chance.disputed:
            assert seen.edges(100) == chance.edges(100)


@pytest.mark.rule("R5")
def test_a_range_that_was_shown_is_kept_with_both_ends_and_never_becomes_one_number() -> None:
    kept = {each.claim: each for each in numbers_to_keep(numbers(MAN_62, card()))}
    assert (kept["unsure"].low, kept["unsure"].high) == (0.4, 0.6)
    assert (kept["seven"].low, kept["seven"].high) == (None, None)
    back = numbers_from_shown(card(), Shown(numbers=tuple(kept.values())))
    assert [each.count for each in back.chances["unsure"].edges(100)] == [40, 60]
    assert [each.count for each in back.chances["unsure_treated"].edges(100)] == [30, 45]
    assert (back.chances["unsure_treated"].fewer, back.chances["unsure_treated"].fewer_to) == (10, 15)
    half = kept["unsure"].model_copy(update={"high": None})
    assert not numbers_from_shown(card(), Shown(numbers=(half,))).chances["unsure"].disputed


def test_an_effect_of_none_is_not_called_too_small_to_see() -> None:
    made = numbers(MAN_62, card())
    assert (made.chances["same"].same_picture, made.chances["same"].fewer) == (True, 0)
    assert (made.chances["seven_exactly"].same_picture, made.chances["seven_exactly"].fewer) == (False, 0)
    back = numbers_from_shown(card(), Shown(numbers=numbers_to_keep(made)))
    assert (back.chances["same"].same_picture, back.chances["seven_exactly"].same_picture) == (True, False)
    assert not back.chances["seven"].same_picture


def test_the_log_keeps_count_denominator_model_and_version() -> None:
    kept = {each.claim: each for each in numbers_to_keep(numbers(MAN_62, card()))}
    assert (kept["baseline"].count, kept["baseline"].of, kept["baseline"].below_half) == (7, 100, False)
    estimate = numbers(MAN_62, card()).chances["baseline"].estimate
    assert estimate is not None
    assert (kept["baseline"].model, kept["baseline"].version) == (estimate.model, estimate.version)
    assert (kept["seven"].model, kept["seven"].version) == ("", "")
    assert (kept["small"].count, kept["small"].below_half) == (0, True)


def test_only_the_numbers_that_were_on_the_screen_are_kept() -> None:
    some = numbers_to_keep(numbers(MAN_62, card()), ("seven", "not there"))
    assert [each.claim for each in some] == ["seven"]
    assert numbers_to_keep(numbers(MAN_62, card()), ()) == ()


def test_a_number_of_a_claim_that_the_edition_does_not_have_is_left_out() -> None:
    strange = NumberShown(claim="gone", outcome="ascvd", chance=0.5, count=50, of=100)
    assert numbers_from_shown(statin(), Shown(numbers=(strange,))).chances == {}
    assert numbers_from_shown(statin(), None).chances == {}


def test_an_effect_without_the_number_it_was_applied_to_has_no_fewer() -> None:
    alone = numbers_to_keep(numbers(MAN_62, card()), ("treated",))
    chance = numbers_from_shown(card(), Shown(numbers=alone)).chances["treated"]
    assert (chance.fewer, chance.without, chance.same_picture) == (None, None, False)


@pytest.mark.parametrize(
    ("key", "value", "unit", "main"),
    [
        ("hdl", 1.29, "mmol/L", 1.29 / 0.02586),
        ("hdl", 50.0, "mg/dL", 50.0),
        ("hdl", 50.0, "", 50.0),
        ("hdl", 50.0, "g/L", 50.0),
        ("not asked", 50.0, "mmol/L", 50.0),
        ("current_smoker", True, "mmol/L", True),
        ("sex", "female", "mmol/L", "female"),
    ],
)
def test_a_value_is_read_in_the_main_unit_of_its_question(key: str, value: Any, unit: str, main: Any) -> None:
    assert value_of(statin(), InputShown(input=key, value=value, unit=unit)) == main
    shown = Shown(inputs=(InputShown(input=key, value=value, unit=unit),))
    assert numbers_from_shown(statin(), shown).values == {key: main}
