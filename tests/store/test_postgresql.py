"""What only a server can get wrong: its disk, its order of letters, its restarts, its other clinics."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, select
from sqlalchemy.exc import IntegrityError

from decisionaid.errors import StoreBusy
from decisionaid.settings import CalledWrongly, Settings, new_id
from decisionaid.store import Store, postgresql
from decisionaid.store.engine import open_engine, reading, writing
from decisionaid.store.migrate import NotTheOwner
from decisionaid.store.postgresql import NotKept, in_one_trip
from decisionaid.store.roles import hand_over
from decisionaid.store.tables import head, metadata, person
from tests.cluster import OWNER, READY, SERVING, Cluster
from tests.store.clinic import Clinic, statin
from tests.store.racing import send_at_one_moment

pytestmark = pytest.mark.only("postgresql", "a server")


@pytest.fixture
def own(cluster: Cluster) -> Iterator[str]:
    """A database of this test, owned by the owner's role, with nothing in it."""
    name = cluster.new(owner=OWNER)
    yield name
    cluster.drop(name)


def settings(cluster: Cluster, database: str, data: Path, user: str = OWNER) -> Settings:
    return Settings(data=data, master_key="ab" * 32, database_url=cluster.url(database, user))


def described(engine: Engine) -> dict[str, object]:
    """Tables, columns, keys and indexes, as the server tells them; without the order of letters of its texts."""
    look = inspect(engine)
    return {
        name: {
            "columns": [
                {**each, "type": str(each["type"]).partition(" COLLATE ")[0]} for each in look.get_columns(name)
            ],
            "primary": look.get_pk_constraint(name),
            "foreign": sorted(look.get_foreign_keys(name), key=lambda each: str(each["name"])),
            "unique": sorted(look.get_unique_constraints(name), key=lambda each: str(each["name"])),
            "index": sorted(look.get_indexes(name), key=lambda each: str(each["name"])),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def test_migrating_from_nothing_ends_as_the_tables_say(cluster: Cluster, own: str) -> None:
    other = cluster.new(owner=OWNER)
    made = create_engine(cluster.url(other, OWNER))
    metadata.create_all(made)
    migrated = create_engine(cluster.url(READY, OWNER))
    assert described(migrated) == described(made)
    assert set(described(migrated)) == set(metadata.tables)
    migrated.dispose()
    made.dispose()
    cluster.drop(other)


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_server_that_says_saved_before_its_disk_has_it_is_refused_at_the_start(tmp_path: Path, setting: str) -> None:
    hasty = Cluster((f"{setting}=off",))
    try:
        with pytest.raises(NotKept, match=rf"{setting} = off.*ALTER SYSTEM SET {setting} = on"):
            Store(settings(hasty, "postgres", tmp_path, "postgres"))
        assert hasty.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    finally:
        hasty.close()


@pytest.mark.hazard("H07")
def test_a_server_that_becomes_hasty_later_is_met_by_the_next_connection(clinic: Clinic) -> None:
    assert clinic.cluster is not None
    clinic.cluster.run(f"ALTER ROLE {SERVING} SET synchronous_commit = off")
    try:
        clinic.store.engine.dispose()
        with pytest.raises(NotKept):
            clinic.say()
    finally:
        clinic.cluster.run(f"ALTER ROLE {SERVING} RESET synchronous_commit")
    assert clinic.say().choice.seq == 1


def test_times_are_put_in_order_by_their_bytes_whatever_the_country_of_the_server(clinic: Clinic) -> None:
    whole, half = "2026-11-23T15:00:00+00:00", "2026-11-23T15:00:00.500000+00:00"
    with clinic.by_hand() as raw:
        # the column is called daticulocale up to PostgreSQL 16, and datlocale from 17 on
        ((row,),) = raw.execute(
            "SELECT to_jsonb(pg_database) FROM pg_database WHERE datname = current_database()"
        ).fetchall()
        assert row.get("datlocale", row.get("daticulocale")) == "en-US"
        assert raw.execute(f"SELECT '{half}' < '{whole}'").fetchone() == (True,), "as this server would have it"
    with reading(clinic.store.engine) as connection:
        later = connection.execute(select(person.c.created < half).limit(1)).scalar_one()
        assert connection.execute(select(person.c.created)).scalars().first() == whole
    assert later is True


@pytest.mark.hazard("H10")
def test_after_the_server_was_killed_and_started_again_the_next_choice_is_saved(tmp_path: Path) -> None:
    server = Cluster()
    try:
        server.make_ready()
        clinic = Clinic(tmp_path / "data", cluster=server)
        said = clinic.say(words="before").choice
        server.kill()
        for _ in range(2):
            with pytest.raises(StoreBusy):
                clinic.say(words="while it is away")
        server.start()
        assert clinic.log() == (said,)
        assert clinic.say(words="after").choice.seq == 2
        clinic.store.verify()
        clinic.close()
    finally:
        server.close()


@pytest.mark.hazard("H08")
def test_a_connection_lost_in_the_commit_is_said_to_be_in_doubt_and_the_same_again_is_written_once(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_id()

    def cut(connection: object) -> None:
        pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[attr-defined]
        with clinic.by_hand() as raw:
            raw.execute("SELECT pg_terminate_backend(?, 10000)", (pid,))

    event.listen(clinic.store.engine, "commit", cut)
    with pytest.raises(StoreBusy, match="is not known; sending the same again is safe"):
        clinic.say(key=key, words="in doubt")
    event.remove(clinic.store.engine, "commit", cut)
    clinic.say(key=key, words="in doubt")
    assert [line.words for line in clinic.log()] == ["in doubt"]


def test_a_question_that_takes_too_long_is_stopped_and_said_to_be_later(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.SECONDS, "statement_timeout", 1)
    with (
        closing(Store(clinic.settings)) as hurried,
        pytest.raises(StoreBusy, match="statement timeout"),
        reading(hurried.engine) as connection,
    ):
        connection.exec_driver_sql("SELECT pg_sleep(5)")


def test_a_machine_that_was_cut_off_in_mid_write_holds_up_nobody_for_long(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.SECONDS, "idle_in_transaction_session_timeout", 1)
    gone = Store(clinic.settings)

    def lie_still() -> None:
        with writing(gone.engine) as connection:
            assert clinic.store.people.find(clinic.person), "reads go on"
            assert clinic.say(words="waited for the lock").choice.seq == 1
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreBusy):
        lie_still()
    gone.close()


def test_a_driver_that_is_missing_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("no module named psycopg")

    monkeypatch.setattr(postgresql, "create_engine", missing)
    with pytest.raises(CalledWrongly, match=r"pip install 'decisionaid\[postgresql\]'"):
        open_engine(Settings(data=tmp_path, database_url="postgresql://a@/b"))


@pytest.mark.hazard("T07")
def test_beyond_this_machine_the_server_has_to_show_its_certificate() -> None:
    from sqlalchemy import make_url

    for near in ("postgresql://a@/b", "postgresql://a@/b?host=/run/postgresql", "postgresql://a@127.0.0.1/b"):
        assert "sslmode" not in postgresql._with_tls(make_url(near)).query
    assert postgresql._with_tls(make_url("postgresql://a@db.clinic/b")).query["sslmode"] == "verify-full"
    assert postgresql._with_tls(make_url("postgresql://a@db/b?sslmode=disable")).query["sslmode"] == "disable"


@pytest.mark.hazard("H07")
def test_two_clinics_of_one_database_do_not_wait_for_each_other(clinic: Clinic) -> None:
    elsewhere = open_engine(replace(clinic.settings, site="elsewhere"))
    with writing(clinic.store.engine):
        with writing(elsewhere, hurried=True) as connection:
            assert connection.execute(select(person)).all() == []
        with pytest.raises(StoreBusy), writing(clinic.store.engine, hurried=True):
            pass
    elsewhere.dispose()


@pytest.mark.hazard("H07")
def test_writers_of_many_persons_lose_nothing_and_leave_no_gap(clinic: Clinic) -> None:
    people = [clinic.somebody() for _ in range(6)]
    keys = [[new_id() for _ in range(4)] for _ in people]
    at = time.time() + 0.2
    threads = [
        threading.Thread(target=send_at_one_moment, args=(clinic.store, who, visit.id, some, at))
        for (who, visit), some in zip(people, keys, strict=True)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for (who, _), some in zip(people, keys, strict=True):
        log = clinic.store.log.read(who)
        assert [line.seq for line in log] == [1, 2, 3, 4]
        assert {line.key for line in log} == set(some)
    clinic.store.verify()


def test_the_serving_role_of_a_newer_program_says_what_the_owner_has_to_do(
    cluster: Cluster, own: str, tmp_path: Path
) -> None:
    with pytest.raises(NotTheOwner, match=r"decisionaid upgrade --database-url .* --for ROLE"):
        Store(settings(cluster, own, tmp_path, SERVING))
    hand_over(settings(cluster, own, tmp_path), SERVING)
    Store(settings(cluster, own, tmp_path, SERVING)).close()


def test_a_choice_is_five_trips_to_the_server_however_much_it_writes(clinic: Clinic) -> None:
    """BEGIN with the lock, a question, all that is written, a look at it, COMMIT: other writers wait for so long."""
    clinic.say(words="the first", aid_id="statin", aid_hash=statin().hash, edition=statin())
    alone: list[str] = []
    together: list[str] = []

    def look(connection: Any, _: object, statement: str, *__: object) -> None:
        raw = connection.connection.dbapi_connection
        (together if raw.pgconn.pipeline_status else alone).append(statement.split()[0])

    event.listen(clinic.store.engine, "before_cursor_execute", look)
    clinic.say(words="the second", saw_seq=1)
    event.remove(clinic.store.engine, "before_cursor_execute", look)
    assert alone == ["SELECT", "SELECT"]
    assert together == ["SELECT", "INSERT", "INSERT", "UPDATE", "INSERT", "UPDATE"]


def test_what_is_sent_together_and_turned_away_is_undone_and_said(clinic: Clinic) -> None:
    before = clinic.snapshot()

    def write_of_nobody() -> None:
        with writing(clinic.store.engine) as connection, in_one_trip(connection):
            for each in (clinic.person, "nobody"):
                connection.execute(head.insert().values(person_id=each, site_id="here", seq=1, hash="a"))

    with pytest.raises(IntegrityError):
        write_of_nobody()
    assert clinic.snapshot() == before
    assert clinic.say().choice.seq == 1


@pytest.mark.hazard("H10")
def test_connections_that_lay_still_while_the_server_was_started_again_are_made_anew_unnoticed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "STILL_SECONDS", 0.0)
    with reading(clinic.store.engine) as one, reading(clinic.store.engine) as other:
        pids = [each.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() for each in (one, other)]
    with clinic.by_hand() as raw:
        for pid in pids:
            raw.execute("SELECT pg_terminate_backend(?, 10000)", (pid,))
    assert clinic.say(words="nobody noticed").choice.seq == 1
    assert clinic.log()[0].words == "nobody noticed"
