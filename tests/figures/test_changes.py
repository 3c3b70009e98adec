"""What has changed since they decided, in words: old and new side by side, and nothing that is no longer so (H07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from decisionaid.changes import ChangesInWords, changes_in_words
from decisionaid.domain.encounter import Shown
from decisionaid.domain.expiry import unexpired
from decisionaid.domain.shown_numbers import numbers_to_keep
from decisionaid.domain.since import CardNow, SinceDecided, changes_since
from decisionaid.locale import words
from tests.domain.people import MAN_62, numbers, statin
from tests.domain.test_since import inputs, now, shown
from tests.domain.test_since_reasons import claim, compared

pytestmark = pytest.mark.hazard("H07")

EN = words("en")
CAPTION = "Of 100 people like you, in the next 10 years: a heart attack or stroke."
AGAIN = "We can look at the picture again together."
NONE = "The numbers we looked at do not fit any more, so none stand here."
VALUES, EVIDENCE = "The values have changed since we decided", "The numbers of this card have changed since we decided."


def changes_of(since: SinceDecided, **more: object) -> ChangesInWords:
    found = changes_in_words(since, statin(), EN, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def edition(key: str, **changed: object) -> CardNow:
    aid = claim(key, **changed)
    return replace(now(dict(MAN_62), aid), numbers=numbers(MAN_62, aid), aid_hash="another")


def test_where_every_number_stands_nothing_is_said() -> None:
    assert changes_in_words(compared(now(dict(MAN_62))), statin(), EN) is None
    assert changes_in_words(changes_since(statin(), "hash", None, now({**MAN_62, "hdl": 60})), statin(), EN) is None


def test_old_and_new_stand_side_by_side_with_the_value_that_moved_them() -> None:
    assert changes_of(compared(now({**MAN_62, "systolic_bp": 178}))) == ChangesInWords(
        f"{VALUES}.",
        ("Upper blood pressure: before 140 mmHg, now 178 mmHg.",),
        CAPTION,
        (
            "No statin for now: before about 7 in 100, now about 11 in 100.",
            "A moderate dose: before about 5 in 100, now about 8 in 100.",
            "A high dose: before about 4 in 100, now about 7 in 100.",
        ),
        AGAIN,
    )


def test_a_number_that_did_not_move_is_said_as_before() -> None:
    told = changes_of(compared(edition("high_dose", risk_ratio=0.5, low=0.4)))
    assert (told.heading, told.values) == (EVIDENCE, ())
    assert told.counts == (
        "No statin for now: about 7 in 100, as before.",
        "A moderate dose: about 5 in 100, as before.",
        "A high dose: before about 4 in 100, now about 3 in 100.",
    )


@pytest.mark.hazard("H06")
def test_a_number_that_is_too_old_is_not_said_again_and_the_others_are() -> None:
    today = edition("high_dose", expires="2026-12-31")
    today = replace(today, numbers=unexpired(today.numbers, today.aid, date(2027, 1, 1)))
    told = changes_of(compared(today))
    assert told.heading == "The numbers we looked at are too old now."
    assert told.counts[2:] == ("A high dose: no number now.",)


@pytest.mark.hazard("H15")
def test_where_the_card_gives_none_no_count_and_no_value_is_said() -> None:
    for today in (now({**MAN_62, "vessels": True}), now({**MAN_62, "age": 20})):
        assert changes_of(compared(today)) == ChangesInWords(f"{VALUES}.", (), "", (), NONE)
    gone = changes_since(statin(), "hash", shown(dict(MAN_62)), None)
    assert (changes_of(gone).counts, changes_of(gone).closing) == ((), NONE)


@pytest.mark.rule("R3")
@pytest.mark.hazard("H15")
def test_the_chance_of_somebody_who_takes_it_by_now_is_not_said_as_the_chance_without_it() -> None:
    """The model speaks of people as they are: the same count is no longer what happens without a statin."""
    today = now({**MAN_62, "statin": True, "dose": "moderate"})
    assert today.numbers.chances["baseline"].frequency == numbers(MAN_62).chances["baseline"].frequency
    assert changes_of(compared(today)) == ChangesInWords(f"{VALUES}.", (), "", (), NONE)
    on_one = {**MAN_62, "statin": True, "dose": "moderate"}
    stopped = changes_of(compared(now(dict(MAN_62)), on_one))
    assert not any("as before" in line for line in stopped.counts)


def test_what_is_not_in_the_picture_is_said_to_have_changed_without_its_count() -> None:
    told = changes_of(compared(edition("aches_statin", chance=0.35)))
    assert told == ChangesInWords(EVIDENCE, (), "", (), AGAIN)


def test_whoever_asked_for_no_numbers_reads_none() -> None:
    told = changes_of(compared(now({**MAN_62, "systolic_bp": 178})), quiet=True)
    assert told == ChangesInWords(f"{VALUES}.", (), "", (), "")


@pytest.mark.parametrize(
    ("decided_on", "day"), [("2026-11-29", ", on Monday, November 30, 2026"), ("2026-11-30", ""), ("2026-12-01", "")]
)
def test_the_day_of_the_change_is_said_where_it_is_a_later_one(decided_on: str, day: str) -> None:
    today = now({**MAN_62, "systolic_bp": 178})
    dated = tuple(
        each.model_copy(update={"as_of": "2026-11-30"}) if each.input == "systolic_bp" else each
        for each in today.inputs
    )
    told = changes_of(compared(replace(today, inputs=dated)), decided_on=decided_on)
    assert told.heading == f"{VALUES}{day}."


def test_a_choice_a_yes_and_a_value_that_nobody_knows_are_said_in_words() -> None:
    today = now({**MAN_62, "sex": "female", "current_smoker": True})
    known = tuple(each for each in today.inputs if each.input != "hdl")
    assert changes_of(compared(replace(today, inputs=known))).values == (
        "Sex that the model uses: before Male, now Female.",
        "HDL cholesterol: before 42 mg/dL, now not known.",
        "Smoking now: before no, now yes.",
    )


@pytest.mark.rule("R3")
@pytest.mark.hazard("H15")
def test_a_choice_that_is_off_the_table_keeps_no_number_although_none_moved() -> None:
    only = Shown(numbers=numbers_to_keep(numbers(MAN_62), ("baseline",)), inputs=inputs(dict(MAN_62)))
    on_one = now({**MAN_62, "statin": True, "dose": "moderate"})
    told = changes_since(statin(), "hash", only, on_one)
    assert told.moved == {}
    assert changes_of(told) == ChangesInWords(f"{VALUES}.", (), "", (), NONE)
    assert changes_in_words(changes_since(statin(), "hash", only, now(dict(MAN_62))), statin(), EN) is None
