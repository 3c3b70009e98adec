"""Nothing runs off the sheet, on either paper and in either language; and a simple plan is one sheet."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from decisionaid.domain.site import Paper
from decisionaid.exports import Handout, pdf
from tests.builders import MAN_62, Table, Visit
from tests.cases import case
from tests.exports.sheets import lines_in, outside, sheets_in, sizes_in, text_in
from tests.exports.test_pdf import handout

PAPERS: tuple[Paper, ...] = ("letter", "a4")
LANGUAGES = ("en", "es")


def simplest(table: Table, name: str = "Rosa Morales", **choice: str) -> Visit:
    """One card, the picture, "not now"."""
    visit = table.open_visit(name=name)
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan", **choice})
    return visit


def every_page(plan_in: dict[str, Handout]) -> list[tuple[str, bytes]]:
    return [
        (f"{language} {paper}", pdf.render(replace(plan, paper=paper)))
        for language, plan in plan_in.items()
        for paper in PAPERS
    ]


def in_each_language(table: Table, visit: Visit) -> dict[str, Handout]:
    return {language: handout(table, visit, language) for language in LANGUAGES}


def test_the_lines_of_the_case_stay_on_the_sheet(table: Table) -> None:
    read = case(5)
    name, word = read["also"][0].split(" ")[0], read["also"][1]
    assert (len(name), len(word)) == (80, 70)
    visit = simplest(table, name, look_again_if=read["sooner_if"], words=f"{word} {read['sooner_if']}")
    plans = in_each_language(table, visit)
    plans = {each: replace(plan, clinician=word, site=name) for each, plan in plans.items()}
    for where, data in every_page(plans):
        assert outside(data) == [], where
        said = text_in(data).replace(" ", "")
        assert name in said, where
        assert word in said, where
        assert said.count(read["sooner_if"].replace("\u00a0", "")) == 2, where


@pytest.mark.parametrize("display", ["dots", "bars", "table", "words"])
def test_every_way_to_show_a_chance_stays_on_the_sheet(table: Table, display: str) -> None:
    visit = simplest(table)
    visit.send("card/picture", {"display": display})
    for where, data in every_page(in_each_language(table, visit)):
        assert outside(data) == [], where
        assert sheets_in(data) == 1, where


def test_a_long_talk_goes_on_on_the_next_sheet_and_is_cut_nowhere(table: Table) -> None:
    visit = simplest(table, words="b" * 1999, look_again_if=" ".join(["dizzy"] * 300))
    visit.send("card/situation", {"words": " ".join(["walk"] * 380), "then": "talk"})
    for where, data in every_page(in_each_language(table, visit)):
        assert outside(data) == [], where
        said = text_in(data)
        assert said.replace(" ", "").count("b") >= 1999, where
        assert said.count("dizzy") == 300, where
        assert said.count("walk") >= 380, where


WITH_VALUES = {
    "statin": MAN_62,
    "af-stroke": {
        "value_age": "74",
        "value_sex": "female",
        "value_now": "nothing",
        "list_score": ["hypertension"],
        "list_checks": ["none"],
    },
    "osteoporosis": {
        "value_age": "74",
        "value_sex": "female",
        "value_why": "scan",
        "value_now": "nothing",
        "value_t_score": "-2.8",
        "value_hip_score": "4",
        "list_history": ["none"],
        "list_checks": ["none"],
    },
}


def test_every_aid_with_numbers_has_its_simplest_plan_here(table: Table) -> None:
    library = table.app.extensions["clinic"].library
    with_options = {each for each in library.entries if library.aid(each, "en").options}
    assert with_options == set(WITH_VALUES)


@pytest.mark.parametrize("aid", WITH_VALUES)
def test_a_simple_plan_is_one_sheet_whatever_they_choose(table: Table, aid: str) -> None:
    visit = table.open_visit(aid=aid, name="Rosa Morales")
    visit.send("card/situation", {**WITH_VALUES[aid], "then": "picture"})
    choices = sorted(set(re.findall(r'value="(option\.\w+)"', visit.get("card/decision").text)))
    assert len(choices) >= 3
    for choice in choices:
        visit.send("card/decision", {"arrived": choice, "look_again": "3mo", "then": "plan"})
        for where, data in every_page(in_each_language(table, visit)):
            assert sheets_in(data) == 1, (choice, where)
            assert outside(data) == [], (choice, where)


def test_each_number_of_four_choices_stays_on_one_line(table: Table) -> None:
    visit = table.open_visit(aid="osteoporosis", name="Rosa Morales")
    visit.send("card/situation", {**WITH_VALUES["osteoporosis"], "then": "picture"})
    visit.send("card/decision", {"arrived": "option.nothing", "then": "plan"})
    for where, data in every_page(in_each_language(table, visit)):
        numbers = [line for line in lines_in(data) if re.match(r"(About|Unas) \d+ (in|de cada) 100", line)]
        assert len(numbers) == 4, where


def test_the_sheet_is_the_one_that_the_clinic_prints_on(table: Table) -> None:
    plan = handout(table, simplest(table))
    assert sizes_in(pdf.render(plan)) == {(612, 792)}
    assert sizes_in(pdf.render(replace(plan, paper="a4"))) == {(595, 842)}


def test_no_break_spaces_of_a_number_and_its_unit_still_hold(table: Table) -> None:
    said = text_in(pdf.render(handout(table, simplest(table, look_again_if="over 160\u00a0mmHg"))))
    assert "over 160" in said
    assert "mmHg" in said


def test_words_that_fit_are_never_broken(table: Table) -> None:
    words = "electroencefalografista " * 40
    said = text_in(pdf.render(handout(table, simplest(table, words=words))))
    assert said.count("electroencefalografista") == 40
