"""Locked, full, or too many at a time: nothing is told as saved that is not, reads go on, and it recovers by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from decisionaid.errors import StoreBusy
from decisionaid.settings import new_id
from decisionaid.store import engine as engine_module
from decisionaid.store.audit import TRY_AGAIN_SECONDS
from decisionaid.store.postgresql import LOCKS, lock_of
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("H07")


@contextmanager
def short_waits(clinic: Clinic) -> Iterator[None]:
    """The store waits ten seconds for a lock; a test does not."""

    def hasten(raw: Any, *_: object) -> None:
        if clinic.cluster is None:
            raw.execute("PRAGMA busy_timeout=50")
            return
        raw.autocommit = True
        raw.execute("SET lock_timeout = 50")
        raw.autocommit = False

    event.listen(clinic.store.engine, "checkout", hasten)
    yield
    event.remove(clinic.store.engine, "checkout", hasten)


@contextmanager
def locked(clinic: Clinic) -> Iterator[None]:
    """Somebody else holds the write lock."""
    with short_waits(clinic), clinic.by_hand() as raw:
        raw.execute("BEGIN IMMEDIATE" if raw.sqlite else "BEGIN")
        if not raw.sqlite:
            raw.execute("SELECT pg_advisory_xact_lock(?, ?)", (LOCKS, lock_of(clinic.settings.site)))
        yield
        raw.execute("ROLLBACK")


@contextmanager
def full(clinic: Clinic) -> Iterator[None]:
    """The disk has no room for one page more; a server says it for the fifth row."""
    if clinic.cluster is not None:
        with full_server(clinic):
            yield
        return

    def no_room(raw: Any, *_: object) -> None:
        raw.execute("PRAGMA max_page_count=1")

    def room(raw: Any, *_: object) -> None:
        raw.execute("PRAGMA max_page_count=1073741823")

    event.listen(clinic.store.engine, "checkout", no_room)
    yield
    event.remove(clinic.store.engine, "checkout", no_room)
    event.listen(clinic.store.engine, "checkout", room)


@contextmanager
def full_server(clinic: Clinic) -> Iterator[None]:
    """PostgreSQL's own words for a full disk, said by PostgreSQL, as its disk cannot be filled up for a test."""
    with clinic.by_hand() as raw:
        raw.execute(
            "CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN IF (SELECT count(*) FROM audit) > 10 THEN RAISE "
            "EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END IF; "
            "RETURN NEW; END $$ LANGUAGE plpgsql SECURITY DEFINER"
        )
        raw.execute("CREATE TRIGGER no_room BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_room()")
        yield
        raw.execute("DROP TRIGGER no_room ON audit")


STATES = pytest.mark.parametrize("state", [locked, full])
LONG = "word " * 390
"""Words that need a page of their own."""


@STATES
def test_nothing_is_told_as_saved_and_reads_go_on(clinic: Clinic, state: Any) -> None:
    clinic.say(words="before")
    kept, told, turned_away = clinic.log(), [], 0
    with state(clinic):
        for _ in range(12):
            try:
                told.append(clinic.say(words=LONG, item=f"options.{len(told)}").choice)
            except StoreBusy as busy:
                turned_away += "Nothing was written" in busy.plain
        assert clinic.log() == (*kept, *told), "exactly what was told is there"
        assert clinic.store.people.find(clinic.person).name == "Walter Patient"
    assert turned_away > 0, "the state was never reached"
    assert clinic.say(words="after").choice.seq == len(kept) + len(told) + 1, "it recovered by itself"
    clinic.store.verify()


@STATES
def test_the_same_key_after_the_trouble_is_written_a_single_time(clinic: Clinic, state: Any) -> None:
    with state(clinic):
        keys = []
        for _ in range(12):
            keys.append(new_id())
            try:
                clinic.say(key=keys[-1], words=LONG)
            except StoreBusy:
                break
        else:
            pytest.fail("the state was never reached")
    assert clinic.say(key=keys[-1], words=LONG).again is False
    assert clinic.say(key=keys[-1], words=LONG).again is True
    assert [line.key for line in clinic.log()] == keys


def test_too_many_at_a_time_are_told_so_and_nothing_is_lost(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.2)
    clinic.restart()
    told: list[str] = []
    go, held = threading.Event(), threading.Semaphore(0)

    def hold() -> None:
        with engine_module.reading(clinic.store.engine):
            held.release()
            go.wait(10)

    most = clinic.settings.pool if clinic.cluster else 16
    holders = [threading.Thread(target=hold) for _ in range(most)]
    for each in holders:
        each.start()
    for _ in holders:
        held.acquire(timeout=10)
    with pytest.raises(StoreBusy, match="Too many people"):
        told.append(clinic.say().choice.key)
    go.set()
    for each in holders:
        each.join()
    assert told == []
    assert clinic.log() == ()
    assert clinic.say().choice.seq == 1


@pytest.mark.hazard("T12")
@STATES
def test_a_look_that_cannot_be_noted_now_is_noted_later_and_the_page_is_shown(
    clinic: Clinic, state: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decisionaid.store.audit.TRY_AGAIN_SECONDS", 0)
    audit = clinic.store.audit

    def look(family: str) -> None:
        audit.looked(clinic.clock.now, "clinician-1", family, clinic.person, clinic.visit.id)

    def noted() -> list[str]:
        return [row.detail for row in clinic.snapshot_of_audit() if row.action == "looked"]

    many = 4 if state is locked else 300
    with state(clinic):
        for number in range(many):
            look(f"card{number}")
        assert len(noted()) < many, "the state was never reached"
    look("after")
    assert noted() == [*(f"card{number}" for number in range(many)), "after"]
    clinic.store.verify()


def test_a_locked_database_is_not_asked_again_for_every_look(clinic: Clinic) -> None:
    asked = []
    with locked(clinic):
        event.listen(clinic.store.engine, "begin", lambda _: asked.append(1))
        for number in range(50):
            clinic.store.audit.looked(clinic.clock.now, "somebody", f"card{number}", clinic.person, clinic.visit.id)
    assert len(asked) < 50, f"every look waited for the lock, though {TRY_AGAIN_SECONDS} seconds had not gone by"


@pytest.mark.hazard("T12")
@pytest.mark.hazard("H16")
def test_looks_are_noted_again_after_a_quarter_of_an_hour_and_when_the_clock_was_set_back(clinic: Clinic) -> None:
    def looks() -> int:
        with clinic.by_hand() as raw:
            return int(raw.execute("SELECT count(*) FROM audit WHERE action='looked' AND site_id='here'").fetchone()[0])

    for after, total in ((0, 1), (899, 1), (1, 2), (-86_400, 3), (60, 3), (901, 4)):
        clinic.clock.now += timedelta(seconds=after)
        clinic.store.audit.looked(clinic.clock.now, "somebody", "card", clinic.person, clinic.visit.id)
        assert looks() == total
    clinic.store.audit.looked(clinic.clock.now, "somebody else", "card", clinic.person, clinic.visit.id)
    assert looks() == 5
