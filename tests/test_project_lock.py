"""What is installed depends on the lock alone: not on the day, not on the pip, not on what an index holds today."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.locks import (
    DEV,
    EXTRA,
    OLDEST_PIP,
    RUN,
    RUNTIME,
    SERVER,
    group,
    installs,
    locked,
    name_in_makefile,
    version_of,
)
from tests.project import ROOT

pytestmark = pytest.mark.hazard("T11")

WANTED = {RUN: RUNTIME, DEV: RUNTIME + group("dev"), SERVER: RUNTIME + EXTRA}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = {
    "Linux": ("linux", "posix", ("x86_64", "aarch64")),
    "Darwin": ("darwin", "posix", ("arm64", "x86_64")),
    "Windows": ("win32", "nt", ("AMD64",)),
}
NEWER = "9999"
both = pytest.mark.parametrize("lock", [RUN, DEV], ids=["run", "dev"])


def _environments() -> Iterable[dict[str, str]]:
    for python, (system, (platform, name, machines)) in product(PYTHONS, MACHINES.items()):
        for machine in machines:
            yield {
                "python_version": python,
                "python_full_version": f"{python}.0",
                "implementation_name": "cpython",
                "implementation_version": f"{python}.0",
                "platform_python_implementation": "CPython",
                "platform_system": system,
                "platform_machine": machine,
                "platform_release": "",
                "platform_version": "",
                "sys_platform": platform,
                "os_name": name,
            }


def _applies(each: Requirement, environment: Mapping[str, str], extras: Iterable[str] = ("",)) -> bool:
    return each.marker is None or any(each.marker.evaluate({**environment, "extra": extra}) for extra in extras)


def _requires(name: str, pinned: Mapping[str, Requirement]) -> list[Requirement]:
    """What a locked package asks for, as it says itself; only what is made for other machines is not there to be read.

    Those are few and small (colorama, on Linux), and the same test reads them where they are installed.
    """
    try:
        return [Requirement(text) for text in importlib.metadata.requires(name) or []]
    except importlib.metadata.PackageNotFoundError:
        marker = pinned[name].marker
        assert marker is not None, f"{name} is locked, and not installed: make test"
        assert not marker.evaluate(), f"{name} is locked for this machine, and not installed: make test"
        return []


def _asked(lock: Path, environment: Mapping[str, str]) -> dict[str, list[Requirement]]:
    """Name -> each way in which it is asked for on that machine, through all who ask, extras included."""
    pinned = locked(lock)
    found: dict[str, list[Requirement]] = {}
    waiting = [each for each in WANTED[lock] if _applies(each, environment)]
    done: set[tuple[str, str]] = set()
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        found.setdefault(name, []).append(each)
        news = {extra for extra in ("", *each.extras) if (name, extra) not in done}
        done |= {(name, extra) for extra in news}
        if news and name in pinned:
            waiting += [more for more in _requires(name, pinned) if _applies(more, environment, news)]
    return found


@pytest.mark.parametrize("lock", WANTED, ids=["run", "dev", "server"])
def test_every_name_that_a_locked_package_asks_for_is_pinned_for_every_python_and_machine(lock: Path) -> None:
    pinned = locked(lock)
    seen: set[str] = set()
    for environment in _environments():
        where = "{python_version} on {platform_system} {platform_machine}".format(**environment)
        asked = _asked(lock, environment)
        seen |= asked.keys()
        for name, ways in asked.items():
            assert name in pinned, f"{name} is asked for with Python {where}, and is not locked: make lock"
            assert _applies(pinned[name], environment), f"{name} is asked for with Python {where}; locked for others"
            for each in ways:
                assert each.specifier.contains(version_of(pinned[name]), prereleases=True), f"{each} with {where}"
    assert seen == pinned.keys(), "what nobody asks for is not locked"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of empty wheels that ask for what the real ones ask for, and a newer one of each beside it."""
    folder = tmp_path_factory.mktemp("index")
    pinned = locked(DEV)
    for name, each in pinned.items():
        requires = [str(more) for more in _requires(name, pinned)]
        for version in (version_of(each), NEWER):
            _wheel(folder, name, version, requires)
    for version in ("1", NEWER):
        _wheel(folder, "asked-with-extras", version, [])
        _wheel(folder, "asks-with-extras", version, ["asked-with-extras[more]"])
    return folder


def _wheel(index: Path, name: str, version: str, requires: list[str]) -> None:
    shelf = index / name
    shelf.mkdir(exist_ok=True)
    file = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    inside = f"{name.replace('-', '_')}-{version}.dist-info"
    said = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: more"]
    with zipfile.ZipFile(shelf / file, "w") as packed:
        packed.writestr(f"{inside}/METADATA", "\n".join([*said, *(f"Requires-Dist: {each}" for each in requires), ""]))
        packed.writestr(f"{inside}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{inside}/RECORD", "")
    with (shelf / "index.html").open("a") as page:
        page.write(f'<a href="{file}">{file}</a>\n')


def _hash(index: Path, name: str, version: str) -> str:
    file = index / name / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _same_lock(lock: Path, index: Path, into: Path) -> Path:
    """The lock, line by line, with the hashes of the empty wheels."""
    lines = [f"{each} --hash=sha256:{_hash(index, name, version_of(each))}" for name, each in locked(lock).items()]
    into.write_text("\n".join(lines) + "\n")
    return into


def _install(command: list[str], lock: Path, index: Path, report: Path) -> tuple[dict[str, str], str]:
    """Run the oldest pip; returns what it would install, and what it complained of."""
    oldest = Path(sys.prefix) / "oldest-pip"
    assert (oldest / "pip").is_dir(), "the oldest pip is not there: make test puts it into .venv"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    done = subprocess.run(
        [*command[:-1], str(lock), "--dry-run", "--ignore-installed", "--report", str(report)],
        env={**clean, "PYTHONPATH": str(oldest), "PIP_INDEX_URL": index.as_uri(), "PIP_CONFIG_FILE": os.devnull},
        cwd=report.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return {}, done.stderr
    said = json.loads(report.read_text("utf-8"))
    assert said["pip_version"] in {version_of(each) for each in _oldest()}
    return {each["metadata"]["name"]: each["metadata"]["version"] for each in said["install"]}, done.stderr


def _oldest() -> list[Requirement]:
    lines = OLDEST_PIP.read_text("utf-8").splitlines()
    return [Requirement(line.rstrip(" \\")) for line in lines if line.startswith("pip")]


@both
def test_the_oldest_pip_installs_the_lock_and_nothing_newer(lock: Path, index: Path, tmp_path: Path) -> None:
    ours = _same_lock(lock, index, tmp_path / "same.lock")
    found, complaint = _install(installs(lock, sys.executable), ours, index, tmp_path / "report.json")
    here = {name: version_of(each) for name, each in locked(lock).items() if _applies(each, {})}
    assert found == here, complaint
    assert len(found) > 20


def test_a_name_asked_for_with_extras_is_installed_as_it_is_locked(index: Path, tmp_path: Path) -> None:
    """The case that broke with the calendar; and the same command without --no-deps shows that it still would."""
    names = ("asks-with-extras", "asked-with-extras")
    lock = tmp_path / "extras.lock"
    lock.write_text("".join(f"{name}==1 --hash=sha256:{_hash(index, name, '1')}\n" for name in names))
    command = installs(RUN, sys.executable)
    found, complaint = _install(command, lock, index, tmp_path / "report.json")
    assert found == dict.fromkeys(names, "1"), complaint
    if sys.version_info < (3, 13):  # a later Python has no pip that is old enough to look past a lock
        resolving = [word for word in command if word != "--no-deps"]
        assert len(resolving) == len(command) - 1
        found, complaint = _install(resolving, lock, index, tmp_path / "again.json")
        assert found == {}
        assert "--require-hashes" in complaint


def test_whatever_the_makefile_installs_is_locked_with_its_hashes() -> None:
    """Besides the project itself, and uv, which only writes the lock."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    lines = [
        line.strip("\t@")
        for line in makefile.splitlines()
        if re.search(r"^\t.*(\$\(INSTALL\)|pip\) install)", line, re.I)
    ]
    for line in (f"$(INSTALL) --requirement {name_in_makefile(lock)}" for lock in (RUN, DEV)):
        assert line in lines
    others = {line for line in lines if not line.startswith("$(INSTALL) ")}
    assert others == {"$(PIP) install --no-deps --no-build-isolation --editable .", "$(PIP) install --upgrade uv"}
    assert {"--require-hashes", "--no-deps"} <= set(installs(RUN, sys.executable))
    for each in re.split(r"^(?=pip)", OLDEST_PIP.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", each)
    for python in PYTHONS:
        assert sum(_applies(each, {"python_version": python}) for each in _oldest()) == 1
