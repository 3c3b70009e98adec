"""Persons and visits: equal names stay two persons, and no clock makes a plan of them wrong (H04, H16)."""

from __future__ import annotations

import pytest

from decisionaid.errors import NotThere
from tests.store.clinic import Clinic


@pytest.mark.hazard("H04")
def test_equal_names_stay_two_persons(clinic: Clinic) -> None:
    one, two = (clinic.store.people.add(name="Same Name", birth_date="1960-01-01") for _ in range(2))
    assert one.id != two.id
    assert clinic.store.people.visits_of(one.id) == ()


def test_a_person_may_stay_nameless(clinic: Clinic) -> None:
    person = clinic.store.people.add()
    assert clinic.store.people.find(person.id).name is None


def test_nobody_is_found_by_a_wrong_id(clinic: Clinic) -> None:
    with pytest.raises(NotThere):
        clinic.store.people.find("nobody")
    with pytest.raises(NotThere):
        clinic.store.people.visit("no visit")


@pytest.mark.hazard("H04")
def test_each_sees_only_their_own_visits_of_today(clinic: Clinic) -> None:
    people = clinic.store.people
    accounts = [
        clinic.store.accounts.accept(clinic.store.accounts.invite(), name, "a few words") for name in ("A", "B")
    ]
    opened = [people.open_visit(clinic.person, each.id, practice=True).id for each in accounts]
    for account, visit in zip(accounts, opened, strict=True):
        assert [each.id for each in people.visits_since(clinic.clock.now, account.id)] == [visit]


def test_ending_a_visit_twice_changes_nothing(clinic: Clinic) -> None:
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    before = clinic.snapshot()
    clinic.clock.forward(hours=1)
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    assert clinic.snapshot() == before
    assert clinic.store.people.visit(clinic.other_visit.id).ended is None


@pytest.mark.hazard("H16")
def test_the_order_of_what_was_said_is_the_logs_and_not_the_clocks(clinic: Clinic) -> None:
    for hours, words in ((0, "first"), (-48, "second"), (1, "third")):
        clinic.clock.forward(hours=hours)
        clinic.say(words=words, item="words")
    assert [line.words for line in clinic.log()] == ["first", "second", "third"]
    assert clinic.log()[1].saved_at < clinic.log()[0].saved_at, "the clock is kept as it was, and decides nothing"
    clinic.store.verify()


@pytest.mark.hazard("H16")
def test_visits_stay_in_the_order_they_were_opened_when_the_clock_was_set_back(clinic: Clinic) -> None:
    clinic.clock.forward(days=-3)
    later = clinic.again()
    assert [each.id for each in clinic.store.people.visits_of(clinic.person)] == [clinic.visit.id, later.id]


@pytest.mark.hazard("H16")
def test_a_lock_after_too_many_tries_does_not_outlive_a_clock_that_was_set_back(clinic: Clinic) -> None:
    accounts = clinic.store.accounts
    accounts.accept(accounts.invite(), "Ellen Price", "a few words in a row")
    clinic.clock.forward(days=30)
    for _ in range(5):
        assert accounts.check("Ellen Price", "wrong") is None
    clinic.clock.forward(days=-30)
    assert accounts.check("Ellen Price", "a few words in a row") is not None


def test_a_visit_of_a_span_of_time_is_listed_with_its_borders(clinic: Clinic) -> None:
    now = clinic.clock.now
    clinic.clock.forward(hours=1)
    later = clinic.again()
    people = clinic.store.people
    assert {each.id for each in people.visits_between(now, clinic.clock.now)} == {
        clinic.visit.id,
        clinic.other_visit.id,
    }
    clinic.clock.forward(seconds=1)
    assert later in people.visits_between(now, clinic.clock.now)


def test_what_was_handed_over_is_noted_without_its_bytes(clinic: Clinic) -> None:
    people = clinic.store.people
    assert not people.was_printed(clinic.person, clinic.visit.opened)
    people.handed_over(clinic.person, 0, "note", "en", "ab" * 32, None)
    assert not people.was_printed(clinic.person, clinic.visit.opened), "a note in the chart is no page at home"
    people.handed_over(clinic.person, 0, "html", "en", "ab" * 32, None)
    assert people.was_printed(clinic.person, clinic.visit.opened)
    assert not people.was_printed(clinic.other, clinic.other_visit.opened)
    with clinic.by_hand() as raw:
        told = raw.execute(
            "SELECT actor, detail, person_id FROM audit WHERE action='handed over' AND site_id='here'"
        ).fetchall()
    assert told == [("command line", "note en", clinic.person), ("command line", "html en", clinic.person)]
