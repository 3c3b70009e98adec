"""No question of a visit walks through a table that grows with the years, on either database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection

from tests.store.clinic import Clinic
from tests.store.neighbour import NAME, NUMBER, live_in

GROWING = ("choice", "sealed_text", "encounter", "person", "person_identifier", "head", "handover", "audit", "sign_in")
"""Tries and codes are left out: those of yesterday are deleted."""
WALKS = re.compile(rf"(?:SCAN|Seq Scan on) ({'|'.join(GROWING)})\b")
ALL_WORDS = "sealed_text.wrapped_key IS NOT NULL"
"""Turning the keys over wraps the key of every text anew, and reads every one."""


def asked_in_a_day(clinic: Clinic) -> list[tuple[str, Any]]:
    """Every statement of a day in which each part of the store is used, with its parameters."""
    found: list[tuple[str, Any]] = []

    def look(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and "pg_" not in statement:
            found.append((statement, parameters[0] if many else parameters))

    store, people = clinic.store, clinic.store.people
    event.listen(store.engine, "before_cursor_execute", look)
    store.verify = lambda: None  # type: ignore[method-assign, assignment, return-value]
    live_in(store)
    now, account = clinic.clock.now, store.accounts.named(NAME)
    who = store.arrivals.known("Rosa", NUMBER)
    assert account is not None
    assert who is not None
    people.find(who)
    people.visits_since(now - timedelta(days=1), account.id)
    people.ended_by(account.id)
    people.ended_by(account.id, person_id=who)
    people.visits_between(now - timedelta(days=1), now)
    people.was_printed(who, now)
    store.arrivals.go_on(who, account.id, now - timedelta(days=1), practice=True, clinician="en")
    clinic.say(saw_seq=0, words="once more")
    store.log.read(who)
    event.remove(store.engine, "before_cursor_execute", look)
    return found


def plan_of(connection: Connection, statement: str, parameters: Any) -> str:
    words = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    rows: Sequence[Any] = connection.exec_driver_sql(f"{words} {statement}", parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


def test_no_question_of_a_visit_walks_through_all_rows(clinic: Clinic) -> None:
    walks, asked = set(), asked_in_a_day(clinic)
    clinic.her_rows = clinic.rows_of(clinic.other)  # the keys were turned over
    with clinic.store.engine.connect().execution_options(decisionaid_read=True) as connection:
        if connection.dialect.name == "postgresql":  # so that a small table is asked as a large one is
            connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, parameters in asked:
            if ALL_WORDS not in statement:
                plan = plan_of(connection, statement, parameters)
                walks |= {(found, statement) for found in WALKS.findall(plan)}
    assert not walks, "\n".join(f"{table}: {statement}" for table, statement in sorted(walks))
    assert len(asked) > 60
