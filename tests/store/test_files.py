"""The files are for this user alone, whatever the machine's habits are."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from decisionaid.errors import ChainBroken, StoreBusy
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store.folder_lock import FolderLock
from tests.store.clinic import Clinic

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of Linux and macOS"),
    pytest.mark.only("sqlite", "files"),
]


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


@pytest.mark.hazard("H07")
@pytest.mark.hazard("T14")
def test_the_database_is_opened_for_keeps(tmp_path: Path) -> None:
    """In a process of its own, because the tests of this process do not wait for the disk."""
    program = (
        "import sys; from pathlib import Path; from decisionaid.settings import Settings\n"
        "from decisionaid.store import Store\n"
        "from decisionaid.store.engine import SAFE_WAL, reading, sqlite_module\n"
        "store = Store(Settings(data=Path(sys.argv[1])))\n"
        "wal = 'wal' if sqlite_module().sqlite_version_info >= SAFE_WAL else 'truncate'\n"
        "with reading(store.engine) as connection:\n"
        "    for name in 'synchronous secure_delete foreign_keys busy_timeout mmap_size journal_mode'.split():\n"
        "        print(name, *(connection.exec_driver_sql('PRAGMA ' + name).first() or ()))\n"
        "print(wal)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    *found, journal = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    full, on = "2", "1"
    assert found[:4] == [f"synchronous {full}", f"secure_delete {on}", f"foreign_keys {on}", "busy_timeout 10000"]
    assert found[4] in ("mmap_size 0", "mmap_size")
    assert found[5] == f"journal_mode {journal}"


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
    held = FolderLock(clinic.data, alone=True)
    with pytest.raises(StoreBusy, match="being put back"):
        Store(clinic.settings)
    held.close()
    Store(clinic.settings).close()


def test_a_start_that_fails_lets_go_of_the_folder(clinic: Clinic) -> None:
    clinic.store.close()
    (clinic.data / "master.key").write_text("no key")
    with pytest.raises(Exception, match="hex digits"):
        Store(clinic.settings)
    FolderLock(clinic.data, alone=True).close()
