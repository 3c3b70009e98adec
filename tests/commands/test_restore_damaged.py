"""`decisionaid restore` of a file that was cut off, altered, forged, or never a backup: nothing is changed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from decisionaid.store.backup import sha256
from tests.commands.restoring import everything, restore
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("H07")


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def one_byte(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def foreign(_: bytes) -> bytes:
    return b"%PDF-1.7 not ours"


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [cut, one_byte, foreign, empty])
def test_a_file_that_is_no_whole_backup_changes_nothing(
    clinic: Clinic, with_key: Path, damage: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    with_key.write_bytes(damage(with_key.read_bytes()))
    clinic.store.close()
    before = everything(clinic.data)
    assert restore(with_key, clinic.data, "--force") == 1
    said = capsys.readouterr().err
    assert "is not whole" in said or "is not a backup of decisionaid" in said
    assert "Nothing was changed" in said
    assert everything(clinic.data) == before


def repacked(file: Path, **changed: bytes) -> None:
    """The same archive with other members, and sums that fit: what a forger makes."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts |= {name.replace("__", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


@pytest.mark.hazard("T08")
@pytest.mark.parametrize(
    "about",
    [b"{}", b"[]", b"\xff", b'{"format": 2}', b'{"format": 1, "files": {"../../outside": [1, "x"]}}'],
)
def test_an_archive_that_says_odd_things_of_itself_is_refused(
    with_key: Path, tmp_path: Path, about: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    repacked(with_key, backup__json=about)
    assert restore(with_key, tmp_path / "new" / "deep") == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert everything(tmp_path / "new") == {}


@pytest.mark.hazard("T08")
def test_a_name_that_climbs_out_of_the_folder_is_refused(with_key: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(with_key) as packed:
        about = json.loads(packed.read("backup.json"))
    about["files"]["../outside"] = [1, "x"]
    repacked(with_key, backup__json=json.dumps(about).encode())
    assert restore(with_key, tmp_path / "new" / "deep") == 1
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.hazard("T12")
def test_a_backup_in_which_a_choice_was_altered_is_refused(
    clinic: Clinic, with_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when the sums were made to fit: the chain of the log does not."""
    forged = Clinic.__new__(Clinic)
    forged.data = tmp_path / "forged"
    forged.data.mkdir()
    with zipfile.ZipFile(with_key) as packed:
        about = json.loads(packed.read("backup.json"))
        (forged.data / "decisionaid.db").write_bytes(packed.read("decisionaid.db"))
    with forged.by_hand() as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute('UPDATE choice SET value=\'{"arrived":"stop"}\' WHERE person_id=? AND seq=1', (clinic.person,))
    database = forged.data / "decisionaid.db"
    about["files"]["decisionaid.db"] = [database.stat().st_size, sha256(database)]
    repacked(with_key, decisionaid__db=database.read_bytes(), backup__json=json.dumps(about).encode())
    assert restore(with_key, tmp_path / "new") == 1
    assert f"The log of person {clinic.person} does not verify at line 1" in capsys.readouterr().err
    assert everything(tmp_path / "new") == {}
