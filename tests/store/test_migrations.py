"""The database brings itself up to date, a single time, and ends as the tables say."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect

from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store.engine import open_engine, reading, sqlite_module, writing
from decisionaid.store.migrate import _config, bring_up_to_date
from decisionaid.store.tables import APPEND_ONLY, metadata
from tests.store.clinic import Clinic


def described(engine: Engine) -> dict[str, object]:
    """Tables, columns, keys and indexes, as the database itself tells them."""
    look = inspect(engine)
    return {
        name: {
            "columns": [{**each, "type": str(each["type"])} for each in look.get_columns(name)],
            "primary": look.get_pk_constraint(name),
            "foreign": sorted(look.get_foreign_keys(name), key=lambda each: str(each["name"])),
            "unique": sorted(look.get_unique_constraints(name), key=lambda each: str(each["name"])),
            "index": sorted(map(_in_words, look.get_indexes(name))),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def _in_words(index: Any) -> str:
    where = {name: str(each) for name, each in index.get("dialect_options", {}).items()}
    return f"{index['name']} {index['column_names']} {index['unique']} {where}"


def test_migrating_from_nothing_ends_as_the_tables_say(tmp_path: Path) -> None:
    migrated = open_engine(Settings(data=tmp_path / "migrated"))
    bring_up_to_date(migrated)
    (tmp_path / "made").mkdir()
    made = create_engine(f"sqlite:///{tmp_path / 'made' / 'made.db'}", module=sqlite_module())
    metadata.create_all(made)
    assert described(migrated) == described(made)
    assert set(described(migrated)) == set(metadata.tables)
    migrated.dispose()
    made.dispose()


@pytest.mark.only("sqlite", "of a server see `test_postgresql`")
def test_the_append_only_tables_have_their_triggers(clinic: Clinic) -> None:
    with closing(sqlite_module().connect(str(clinic.data / "decisionaid.db"))) as raw:
        found = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'")}
    assert found == {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}


def test_bringing_up_to_date_again_changes_nothing(clinic: Clinic) -> None:
    clinic.say(words="kept")
    before = clinic.snapshot()
    schema = described(clinic.store.engine)
    for _ in range(3):
        bring_up_to_date(clinic.store.engine)
        clinic.restart()
    assert clinic.snapshot() == before
    assert described(clinic.store.engine) == schema


def test_two_processes_that_start_at_one_moment_both_come_up(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from decisionaid.settings import Settings\n"
        "from decisionaid.store import Store\n"
        "store = Store(Settings(data=Path(sys.argv[1]), practice=True))\n"
        "person = store.people.add(); visit = store.people.open_visit(person.id, None, practice=True)\n"
        "print(visit.id)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    visits = [each.communicate(timeout=60)[0].strip() for each in both]
    assert [each.returncode for each in both] == [0, 0]
    store = Store(Settings(data=tmp_path / "data"))
    assert {store.people.visit(each).id for each in visits} == set(visits)
    store.verify()
    store.close()


@pytest.mark.only("sqlite", "of a server see `test_postgresql`")
@pytest.mark.every_site("a migration is about the whole database")
def test_sealed_texts_keep_every_row_when_their_table_is_renamed_and_named_back(clinic: Clinic) -> None:
    clinic.say(words="kept through a new name")
    data, rows = clinic.data, "SELECT * FROM {} ORDER BY id"
    clinic.store.close()
    engine = open_engine(Settings(data=data))
    config = _config()
    with writing(engine) as connection:
        now = connection.exec_driver_sql(rows.format("sealed_text")).all()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        assert connection.exec_driver_sql(rows.format("line")).all() == now != []
    bring_up_to_date(engine)
    with reading(engine) as connection:
        assert connection.exec_driver_sql(rows.format("sealed_text")).all() == now
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    clinic.restart()
    assert [line.words for line in clinic.log()] == ["kept through a new name"]
    clinic.store.verify()
