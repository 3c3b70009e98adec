"""The work of a week is added up only where nothing is missing."""

from __future__ import annotations

import pytest

from decisionaid.domain.facts import AmountParts
from decisionaid.domain.life import CareAsk, minutes_per_week, times_a_week
from decisionaid.domain.options import Every


def task(minutes: float | None = 10, **every: int) -> CareAsk:
    guess = AmountParts(unknown=True) if minutes is None else AmountParts(guess=minutes)
    return CareAsk(say="A task", kind="other", every=Every(**every) if every else None, minutes=guess)


@pytest.mark.parametrize(
    ("every", "times"),
    [({"days": 1}, 7), ({"days": 2}, 3.5), ({"weeks": 1}, 1), ({"months": 1}, 12 / 52), ({"years": 1}, 1 / 52)],
)
def test_how_often_becomes_times_a_week(every: dict[str, int], times: float) -> None:
    assert times_a_week(Every(**every)) == pytest.approx(times)


def test_the_week_of_the_worked_example_adds_up_to_two_and_three_quarter_hours() -> None:
    week = [
        (task(10, days=1), None),  # finger check and writing it down: 70
        (task(2, days=1), 8.0),  # four pill times of two minutes, their own guess: 56
        (task(45, weeks=13), 6 * 45.0),  # six trips to the pharmacy in thirteen weeks: 21
        (task(120, weeks=13), 2 * 120.0),  # two trips to clinic and lab in thirteen weeks: 18
    ]
    total = minutes_per_week(week)
    assert total is not None
    assert round(total) == 165


def test_one_task_that_nobody_has_counted_means_that_there_is_no_total() -> None:
    assert minutes_per_week([(task(10, days=1), None), (task(None, days=1), None)]) is None
    assert minutes_per_week([(task(10), None)]) is None


def test_their_own_guess_counts_where_the_aid_has_none() -> None:
    assert minutes_per_week([(task(None, weeks=1), 30.0)]) == 30
