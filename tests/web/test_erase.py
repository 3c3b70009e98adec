"""A clinician erases everything of a person of hers, with a tick and a button, and gets a receipt (T14, T01)."""

from __future__ import annotations

import pytest

from tests.builders import Table, field_of, text_of
from tests.web.rooms import tokens
from tests.web.test_ended import COLLEAGUE, SAID, browser, ended, listed

pytestmark = pytest.mark.hazard("T14")


def erase(visit, **data: str):  # type: ignore[no-untyped-def]
    return visit.client.post(visit.address("erase"), data={**tokens(visit.client, visit.id), **data})


def test_from_the_ended_visit_to_the_receipt(table: Table) -> None:
    visit, another = ended(table, "Rosa Unseen", "4711"), ended(table, "Sam Rivera", words="of Sam")
    assert f"/visits/{visit.id}/erase" in visit.get("plan").text
    page = text_of(visit.get("erase").text)
    assert "Rosa Unseen" in page
    assert "1 visit ·" in page
    assert "backups" in page
    answer = erase(visit, sure="yes")
    assert answer.status_code == 303
    assert "Rosa" not in answer.location
    shown = visit.client.get(answer.location).text
    assert "Everything of one person was erased on Monday, November 23, 2026." in text_of(shown)
    assert 'data-left="yes"' in shown
    assert "Rosa" not in shown
    assert visit.get("plan").status_code == 404
    assert listed(visit.client.get("/ended").text) == [another.id]
    assert "of Sam" in another.get("plan").text
    table.store.verify()


def test_without_the_tick_nothing_is_erased_and_the_page_says_so(table: Table) -> None:
    visit = ended(table, "Rosa Unseen")
    for data in ({}, {"sure": "no"}):
        answer = erase(visit, **data)
        assert answer.status_code == 400
        assert "Nothing was erased" in text_of(answer.text)
    assert SAID in visit.get("plan").text


@pytest.mark.hazard("H04")
def test_a_page_of_another_visit_erases_nobody(table: Table) -> None:
    visit, another = ended(table, "Rosa Unseen"), ended(table, "Sam Rivera")
    data = {**tokens(visit.client, another.id), "sure": "yes"}
    assert visit.client.post(visit.address("erase"), data=data).status_code == 409
    assert SAID in visit.get("plan").text


@pytest.mark.hazard("T01")
def test_neither_a_colleague_nor_a_screen_of_one_visit_erases(table: Table) -> None:
    visit = ended(table, "Rosa Unseen")
    other = type(visit)(browser(table, COLLEAGUE), visit.id)
    assert other.get("erase").status_code == 404
    assert erase(other, sure="yes").status_code == 404
    assert SAID in visit.get("plan").text


def test_while_the_visit_goes_on_it_is_ended_first(table: Table) -> None:
    visit = table.open_visit(name="Rosa Unseen")
    assert visit.get("erase").status_code == 409
    assert erase(visit, sure="yes").status_code == 409
    assert "/erase" not in visit.get("plan").text


def test_it_is_said_that_a_colleague_may_sit_with_the_person_now(table: Table) -> None:
    visit = ended(table, "Rosa Unseen")
    who = table.store.people.visit(visit.id).person_id
    assert "has not ended" not in text_of(visit.get("erase").text)
    other = table.store.people.open_visit(who, table.store.accounts.named(COLLEAGUE).id, practice=True)
    assert "has not ended" in text_of(visit.get("erase").text)
    assert erase(visit, sure="yes").status_code == 303
    theirs = type(visit)(browser(table, COLLEAGUE), other.id)
    assert theirs.get("plan").status_code == 404


def test_it_is_said_in_spanish(table: Table) -> None:
    visit = ended(table, "Rosa Unseen")
    data = {"csrf_token": field_of(visit.client.get("/").text, "csrf_token"), "language": "es"}
    visit.client.post("/language", data=data)
    assert "Borrar todo" in text_of(visit.get("erase").text)
    shown = visit.client.get(erase(visit, sure="yes").location)
    assert "Todo lo de una persona" in text_of(shown.text)
