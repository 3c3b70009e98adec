"""Every kind of a folder keeps its contract: mypy holds each module to the `Protocol` of its folder."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from decisionaid.domain.readers import PAPER
from decisionaid.folders import kinds_in
from tests.project import ROOT

FOLDERS = {
    "risk": ("Model", "models"),
    "figures": ("FigureKind", "figures"),
    "rules": ("Rule", "rules"),
    "cards": ("CardKind", "kinds"),
    "exports": ("Format", "formats"),
}
"""Folder of kinds -> the contract that it states, and where it keeps its kinds by name."""
NAMED = {"rules": "ID", "cards": "KIND"}
EVERY = [(folder, module) for folder in FOLDERS for module in kinds_in(f"decisionaid.{folder}")]


@pytest.mark.parametrize(("folder", "module"), [pytest.param(*each, id=each[1].__name__) for each in EVERY])
def test_a_kind_says_what_it_is_and_has_the_name_of_its_file(folder: str, module: ModuleType) -> None:
    assert (module.__doc__ or "").strip()
    named = str(getattr(module, NAMED.get(folder, "NAME")))
    assert named.lower().replace("-", "_") == module.__name__.rpartition(".")[2], "one kind, one file, one name"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_keeps_each_of_its_kinds_under_a_name_of_its_own(folder: str) -> None:
    package = importlib.import_module(f"decisionaid.{folder}")
    kept = getattr(package, FOLDERS[folder][1])()
    assert len(kept) == len(kinds_in(package.__name__)) > 0


def test_mypy_holds_every_kind_to_the_contract_of_its_folder(tmp_path: Path) -> None:
    """Modules that are found by their place have no type; here each of them gets it, as if it were named in the code.

    The last lines hold the kinds of one folder to the contract of another, so that this test is seen to look.
    """
    lines = [_held(folder, module) for folder, module in EVERY]
    kept = len(lines)
    wrong = zip(FOLDERS, [*list(FOLDERS)[1:], *list(FOLDERS)[:1]], strict=True)
    lines += [_held(folder, kinds_in(f"decisionaid.{other}")[0]) for folder, other in wrong]
    file = tmp_path / "held.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(file)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    refused = sorted({int(at) for at in re.findall(r"held\.py:(\d+): error", found.stdout)})
    assert [lines[at - 1] for at in refused if at <= kept] == [], found.stdout + found.stderr
    assert [at for at in refused if at > kept] == list(range(kept + 1, len(lines) + 1)), found.stdout + found.stderr


def _held(folder: str, module: ModuleType) -> str:
    package, name = f"decisionaid.{folder}", module.__name__
    contract = f"{package}.{FOLDERS[folder][0]}"
    if hasattr(module, "DISPLAY"):  # a figure that the picture card offers
        contract = f"{package}.ChanceFigure"
    if folder == "exports":  # a format and its reader fit together
        reader = type(getattr(module, "READER", PAPER))
        contract = f"{contract}[{reader.__module__}.{reader.__name__}]"
    imports = f"import {package}, {name}, decisionaid.domain.readers"
    return f"{imports}; {folder}_{name.replace('.', '_')}: {contract} = {name}"
