"""A harm is told as a benefit is: how many more than with the choice that the main picture compares with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.options import Option
from decisionaid.figures import Panel, bars, icon_array, rows_of
from decisionaid.locale import words
from tests.figures.person import MAN, numbers, statin

ON_IT = {**MAN, "statin": True, "dose": "moderate"}


def panels(
    outcome: str, values: Mapping[str, Any] = MAN, aid: Aid | None = None, language: str = "en"
) -> tuple[Panel, ...]:
    aid = aid or statin()
    rows = rows_of(aid, numbers(values, aid), outcome)
    return icon_array.draw(aid, outcome, rows, words(language)).panels


def changes(outcome: str, values: Mapping[str, Any] = MAN, aid: Aid | None = None) -> list[tuple[str, str]]:
    return [(each.heading, each.change) for each in panels(outcome, values, aid)]


def with_claim(key: str, **other: Any) -> Aid:
    """The shipped aid with one claim said otherwise."""
    aid = statin()
    return aid.model_copy(update={"claims": {**aid.claims, key: aid.claims[key].model_copy(update=other)}})


def with_option(key: str, aid: Aid | None = None, **other: Any) -> Aid:
    """An aid (the shipped one, if left out) with other numbers for one of its choices."""
    aid = aid or statin()
    option = aid.options[key]
    changed: Option = option.model_copy(update={"chances": {**option.chances, **other}})
    return aid.model_copy(update={"options": {**aid.options, key: changed}})


def test_aches_and_diabetes_say_how_many_more() -> None:
    assert changes("aches") == [
        ("No statin for now", ""),
        ("A moderate dose · A high dose", "That is 5 more in 1,000."),
    ]
    assert changes("sugar") == [("No statin for now", ""), ("A moderate dose", "That is 1 more in 1,000.")]


def test_the_difference_is_the_one_of_the_counts_that_are_drawn() -> None:
    """Spared people are counted from the picture, and never rounded anew (rule R12)."""
    for outcome in ("aches", "sugar"):
        first, second = panels(outcome)
        assert first.frequency is not None
        assert second.frequency is not None
        assert second.fewer == first.frequency.count - second.frequency.count < 0


def test_who_takes_the_pill_already_is_told_what_stopping_takes_away() -> None:
    """The main picture then compares with staying on it, and so does a harm that somebody counted for both."""
    aid = with_option("stop", with_option("stay", aches=("aches_statin",)), aches=("aches_dummy",))
    assert [change for _, change in changes("ascvd", ON_IT)] == ["", "That is 2 more in 100."]
    assert changes("aches", ON_IT, aid) == [
        ("Stay on the statin", ""),
        ("Stop the statin", "That is 5 fewer in 1,000."),
    ]


@pytest.mark.parametrize("other", [{"group": "trials_sugar"}, {"source": ("ctt2012",)}, {"low": 0.25, "high": 0.28}])
def test_numbers_of_other_people_or_other_studies_are_never_set_beside_each_other(other: dict[str, Any]) -> None:
    said = changes("aches", aid=with_claim("aches_statin", **other))
    assert [change for _, change in said] == (["", "That is 5 more in 1,000."] if "low" in other else ["", ""])


def test_nothing_is_compared_where_the_choice_to_compare_with_has_no_number_of_its_own() -> None:
    assert changes("aches", aid=with_option("no_statin", aches=("aches_statin",))) == [
        ("No statin for now · A moderate dose · A high dose", "")
    ]


def test_bars_and_table_say_the_same() -> None:
    aid = statin()
    rows = rows_of(aid, numbers(), "aches")
    figure = bars.draw(aid, "aches", rows, words("en"))
    assert figure.panels[1].change == "That is 5 more in 1,000."
    assert [row[-1] for row in figure.table.rows] == ["–", "That is 5 more in 1,000."]
    assert "That is 5 more in 1,000." in figure.alt
