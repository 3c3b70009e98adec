"""Where a backup may be written: never onto what it is made from, and never into what is no file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from decisionaid.cli import main
from tests.commands.restoring import everything
from tests.store.clinic import Clinic

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.skipif(os.name != "posix", reason="links and devices")]


def refused(clinic: Clinic, file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Ask for a backup there, with --force; returns what was said, after nothing was changed."""
    clinic.store.close()
    before = everything(clinic.data)
    assert main(["backup", str(file), "--data", str(clinic.data), "--force", *more]) == 1
    assert everything(clinic.data) == before
    said = capsys.readouterr().err
    assert "Nothing was written" in said
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    "name", ["master.key", "decisionaid.db", "decisionaid.db-wal", "site.yaml", "new.zip", "deep/new.zip", "../data/a"]
)
def test_nothing_is_written_inside_the_data_folder(
    clinic: Clinic, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (clinic.data / "deep").mkdir()
    assert "inside the data folder" in refused(clinic, clinic.data / name, capsys)


def by_a_linked_folder(clinic: Clinic, tmp_path: Path) -> Path:
    (tmp_path / "way").symlink_to(clinic.data)
    return tmp_path / "way" / "master.key"


def by_a_link(clinic: Clinic, tmp_path: Path) -> Path:
    (tmp_path / "way").symlink_to(clinic.data / "master.key")
    return tmp_path / "way"


def by_a_link_to_nothing(clinic: Clinic, tmp_path: Path) -> Path:
    (tmp_path / "way").symlink_to(clinic.data / "not-yet.zip")
    return tmp_path / "way"


def a_folder(clinic: Clinic, tmp_path: Path) -> Path:
    (tmp_path / "way").mkdir()
    return tmp_path / "way"


def a_pipe(clinic: Clinic, tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "way")
    return tmp_path / "way"


def a_device(clinic: Clinic, tmp_path: Path) -> Path:
    return Path("/dev/full")


WAYS = (by_a_linked_folder, by_a_link, by_a_link_to_nothing, a_folder, a_pipe, a_device)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_but_a_file_is_written_and_no_link_is_followed(
    clinic: Clinic, tmp_path: Path, way: Callable[[Clinic, Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = way(clinic, tmp_path)
    refused(clinic, file, capsys)
    assert os.path.lexists(file), "what was there is there still"
    assert not (clinic.data / "not-yet.zip").exists()


def test_another_name_of_the_key_loses_no_key(clinic: Clinic, tmp_path: Path) -> None:
    """A hard link is a file like any other: that name is replaced, and the key stays in its folder."""
    key = (clinic.data / "master.key").read_bytes()
    os.link(clinic.data / "master.key", tmp_path / "second.zip")
    assert main(["backup", str(tmp_path / "second.zip"), "--data", str(clinic.data), "--force"]) == 0
    assert (clinic.data / "master.key").read_bytes() == key
    assert zipfile.is_zipfile(tmp_path / "second.zip")


def test_the_key_of_the_certificate_is_not_written_over(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tls.key").write_text("the key of the clinic's certificate")
    monkeypatch.setenv("DECISIONAID_KEYFILE", str(tmp_path / "tls.key"))
    refused(clinic, tmp_path / "tls.key", capsys)
    assert (tmp_path / "tls.key").read_text() == "the key of the clinic's certificate"


def test_a_disk_that_is_full_while_it_is_packed_keeps_the_last_backup(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.zip"
    assert main(["backup", str(file), "--data", str(clinic.data)]) == 0
    good = file.read_bytes()

    def full(self: zipfile.ZipFile, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    assert main(["backup", str(file), "--data", str(clinic.data), "--force"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert file.read_bytes() == good
    assert {each.name for each in tmp_path.iterdir()} == {"data", "clinic.zip"}


def test_an_export_is_not_written_among_the_data_either(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", clinic.person, "--format", "html", "--data", str(clinic.data)]
    assert main([*command, "--output", str(clinic.data / "site.yaml")]) == 1
    assert "inside the data folder" in capsys.readouterr().err
    assert not (clinic.data / "site.yaml").exists()


def test_half_an_export_is_not_left_behind(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = os.open
    monkeypatch.setattr(
        "os.open", lambda path, *more: real("/dev/full", os.O_WRONLY) if "plan" in str(path) else real(path, *more)
    )
    (tmp_path / "plan.html").write_text("")
    (tmp_path / "plan.html").unlink()
    command = ["export", clinic.person, "--format", "html", "--data", str(clinic.data)]
    assert main([*command, "--output", str(tmp_path / "plan.html")]) == 1
    assert "No space left" in capsys.readouterr().err
    assert not (tmp_path / "plan.html").exists()
