"""Somebody who comes back another day is found by the clinic's own number and the name together, and nobody else is."""

from __future__ import annotations

import re

import pytest

from tests.builders import MAN_62, Table, Visit, field_of, sign_in, text_of, without_chance


def begin(table: Table, name: str, number: str, client=None, aid: str = "statin"):
    client = client or table.client
    csrf = field_of(client.get("/").text, "csrf_token")
    return client.post("/visits", data={"csrf_token": csrf, "aid": aid, "name": name, "number": number})


def visit_of(table: Table, answer, client=None) -> Visit:
    assert answer.status_code == 303, answer.text
    return Visit(client or table.client, answer.location.split("/visits/")[1].split("/")[0])


def end(visit: Visit) -> None:
    assert visit.send("plan", at="end").status_code == 303


def back_another_day(table: Table, **later: float):
    """A colleague signs in, days after."""
    table.clock.forward(**later)
    client = table.stranger()
    sign_in(client, table.store, "Dr. Weekday", "a password for weekdays")
    return client


def test_another_day_opens_on_where_they_left_off(table: Table) -> None:
    first = visit_of(table, begin(table, "Rosa Morales", "4711"))
    first.send("card/situation", {**MAN_62, "words": "I walk with my sister", "then": "picture"})
    first.send("card/decision", {"arrived": "parked", "then": "plan"})
    end(first)
    client = back_another_day(table, days=9)
    again = visit_of(table, begin(table, "rosa  morales", " 47 11 ", client), client)
    page = text_of(again.get("").text)
    assert "Where we left off" in page
    assert "Set aside, to come back to" in page
    assert "62 years" in text_of(again.get("card/situation").text), "nobody types the values again"


@pytest.mark.hazard("H04")
def test_a_number_with_another_name_opens_nothing_and_does_not_say_which_was_wrong(table: Table) -> None:
    first = visit_of(table, begin(table, "Rosa Morales", "4711"))
    first.send("card/situation", {**MAN_62, "words": "the words of Rosa", "then": "talk"})
    before = len(table.store.people.visits_of(table.store.people.visit(first.id).person_id))
    for name in ("Rosa Moralez", "R. Morales", "Noise Unrelated"):
        answer = begin(table, name, "4711")
        assert answer.status_code == 409
        assert "do not go together" in answer.text
        assert "Rosa Morales" not in answer.text.split('class="open-visit"')[1], "beside the list of today's visits"
        assert "the words of Rosa" not in answer.text
    assert begin(table, "", "4711").status_code == 400
    assert len(table.store.people.visits_of(table.store.people.visit(first.id).person_id)) == before


@pytest.mark.hazard("H04")
def test_equal_names_stay_two_people(table: Table) -> None:
    one = visit_of(table, begin(table, "Rosa Morales", "4711"))
    two = visit_of(table, begin(table, "Rosa Morales", "4712"))
    three = visit_of(table, begin(table, "Rosa Morales", ""))
    people = {table.store.people.visit(each.id).person_id for each in (one, two, three)}
    assert len(people) == 3


@pytest.mark.hazard("T07")
def test_the_number_stands_nowhere_in_the_open(table: Table) -> None:
    """The whole number, and any eight signs of it: four digits stand by chance in sealed bytes now and then."""
    number = "MRN-000-4711-77"
    visit_of(table, begin(table, "Rosa Morales", number))
    raw = b"".join(each.read_bytes() for each in table.data.glob("decisionaid.db*")).lower()
    plain = re.sub(r"\W", "", number)
    for written in (number, plain):
        for piece in (written[at : at + 8].lower() for at in range(len(written) - 7)):
            for coding in ("utf-8", "utf-16-le"):
                assert piece.encode(coding) not in raw
    assert "4711" not in without_chance(table.client.get("/").text)


def test_a_number_or_name_that_is_too_long_begins_no_visit(table: Table) -> None:
    assert begin(table, "Rosa", "4" * 41).status_code == 400
    assert begin(table, "R" * 81, "4711").status_code == 400


@pytest.mark.hazard("H04")
def test_signs_alone_are_no_number_and_a_name_may_be_as_long_as_it_says(table: Table) -> None:
    first = visit_of(table, begin(table, "Rosa Morales", " - "))
    table.clock.forward(minutes=5)  # within seconds it would be one tap that was sent twice
    second = visit_of(table, begin(table, "Rosa Morales", "-"))
    person = [table.store.people.visit(each.id).person_id for each in (first, second)]
    assert person[0] != person[1], "two who share no number stay two"
    assert begin(table, "R" * 80, "").status_code == 303
    assert begin(table, "R" * 81, "").status_code == 400


def by_birth_date(table: Table, number: str, birth_date: str, name: str = "", client=None):
    client = client or table.client
    csrf = field_of(client.get("/").text, "csrf_token")
    typed = {"aid": "statin", "name": name, "number": number, "birth_date": birth_date}
    return client.post("/visits", data={"csrf_token": csrf, **typed})


def person(table: Table, answer) -> str:
    return table.store.people.visit(visit_of(table, answer).id).person_id


@pytest.mark.hazard("H04")
def test_number_and_birth_date_find_somebody_without_the_name(table: Table) -> None:
    who = person(table, by_birth_date(table, "4711", "1952-03-04", "Rosa Morales"))
    assert table.store.people.find(who).birth_date == "1952-03-04"
    assert person(table, by_birth_date(table, "4711", "1952-03-04")) == who
    assert person(table, by_birth_date(table, "4711", "", "rosa morales")) == who
    for number, born, name in (
        ("4711", "1952-03-05", ""),
        ("4711", "1952-03-05", "Rosa Morales"),
        ("4711", "1952-03-04", "Eva Morales"),
    ):
        answer = by_birth_date(table, number, born, name)
        assert answer.status_code == 409, (born, name)
        assert "do not go together" in answer.text
        assert "no visit was begun." in answer.text


@pytest.mark.hazard("H04")
def test_a_birth_date_that_nobody_gave_finds_nobody_and_is_kept_with_the_name(table: Table) -> None:
    who = person(table, begin(table, "Rosa Morales", "4711"))
    assert by_birth_date(table, "4711", "1952-03-04").status_code == 409
    assert person(table, by_birth_date(table, "4711", "1952-03-04", "Rosa Morales")) == who
    assert person(table, by_birth_date(table, "4711", "1952-03-04")) == who
    raw = b"".join(each.read_bytes() for each in table.data.glob("decisionaid.db*"))
    assert b"1952-03-04" not in raw


def test_a_slip_in_the_spelling_asks_and_keeps_the_form(table: Table) -> None:
    person(table, begin(table, "Rosa Morales", "4711"))
    answer = by_birth_date(table, "4711", "1952-03-04", "Rosa Moralez")
    assert answer.status_code == 409
    assert "the spelling of the name" in answer.text
    for typed in ("Rosa Moralez", "4711", "1952-03-04"):
        assert f'value="{typed}"' in answer.text
    assert '<details class="who" open>' in answer.text


@pytest.mark.parametrize("born", ["1852-03-04", "2027-01-01", "4 March", "0052-03-04"])
def test_a_birth_date_that_cannot_be_one_is_asked_back(table: Table, born: str) -> None:
    answer = by_birth_date(table, "4711", born, "Rosa Morales")
    assert answer.status_code == 400
    assert "This cannot be a birth date." in answer.text
    assert 'value="Rosa Morales"' in answer.text


def test_a_number_that_is_new_asks_for_the_name(table: Table) -> None:
    answer = by_birth_date(table, "4711", "1952-03-04")
    assert answer.status_code == 400
    assert "Nobody has this number here yet. Please write the name too." in answer.text


def test_the_ended_visits_of_somebody_are_found_by_number_and_birth_date(table: Table) -> None:
    first = visit_of(table, by_birth_date(table, "4711", "1952-03-04", "Rosa Morales"))
    first.send("card/situation", {**MAN_62, "then": "talk"})
    table.store.people.end_visit(first.id, "")
    csrf = field_of(table.client.get("/ended").text, "csrf_token")
    data = {"csrf_token": csrf, "number": "4711", "birth_date": "1952-03-04"}
    assert "Rosa Morales" in text_of(table.client.post("/ended", data=data).text)
    assert table.client.post("/ended", data={**data, "birth_date": "1952-03-05"}).status_code == 404
