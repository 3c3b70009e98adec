"""After "End the visit" nothing of the last patient is left on the screen or behind it (hazard H05)."""

from __future__ import annotations

import re

import pytest

from tests.builders import MAN_62, NAME, PASSWORD, Table, Visit, without_chance
from tests.web.rooms import tokens

pytestmark = pytest.mark.hazard("H05")

CARDS = ("situation", "purpose", "picture", "picture?years=30", "issues", "leaning", "decision", "questions")
PAGES = (
    *("", "plan", "print", "plan.pdf", "note", "note?plain=1", "wait-key", "statin/evidence/baseline"),
    *(f"card/{card}" for card in CARDS),
)


@pytest.fixture
def told(table: Table) -> Visit:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "words": "a line that only Rosa says", "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    return visit


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_visit_may_be_kept_by_the_browser(told: Visit, page: str) -> None:
    answer = told.get(page)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires"} & set(dict(answer.headers))


def test_after_the_end_the_same_browser_opens_nothing_of_it(told: Visit) -> None:
    answer = told.send("plan", at="end")
    assert answer.location == "/sign-in?ended=1"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "this screen is clear" in told.client.get(answer.location).text
    for page in PAGES:
        again = told.get(page)
        assert again.status_code == 303, page
        assert "Rosa" not in without_chance(told.client.get(again.location).text)


def test_a_form_left_open_behind_the_end_writes_nothing(told: Visit) -> None:
    data = {**tokens(told.client, told.id), "words": "too late"}
    told.send("plan", at="end")
    assert told.client.post(told.address("card/situation"), data=data).status_code == 401


def test_the_next_clinician_at_the_same_screen_sees_nothing_of_it(table: Table, told: Visit) -> None:
    told.send("plan", at="end")
    other = {
        **tokens(told.client),
        "name": "Another Clinician",
        "password": "quite other words in a row",
        "next": told.address("plan"),
    }
    assert told.client.post("/sign-in", data=other).status_code == 303
    for page in PAGES:
        assert told.get(page).status_code == 404, page
    assert "Rosa" not in without_chance(told.client.get("/").text)


def test_the_same_clinician_reads_it_later_and_nothing_can_be_added(table: Table, told: Visit) -> None:
    told.send("plan", at="end")
    told.client.post("/sign-in", data={**tokens(told.client), "name": NAME, "password": PASSWORD})
    page = told.get("plan").text
    assert "a line that only Rosa says" in page
    assert "Rosa" not in without_chance(told.client.get("/").text), "the next patient may look at the shelf"
    offered = set(re.findall(r'action="/visits/[^"/]*/([^"]*)"', page))
    assert offered == {"private", "take-out"}, "and no other form"
    for card in ("situation", "decision"):
        answer = told.client.post(
            told.address(f"card/{card}"), data={**tokens(told.client, told.id), "words": "more", "then": "stay"}
        )
        assert answer.status_code == 409, card
    line = table.store.log.read(table.store.people.visit(told.id).person_id)[0].id
    for page_, more in (("undo", {}), ("private", {"private": "no", "why": "yes"})):
        data = {**tokens(told.client, told.id), "line": line, **more}
        assert told.client.post(told.address(page_), data=data).status_code == 409, page_
    assert "more" not in {line.words for line in table.store.log.read(table.store.people.visit(told.id).person_id)}


def test_end_the_visit_is_on_every_page_of_an_open_visit(told: Visit) -> None:
    for page in PAGES:
        if page not in ("print", "plan.pdf", "note?plain=1", "wait-key"):
            assert "data-end" in told.get(page).text, page


def test_ending_twice_changes_nothing(table: Table, told: Visit) -> None:
    told.send("plan", at="end")
    ended = table.store.people.visit(told.id).ended
    table.clock.forward(minutes=3)
    told.client.post("/sign-in", data={**tokens(told.client), "name": NAME, "password": PASSWORD})
    told.client.post(told.address("end"), data=tokens(told.client, told.id))
    assert table.store.people.visit(told.id).ended == ended
