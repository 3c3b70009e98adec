"""The lock files as the tests read them: what is pinned, what the project asks for, and how the Makefile installs."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
SERVER = ROOT / "requirements-postgresql.lock"
"""What a server of several has: what runs, and the driver of PostgreSQL."""
OLDEST_PIP = ROOT / "tests" / "oldest-pip.txt"


def locked(lock: Path) -> dict[str, Requirement]:
    """Name -> its line in a lock."""
    text = lock.read_text(encoding="utf-8")
    found = (Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"[a-z0-9]", line))
    return {canonicalize_name(each.name): each for each in found}


def version_of(pinned: Requirement) -> str:
    """The version of a line of a lock."""
    (version,) = [spec.version for spec in pinned.specifier if spec.operator == "=="]
    return version


def group(name: str) -> list[Requirement]:
    """What a group of pyproject.toml asks for, the groups in it included."""
    found: list[Requirement] = []
    for each in PROJECT["dependency-groups"][name]:
        found += [Requirement(each)] if isinstance(each, str) else group(each["include-group"])
    return found


EXTRA = [Requirement(each) for each in PROJECT["project"]["optional-dependencies"]["postgresql"]]
RUNTIME = [Requirement(each) for each in PROJECT["project"]["dependencies"]] + group("build")


def installs(lock: Path, python: str) -> list[str]:
    """The words of the Makefile's own command that installs a lock, with another Python in the place of .venv's."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (line,) = re.findall(rf"^\t@?(.* --requirement {re.escape(name_in_makefile(lock))})$", makefile, re.MULTILINE)
    variables = dict(re.findall(r"^(\w+) :?= (.*)$", makefile, re.MULTILINE))
    while found := re.search(r"\$\((\w+)\)", line):
        line = line.replace(found.group(0), variables[found.group(1)])
    program, *words = shlex.split(line)
    assert program == ".venv/bin/python"
    return [python, *words]


def name_in_makefile(file: Path) -> str:
    """As the Makefile writes it, seen from the checkout."""
    return file.relative_to(ROOT).as_posix()
