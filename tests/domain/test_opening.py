"""A day that the program proposes is one on which somebody is there."""

from __future__ import annotations

from datetime import date

import pytest

from decisionaid.domain.opening import LONGEST_CLOSED, Opening, on_open_days
from decisionaid.domain.plan import Decision, Plan, PlannedActivity

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "closed", "proposed"),
    [
        (FRIDAY, (), FRIDAY),
        (SATURDAY, (), MONDAY),
        (FRIDAY, ("2026-11-27",), MONDAY),
        (FRIDAY, ("11-27", "11-30"), date(2026, 12, 1)),
        (FRIDAY, ("2025-11-27", "11-26", "12-27"), FRIDAY),
    ],
)
def test_the_nearest_open_day_is_taken_and_never_one_before(day: date, closed: tuple[str, ...], proposed: date) -> None:
    assert Opening(closed=frozenset(closed)).on_or_after(day) == proposed


def test_a_clinic_that_is_open_at_the_weekend_is_met_at_the_weekend() -> None:
    assert Opening(weekdays=frozenset({5})).on_or_after(FRIDAY) == SATURDAY


def test_a_clinic_that_is_never_open_leaves_the_day_as_it_is() -> None:
    assert Opening(weekdays=frozenset()).on_or_after(FRIDAY) == FRIDAY


def test_a_clinic_that_opens_again_after_a_year_is_met_on_that_day() -> None:
    opens = date.fromordinal(FRIDAY.toordinal() + LONGEST_CLOSED)
    closed = frozenset(date.fromordinal(FRIDAY.toordinal() + ahead).isoformat() for ahead in range(LONGEST_CLOSED))
    assert Opening(frozenset(range(7)), closed).on_or_after(FRIDAY) == opens


def activity(key: str, due: date | None) -> PlannedActivity:
    return PlannedActivity(key, "statin", "hash", "moderate", key, due)


def test_what_was_worked_out_moves_to_an_open_day_and_what_people_agreed_on_stays() -> None:
    agreed = Decision(1, "statin", "hash", "option", look_again=SATURDAY)
    sunday = date(2026, 11, 29)
    activities = (activity("agreed", SATURDAY), activity("worked out", sunday), activity("without a day", None))
    moved = on_open_days(Plan(decisions={"statin": agreed}, activities=activities), Opening())
    assert [each.due for each in moved.activities] == [SATURDAY, MONDAY, None]
    assert [each.key for each in moved.activities] == [each.key for each in activities]
