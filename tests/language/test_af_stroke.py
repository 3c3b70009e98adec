"""The atrial fibrillation card shows the numbers of its dossier, each with its range, and compares with no pill."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.cards.picture._basis import basis
from decisionaid.cards.workload._work import ways_of_work
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import options_for
from decisionaid.domain.encounter import InputShown
from decisionaid.domain.facts import AmountParts
from decisionaid.domain.fill_sentences import notes_of
from decisionaid.domain.site import PRACTICE
from decisionaid.figures import icon_array, rows_of
from decisionaid.library import Library
from decisionaid.locale import words

from .small import chance, told

EN, ES = words("en"), words("es")
YES_NO = (
    "heart_failure", "hypertension", "diabetes", "stroke_before", "vessels", "valve", "bled", "device", "pregnancy",
    "cancer",
)  # fmt: skip
NOBODY: dict[str, Any] = {"age": 60, "sex": "male", "now": "nothing", **dict.fromkeys(YES_NO, False)}
WOMAN_70 = {**NOBODY, "age": 70, "sex": "female", "hypertension": True, "diabetes": True}
"""Four points."""


@cache
def af(language: str = "en") -> Aid:
    return Library.load([asset_root() / "aids"], PRACTICE).aid("af-stroke", language)


def panels(person: dict[str, Any], outcome: str = "stroke") -> dict[str, tuple[str, str]]:
    figure = icon_array.draw(af(), outcome, rows_of(af(), told(af(), **person), outcome), EN)
    return {panel.options[0]: (panel.key_number, panel.change) for panel in figure.panels}


@pytest.mark.rule("R5")
@pytest.mark.rule("R6")
@pytest.mark.rule("R4")
def test_four_points_are_a_range_of_two_cohorts_and_every_pill_is_compared_with_none() -> None:
    shown = panels(WOMAN_70)
    assert shown["nothing"] == ("About 35 to 47 in 1,000", "")  # 3.5 in 100 in the UK; 1 - exp(-0.048) in Sweden
    assert shown["warfarin"] == ("About 13 to 17 in 1,000", "That is 22 to 30 fewer in 1,000.")
    assert shown["newer"] == ("About 10 to 14 in 1,000", "That is 25 to 33 fewer in 1,000.")
    newer = chance(af(), "on_newer", **WOMAN_70)
    assert (newer.low_frequency.count, newer.high_frequency.count) == (7, 19)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("points", "said"), [(0, "About 2 in 1,000"), (3, "About 31 in 1,000"), (9, "About 102 to 115 in 1,000")]
)
@pytest.mark.rule("R5")
def test_where_one_cohort_alone_counted_it_is_one_number_and_seven_or_more_are_pooled(points: int, said: str) -> None:
    people = {0: NOBODY, 3: {**WOMAN_70, "diabetes": False}, 9: {**NOBODY, "age": 80, "sex": "female", **dict.fromkeys(
        YES_NO[:5], True)}}  # fmt: skip
    assert panels(people[points])["nothing"][0] == said


def test_nobody_is_promised_a_range_where_one_number_is_shown() -> None:
    for language in ("en", "es"):
        assert not any("rang" in each for each in af(language).unknown.values())


def test_how_many_pills_a_day_depends_on_the_pill_and_is_said_so() -> None:
    newer = {
        language: ways_of_work(af(language), af(language).options, words(language))[1] for language in ("en", "es")
    }
    assert ("Pills each day", "1 to 2") in newer["en"].lines
    assert ("Pastillas al día", "1 a 2") in newer["es"].lines
    with pytest.raises(ValueError, match="to ends a span"):
        AmountParts(exact=2, to=1)
    with pytest.raises(ValueError, match="to ends a span"):
        AmountParts(guess=1, to=2)


@pytest.mark.rule("R7")
def test_bleeds_are_a_range_of_trials_and_brain_bleeds_stand_apart() -> None:
    assert panels(WOMAN_70, "bleed") == {
        "newer": ("About 21 to 31 in 1,000", ""), "warfarin": ("About 31 to 34 in 1,000", ""),
    }  # fmt: skip
    assert panels(WOMAN_70, "brain")["newer"][0] == "About 3 to 5 in 1,000"


def test_each_person_has_the_options_that_fit_what_they_take_now() -> None:
    found = {now: set(options_for(af(), {**WOMAN_70, "now": now})) for now in ("nothing", "newer", "warfarin")}
    assert found == {
        "nothing": {"nothing", "newer", "warfarin"},
        "newer": {"warfarin", "stay_newer", "stop"},
        "warfarin": {"newer", "stay_warfarin", "stop"},
    }


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("barrier", ["valve", "bled", "device", "pregnancy", "cancer"])
def test_whoever_the_card_is_not_for_gets_no_number(barrier: str) -> None:
    numbers = told(af(), **{**WOMAN_70, barrier: True})
    assert numbers.chances == {}
    assert numbers.closed is not None
    assert numbers.closed.say


def test_what_is_said_only_of_frail_people_on_warfarin_is_said_to_nobody_else() -> None:
    on = {**WOMAN_70, "age": 80, "now": "warfarin"}
    assert "frail_switched" in told(af(), **on).chances
    for other in ({**on, "now": "nothing"}, {**on, "age": 70}):
        assert "frail_switched" not in told(af(), **other).chances


def test_the_score_its_points_and_its_answers_stand_behind_the_number() -> None:
    four = chance(af(), "untreated", **WOMAN_70)
    given = (InputShown(input="age", value=70.0, unit="a"), InputShown(input="now", value="nothing"))
    lines = dict(basis(af(), four, "No blood thinner", given, EN).lines)
    assert lines["Points"] == "4"
    assert lines["Model"].startswith("A score of your answers")
    assert lines["Values used"] == "Age: 70 years"
    counted = [said for name, said in basis(af(), four, "", given, EN).lines if name == "One source counted"]
    assert [said.split(" (")[0] for said in counted] == ["about 47 in 1,000", "about 35 in 1,000"]
    assert "Friberg" in counted[0]
    assert [each.year for each in basis(af(), four, "", given, EN).sources] == [2012, 2014]


def test_the_card_is_whole_in_spanish() -> None:
    aid = af("es")
    figure = icon_array.draw(aid, "stroke", rows_of(aid, told(aid, **WOMAN_70), "stroke"), ES)
    assert figure.panels[0].key_number == "Entre 35 y 47 de cada 1000"
    assert aid.options["stay_newer"].issues["food"].say != af().options["stay_newer"].issues["food"].say


@pytest.mark.rule("R5")
@pytest.mark.parametrize(
    ("age", "english", "spanish"),
    [
        (74, "This changes when you turn 75.", "Esto cambia cuando cumpla 75 años."),
        (64.5, "This changes when you turn 65.", "Esto cambia cuando cumpla 65 años."),
        (70, "", ""),
        (75, "", ""),
    ],
)
def test_a_birthday_that_changes_the_score_is_said_beside_its_number(age: float, english: str, spanish: str) -> None:
    numbers = told(af(), **{**WOMAN_70, "age": age})
    for tongue, said in ((EN, english), (ES, spanish)):
        notes = notes_of(af(), numbers, af().claims["untreated"], tongue)
        assert (said in notes) if said else not any("75" in each or "65" in each for each in notes)
    assert not any("turn" in each for each in notes_of(af(), numbers, af().claims["on_newer"], EN))


@pytest.mark.rule("R5")
def test_a_birthday_within_the_scores_that_were_pooled_changes_nothing() -> None:
    eight = {**WOMAN_70, "age": 74, "heart_failure": True, "vessels": True, "stroke_before": True}
    assert chance(af(), "untreated", **eight).birthday is None
