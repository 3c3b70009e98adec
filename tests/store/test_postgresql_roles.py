"""Two roles: one owns the tables, the other serves with them and can take nothing away (T01, T12)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from decisionaid.cli import main
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store.migrate import NotTheOwner
from decisionaid.store.roles import hand_over
from decisionaid.store.tables import APPEND_ONLY, SHARED, metadata
from tests.cluster import OWNER, SERVING, Cluster
from tests.store.clinic import Clinic

pytestmark = pytest.mark.only("postgresql", "a server")


@pytest.fixture
def own(cluster: Cluster) -> Iterator[str]:
    """A database of this test, owned by the owner's role, with nothing in it."""
    name = cluster.new(owner=OWNER)
    yield name
    cluster.drop(name)


def settings(cluster: Cluster, database: str, data: Path, user: str = OWNER) -> Settings:
    return Settings(data=data, master_key="ab" * 32, database_url=cluster.url(database, user))


@pytest.mark.hazard("T12")
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE {} SET prev = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_new_rows_only_also_for_the_owner_of_the_tables(
    cluster: Cluster, clinic: Clinic, table: str, verb: str
) -> None:
    clinic.say(words="kept")
    with cluster.connect(clinic.database, OWNER) as raw, pytest.raises(Exception, match="takes new rows only"):
        raw.execute(verb.format(table))
    with cluster.connect(clinic.database, SERVING) as raw, pytest.raises(Exception, match="permission denied"):
        raw.execute(verb.format(table))
    clinic.store.verify()


@pytest.mark.hazard("T12")
def test_the_role_that_serves_cannot_take_a_guard_away(cluster: Cluster, clinic: Clinic) -> None:
    with cluster.connect(clinic.database, SERVING) as raw:
        for statement in (
            "DROP TRIGGER choice_new_rows_only ON choice",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
            "DROP POLICY of_its_site ON person",
            "DROP TABLE audit",
            "CREATE TABLE mine (a int)",
        ):
            with pytest.raises(Exception, match=r"must be owner|permission denied"):
                raw.execute(statement)


@pytest.mark.hazard("T01")
def test_a_question_that_names_no_site_sees_nothing_and_writes_nothing(cluster: Cluster, clinic: Clinic) -> None:
    clinic.say(words="of one clinic")
    closed = {name for name, each in metadata.tables.items() if "site_id" in each.columns or name == "site"}
    with cluster.connect(clinic.database, SERVING) as raw:
        for said in ("", "elsewhere"):
            raw.execute("SELECT set_config('decisionaid.site', %s, false)", (said,))
            for table in sorted(closed - set(SHARED)):
                assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
            with pytest.raises(Exception, match="row-level security"):
                raw.execute("INSERT INTO person (id, site_id, language, created) VALUES ('x', 'here', 'en', 'now')")
        raw.execute("SELECT set_config('decisionaid.site', 'here', false)")
        assert raw.execute("SELECT count(*) FROM person").fetchone() == (2,)


def test_a_guard_that_is_missing_is_put_up_by_the_owner_and_said_to_anybody_else(
    cluster: Cluster, clinic: Clinic, tmp_path: Path
) -> None:
    for broken in (
        "DROP TRIGGER audit_never_emptied ON audit",
        "ALTER TABLE choice DISABLE TRIGGER choice_new_rows_only",
        "DROP POLICY of_its_site ON person",
        "ALTER TABLE seat DISABLE ROW LEVEL SECURITY",
        'ALTER TABLE encounter ALTER COLUMN opened TYPE text COLLATE "default"',
        f"REVOKE DELETE ON seat FROM {SERVING}",
        f"REVOKE UPDATE ON head FROM {SERVING}",
    ):
        with clinic.by_hand() as raw:
            raw.execute(broken)
        with pytest.raises(NotTheOwner, match="decisionaid upgrade"):
            Store(clinic.settings)
        hand_over(settings(cluster, clinic.database, tmp_path), SERVING)
        Store(clinic.settings).close()


def test_the_doctor_says_which_roles_are_too_wide(
    cluster: Cluster, clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def doctor(user: str) -> tuple[int, str]:
        monkeypatch.setenv("DECISIONAID_DATABASE_URL", cluster.url(clinic.database, user))
        return main(["doctor", "--data", str(clinic.data)]), capsys.readouterr().out

    clinic.say()
    status, said = doctor(SERVING)
    assert (status, "nothing else" in said, "To mend" in said) == (0, True, False)
    status, said = doctor(OWNER)
    assert (status, "To mend: The role owner owns account, " in said) == (1, True)
    assert "decisionaid upgrade" in said
    assert "is a superuser" in doctor("postgres")[1]
    with clinic.by_hand() as raw:
        raw.execute(f"GRANT DELETE ON choice TO {SERVING}")
    assert "To mend: The role serving may DELETE choice. " in doctor(SERVING)[1]
    with clinic.by_hand() as raw:
        raw.execute("UPDATE head SET seq = seq + 1 WHERE person_id = ?", (clinic.person,))
    status, said = doctor(SERVING)
    assert (status, "ends at line" in said) == (1, True)


def test_the_owner_brings_it_up_to_date_by_a_command(
    cluster: Cluster, own: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["upgrade", "--data", str(tmp_path), "--database-url", cluster.url(own, OWNER), "--for", SERVING]
    for _ in range(2):
        assert main(command) == 0
        assert capsys.readouterr().out == "The database is up to date, and serving may serve with it.\n"
    Store(settings(cluster, own, tmp_path, SERVING)).close()


def test_a_permission_that_is_missing_is_no_kind_page_but_a_fault(cluster: Cluster, clinic: Clinic) -> None:
    with clinic.by_hand() as raw:
        raw.execute(f"REVOKE INSERT ON person FROM {SERVING}")
    with pytest.raises(DBAPIError, match="permission denied"):
        clinic.store.people.add(name="x")
