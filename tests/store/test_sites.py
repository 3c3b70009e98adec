"""Two clinics in one database: each has its own people, accounts, approvals, tries and chains, on both kinds (T01).

The first lock is the query, to which the store adds the site; the second, on a server, is the row's own policy, which
`test_postgresql_roles` holds by itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import StatementError

from decisionaid.domain.encounter import NewChoice
from decisionaid.errors import Conflict, NotAllowed, NotThere, TooManyTries
from decisionaid.store import Store, copying
from decisionaid.store.engine import reading, writing
from decisionaid.store.sites import OURS
from decisionaid.store.tables import SHARED, choice, metadata, person
from tests.project import ROOT
from tests.store.clinic import Clinic, statin
from tests.store.neighbour import HAND, NAME, NUMBER, OF_A_SITE, PASSWORD, live_in

pytestmark = pytest.mark.hazard("T01")


@pytest.fixture
def both(clinic: Clinic) -> Iterator[tuple[Store, Store]]:
    """The same database as two clinics see it; in each the same name signs in, and the same number is known."""
    elsewhere = Store(replace(clinic.settings, site="elsewhere"), clinic.clock)
    for store in (clinic.store, elsewhere):
        live_in(store)
    clinic.her_rows = clinic.rows_of(clinic.other)  # the keys were turned over
    yield clinic.store, elsewhere
    elsewhere.close()


def found(store: Store) -> dict[str, list[Any]]:
    """Every row of every table that a clinic's own questions bring."""
    with reading(store.engine) as connection:
        return {name: list(connection.execute(select(metadata.tables[name])).all()) for name in sorted(OF_A_SITE)}


def test_no_row_of_one_clinic_is_ever_seen_by_the_other(both: tuple[Store, Store]) -> None:
    here, elsewhere = (found(each) for each in both)
    for name in OF_A_SITE:
        column = str(metadata.tables[name].info[OURS])
        assert {getattr(row, column) for row in here[name]} <= {"here"}, name
        assert {getattr(row, column) for row in elsewhere[name]} <= {"elsewhere"}, name
    for name in ("account", "person", "choice", "audit", "sealed_text", "approval", "handover", "sign_in", "data_key"):
        assert here[name], name
        assert elsewhere[name], name


def test_the_same_name_and_the_same_number_are_two_people_in_two_clinics(both: tuple[Store, Store]) -> None:
    here, elsewhere = both
    first, second = here.accounts.named(NAME), elsewhere.accounts.named(NAME)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert here.arrivals.known("Rosa", NUMBER) != elsewhere.arrivals.known("Rosa", NUMBER) is not None


def test_what_one_clinic_knows_by_its_id_is_not_there_in_the_other(both: tuple[Store, Store]) -> None:
    here, elsewhere = both
    account = here.accounts.named(NAME)
    assert account is not None
    who = here.arrivals.known("Rosa", NUMBER)
    assert who is not None
    (visit,) = here.people.visits_of(who)
    opaque, link = here.accounts.sign_in(account.id, "clinician"), here.accounts.invite()
    for ask in (
        lambda: elsewhere.people.find(who),
        lambda: elsewhere.people.visit(visit.id),
        lambda: elsewhere.accounts.find(account.id),
        lambda: elsewhere.log.take_out(who, visit.id, HAND, 1, "x" * 22),
    ):
        with pytest.raises(NotThere):
            ask()
    assert elsewhere.log.read(who) == ()
    assert elsewhere.people.visits_of(who) == ()
    assert elsewhere.people.ended_by(account.id) == ()
    assert elsewhere.accounts.signed_in(opaque) is None
    assert elsewhere.accounts.invited(link) is False
    with pytest.raises(NotAllowed):
        elsewhere.accounts.accept(link, "Somebody New", PASSWORD)
    with pytest.raises(Conflict, match="another visit"):
        elsewhere.log.append(who, visit.id, HAND, NewChoice(key="z" * 22, kind="situation", value={}))
    elsewhere.accounts.end(opaque)
    elsewhere.people.end_visit(visit.id, account.id)
    assert here.accounts.signed_in(opaque) is not None


def test_an_approval_of_one_clinic_opens_nothing_in_the_other(clinic: Clinic) -> None:
    elsewhere = Store(replace(clinic.settings, site="elsewhere"), clinic.clock)
    clinic.store.accounts.accept(clinic.store.accounts.invite(), NAME, PASSWORD)
    clinic.store.accounts.approve("statin", statin().hash, NAME)
    day = date(2026, 11, 23)
    assert clinic.store.accounts.approved(statin().hash, day)
    assert not elsewhere.accounts.approved(statin().hash, day)
    assert not elsewhere.accounts.any_approved(day)
    assert not elsewhere.accounts.any()
    elsewhere.close()


def test_who_guesses_in_one_clinic_holds_up_nobody_in_the_other(both: tuple[Store, Store]) -> None:
    here, elsewhere = both

    def guess() -> None:
        for _ in range(20):
            here.accounts.check(NAME, "wrong", "192.0.2.9")

    with pytest.raises(TooManyTries):
        guess()
    assert elsewhere.accounts.check(NAME, PASSWORD, "192.0.2.9") is not None


def test_every_statement_that_is_sent_names_the_site(clinic: Clinic) -> None:
    """Whatever asks for rows of a clinic says which one; also in a question inside a question."""
    elsewhere, bare = Store(replace(clinic.settings, site="elsewhere"), clinic.clock), list[tuple[str, str]]()
    asked = re.compile(rf"\b(?:FROM|UPDATE|JOIN)\s+({'|'.join(sorted(OF_A_SITE))})\b")
    sent = 0

    def look(_: object, __: object, statement: str, *more: object) -> None:
        nonlocal sent
        tables = set(asked.findall(statement))
        sent += len(tables)
        bare.extend(
            (each, statement)
            for each in tables
            if f"{each}.site_id = " not in statement and not (each == "site" and "site.id = " in statement)
        )

    event.listen(elsewhere.engine, "before_cursor_execute", look)
    live_in(elsewhere)
    elsewhere.leaving.finish()
    event.remove(elsewhere.engine, "before_cursor_execute", look)
    outer_joined = [each for each, statement in bare if f"LEFT OUTER JOIN {each} ON" not in statement]
    assert outer_joined == []
    assert sent > 60
    elsewhere.close()


@pytest.mark.every_site("a copy is of the whole database")
def test_a_copy_takes_the_rows_of_every_clinic(both: tuple[Store, Store]) -> None:
    with reading(both[0].engine) as connection:
        mine = connection.execute(select(func.count()).select_from(choice)).scalar_one()
        copied = {each.table: each.rows for each in copying.sum_up(connection)}
    if both[0].engine.dialect.name == "sqlite":  # a server's own lock lets its owner alone see both
        assert copied["choice"] > mine
        assert copied["site"] == 3


def test_a_question_outside_of_every_clinic_is_a_fault_and_not_an_answer(clinic: Clinic) -> None:
    with clinic.store.engine.connect() as connection, pytest.raises(StatementError, match="site"):
        connection.execute(select(person))
    with writing(clinic.store.engine) as connection:
        assert len(connection.execute(select(person)).all()) == 2
    assert "aid_version" in SHARED


def test_what_asks_without_a_transaction_asks_a_single_thing() -> None:
    """Two questions outside of one transaction could see two moments."""
    asked = 0
    for file in sorted((ROOT / "decisionaid" / "store").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.With) and "asking(" in ast.unparse(node.items[0]):
                asked += 1
                said = ast.unparse(ast.Module(node.body, []))
                assert said.count("connection") == 1, f"{file.name}: {said}"
    assert asked > 8
