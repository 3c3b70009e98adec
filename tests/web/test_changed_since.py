"""What is corrected after a decision: screen, paper, PDF and note say no number that is known to be wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import MAN_62, Table, Visit, sign_in, text_of
from tests.web.correcting import papers, said_counts, visit_of, without_opened

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H15")]

CASE = json.loads((Path(__file__).parents[1] / "cases" / "02_corrected_after_the_decision.json").read_text())
START = {f"value_{key}": value for key, value in CASE["start"].items() if key != "checks"}
START |= {"list_checks": CASE["start"]["checks"]}
CHANGED = "The values have changed since we decided"


def decided(table: Table, values: Mapping[str, str] = START, arrived: str = "option.moderate") -> Visit:
    """The values, the picture, and the decision."""
    visit = table.open_visit(name="Walter Patient")
    visit.send("card/situation", {**values, "then": "picture"})
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": arrived, "look_again": "3mo", "then": "plan"})
    return visit


def test_the_case_no_number_goes_home_that_the_card_does_not_show_any_more(table: Table) -> None:
    visit = decided(table, arrived=f"option.{CASE['decide']}")
    for where, text in papers(visit).items():
        assert {(7, 100), (5, 100)} <= said_counts(text), where
    ticked = CASE["then_tick"]
    assert ticked.lower() in text_of(visit.get("card/situation").text).lower()
    visit.send("card/situation", {**START, "list_checks": "vessels"})
    assert said_counts(text_of(visit.get("card/picture").text)) == set()
    for where, text in papers(visit).items():
        assert said_counts(text) == set(), f"{where}: {text}"
    told = papers(visit)
    for where in ("print", "PDF", "plan"):
        assert CHANGED in told[where]
        assert "do not fit any more, so none stand here" in told[where]
    for where in ("Spanish print", "Spanish PDF"):
        assert "Los valores cambiaron desde que decidimos" in told[where]
    assert "the card gives none" in told["note"]
    assert "earlier heart attack, stroke or vessel disease: no, now yes" in told["note"], (
        "the chart says what was corrected"
    )
    assert "Heart attack" not in told["print"].split("Call")[0], "why the card is closed is not for the kitchen table"


def test_a_pressure_that_was_corrected_stands_beside_the_old_one_with_both_counts(table: Table) -> None:
    visit = decided(table, {**START, "value_systolic_bp": "178"})
    before = said_counts(papers(visit)["print"])
    visit.send("card/situation", {**START, "value_systolic_bp": "118", "value_current_smoker": "yes"})
    now = said_counts(text_of(visit.get("card/picture").text))
    told = papers(visit)
    for where in ("print", "PDF", "plan"):
        assert "Upper blood pressure: before 178 mmHg, now 118 mmHg." in told[where]
        assert "No statin for now: before about 11 in 100, now about 7 in 100." in told[where], told[where]
        assert "Of 100 people like you, in the next 10 years: a heart attack or stroke." in told[where]
    assert "antes 178 mmHg, ahora 118 mmHg" in told["Spanish PDF"]
    assert "Fuma ahora: antes no, ahora sí." in told["Spanish PDF"]
    assert "¿Fuma ahora:" not in told["Spanish PDF"]
    assert "before about 11 in 100, now about 7 in 100" in told["note"]
    assert "systolic BP 178 mmHg, now 118 mmHg" in told["note"]
    assert (11, 100) in before
    assert (11, 100) not in now
    assert "data-figure" not in visit.get("print").text, "a picture that is known to be wrong is not drawn"


def test_the_list_above_these_are_right_says_the_new_value(table: Table) -> None:
    visit = decided(table, {**START, "value_systolic_bp": "178"})
    visit.send("card/situation", {**START, "value_systolic_bp": "118"})
    known = visit.get("card/situation").text.split("<dl>")[1].split("</dl>")[0]
    assert "118 mmHg" in known
    assert "178" not in known


def test_the_decision_card_says_so_and_offers_to_look_again(table: Table) -> None:
    visit = decided(table, {**START, "value_systolic_bp": "178"})
    assert "data-since" not in visit.get("card/decision").text
    visit.send("card/situation", {**START, "value_systolic_bp": "118"})
    card = visit.get("card/decision").text
    assert CHANGED in text_of(card)
    assert "before about 11 in 100, now about 5 in 100" in text_of(card)
    assert 'picture">Look at the picture again<' in card.split("data-since")[1]
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.moderate", "still": "yes"})
    assert "data-since" not in visit.get("card/decision").text
    told = papers(visit)
    assert {(5, 100), (4, 100)} <= said_counts(told["print"])
    assert not any(CHANGED in text for text in told.values())
    assert "11 in 100" not in " ".join(told.values())


def test_words_that_are_added_later_confirm_no_choice_that_was_made_with_other_numbers(table: Table) -> None:
    visit = decided(table, {**START, "value_systolic_bp": "178"})
    visit.send("card/situation", {**START, "value_systolic_bp": "118"})
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "words": "let us see"})
    assert CHANGED in text_of(visit.get("card/decision").text)
    assert CHANGED in papers(visit)["print"]


def test_saying_it_again_where_there_is_no_number_any_more_leaves_a_plan_without_one(table: Table) -> None:
    visit = decided(table)
    visit.send("card/situation", {**START, "list_checks": "flutter"})
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "still": "yes"})
    told = papers(visit)
    assert not any(said_counts(text) for text in told.values())
    assert CHANGED not in told["print"]
    assert "No numbers were on the screen when they decided." in told["note"]


@pytest.mark.parametrize(
    "correction",
    [{"value_age": "35"}, {"value_egfr": ""}, {"list_checks": "pregnancy"}, {"value_systolic_bp": ""}],
    ids=["outside", "cleared", "excluded", "not known"],
)
def test_where_the_card_gives_no_number_now_none_goes_home(table: Table, correction: Mapping[str, str]) -> None:
    visit = decided(table)
    visit.send("card/situation", {**START, **correction})
    assert "data-no-number" in visit.get("card/picture").text
    for where, text in papers(visit).items():
        assert said_counts(text) == set(), where


def test_a_correction_that_is_taken_back_leaves_the_paper_as_it_was(table: Table) -> None:
    visit = decided(table)
    before = papers(visit)
    seq = max(line.seq for line in table.store.log.read(table.store.people.visit(visit.id).person_id))
    visit.send("card/situation", {**START, "value_systolic_bp": "178"})
    assert CHANGED in papers(visit)["print"]
    for line in table.store.log.read(table.store.people.visit(visit.id).person_id):
        if line.seq > seq:
            visit.send("plan", {"line": line.id}, at="undo")
    assert papers(visit)["print"] == before["print"]
    assert papers(visit)["note"] == before["note"]


def test_whoever_asked_for_no_numbers_is_told_that_something_changed_without_a_number(table: Table) -> None:
    visit = decided(table)
    visit.send("card/situation", {**START, "value_systolic_bp": "178"})
    visit.send("card/picture", {"display": "none"})
    card = text_of(visit.get("card/decision").text)
    assert CHANGED in card
    assert said_counts(card) == set()
    assert "178" not in card
    for where, text in papers(visit).items():
        assert said_counts(without_opened(text)) == set(), where


def test_a_copy_of_an_ended_visit_hands_out_no_number_that_is_known_to_be_wrong_today(table: Table) -> None:
    first = decided(table)
    first.send("plan", {}, at="end")
    person = table.store.people.visit(first.id).person_id
    table.clock.forward(days=30)
    sign_in(table.client, table.store)
    later = visit_of(table, person)
    later.send("card/situation", {**START, "value_systolic_bp": "178", "then": "picture"})
    again = Visit(later.client, first.id)
    told = papers(again)
    assert "The values have changed since we decided, on Wednesday, December 23, 2026." in told["print"]
    assert "Monday, November 23, 2026" in told["print"], "it is the account of that visit"
    assert "before about 7 in 100" in told["note"]
    later.send("card/situation", {**START, "list_checks": "vessels"})
    for where, text in papers(again).items():
        assert said_counts(text) == set(), where


@pytest.mark.hazard("H17")
def test_a_value_that_is_just_between_us_is_not_named_when_it_was_corrected(table: Table) -> None:
    visit = decided(table, {**START, "value_systolic_bp": "178"})
    visit.send("card/situation", {**START, "value_systolic_bp": "118"})
    plan = table.app.extensions["clinic"].handout(table.store.people.visit(visit.id).person_id).plan
    for line in plan.standing:
        if line.kind == "situation":
            visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    for where, text in papers(visit).items():
        if where != "plan":
            assert "178 mmHg" not in text, where
            assert "118 mmHg" not in text, where


def test_a_decision_without_a_picture_has_nothing_that_could_have_changed(table: Table) -> None:
    visit = table.open_visit(name="Walter Patient")
    visit.send("card/situation", {**MAN_62, "then": "talk"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    visit.send("card/situation", {**MAN_62, "value_systolic_bp": "178"})
    for where, text in papers(visit).items():
        assert CHANGED not in text, where
        assert said_counts(text) == set(), where


@pytest.mark.hazard("H17")
def test_a_correction_that_is_just_between_us_takes_the_untrue_number_off_the_paper_without_a_word(
    table: Table,
) -> None:
    visit = decided(table)
    visit.send("card/situation", {**START, "list_checks": "vessels"})
    person = table.store.people.visit(visit.id).person_id
    corrected = [line for line in table.store.log.read(person) if line.kind == "situation"][-1]
    visit.send("plan", {"line": corrected.id, "private": "yes"}, at="private")
    assert "data-no-number" in visit.get("card/picture").text
    for where, text in papers(visit).items():
        assert said_counts(text) == set(), where
        if where != "plan":
            assert CHANGED not in text, where
            assert "vessels" not in text, where
    assert "No numbers were on the screen" not in papers(visit)["note"], "they were shown"
