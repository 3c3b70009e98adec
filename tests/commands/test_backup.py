"""`decisionaid backup`: one file, checked, private, made while the server goes on (T12, T14)."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from decisionaid.cli import main
from decisionaid.errors import ChainBroken
from decisionaid.store.backup import copy_database
from decisionaid.store.engine import sqlite_module
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("H07")


def back_up(clinic: Clinic, file: Path, *more: str) -> int:
    return main(["backup", str(file), "--data", str(clinic.data), *more])


def test_a_backup_holds_the_database_and_the_site_and_says_what_it_is(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clinic.data / "site.yaml").write_text('name: "Our clinic"\n')
    clinic.say(words="said before the backup")
    file = tmp_path / "clinic.zip"
    assert back_up(clinic, file) == 0
    said = capsys.readouterr().out
    assert "4 lines of 2 people" in said
    assert "The master key is not in it" in said
    with zipfile.ZipFile(file) as packed:
        assert set(packed.namelist()) == {"backup.json", "decisionaid.db", "site.yaml"}
        assert packed.read("site.yaml") == b'name: "Our clinic"\n'
        about = json.loads(packed.read("backup.json"))
        assert b"does not hold the master key" in packed.comment
    assert (about["lines"], about["people"], about["master_key"]) == (4, 2, False)


@pytest.mark.hazard("T07")
def test_the_key_is_in_it_only_where_somebody_asked_and_then_it_says_so(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = (clinic.data / "master.key").read_bytes()
    assert back_up(clinic, tmp_path / "without.zip") == 0
    with zipfile.ZipFile(tmp_path / "without.zip") as packed:
        assert not any(key in packed.read(name) for name in packed.namelist())
    capsys.readouterr()
    assert back_up(clinic, tmp_path / "with.zip", "--with-key") == 0
    assert "IN this file" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "with.zip") as packed:
        assert packed.read("master.key") == key
        assert b"HOLDS the master key" in packed.comment
        assert json.loads(packed.read("backup.json"))["master_key"] is True


@pytest.mark.hazard("T07")
@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of Linux and macOS")
def test_the_file_is_for_this_user_alone_and_nothing_is_left_beside_it(clinic: Clinic, tmp_path: Path) -> None:
    clinic.say(words="marzipan-whisper")
    before = os.umask(0)
    try:
        assert back_up(clinic, tmp_path / "clinic.zip") == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "clinic.zip").stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir()} == {"data", "clinic.zip"}
    with zipfile.ZipFile(tmp_path / "clinic.zip") as packed:
        assert not any(b"marzipan" in packed.read(name) for name in packed.namelist())


def test_an_older_backup_is_replaced_only_by_force(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.zip"
    file.write_text("something that matters")
    assert back_up(clinic, file) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "something that matters"
    assert back_up(clinic, file, "--force") == 0
    assert zipfile.is_zipfile(file)


@pytest.mark.hazard("T12")
def test_a_log_that_does_not_verify_makes_no_backup_and_keeps_the_last_one(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic.say(words="first")
    file = tmp_path / "clinic.zip"
    assert back_up(clinic, file) == 0
    good = file.read_bytes()
    with clinic.by_hand() as raw:
        raw.execute("UPDATE choice SET value='{\"a\":1}' WHERE person_id=?", (clinic.person,))
    assert back_up(clinic, file, "--force") == 1
    assert f"person {clinic.person} does not verify at line 1" in capsys.readouterr().err
    assert file.read_bytes() == good
    assert {each.name for each in tmp_path.iterdir()} == {"data", "clinic.zip"}


def test_a_backup_names_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "x.zip"), "--data", str(tmp_path / "nowhere")]) == 1
    assert "There is no database" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists(), "a mistyped folder is not made into an empty clinic"


def test_a_missing_key_or_target_folder_is_said_in_words(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert back_up(clinic, tmp_path / "no" / "folder" / "x.zip") == 1
    assert "cannot be used" in capsys.readouterr().err
    (clinic.data / "master.key").rename(tmp_path / "kept.key")
    assert back_up(clinic, tmp_path / "x.zip") == 1
    assert "master.key is missing" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.hazard("T12")
def test_that_a_backup_was_made_is_noted(clinic: Clinic, tmp_path: Path) -> None:
    assert back_up(clinic, tmp_path / "clinic.zip") == 0
    assert clinic.snapshot_of_audit()[-1].action == "made a backup"
    clinic.store.verify()


def test_a_copy_made_while_people_choose_is_one_moment_and_whole(clinic: Clinic, tmp_path: Path) -> None:
    """Three copies in the middle of writing: each verifies, and none has fewer lines than were saved before it."""
    saved, stop = [0], threading.Event()

    def choose() -> None:
        while not stop.is_set():
            clinic.say(words="word " * 50)
            saved[0] += 1

    writer = threading.Thread(target=choose)
    writer.start()
    try:
        for number in range(3):
            told = saved[0]
            file = tmp_path / f"{number}.zip"
            assert back_up(clinic, file) == 0
            with zipfile.ZipFile(file) as packed:
                about = json.loads(packed.read("backup.json"))
            assert told <= about["lines"] - 3 <= saved[0] + 1
    finally:
        stop.set()
        writer.join()
    assert saved[0] > 0
    clinic.store.verify()


def test_a_database_that_is_damaged_is_not_called_a_backup(tmp_path: Path) -> None:
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises(ChainBroken, match="damaged"):
        copy_database(tmp_path / "damaged.db", tmp_path / "copy.db")


def test_a_database_out_of_reach_makes_no_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path / 'other.db'}"):
        assert main(["backup", str(tmp_path / "x.zip"), "--data", str(tmp_path), "--database-url", url]) == 1
        assert capsys.readouterr().err.strip()
    assert not (tmp_path / "x.zip").exists()


def test_the_command_works_as_a_program_of_its_own(clinic: Clinic, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "decisionaid", "backup", str(tmp_path / "c.zip"), "--data", str(clinic.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite_module().connect(":memory:")):
        assert zipfile.is_zipfile(tmp_path / "c.zip")
