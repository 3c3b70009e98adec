"""Days on the decision card: one that cannot be meant is asked back, one that is proposed is a day of the clinic."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from decisionaid.domain.opening import Opening
from decisionaid.exports import note
from decisionaid.exports._printed_page import printed_page
from tests.builders import MAN_62, Table, Visit, text_of
from tests.cases import case
from tests.exports.test_pdf import handout

SITE = """\
holidays: ["2027-02-23", "2027-02-24", "02-25"]
days_open: [monday, tuesday, wednesday, thursday]
"""


def open_card(table: Table) -> Visit:
    visit = table.open_visit(name="Rosa Morales")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    return visit


def lines(table: Table, visit: Visit) -> list[str]:
    person = table.store.people.visit(visit.id).person_id
    return [line.item for line in table.store.log.read(person) if line.kind == "decision"]


def asked_back(answer: str, field: str = "until") -> str:
    found = re.search(rf'data-problem="{field}">([^<]*)<', answer)
    return found[1] if found else ""


def try_until(visit: Visit, day: str) -> str:
    return visit.send("card/decision", {"arrived": "option.no_statin", "until": day, "then": "stay"}).text


def test_the_days_of_the_case_are_asked_back_and_nothing_is_written(table: Table) -> None:
    read = case(7)
    visit = open_card(table)
    said = asked_back(try_until(visit, read["sends"]))
    assert said == "Is it Wednesday, March 31, 2027? Please give the year with four digits."
    for day in read["also"]:
        said = asked_back(try_until(visit, day))
        assert said.endswith("Which day is it?")
        assert ("has passed" in said) is (day < "2026")
        assert ("more than 5 years away" in said) is (day > "2026")
    assert lines(table, visit) == []
    assert "We try this until" not in text_of(visit.get("print").text)


def test_what_was_typed_stands_in_the_box_when_it_is_asked_back(table: Table) -> None:
    assert 'value="0027-03-31"' in try_until(open_card(table), "0027-03-31")


@pytest.mark.parametrize(
    ("day", "taken"), [("2026-11-22", False), ("2026-11-23", True), ("2031-11-23", True), ("2031-11-24", False)]
)
def test_a_day_to_try_it_until_lies_between_today_and_five_years(table: Table, day: str, taken: bool) -> None:
    visit = open_card(table)
    try_until(visit, day)
    assert lines(table, visit) == (["arrived"] if taken else [])


def test_the_date_box_itself_says_from_when_to_when(table: Table) -> None:
    shown = open_card(table).get("card/decision").text
    boxes = re.findall(r'<input[^>]*type="date"[^>]*>', shown)
    assert boxes
    for box in boxes:
        assert 'min="2026-11-23"' in box
        assert 'max="2031-11-23"' in box


def test_the_question_is_asked_in_the_language_of_the_visit(table: Table) -> None:
    visit = open_card(table)
    visit.send("card/decision", {"language": "es"}, at="language")
    assert (
        asked_back(try_until(visit, "0027-03-31"))
        == "¿Es el miércoles, 31 de marzo de 2027? Por favor, escriba el año con cuatro cifras."
    )


def test_a_day_that_has_passed_since_does_not_stand_in_the_way_of_another_choice(table: Table) -> None:
    visit = open_card(table)
    try_until(visit, "2026-12-01")
    table.clock.forward(days=20)
    from tests.builders import sign_in

    sign_in(table.client, table.store)
    assert 'value="2026-12-01"' not in visit.get("card/decision").text
    answer = visit.send("card/decision", {"arrived": "option.moderate", "until": "2026-12-01", "then": "plan"})
    assert answer.status_code == 303


def test_a_day_to_look_again_that_has_passed_is_asked_back(table: Table) -> None:
    visit = open_card(table)
    answer = visit.send("card/decision", {"arrived": "option.no_statin", "look_again": "2020-01-01", "then": "stay"})
    assert lines(table, visit) == []
    assert answer.status_code == 400


def clinic(folder: Path, site: str) -> Table:
    folder.mkdir()
    (folder / "site.yaml").write_text(site, encoding="utf-8")
    return Table(folder)


def test_every_day_that_is_proposed_is_one_on_which_the_clinic_is_open(tmp_path: Path) -> None:
    table = clinic(tmp_path / "data", SITE)
    shown = text_of(open_card(table).get("card/decision").text)
    # three months on lie two holidays, a holiday of every year, a Friday that is closed, and a weekend
    assert "Not now – we look again Monday, March 1, 2027" in shown
    days = re.findall(r'data-day="([^"]*)"', open_card(table).get("card/decision").text)
    assert days
    assert not [day for day in days if day.startswith(("Friday", "Saturday", "Sunday"))]
    table.store.close()


def test_the_day_that_was_proposed_is_the_day_on_paper_and_in_the_note(tmp_path: Path) -> None:
    table = clinic(tmp_path / "data", SITE)
    visit = open_card(table)
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    plan = handout(table, visit)
    days = [part.text for each in printed_page(plan).sections for part in each.parts if part.kind == "day"]
    assert days == ["We look again: Monday, March 1, 2027."]
    assert "They look again on Monday, March 1, 2027." in note.render(plan).decode()
    table.store.close()


def test_a_day_that_was_worked_out_for_something_to_do_is_an_open_day(table: Table) -> None:
    """Four weeks after Saturday, December 19 is a Saturday too."""
    table.clock.now = table.clock.now.replace(month=12, day=19)
    from tests.builders import sign_in

    sign_in(table.client, table.store)
    visit = open_card(table)
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "then": "plan"})
    dues = [each.due for each in handout(table, visit).plan.activities if each.due]
    assert dues
    assert [day for day in dues if day.weekday() > 4] == []


def test_without_a_word_from_the_clinic_it_is_open_from_monday_to_friday() -> None:
    saturday, christmas = date(2026, 11, 28), date(2026, 12, 25)
    assert Opening().on_or_after(saturday) == date(2026, 11, 30)
    assert Opening(closed=frozenset({"12-25"})).on_or_after(christmas) == date(2026, 12, 28)
    assert Opening(frozenset(range(7))).on_or_after(saturday) == saturday
