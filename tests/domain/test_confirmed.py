"""Which values of an earlier visit count, and how each is asked again: first as the aid says (H02)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from decisionaid.domain.confirmed import ASKED_ALONE_AFTER, ONE_VISIT, asked_alone, can_still_be, said_in
from decisionaid.domain.encounter import Encounter, InputShown
from decisionaid.domain.inputs import Input, InputOrigin
from tests.domain.test_plan import line

pytestmark = pytest.mark.hazard("H02")

TODAY = date(2027, 3, 3)
PRESSURE = Input(ask="Upper blood pressure", kind="number", unit="mm[Hg]")
OPENED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def value_given(days: int | None, name: str = "any") -> InputShown:
    on = (TODAY - timedelta(days=days)).isoformat() if days is not None else ""
    return InputShown(input=name, value=140, as_of=on)


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ({}, ASKED_ALONE_AFTER),
        ({"ask_again_days": 30}, 30),
        ({"ask_again_days": 400}, 400),
        ({"fhir": InputOrigin(max_age_days=14)}, 14),
        ({"fhir": InputOrigin(max_age_days=500)}, ASKED_ALONE_AFTER),
        ({"fhir": InputOrigin(max_age_days=14), "ask_again_days": 400}, 14),
    ],
)
def test_a_value_is_confirmed_with_the_others_to_the_last_day_that_the_aid_says(
    more: dict[str, Any], last: int
) -> None:
    asked = PRESSURE.model_copy(update=more)
    assert not asked_alone(asked, value_given(last), TODAY)
    assert asked_alone(asked, value_given(last + 1), TODAY)


def test_a_number_of_years_and_a_value_without_a_day_are_always_asked_alone() -> None:
    assert asked_alone(PRESSURE.model_copy(update={"unit": "a"}), value_given(1), TODAY)
    assert asked_alone(PRESSURE, value_given(None), TODAY)


def test_an_age_without_a_day_cannot_still_be_and_a_pressure_can() -> None:
    age = PRESSURE.model_copy(update={"unit": "a"})
    assert not can_still_be(age, value_given(None), TODAY)
    assert can_still_be(PRESSURE, value_given(None), TODAY)


def test_an_age_can_still_be_until_the_day_before_a_year_is_over() -> None:
    age, on = PRESSURE.model_copy(update={"unit": "a"}), value_given(0)
    assert can_still_be(age, on, TODAY.replace(year=2028) - timedelta(days=1))
    assert not can_still_be(age, on, TODAY.replace(year=2028))


def visit(ended: datetime | None = None) -> Encounter:
    return Encounter(
        id="visit-1", site_id="here", person_id="p", account_id=None, opened=OPENED, language="en",
        clinician_language="en", practice=True, ended=ended,
    )  # fmt: skip


def counts(saved: datetime, now: datetime, *, of: str = "visit-1", at: Encounter | None = None, hours: int = 0) -> bool:
    here = timezone(timedelta(hours=hours))
    said_here = said_in(at if at is not None else visit(), now, lambda moment: moment.astimezone(here))
    return said_here(line(1, "values.age", visit=of).model_copy(update={"saved_at": saved}))


def test_what_was_said_in_an_open_visit_counts_for_as_long_as_a_visit_may_last_and_no_longer() -> None:
    assert counts(OPENED, OPENED + ONE_VISIT)
    assert not counts(OPENED, OPENED + ONE_VISIT + timedelta(seconds=1))


def test_what_was_said_in_another_visit_counts_on_its_own_day_at_the_clinic_alone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert not counts(late, late + timedelta(hours=1), of="visit-0")
    assert counts(late, late + timedelta(hours=1), of="visit-0", hours=-5)


def test_a_copy_of_a_visit_that_ended_counts_what_was_said_in_it_and_from_its_day_on() -> None:
    then = visit(ended=OPENED + timedelta(hours=1))
    later = OPENED + timedelta(days=700)
    assert counts(OPENED, later, at=then)
    assert counts(OPENED - timedelta(hours=2), later, of="visit-0", at=then)
    assert not counts(OPENED - timedelta(days=1), later, of="visit-0", at=then)
