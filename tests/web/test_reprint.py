"""A page that is printed again tells the talk: its day and its clinician, not those of the printing (hazard H07).

A note is the record of one visit: it is of that visit's day, and dates what stands from before.
"""

from __future__ import annotations

import pytest

from decisionaid.cli import main
from tests.builders import MAN_62, NAME, Table, Visit, sign_in, text_of
from tests.web.correcting import papers, said_counts, visit_of

pytestmark = pytest.mark.hazard("H07")

COLLEAGUE, PASSWORD = "Jordan Lee", "some words of Jordan in a row"
MONDAY, TUESDAY = "Monday, November 23, 2026", "Tuesday, November 24, 2026"


@pytest.fixture
def talked(table: Table) -> Visit:
    """Monday, with Ellen Price: values, picture and decision; the visit is still open."""
    visit = table.open_visit(name="Walter Patient")
    visit.send("card/situation", {**MAN_62, "words": "I lift crates all day", "then": "picture"})
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "then": "plan"})
    return visit


def tuesday(table: Table, talked: Visit) -> Visit:
    """A day later a colleague opens another visit of the same person."""
    table.clock.forward(days=1)
    client = table.stranger()
    sign_in(client, table.store, COLLEAGUE, PASSWORD)
    opened = visit_of(table, person_of(table, talked), COLLEAGUE)
    return Visit(client, opened.id)


def person_of(table: Table, visit: Visit) -> str:
    return table.store.people.visit(visit.id).person_id


def exported(table: Table, person: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["export", person, "--data", str(table.data), "--format", "note", *more]) == 0
    return capsys.readouterr().out


def test_printed_again_next_day_by_a_colleague_it_is_the_page_of_the_talk(
    table: Table, talked: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tuesday(table, talked)
    after = papers(other)
    assert not any(said_counts(each) for each in after.values()), "nobody has said on Tuesday that the values hold"
    for where in ("print", "PDF", "note"):
        assert MONDAY in after[where], where
        assert NAME in after[where], where
        is_note = where == "note"
        assert (TUESDAY in after[where]) is is_note, "a note is of its own visit, and dates what stands from before"
        assert (COLLEAGUE in after[where]) is is_note, where
    assert "lunes, 23 de noviembre de 2026" in after["Spanish print"].lower()
    assert " ".join(exported(table, person_of(table, talked), capsys).split()) == after["note"]


def test_also_after_the_visits_have_ended_and_from_the_command_line(
    table: Table, talked: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    before = papers(talked)["note"]
    talked.send("plan", {}, at="end")
    other = tuesday(table, talked)
    other.send("plan", {}, at="end")
    sign_in(other.client, table.store, COLLEAGUE, PASSWORD)
    after = papers(other)["note"]
    for at, told in (((), after), (("--at", talked.id), before), (("--at", other.id), after)):
        assert " ".join(exported(table, person_of(table, talked), capsys, *at).split()) == told
    assert said_counts(before)
    assert not said_counts(after)
    assert MONDAY in after


def test_how_the_picture_is_drawn_for_the_copy_is_no_talk(table: Table, talked: Visit) -> None:
    other = tuesday(table, talked)
    assert other.send("card/situation", {"display": "table"}, at="card/picture").status_code == 303
    for where, text in papers(other).items():
        assert COLLEAGUE not in text or where in ("plan", "note"), where
    assert MONDAY in papers(other)["print"]


def test_what_is_said_in_another_visit_makes_it_that_visits_page_and_the_decision_keeps_its_day(
    table: Table, talked: Visit
) -> None:
    other = tuesday(table, talked)
    other.send("card/situation", {**MAN_62, "words": "my knee hurts now"})
    told = papers(other)
    for where in ("print", "PDF"):
        assert f"{TUESDAY} · {COLLEAGUE}" in told[where]
        assert f"({MONDAY}, {NAME})" in told[where], f"whom it was decided with: {told[where]}"
    assert f"talk, {TUESDAY}. Walter Patient, {COLLEAGUE}" in told["note"]
    assert f"Stands from before ({MONDAY}, {NAME}): A statin, or not now? A moderate dose." in told["note"]
    sign_in(talked.client, table.store)
    assert f"({MONDAY}" in text_of(talked.get("print").text), "the first visit is still open and tells the same plan"


def test_a_plan_of_one_visit_says_its_day_a_single_time(talked: Visit) -> None:
    for where in ("print", "PDF", "note"):
        assert papers(talked)[where].count(MONDAY) == 1, where


def test_a_visit_in_which_nothing_was_said_yet_is_the_page_of_its_own_day(table: Table) -> None:
    visit = table.open_visit(name="Walter Patient")
    assert MONDAY in text_of(visit.get("print").text)
    table.clock.forward(days=1)
    sign_in(table.client, table.store)
    assert MONDAY in text_of(visit.get("print").text)
    assert TUESDAY not in text_of(visit.get("print").text)


@pytest.mark.hazard("H06")
def test_a_copy_names_the_phone_of_today(table: Table, talked: Visit) -> None:
    assert "555-0142" in papers(talked)["print"]
    (table.data / "site.yaml").write_text('phones: {clinic: "555-0777"}\n', encoding="utf-8")
    again = Table(table.data, clock=table.clock)
    try:
        for where, text in papers(Visit(again.client, talked.id)).items():
            assert "555-0142" not in text, where
            assert ("555-0777" in text) is (where != "note"), where
    finally:
        again.store.close()
