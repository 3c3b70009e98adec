"""`decisionaid restore` of a file that somebody made to harm: refused in a sentence before anything is written."""

from __future__ import annotations

import json
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from decisionaid.store.backup import sha256
from decisionaid.store.engine import sqlite_module
from tests.commands.restoring import everything, restore

pytestmark = [pytest.mark.hazard("T08"), pytest.mark.hazard("T10"), pytest.mark.hazard("H07")]
MEGABYTE = 1 << 20


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(file: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def small_that_is_large(file: Path) -> None:
    """It says 10 bytes, and unpacks to 64 megabytes."""
    parts = parts_of(file)
    about = json.loads(parts["backup.json"])
    about["files"]["decisionaid.db"][0] = 10
    pack(file, parts | {"backup.json": json.dumps(about).encode(), "decisionaid.db": bytes(64 * MEGABYTE)})


def small_in_every_list(file: Path) -> None:
    """The archive's own lists say 10 bytes too."""
    small_that_is_large(file)
    data = file.read_bytes()
    file.write_bytes(data.replace(struct.pack("<L", 64 * MEGABYTE), struct.pack("<L", 10)))


def larger_than_the_disk(file: Path) -> None:
    parts = parts_of(file)
    about = json.loads(parts["backup.json"])
    about["files"]["decisionaid.db"][0] = 1 << 60
    pack(file, parts | {"backup.json": json.dumps(about).encode()})


def large_about(file: Path) -> None:
    pack(file, parts_of(file) | {"backup.json": b" " * (64 * MEGABYTE)})


def deep_about(file: Path) -> None:
    pack(file, parts_of(file) | {"backup.json": b'{"files":' + b"[" * 60_000})


def large_key(file: Path) -> None:
    parts = parts_of(file) | {"master.key": b"5a" * (32 * MEGABYTE)}
    about = json.loads(parts["backup.json"])
    about["files"]["master.key"] = [64 * MEGABYTE, about["files"]["master.key"][1]]
    pack(file, parts | {"backup.json": json.dumps(about).encode()})


def many_names(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as packed:
        for number in range(30_000):
            packed.writestr(zipfile.ZipInfo(f"{number:06}"), b"")


def locked(file: Path) -> None:
    """The bit that says: a password is needed, in both lists of the archive."""
    data = bytearray(file.read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at != -1:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    file.write_bytes(bytes(data))


def other_packing(file: Path) -> None:
    pack(file, parts_of(file), zipfile.ZIP_LZMA)


def archive_in_an_archive(file: Path) -> None:
    inner = file.read_bytes()
    for _ in range(5):
        pack(file, {"backup.zip": inner})
        inner = file.read_bytes()


def wrong_kinds(file: Path) -> None:
    about = json.loads(parts_of(file)["backup.json"])
    about |= {"lines": ["many"], "made": {"when": 1}}
    pack(file, parts_of(file) | {"backup.json": json.dumps(about).encode()})


def name_that_is_no_text(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("\xe4", b"")
    file.write_bytes(file.read_bytes().replace("\xe4".encode(), b"\xff\xff"))


SAID = {
    small_that_is_large: "not as large as",
    small_in_every_list: "is not whole",
    larger_than_the_disk: "not as large as",
    large_about: "too large",
    deep_about: "is not a backup",
    large_key: "too large",
    many_names: "is not whole",
    locked: "locked with a password",
    other_packing: "packed in a way",
    archive_in_an_archive: "is not a backup",
    wrong_kinds: "is not a backup",
    name_that_is_no_text: "is not whole",
}


@pytest.mark.parametrize("spoil", SAID, ids=lambda spoil: spoil.__name__)
def test_it_is_refused_in_a_sentence_with_little_memory_and_nothing_written(
    with_key: Path, tmp_path: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(with_key)
    capsys.readouterr()
    tracemalloc.start()
    try:
        assert restore(with_key, tmp_path / "new") == 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    said = capsys.readouterr().err
    assert SAID[spoil] in said
    assert "Nothing was changed" in said
    assert everything(tmp_path / "new") == {}
    assert peak < 24 * MEGABYTE


def test_a_backup_that_does_not_fit_on_the_disk_says_how_much_it_needs(
    with_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    assert restore(with_key, tmp_path / "new") == 1
    assert "MB are free" in capsys.readouterr().err
    assert everything(tmp_path / "new") == {}


def test_no_damage_ends_in_a_traceback(with_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes changed, cut and doubled at random, in the lists of the archive above all: a sentence each time."""
    parts = parts_of(with_key)
    pack(with_key, parts)
    whole, chance = with_key.read_bytes(), random.Random(7)
    lists = whole.find(b"PK\1\2")
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(lists, len(data)) if chance.random() < 0.7 else chance.randrange(200)
            data[at] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(lists, len(data)) :]
        with_key.write_bytes(bytes(data))
        done = restore(with_key, tmp_path / "new", "--force")
        assert done in (0, 1)
        if done == 1:
            assert everything(tmp_path / "new") == {}
            assert "Nothing was changed" in capsys.readouterr().err
        else:  # a byte that says nothing, such as a date
            break_up(tmp_path / "new")


def break_up(folder: Path) -> None:
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()


@pytest.mark.parametrize("where", ["UPDATE encounter SET opened", "UPDATE person SET language", "UPDATE site SET name"])
def test_text_that_is_damaged_is_called_damaged_and_not_busy(
    with_key: Path, tmp_path: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that are no text: SQLite quotes them in what it says, and they may be somebody's words."""
    parts = parts_of(with_key)
    database = tmp_path / "damaged.db"
    database.write_bytes(parts["decisionaid.db"])
    with closing(sqlite_module().connect(str(database), isolation_level=None)) as raw:
        raw.execute(f"{where} = CAST(X'6d61727a6970616eff' AS TEXT)")
    about = json.loads(parts["backup.json"])
    about["files"]["decisionaid.db"] = [database.stat().st_size, sha256(database)]
    pack(with_key, parts | {"backup.json": json.dumps(about).encode(), "decisionaid.db": database.read_bytes()})
    assert restore(with_key, tmp_path / "new") == 1
    said = capsys.readouterr().err
    assert "damaged" in said
    assert "marzipan" not in said
    assert "try again" not in said
    assert everything(tmp_path / "new") == {}


def test_a_key_without_an_end_is_refused(backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert restore(backup, tmp_path / "new", "--key", "/dev/zero") == 1
    assert "not a key of 64 hex digits" in capsys.readouterr().err
    assert everything(tmp_path / "new") == {}
