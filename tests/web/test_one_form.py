"""One form is one transaction, and the log is read one time for each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from decisionaid.store.engine import sqlite_module
from tests.builders import Table
from tests.cards.talk import clinic, lines
from tests.web.rooms import reads_of_the_log
from tests.web.test_two_screens import Screen, known

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def test_a_form_is_never_half_saved(table: Table) -> None:
    visit = known(table)
    a = Screen(visit)
    before = lines(table, visit)
    sent = {"value_systolic_bp": "170", "value_egfr": "75", "value_hdl": "50", "words": "all of it"}
    third = f"WHEN NEW.seq = {before[-1].seq + 3} AND NEW.person_id = '{before[-1].person_id}'"
    _by_hand(table, f"CREATE TRIGGER pulled BEFORE INSERT ON choice {third} BEGIN SELECT RAISE(ABORT, 'pulled'); END")
    assert a.send(sent).status_code == 500
    _by_hand(table, "DROP TRIGGER pulled")
    assert lines(table, visit) == before
    assert a.send(sent).status_code == 303
    assert len(lines(table, visit)) == len(before) + 4
    table.store.verify()


@pytest.mark.parametrize("page", ["", "card/situation", "card/picture", "card/decision", "plan", "print", "note"])
def test_the_log_is_read_one_time_for_a_page(table: Table, page: str) -> None:
    visit = known(table)
    assert _reads(table, lambda: visit.get(page)) == 1


@pytest.mark.parametrize("then", ["stay", "picture", "talk"])
def test_the_log_is_read_one_time_for_a_form(table: Table, then: str) -> None:
    visit = known(table)
    a = Screen(visit)
    assert _reads(table, lambda: a.send({"value_egfr": "75"}, then=then)) == 1


def _reads(table: Table, ask: Any) -> int:
    with reads_of_the_log(table) as reads:
        assert ask().status_code in (200, 303)
    return len(reads)


def _by_hand(table: Table, statement: str) -> None:
    with closing(sqlite_module().connect(table.data / "decisionaid.db")) as raw:
        raw.execute(statement)
