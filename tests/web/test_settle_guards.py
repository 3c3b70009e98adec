"""Whoever settles a dispute speaks of the visit on the page, and of a line that this screen may see (H04, H17)."""

from __future__ import annotations

import pytest

from decisionaid.domain.encounter import Hand, NewChoice
from tests.builders import MAN_62, Table, sign_in, text_of
from tests.web.screens import Screen, known, ways


@pytest.mark.hazard("H04")
def test_a_page_of_another_visit_settles_nothing(table: Table) -> None:
    visit, other = known(table), table.open_visit(name="Somebody Else")
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    b.send({"value_systolic_bp": "150"})
    lines = ways(a.load())
    data = {**a.hidden, "line": lines["170 mmHg"], "encounter": other.id}
    answer = visit.client.post(visit.address("settle"), data=data)
    assert answer.status_code == 409
    assert set(ways(b.load())) == set(lines), "the question is still asked"


@pytest.mark.hazard("H17")
def test_a_line_that_another_account_heard_between_us_cannot_be_settled_nor_found_out(table: Table) -> None:
    visit = table.open_visit(name="Sam Rivera")
    person = table.store.people.visit(visit.id).person_id
    colleague = table.store.accounts.named("Another Clinician")
    assert colleague is not None
    theirs = table.store.people.open_visit(person, colleague.id, practice=True)
    new = NewChoice(
        key="private-line-of-another", kind="situation", value={}, aid_id="statin", item="words", words="a secret",
        private=True,
    )  # fmt: skip
    hand = Hand(role="clinician", account_id=colleague.id)
    private = table.store.log.append(person, theirs.id, hand, new).choice
    screen = Screen(visit)
    written = len(table.store.log.read(person))
    said = []
    for line in (private.id, "no-such-line", ""):
        answer = visit.client.post(visit.address("settle"), data={**screen.hidden, "line": line})
        said.append((answer.status_code, text_of(answer.text).split("For whoever")[0]))
    assert {status for status, _ in said} == {404}
    assert len(set(said)) == 1, "a line that may not be seen reads as one that is not there"
    assert len(table.store.log.read(person)) == written


def test_a_day_that_was_worked_out_is_an_open_one_on_every_page(table: Table) -> None:
    """Three months after a Friday is a Saturday: nobody is there, so it is said as the Monday after."""
    table.clock.forward(days=4)
    sign_in(table.client, table.store)
    visit = table.open_visit(name="Sam Rivera")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    for page in ("plan", "print"):
        text = text_of(visit.get(page).text)
        assert "Monday, March 1, 2027" in text, page
        assert "Saturday" not in text, page


@pytest.mark.hazard("H07")
def test_while_a_value_is_in_dispute_no_number_is_worked_out_not_even_one_that_does_not_need_it(table: Table) -> None:
    visit = known(table)
    clinic = table.app.extensions["clinic"]
    assert "aches_statin" in clinic.scene(table.store.people.visit(visit.id), "statin").numbers.chances
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    b.send({"value_systolic_bp": "150"})
    numbers = clinic.scene(table.store.people.visit(visit.id), "statin").numbers
    assert (dict(numbers.chances), numbers.closed.why, numbers.closed.inputs) == ({}, "asks", ("systolic_bp",))
