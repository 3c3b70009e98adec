"""Two taps open one visit, with or without a script; and opening one is done whole or not at all (H04, H08)."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from decisionaid.errors import Conflict
from decisionaid.store import Store
from decisionaid.store.engine import reading
from decisionaid.store.tables import audit, encounter, person, person_identifier
from tests.builders import MAN_62, Table, Visit, field_of, text_of
from tests.web.rooms import cookie_name, cookie_of
from tests.web.test_whose import visit_of

CASE = json.loads((Path(__file__).parents[1] / "cases" / "09_double_tap.json").read_text())

pytestmark = pytest.mark.hazard("H08")


def counted(table: Table) -> tuple[int, int, int, int]:
    """Persons, visits, numbers, and visits that the audit tells of."""
    with reading(table.store.engine) as connection:
        told = select(func.count()).select_from(audit).where(audit.c.action == "opened a visit")
        tables = (select(func.count()).select_from(each) for each in (person, encounter))
        numbers = select(func.count(person_identifier.c.blind))
        return tuple(connection.execute(each).scalar_one() for each in (*tables, numbers, told))  # type: ignore[return-value]


def form(table: Table, **typed: str) -> dict[str, str]:
    """The form of the shelf as it stands in the browser."""
    page = table.client.get("/").text.split('class="open-visit"')[1]
    return {**{name: field_of(page, name) for name in ("csrf_token", "key")}, "aid": "statin", **typed}


def tap(table: Table, data: dict[str, str]) -> TestResponse:
    return table.client.post("/visits", data=data)


def at_once(table: Table, forms: list[dict[str, str]]) -> list[TestResponse]:
    """Every form from a browser of its own that carries the same sign-in, all at one moment."""
    answers: list[TestResponse] = []
    gate = threading.Barrier(len(forms))

    def send(data: dict[str, str]) -> None:
        browser = table.stranger()
        browser.set_cookie(cookie_name(table), cookie_of(table.client, table))
        gate.wait()
        answers.append(browser.post("/visits", data=data))

    threads = [threading.Thread(target=send, args=(data,)) for data in forms]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@pytest.mark.parametrize("typed", [{}, {"name": "Jane Roe"}, {"name": "Jane Roe", "number": "4711"}])
def test_two_taps_on_a_card_open_one_visit_of_one_person(table: Table, typed: dict[str, str]) -> None:
    assert CASE["expected"] == "1 person, 1 visit, that visit is shown"
    before, data = counted(table), form(table, **typed)
    answers = [*at_once(table, [data, data]), tap(table, data)]
    assert {each.status_code for each in answers} == {303}
    assert len({each.location for each in answers}) == 1
    grown = [now - then for now, then in zip(counted(table), before, strict=True)]
    assert grown == [1, 1, 1 if "number" in typed else 0, 1]
    assert table.client.get(answers[0].location).status_code == 200


def test_a_second_tap_on_another_card_opens_that_card_in_the_same_visit(table: Table) -> None:
    data = form(table, name="Jane Roe")
    one, other = tap(table, data), tap(table, {**data, "aid": "my-life"})
    assert visit_of(table, one).id == visit_of(table, other).id
    assert "/my-life/" in other.location


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("other", [{"name": "John Doe", "number": "4712"}, {"number": "4712"}, {"name": ""}])
def test_the_same_page_sent_for_somebody_else_opens_a_visit_of_their_own(table: Table, other: dict[str, str]) -> None:
    data = form(table, name="Jane Roe", number="" if other.get("name") == "" else "4711")
    one, two = visit_of(table, tap(table, data)), visit_of(table, tap(table, {**data, **other, "aid": "my-life"}))
    people = table.store.people
    assert people.visit(one.id).person_id != people.visit(two.id).person_id


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("done", ["said", "ended"])
def test_an_old_page_never_leads_into_a_visit_that_was_used(table: Table, done: str) -> None:
    data = form(table)
    one = visit_of(table, tap(table, data))
    if done == "said":
        one.send("card/situation", {**MAN_62, "words": "the words of the first", "then": "talk"})
    else:
        table.store.people.end_visit(one.id, "somebody")
    two, again = visit_of(table, tap(table, data)), visit_of(table, tap(table, data))
    assert two.id != one.id
    assert again.id == two.id, "and of two taps the second still lands on the first"
    assert "the words of the first" not in two.get("").text


def test_a_page_without_a_key_opens_a_visit_each_time(table: Table) -> None:
    data = form(table)
    del data["key"]
    assert tap(table, data).location != tap(table, data).location
    assert tap(table, {**data, "key": "../../etc"}).status_code == 400


@pytest.mark.hazard("T01")
def test_the_key_of_a_colleague_leads_into_no_visit_of_theirs(table: Table) -> None:
    data = form(table, name="Jane Roe")
    mine = visit_of(table, tap(table, data))
    other = table.stranger()
    opaque = table.store.accounts.sign_in(table.store.accounts.named("Another Clinician").id, "clinician")
    other.set_cookie(cookie_name(table), opaque)
    data["csrf_token"] = field_of(other.get("/").text, "csrf_token")
    theirs = visit_of(table, other.post("/visits", data=data), other)
    assert theirs.id != mine.id
    assert theirs.get("").status_code == 200
    assert Visit(other, mine.id).get("").status_code == 404


def test_six_visits_at_once_with_one_new_number_are_of_one_person(table: Table) -> None:
    before = counted(table)
    forms = [form(table, name="Jane Roe", number="4711") for _ in range(6)]
    answers = at_once(table, forms)
    assert {each.status_code for each in answers} == {303}
    people = {table.store.people.visit(visit_of(table, each).id).person_id for each in answers}
    assert len(people) == 1
    assert [now - then for now, then in zip(counted(table), before, strict=True)] == [1, 6, 1, 6]


@pytest.mark.hazard("H04")
def test_six_names_at_once_with_one_new_number_leave_nobody_behind(table: Table) -> None:
    """One is first; the others are asked back, and nothing of theirs was written."""
    before = counted(table)
    answers = at_once(table, [form(table, name=f"Number {at}", number="4711") for at in range(6)])
    assert sorted(each.status_code for each in answers) == [303] + [409] * 5
    assert all("no visit was begun" in text_of(each.text) for each in answers if each.status_code == 409)
    assert [now - then for now, then in zip(counted(table), before, strict=True)] == [1, 1, 1, 1]


def test_two_clinicians_in_two_processes_with_one_new_number_meet_one_person(table: Table) -> None:
    accounts = [table.store.accounts.named(name).id for name in ("Ellen Price", "Another Clinician")]
    stores = [Store(table.settings, table.clock) for _ in accounts]
    gate, visits = threading.Barrier(2), []

    def begin(store: Store, who: str) -> None:
        gate.wait()
        visits.append(store.arrivals.begin(who, "same-key", practice=True, name="Jane Roe", number="4711"))

    threads = [threading.Thread(target=begin, args=each) for each in zip(stores, accounts, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({each.person_id for each in visits}) == 1
    assert {each.account_id for each in visits} == set(accounts)
    assert len({each.id for each in visits}) == 2
    for each in stores:
        each.close()


def test_two_taps_on_go_on_with_this_person_open_one_visit(table: Table) -> None:
    first = table.open_visit(name="Jane Roe")
    people, clock = table.store.people, table.clock
    who = people.visit(first.id).person_id
    people.end_visit(first.id, "somebody")
    account = people.visit(first.id).account_id
    stores, found, gate = [Store(table.settings, clock) for _ in range(2)], [], threading.Barrier(2)

    def go_on(store: Store) -> None:
        gate.wait()
        found.append(store.arrivals.go_on(who, account, people.visit(first.id).opened, practice=True, clinician="en"))

    threads = [threading.Thread(target=go_on, args=(each,)) for each in stores]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({each.id for each in found}) == 1
    assert len(people.visits_of(who)) == 2
    for each in stores:
        each.close()


@pytest.mark.hazard("H04")
def test_a_person_of_practice_is_not_met_in_a_real_visit(table: Table) -> None:
    arrivals, account = table.store.arrivals, table.store.accounts.named("Ellen Price").id
    arrivals.begin(account, "key-one-1", practice=True, name="Jane Roe", number="4711")
    before = counted(table)
    with pytest.raises(Conflict, match="no visit was begun"):
        arrivals.begin(account, "key-two-2", practice=False, name="Jane Roe", number="4711")
    assert counted(table) == before
