"""Adding the next kind, model, figure, rule, format or language is its own files and their proof, and nothing else.

`one_of_each/` holds one of each, at the places where a person would put them. They are laid into a copy of the project,
no file of which is touched, and the tests that hold every kind are run there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT, files_below

NEW = ROOT / "tests" / "one_of_each"
COPIED = ("decisionaid", "tests", "aids", "static", "templates", "pyproject.toml", "README.md", ".mypy_cache")
LANGUAGE = "pt"
QUICK = (
    "tests/test_project_contracts.py",
    "tests/risk/test_contract.py",
    "tests/rules/test_rules.py",
    "tests/figures",
    "tests/cards/test_examples.py",
    "tests/cards/test_displays.py",
    "tests/exports/test_contract.py",
)
HELD = (
    *QUICK,
    "tests/risk/test_vectors.py",
    "tests/risk/test_refusals.py",
    "tests/cards/test_contract.py",
    "tests/locale/test_catalogue.py",
)
"""What holds every kind of a folder, whichever it is."""
NAMES = ("dice", "title_1", "TITLE-1", "strip", "pause", "outline", "mypy", f"sense-0-{LANGUAGE}")
PROOFS = (
    "tests/vectors/dice.json",
    "tests/rules/TITLE-1.yaml",
    "tests/figures/test_strip.py",
    "tests/cards/pause.yaml",
    "tests/exports/golden/outline.txt",
)
"""Without any of these, one of the new ones is not proved."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one more of each, and with nothing else touched."""
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("one_of_each"))
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name)
    for file in files_below(NEW):
        _new(folder / file.relative_to(NEW), file.read_bytes())
    for file in (ROOT / "decisionaid" / "locale" / "es.po", *(ROOT / "aids").glob("*/es.yaml")):
        there = folder / file.relative_to(ROOT).with_stem(LANGUAGE)
        _new(there, re.sub(rb'"Language: es', f'"Language: {LANGUAGE}'.encode(), file.read_bytes()))
    return folder


def _new(file: Path, content: bytes) -> None:
    assert not file.exists(), f"{file} is there already: one more kind touches no file that is not its own"
    file.write_bytes(content)


def _run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        input="",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(copy)},
    )


def _held(copy: Path, *names: str) -> subprocess.CompletedProcess[str]:
    only = ("-k", " or ".join(names)) if names else ()
    return _run(copy, "pytest", "-vv", "-p", "no:cacheprovider", *only, *(QUICK if names else HELD))


@pytest.mark.parametrize("names", [NAMES, pytest.param((), marks=pytest.mark.hold)], ids=["new", "all"])
def test_one_more_of_each_keeps_the_contract_of_its_folder(copy: Path, names: tuple[str, ...]) -> None:
    done = _held(copy, *names)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [name for name in NAMES if name not in done.stdout] == [], "each of them was held to something"


def test_the_program_knows_them_without_being_told(copy: Path) -> None:
    asked = _run(copy, "decisionaid", "risk", "dice")
    assert asked.returncode == 0, asked.stderr
    checked = _run(copy, "decisionaid", "check", "aids")
    assert "0 to mend" in checked.stdout, checked.stdout


@pytest.mark.hold
@pytest.mark.parametrize("proof", PROOFS)
def test_none_of_them_is_proved_by_being_there(copy: Path, proof: str) -> None:
    kept = (copy / proof).read_bytes()
    (copy / proof).unlink()
    try:
        assert _held(copy, *NAMES).returncode != 0
    finally:
        (copy / proof).write_bytes(kept)


def test_a_language_is_not_proved_by_being_there(copy: Path) -> None:
    words = copy / "aids" / "statin" / f"{LANGUAGE}.yaml"
    whole = words.read_bytes()
    words.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    try:
        checked = _run(copy, "decisionaid", "check", "aids")
        assert checked.returncode == 1
        assert "TRANS-1" in checked.stdout
    finally:
        words.write_bytes(whole)
