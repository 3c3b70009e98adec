"""Imports run downward only, and the examples in the docstrings of the core are true."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest

import decisionaid
from tests.project import PACKAGE, ROOT, imported

HELD = ("domain", "risk", "locale", "errors", "settings", "cards", "figures", "rules", "exports")


def test_imports_run_downward_only_and_never_in_a_circle() -> None:
    command = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )
    held = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert held.returncode == 0, held.stdout + held.stderr
    assert "0 broken" in held.stdout


def test_every_part_of_the_package_has_its_place_in_the_layers() -> None:
    """A new folder or module at the top is ordered with the others, or it would be outside of the contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    placed = {part.strip(" ()").removeprefix("decisionaid.") for layer in layers for part in layer.split("|")}
    there = {each.name for each in pkgutil.iter_modules(decisionaid.__path__) if each.name != "__main__"}
    assert there - placed == set()


def _modules() -> list[str]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").parts
        if name[0] in HELD and ">>> " in path.read_text(encoding="utf-8"):
            found.append(".".join(("decisionaid", *(part for part in name if part != "__init__"))))
    return found


@pytest.mark.parametrize("module", _modules())
def test_the_examples_in_the_docstrings_are_true(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0


def _imports_of(folder: str) -> dict[str, set[str]]:
    """Module of a folder of tests -> the full names that it imports."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = set(imported(path, ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _circles(imports: Mapping[str, Collection[str]]) -> list[str]:
    """Modules that can be reached from themselves."""
    modules = {
        each: each if each in imports else each.rpartition(".")[0] for names in imports.values() for each in names
    }
    left = {name: {modules[each] for each in names} & imports.keys() - {name} for name, names in imports.items()}
    while free := {name for name, names in left.items() if not names}:
        left = {name: names - free for name, names in left.items() if name not in free}
    return sorted(left)


def test_no_test_imports_itself_in_a_circle() -> None:
    every = _imports_of("tests") | _imports_of("e2e")
    assert len(every) > 150
    assert _circles(every) == []
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["a", "b", "c"], (
        "what leads into one is named too"
    )


def _programs_in(tree: ast.Module) -> Iterator[ast.Module]:
    """The programs that stand in the strings of a module, for a process of their own."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and "import " in each.value:
            with suppress(SyntaxError):
                yield ast.parse(dedent(each.value))


def _ours_in(program: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of what a program imports of this project; the name is "" where it is the module itself."""
    for each in ast.walk(program):
        if isinstance(each, ast.ImportFrom) and each.module:
            named = [(each.module, name.name) for name in each.names]
        elif isinstance(each, ast.Import):
            named = [(name.name, "") for name in each.names]
        else:
            continue
        yield from (pair for pair in named if pair[0].partition(".")[0] in ("decisionaid", "tests", "e2e"))


def _is_there(module: str, name: str) -> bool:
    try:
        found = importlib.import_module(module)
        return not name or hasattr(found, name) or bool(importlib.import_module(f"{module}.{name}"))
    except ImportError:
        return False


def test_programs_that_stand_in_strings_import_what_is_there() -> None:
    """A name that is changed is changed by a tool that does not read strings."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for path in sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "e2e").rglob("*.py")]):
        programs = _programs_in(ast.parse(path.read_text(encoding="utf-8")))
        wanted[path.relative_to(ROOT).as_posix()] = [each for program in programs for each in _ours_in(program)]
    assert ("decisionaid.clinic", "Clinic") in wanted["e2e/bench/plans.py"]
    assert sum(bool(each) for each in wanted.values()) > 5
    assert [(path, *each) for path, some in wanted.items() for each in some if not _is_there(*each)] == []
    assert not _is_there("decisionaid.clinic", "Teller")
    assert not _is_there("decisionaid.telling", "")


def test_the_version_is_said_in_one_way() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert decisionaid.__version__ == project["version"]
    assert Path(decisionaid.__file__).parent == PACKAGE, "the tests run on this checkout"
