"""A data folder that an older program made opens, is brought up to date, and prints what was said in it.

`tests/folders/first` is such a folder, as text: the database, its master key and site.yaml. In it are two real visits
to Ellen Price: Walter Patient (A-1007) decided on "not now", Rosa Unseen (A-1008) on a moderate dose; one line of hers
was taken out, another is just between the two. It is never made anew: that is what it is for.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.commands.export import export_bytes
from decisionaid.commands.serve import prepare
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store.engine import sqlite_module
from decisionaid.store.migrate import FOLDER, OtherTables, newest_revision
from tests.builders import Clock, text_of
from tests.project import free_port

pytestmark = pytest.mark.hazard("H07")

FIRST = Path(__file__).parents[1] / "folders" / "first"
WALTER, ROSA = "EvFDFfjWShInh2OkQFhU8w", "QnKEdtfFW1wC9D4NZ5qqTA"
TAKEN_OUT, PRIVATE = "a sentence that is taken out again", "something between the two of us"
LANDED = {
    "0001_the_first_tables.py": "c060c4d4a5e367a1a51894383cb64dc07dfe408f43756f2be8c34241c8f3938d",
    "0002_the_same_though_typed_otherwise.py": "1f3d96dd896a27fb923a72713e9322542cac063eb9568857c41a3525c9877369",
    "0003_a_table_named_for_what_it_holds.py": "6f8c520d2b0ebec2f15659ec125077e6cb858b20aa2d3c196c09f5f670244e7b",
    "0004_what_grows_is_found_by_an_index.py": "a4353b25bab95d8482c00b91bc973f2136197966e417f4536acf7e89cad6079a",
    "0005_somebody_is_erased_with_a_receipt.py": "9ef64a62b03688fe4c12d92bc03fa0a7d175605dc3e0cd998da3ca4ec6ccb0a8",
    "0006_a_link_says_what_the_account_is_for.py": "dc9b56315d659abf38d74a4ec3e66a533b25881cba2c5971f2682b4d9d5bfc3b",
}
"""SHA-256 of migrations that somebody's data may have run: a change is a new migration."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The older folder, on the disk as it was."""
    data = tmp_path / "data"
    shutil.copytree(FIRST, data, ignore=shutil.ignore_patterns("*.sql"))
    with closing(sqlite3.connect(data / "decisionaid.db")) as raw:
        raw.executescript((FIRST / "decisionaid.sql").read_text("utf-8"))
    return data


@pytest.fixture
def store(old: Path) -> Iterator[Store]:
    made = Store(Settings(data=old), Clock())
    yield made
    made.close()


def exported(store: Store, old: Path, person: str, format: str) -> str:
    """The page or the note, as `decisionaid export` writes it."""
    text = export_bytes(store, Settings(data=old), person, format, at=None, language=None).decode()
    return text_of(text[text.index("<main") :]) if format == "html" else text


def test_it_opens_and_is_brought_up_to_date_and_verifies(store: Store) -> None:
    verified = store.verify()
    assert (verified.people, verified.lines) == (2, 11)
    with closing(sqlite_module().connect(store.engine.url.database)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (newest_revision(),)
    assert store.people.find(WALTER).name == "Walter Patient"
    assert store.accounts.check("Ellen Price", "a few words in a row") is not None


def test_the_page_and_the_note_say_what_was_said_then(store: Store, old: Path) -> None:
    for format in ("html", "note"):
        his, hers = exported(store, old, WALTER, format), exported(store, old, ROSA, format)
        for words in ("Walter Patient", "Ellen Price", "November 23, 2026", "Not now", "February 23, 2027"):
            assert words in his, format
        for words in ("“I lift crates all day”", "“Walking first”", "bout 7 in 100", "bout 5 in 100"):
            assert words in his, format
        for words in ("Rosa Unseen", "A moderate dose", "“My sister helps with the pill box”", "bout 9 in 100"):
            assert words in hers, format


@pytest.mark.hazard("H17")
@pytest.mark.hazard("T14")
def test_what_was_taken_out_or_private_then_is_so_now(store: Store, old: Path) -> None:
    for format in ("html", "note"):
        for person in (WALTER, ROSA):
            assert TAKEN_OUT not in exported(store, old, person, format)
            assert PRIVATE not in exported(store, old, person, format)
    assert not [line for line in store.log.read(ROSA) if line.words == TAKEN_OUT]


def test_the_visits_go_on_in_it(store: Store) -> None:
    from decisionaid.domain.encounter import Hand, NewChoice

    visit = store.people.open_visit(ROSA, None, practice=False)
    new = NewChoice(key="k" * 22, kind="situation", item="words", value={}, words="said today")
    store.log.append(ROSA, visit.id, Hand(role="clinician"), new)
    assert store.log.read(ROSA)[-1].words == "said today"
    store.verify()


def test_the_commands_take_it(old: Path, tmp_path: Path) -> None:
    assert prepare(Settings(data=old)) is None, "it is served for real visits, and somebody has an account"
    assert main(["visits", "--on", "2026-11-23", "--data", str(old)]) == 0
    assert main(["link", "--data", str(old)]) == 0
    assert main(["backup", str(tmp_path / "x.zip"), "--with-key", "--data", str(old)]) == 0
    assert main(["restore", str(tmp_path / "x.zip"), "--data", str(tmp_path / "again")]) == 0


def test_a_backup_of_then_can_be_put_back(old: Path, tmp_path: Path) -> None:
    """The copy that was never opened since: it has the older tables."""
    from tests.commands.restoring import restore
    from tests.store.older import packed

    assert restore(packed(old, tmp_path / "then.zip"), tmp_path / "again") == 0
    store = Store(Settings(data=tmp_path / "again"))
    assert store.people.find(ROSA).name == "Rosa Unseen"
    store.close()


def test_no_migration_that_landed_was_edited() -> None:
    for name, digest in LANDED.items():
        assert hashlib.sha256((FOLDER / "versions" / name).read_bytes()).hexdigest() == digest, (
            f"{name} was edited. Data that has run it would keep the old tables: write a new migration instead."
        )


BROKEN = {
    "ALTER TABLE invitation DROP COLUMN used_at": "invitation.used_at is missing",
    "ALTER TABLE person ADD COLUMN nickname TEXT": "person.nickname is too many",
    "DROP TABLE handover": "there is no table handover",
    "DROP TABLE attempt; CREATE TABLE attempt (id BLOB NOT NULL, site_id TEXT NOT NULL, name_blind TEXT NOT NULL, "
    "at TEXT NOT NULL)": "attempt.id is of another kind",
}


@pytest.mark.parametrize("brought_up", [False, True], ids=["older", "current"])
@pytest.mark.parametrize("change", BROKEN)
def test_a_folder_whose_tables_are_not_those_of_its_number_is_refused_and_left_alone(
    old: Path, change: str, brought_up: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after an edited migration: it must not be served, and end in the middle of somebody's visit."""
    monkeypatch.setattr("decisionaid.commands.serve._serve", lambda *_: None)  # a start that is not refused ends
    if brought_up:
        Store(Settings(data=old)).close()
    with closing(sqlite3.connect(old / "decisionaid.db")) as raw:
        raw.executescript(change)
        before = list(raw.iterdump())
    for command in (["serve", "--port", str(free_port())], ["link"], ["visits"], ["backup", str(old.parent / "x.zip")]):
        assert main([*command, "--data", str(old)]) == 1
        said = capsys.readouterr().err
        assert "are not those that its number" in said, command
        assert BROKEN[change] in said or not brought_up
        assert "decisionaid restore" in said
        assert "try again" not in said
    with closing(sqlite3.connect(old / "decisionaid.db")) as raw:
        assert list(raw.iterdump()) == before


def test_a_value_that_could_be_doubled_is_a_difference_too(old: Path) -> None:
    """Without its rule, one number of the clinic could belong to two people (H04)."""
    Store(Settings(data=old)).close()
    with closing(sqlite3.connect(old / "decisionaid.db")) as raw:
        (made,) = raw.execute("SELECT sql FROM sqlite_master WHERE name='person_identifier'").fetchone()
        without = re.sub(r",\s*CONSTRAINT \w+ UNIQUE \([^)]*\)", "", made)
        assert without != made
        raw.executescript(f"DROP TABLE person_identifier; {without}")
    with pytest.raises(OtherTables, match=r"person_identifier may hold one .* twice"):
        Store(Settings(data=old))


def test_tables_of_other_programs_are_let_alone(old: Path) -> None:
    with closing(sqlite3.connect(old / "decisionaid.db")) as raw:
        raw.execute("CREATE TABLE _copied_elsewhere (seq INTEGER)")
    Store(Settings(data=old)).close()
