"""The files are for this user alone, whatever the machine's habits are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from decisionaid.errors import ChainBroken, StoreBusy
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store.hold import Hold
from tests.store.clinic import Clinic

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of Linux and macOS")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.hazard("T07")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folder_and_files_are_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        clinic = Clinic(tmp_path / "data")
    finally:
        os.umask(before)
    clinic.say(words="private")
    found = {path.name: mode(path) for path in clinic.data.iterdir()}
    assert found == {
        name: 0o600
        for name in ("decisionaid.db", "decisionaid.db-wal", "decisionaid.db-shm", "decisionaid.lock", "master.key")
    }
    assert mode(clinic.data) == 0o700
    clinic.untouched()
    clinic.store.close()


@pytest.mark.hazard("T07")
def test_a_database_that_was_copied_here_by_hand_becomes_private(clinic: Clinic) -> None:
    clinic.store.close()
    (clinic.data / "decisionaid.db").chmod(0o644)
    clinic.store = Store(clinic.settings, clinic.clock)
    clinic.say()
    assert mode(clinic.data / "decisionaid.db") == 0o600
    assert mode(clinic.data / "decisionaid.db-wal") == 0o600


def test_a_folder_that_cannot_be_used_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreBusy, match="data folder"):
        Store(Settings(data=tmp_path / "file"))


@pytest.mark.parametrize("damage", [b"not a database" * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_database_is_said_in_words(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "decisionaid.db").write_bytes(damage)
    with pytest.raises(ChainBroken, match="decisionaid restore"):
        Store(Settings(data=tmp_path))
    assert (tmp_path / "decisionaid.db").read_bytes() == damage


def test_a_database_that_a_newer_program_wrote_is_not_touched(clinic: Clinic) -> None:
    clinic.store.close()
    with clinic.by_hand() as raw:
        raw.execute("UPDATE alembic_version SET version_num='9999'")
    with pytest.raises(Exception, match="newer decisionaid"):
        Store(clinic.settings)


def test_while_a_backup_is_put_back_nobody_opens_the_store(clinic: Clinic) -> None:
    clinic.store.close()
    held = Hold(clinic.data, alone=True)
    with pytest.raises(StoreBusy, match="being put back"):
        Store(clinic.settings)
    held.close()
    Store(clinic.settings).close()


def test_a_start_that_fails_lets_go_of_the_folder(clinic: Clinic) -> None:
    clinic.store.close()
    (clinic.data / "master.key").write_text("no key")
    with pytest.raises(Exception, match="hex digits"):
        Store(clinic.settings)
    Hold(clinic.data, alone=True).close()
