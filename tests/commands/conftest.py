"""The clinic of the store's tests, with its second patient who must stay untouched, and a backup of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionaid.cli import main
from tests.store.clinic import Clinic
from tests.store.conftest import clinic, made_clinic, watch

__all__ = ["backup", "clinic", "made_clinic", "watch", "with_key"]


@pytest.fixture
def backup(clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A backup without the key, of a clinic with one choice."""
    (clinic.data / "site.yaml").write_text('name: "Our clinic"\n')
    clinic.say(words="said before the backup")
    assert main(["backup", str(tmp_path / "clinic.zip"), "--data", str(clinic.data)]) == 0
    capsys.readouterr()
    return tmp_path / "clinic.zip"


@pytest.fixture
def with_key(clinic: Clinic, backup: Path, tmp_path: Path) -> Path:
    assert main(["backup", str(tmp_path / "key.zip"), "--data", str(clinic.data), "--with-key"]) == 0
    return tmp_path / "key.zip"
