"""Which way are you leaning?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from decisionaid.cards import leaning
from decisionaid.domain.page import SentencePart
from decisionaid.domain.readers import PAPER
from decisionaid.errors import CardProblems
from tests.builders import Table, text_of
from tests.cards.talk import before_the_first_choice, clinic, known, lines, paper, plan, scene, sent


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def test_the_patient_stands_first_and_every_voice_has_the_same_places(table: Table) -> None:
    page = known(table).get("card/leaning").text
    assert re.findall(r'data-voice="(\w+)"', page) == ["patient", "clinician", "care_partner"]
    for who in leaning.WHO:
        places = re.findall(rf'name="leans_{who}" value="([^"]+)"', page)
        assert places == ["option.no_statin", "option.moderate", "option.high", "not_sure", "parked"]
    assert " checked" not in page
    assert before_the_first_choice(page) <= 60
    assert page.count("<h1") == 1


def test_each_leans_in_their_own_voice_and_they_may_differ(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_clinician": "option.moderate", "leans_patient": "option.no_statin"})
    sent(visit, "leaning", {"leans_care_partner": "not_sure"})
    told = [(each.who, each.toward, each.option) for each in plan(table, visit).leanings]
    assert told == [
        ("patient", "option", "no_statin"),
        ("clinician", "option", "moderate"),
        ("care_partner", "not_sure", None),
    ]
    assert {line.item: line.voice for line in lines(table, visit, "leaning")} == {
        "leans.patient": "patient", "leans.clinician": "clinician", "leans.care_partner": "care_partner",
    }  # fmt: skip
    page = visit.get("card/leaning").text
    assert re.findall(r'name="(leans_\w+)" value="([^"]+)" checked', page) == [
        ("leans_patient", "option.no_statin"),
        ("leans_clinician", "option.moderate"),
        ("leans_care_partner", "not_sure"),
    ]


def test_a_leaning_is_no_decision(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.moderate"})
    assert plan(table, visit).decisions == {}
    assert plan(table, visit).activities == ()


def test_the_numbers_on_the_screen_go_with_a_leaning(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.moderate"})
    shown = lines(table, visit, "leaning")[0].shown
    assert {number.claim: number.count for number in shown.numbers}["moderate_dose"] == 5
    assert {each.input: each.value for each in shown.inputs}["age"] == 62


@pytest.mark.hazard("H17")
def test_a_leaning_is_on_no_paper_without_that_persons_yes(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.high", "leans_clinician": "option.moderate"})
    assert "high dose" not in paper(visit)
    assert "Leaning" not in visit.get("note?plain=1").text
    leaving = plan(table, visit, PAPER)
    assert leaving.leanings == ()
    assert not [line for line in leaving.standing if line.kind == "leaning"]  # nor by way of the lines themselves


def test_a_yes_lets_that_leaning_and_no_other_stand_in_the_note(table: Table) -> None:
    visit = known(table)
    sent(
        visit,
        "leaning",
        {"leans_patient": "option.high", "print_patient": "yes", "leans_clinician": "option.moderate"},
    )
    note = visit.get("note?plain=1").text
    assert "Leaning, with their yes: Sam Rivera: A high dose" in note
    assert "Ellen Price: " not in note
    told = table.app.extensions["clinic"].handout(table.store.people.visit(visit.id).person_id)
    (section,) = leaning.sections(told)
    assert section.parts[0] == SentencePart("Leaning then: Sam Rivera: A high dose")


def test_a_new_leaning_asks_for_a_new_yes(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.high", "print_patient": "yes"})
    sent(visit, "leaning", {"leans_patient": "option.moderate"})
    assert [each.may_print for each in plan(table, visit).leanings] == [False]
    assert "Leaning" not in visit.get("note?plain=1").text


def test_a_yes_can_be_taken_back(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "parked", "print_patient": "yes"})
    sent(visit, "leaning", {"leans_patient": "parked"})
    assert not plan(table, visit).leanings[0].may_print


@pytest.mark.hazard("H17")
def test_just_between_us_wins_over_a_yes(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.high", "print_patient": "yes"})
    line = lines(table, visit, "leaning")[0]
    visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    assert "high dose" not in visit.get("note?plain=1").text


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"leans_patient": "option.stop"}, "Not a valid choice"),
        ({"leans_clinician": "option.<script>"}, "Not a valid choice"),
        ({"print_patient": "yes"}, "Which way is this leaning?"),
    ],
)
def test_what_cannot_be_a_leaning_is_asked_back_and_nothing_is_lost(table: Table, bad: dict, said: str) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_care_partner": "not_sure"})
    answer = visit.send("card/leaning", bad)
    assert answer.status_code == 400
    assert 'data-problem="' in answer.text
    assert "not_sure" in re.findall(r'name="leans_care_partner" value="([^"]+)" checked', answer.text)
    assert len(lines(table, visit, "leaning")) == 1
    with pytest.raises(CardProblems) as asked:
        leaning.accept(scene(table, visit), bad)
    assert all(text.endswith("?") for text in asked.value.problems.values())


@pytest.mark.hazard("H08")
def test_the_same_leaning_sent_again_is_written_a_single_time(table: Table) -> None:
    visit = known(table)
    for _ in range(2):
        sent(visit, "leaning", {"leans_patient": "option.high"})
    assert len(lines(table, visit, "leaning")) == 1


def test_undo_gives_the_earlier_leaning_back(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "option.high"})
    sent(visit, "leaning", {"leans_patient": "not_sure"})
    newest = lines(table, visit, "leaning")[-1]
    visit.send("plan", {"line": newest.id}, at="undo")
    assert [each.option for each in plan(table, visit).leanings] == ["high"]


def test_a_parked_leaning_sets_the_topic_aside(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_patient": "parked"})
    assert re.search(r'statin/leaning" data-topic="leaning" data-state="(\w+)"', visit.get("").text).group(1) == "aside"


def test_the_plan_page_lists_whose_leaning_it_is(table: Table) -> None:
    visit = known(table)
    sent(visit, "leaning", {"leans_care_partner": "option.high"})
    assert "Family or a friend: A high dose" in text_of(visit.get("plan").text)
