"""Every command and every flag with nonsense: a sentence and 1 or 2, never a traceback, and nothing made by it."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from decisionaid.cli import _parser, main
from tests.project import free_port
from tests.store.clinic import Clinic

NONSENSE = (
    "", " ", "no-such-thing", "~nobody-here/x", "0", "-1", "9999-12-31", "0001-01-01", "99999999999999999999",
    "/dev/null/x", "/dev/zero", "/proc/none", "a" * 300, "\ud800", "☃\n\x1b[0m", "sqlite://", "sqlite:///none/x.db",
    "sqlite:////dev/null/x.db", "sqlite:///:memory:", "sqlite:///x?mode=memory", "postgresql://u:p@localhost:no/x",
    "postgresql://u:hush-hush@127.0.0.1:1/x", "mysql://u:hush-hush@h/x", "oracle+what://x", "://", "a..b",
)  # fmt: skip
NEEDS = {
    "accounts": [],
    "approve": ["statin", "--by", "Ellen Price"],
    "backup": ["kept.zip"],
    "capacity": [],
    "check": ["site.yaml"],
    "doctor": [],
    "erase": ["--number", "4711", "--name", "Nobody Here"],
    "export": ["nobody", "--format", "html"],
    "gallery": ["no-such-folder"],
    "link": [],
    "new": ["A Name"],
    "move": ["--to", "sqlite:///no/such/folder/x.db"],
    "preview": ["no-such-aid"],
    "restore": ["kept.zip"],
    "retention": ["--dry-run"],
    "risk": ["prevent_base"],
    "schema": [],
    "serve": ["--practice"],
    "upgrade": [],
    "visits": [],
    "words": ["no-such-aid", "es"],
}
"""A way to call each command in which only what is added can be wrong; serving itself is not begun."""


def _commands() -> dict[str, argparse.ArgumentParser]:
    choices = next(each for each in _parser()._actions if each.dest == "command").choices
    return dict(choices or {})  # type: ignore[call-overload]


def _flags() -> Iterator[tuple[str, str]]:
    for name, parser in _commands().items():
        for action in parser._actions:
            if action.option_strings and action.nargs != 0:
                yield name, action.option_strings[-1]


@pytest.fixture
def here(clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and a home with a clinic in it."""
    clinic.store.close()
    shutil.copytree(clinic.data, tmp_path / "decisionaid")
    (tmp_path / "decisionaid-practice").symlink_to(tmp_path / "decisionaid")
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DECISIONAID_PORT", str(free_port()))
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("decisionaid.commands.serve._serve", lambda settings, link: None)
    return tmp_path / "here"


def _output_of(command: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    try:
        status = main(command)
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    return status, said.out + said.err


def test_every_command_is_tried() -> None:
    assert NEEDS.keys() == _commands().keys()


@pytest.mark.hazard("T07")
@pytest.mark.parametrize(("command", "flag"), list(_flags()))
def test_nonsense_after_a_flag_is_answered_in_words(
    here: Path, command: str, flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for nonsense in NONSENSE:
        status, said = _output_of([command, *NEEDS[command], f"{flag}={nonsense}"], capsys)
        assert status in (0, 1, 2), nonsense
        assert status == 0 or said.strip(), f"{nonsense!r} was refused without a word"
        assert "database" not in flag or "hush-hush" not in said, (
            "a password in the address of a database is not said back"
        )
    left = [each.name for each in here.iterdir() if each.name not in ("no-such-thing", "0", "-1", "kept.zip")]
    assert left == [] or flag in ("--data", "--output"), left


@pytest.mark.parametrize("command", [name for name, words in NEEDS.items() if words and not words[0].startswith("-")])
def test_nonsense_in_the_first_place_is_answered_in_words(
    here: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for nonsense in NONSENSE:
        status, said = _output_of([command, *NEEDS[command][1:], "--", nonsense], capsys)
        assert status in (0, 1, 2), nonsense
        assert status == 0 or said.strip(), f"{nonsense!r} was refused without a word"


@pytest.mark.parametrize(
    "words",
    [
        ["visits", "--on", "9999-12-31"],
        ["visits", "--on", "0001-01-01"],
        ["visits", "--on", "yesterday"],
        ["visits", "--database-url", "nonsense"],
        ["visits", "--database-url", "mysql://u:p@h/x"],
        ["visits", "--database-url", "postgresql+nothing://u:p@h/x"],
        ["visits", "--database-url", "sqlite:///no/such/folder/x.db"],
        ["serve", "--practice", "--database-url", "sqlite:///no/such/folder/x.db"],
        ["link", "--database-url", "sqlite:///:memory:"],
        ["approve", "statin", "--by", "Ellen Price", "--until", "9999-12-31"],
        ["check", "site.yaml", "--on", "9999-12-31"],
        ["link", "--for", "\ud800"],
    ],
)
def test_a_call_that_cannot_be_meant_ends_with_two_and_a_sentence(
    here: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = _output_of(words, capsys)
    assert status == 2
    assert said.strip()
    assert "u:p@" not in said
    assert list(here.iterdir()) == [], "no folder was made for it"


@pytest.mark.parametrize("variable", ["DATA", "DATABASE_URL", "CERTFILE", "AIDS", "HOST", "MASTER_KEY", "PORT"])
def test_nonsense_in_the_environment_is_answered_in_words(
    here: Path, variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for nonsense in NONSENSE:
        monkeypatch.setenv(f"DECISIONAID_{variable}", nonsense.replace("\ud800", "\udcff"))
        for command in ("serve", "visits", "link"):
            status, said = _output_of([command, *NEEDS[command]], capsys)
            assert status in (0, 1, 2), (command, nonsense)
            assert status == 0 or said.strip()
            assert variable != "DATABASE_URL" or "hush-hush" not in said
