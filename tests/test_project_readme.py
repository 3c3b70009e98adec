"""The README is true: each command in it parses, each place in it is there, each setting in it is one."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields

import pytest

from decisionaid.cli import _parser
from decisionaid.settings import Settings, variables
from tests.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [block for lang, block in re.findall(r"^ *```(\w*)\n(.*?)^ *```", README, re.M | re.S) if not lang]
COMMANDS = [line.strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def _rows(head: str) -> list[list[str]]:
    """The cells of the table under a heading of columns."""
    table = README.partition(head)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines() if row.startswith("| `")]


def test_the_two_commands_come_first() -> None:
    assert COMMANDS[:2] == ["make run", "make test"]
    assert README.index("make test") < README.index("![") < README.index("\n## ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_typed_as_it_is_written(command: str) -> None:
    program, *words = shlex.split(command)
    if program == "make":
        assert set(words) <= TARGETS
    else:
        assert program == "decisionaid"
        assert _parser().parse_args(words).run


def test_a_flag_that_does_not_exist_would_be_found() -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(shlex.split("serve --paractice"))


def test_every_make_target_in_the_text_exists_and_every_one_is_told() -> None:
    told = set(re.findall(r"`make ([a-z]+)", README))
    assert told <= TARGETS
    assert TARGETS - told == set()


def test_the_table_of_commands_is_what_the_program_says_of_itself() -> None:
    choices = next(each for each in _parser()._actions if each.dest == "command")
    assert choices.choices
    help_of = {each.dest: each.help for each in choices._choices_actions}  # type: ignore[attr-defined]
    told = {row[0].strip("`").removeprefix("decisionaid "): row[1] for row in _rows("| command | what it does |")}
    assert told == help_of


def test_the_table_of_settings_is_the_settings() -> None:
    told = {row[0].strip("`"): row[1] for row in _rows("| variable | default | what it sets |")}
    default = {each.name: _written(each.default) for each in fields(Settings)} | {"data": "the user's data folder"}
    real = {variable: default[name] for variable, name in variables().items()}
    assert told == real
    assert list(told) == list(real)


def _written(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default) or "empty"


def test_every_link_and_picture_leads_somewhere() -> None:
    places = re.findall(r"\]\(([^)]+)\)", README)
    assert len(places) >= 3
    for place in places:
        assert (ROOT / place).is_file(), place
        if place.endswith(".png"):
            assert (ROOT / place).stat().st_size <= 150 * 1024
    for place in re.findall(r"`((?:aids|static|templates|tests|decisionaid)/[^`\s]+)`", README):
        assert (ROOT / place).exists(), place


def test_it_says_plainly_what_it_is_not() -> None:
    words = " ".join(README.split())
    for promise in (
        "not for emergencies",
        "nothing here is legal advice",
        "not endorsed by the American Heart Association",
        "drafts until a named clinician",
        "used by a clinician with the patient",
    ):
        assert promise in words


def test_it_is_written_calmly() -> None:
    said = re.sub(r"!\[", "[", README)
    assert "!" not in said
    assert not re.search(r"\bonce\b", said, re.IGNORECASE)
