"""On a full disk pages are read, nothing leaves the house without a note of it, and no form is half written (H07)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from decisionaid.store.engine import sqlite_module
from tests.builders import MAN_62, Table, Visit, field_of, text_of
from tests.web.rooms import AUDIT, UNDER_A_SIGN_IN, dump

pytestmark = pytest.mark.hazard("H07")

LEAVES = ("print", "print?language=es", "plan.pdf", "note", "note?plain=1")
LOOKED = (*AUDIT, *UNDER_A_SIGN_IN)
"""Where it may stand that somebody has looked at a page, as long as there is room for it."""
SAID = "The database cannot be reached just now."


@contextmanager
def full(table: Table) -> Iterator[None]:
    """SQLite says of every row that is written what it says when there is no room for it."""

    def no_room(cursor: Any, statement: str, *_: object) -> None:
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            raise sqlite_module().OperationalError("database or disk is full")

    event.listen(table.store.engine, "do_execute", no_room)
    yield
    event.remove(table.store.engine, "do_execute", no_room)


@pytest.fixture
def visit(table: Table) -> Visit:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "words": "I lift crates " * 140, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "then": "plan"})
    return visit


def test_what_leaves_is_not_shown_before_it_can_be_noted_and_the_page_says_so(table: Table, visit: Visit) -> None:
    before = dump(table, without=LOOKED)
    with full(table):
        for page in LEAVES:
            answer = visit.get(page)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), page
            assert answer.mimetype == "text/html"
            assert SAID in text_of(answer.text), page
        for page in ("plan", "card/picture", "card/decision", ""):
            assert visit.get(page).status_code == 200, "reading goes on"
        assert table.client.get("/").status_code == table.client.get("/ended").status_code == 200
    assert dump(table, without=LOOKED) == before
    for page in LEAVES:
        assert visit.get(page).status_code == 200, "and it recovers by itself"
    assert dump(table, without=LOOKED)["handover"] != before["handover"]
    table.store.verify()


@pytest.mark.parametrize("at", ["end", "take-out", "private", "undo", "language", "card/situation"])
def test_no_form_is_half_written_and_each_comes_back(table: Table, visit: Visit, at: str) -> None:
    line = table.store.log.read(table.store.people.visit(visit.id).person_id)[0].id
    shown = visit.get("plan").text
    data = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
    words = "more that was said " * 60
    data |= {"line": line, "language": "es", "words": words, "then": "stay"}
    if at == "take-out":
        lines = table.store.log.read(table.store.people.visit(visit.id).person_id)
        data["line"] = next(line.id for line in lines if line.words)
    before = dump(table, without=LOOKED)
    with full(table):
        answer = visit.client.post(visit.address(at), data=data)
    assert answer.status_code == 503
    assert SAID in text_of(answer.text)
    assert "data-came-back" in answer.text
    assert at != "card/situation" or words.strip() in answer.text
    assert dump(table, without=LOOKED) == before
    table.store.verify()
