"""What is installed: the locked packages, their licences, and a wheel that serves what the checkout serves."""

from __future__ import annotations

import importlib.metadata
import re
import signal
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from decisionaid.web.static_files import JOINED, texts
from tests.locks import DEV, EXTRA, PROJECT, RUN, RUNTIME, SERVER, group, locked, version_of
from tests.project import PACKAGE, ROOT, SHIPPED, files_below, name_of, served, tracked, wait_until_free

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
READ_BY_HAND = {"pysqlite3": ("Zlib", "Altered source versions must be plainly marked")}
"""Packages whose metadata names no licence: what it is, and words of the licence file that prove it."""


@pytest.mark.hazard("T11")
@pytest.mark.parametrize(
    ("lock", "wanted"),
    [(RUN, RUNTIME), (DEV, RUNTIME + group("dev")), (SERVER, RUNTIME + EXTRA)],
    ids=["run", "dev", "server"],
)
def test_the_lock_holds_every_package_that_the_project_asks_for(lock: Path, wanted: list[Requirement]) -> None:
    held = locked(lock)
    for each in wanted:
        pinned = held.get(canonicalize_name(each.name))
        assert pinned is not None, f"{each.name} is not locked: make lock"
        assert each.specifier.contains(version_of(pinned)), f"{each} is locked as {pinned}: make lock"
        assert bool(pinned.marker) >= bool(each.marker), f"{each.name} is locked for machines that it is not made for"


@pytest.mark.hazard("T11")
@pytest.mark.parametrize("lock", [RUN, DEV, SERVER], ids=["run", "dev", "server"])
def test_every_locked_package_has_its_hashes_and_the_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-|@ |file:", text.replace("    --hash=", "    "), re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked(lock)) > 20
    assert [each.split()[0] for each in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", each)] == []


@pytest.mark.hazard("T11")
def test_what_is_tested_is_what_runs() -> None:
    tests, runs, serves = locked(DEV), locked(RUN), locked(SERVER)
    assert {name: str(each) for name, each in runs.items()} == {name: str(tests[name]) for name in runs}
    assert {name: version_of(each) for name, each in serves.items()} == {
        name: version_of(tests[name]) for name in serves
    }


@pytest.mark.hazard("T11")
def test_every_package_that_runs_has_a_permissive_licence() -> None:
    running = _with_theirs(RUNTIME[: len(PROJECT["project"]["dependencies"])])
    assert len(running) > 20
    packages = {name: importlib.metadata.distribution(name) for name in running}
    assert {name: _licence(each) for name, each in packages.items() if not _permissive(each)} == {}


def _with_theirs(wanted: list[Requirement]) -> set[str]:
    """The packages, and whatever they need on this machine."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name not in found and (each.marker is None or each.marker.evaluate({"extra": ""})):
            found.add(name)
            waiting += [Requirement(text) for text in importlib.metadata.requires(name) or []]
    return found


def _licence(package: importlib.metadata.Distribution) -> str:
    said = package.metadata
    if "License-Expression" in said:
        return str(said["License-Expression"])
    for each in said.get_all("Classifier") or []:
        if each.startswith("License :: OSI Approved :: "):
            return str(each).rpartition(" :: ")[2].removesuffix(" License")
    return str(said["License"]) if "License" in said else ""


def _permissive(package: importlib.metadata.Distribution) -> bool:
    name = canonicalize_name(package.metadata["Name"])
    if name in READ_BY_HAND:
        files = [each for each in package.files or () if "LICENSE" in each.name]
        return any(READ_BY_HAND[name][1] in each.read_text() for each in files)
    any_of = [part.strip(" ()") for part in _licence(package).split(" OR ")]
    return any(all(each.strip(" ()") in PERMISSIVE for each in part.split(" AND ")) for part in any_of)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of this checkout."""
    folder = tmp_path_factory.mktemp("built")
    _build(ROOT, folder, "-t", "sdist", "-t", "wheel")
    return folder


def _build(tree: Path, into: Path, *targets: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(into), *targets]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip installs it, in a folder of its own."""
    (wheel,) = built.glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_below(folder)}


def test_the_wheel_holds_every_file_byte_for_byte(installed: Path) -> None:
    wheel = _contents(installed / "decisionaid")
    for folder in SHIPPED:
        inside = {name: data for name, data in wheel.items() if name.startswith(f"_shipped/{folder}/")}
        assert inside == {f"_shipped/{folder}/{name}": data for name, data in _contents(ROOT / folder).items()}
    code = {name: data for name, data in wheel.items() if not name.startswith("_shipped/")}
    assert code == _contents(PACKAGE)


def test_the_wheel_holds_every_file_that_git_keeps_and_its_licences(installed: Path) -> None:
    wheel = {f"decisionaid/{name}" for name in _contents(installed / "decisionaid")}
    for path in tracked():
        name = name_of(path)
        if name.startswith("decisionaid/"):
            assert name in wheel
        elif name.startswith(tuple(f"{folder}/" for folder in SHIPPED)):
            assert f"decisionaid/_shipped/{name}" in wheel
    licences = next(installed.glob("decisionaid-*.dist-info")) / "licenses"
    assert (licences / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert (licences / "aids" / "LICENSE").read_bytes() == (ROOT / "aids" / "LICENSE").read_bytes()


def test_the_source_archive_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "source", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (tree,) = (tmp_path / "source").iterdir()
    _build(tree, tmp_path / "again", "-t", "wheel")
    (first,), (second,) = built.glob("*.whl"), (tmp_path / "again").glob("*.whl")
    assert _unzipped(first) == _unzipped(second)


def _unzipped(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return bytes(answer.read())


def _pages(code: Path, data: Path) -> dict[str, bytes]:
    """What a server from that code answers, without what is new in every page."""
    with served(code, data) as server:
        start = server.link.removeprefix(server.address)
        found = {"/sign-in": _same(_fetch(server.address + "/sign-in"))}
        found["/start"] = _same(_fetch(server.link)).replace(start.encode(), b"")
        names = [path.relative_to(ROOT / "static").as_posix() for path in files_below(ROOT / "static")]
        for address in (f"/static/{name}" for name in (*names, *JOINED)):
            found[address] = _fetch(server.address + address)
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=20) in (0, 130)
        assert wait_until_free(server.address)
    return found


def _same(page: bytes) -> bytes:
    return re.sub(rb'name="csrf_token" value="[^"]*"', b"", page)


def test_the_wheel_and_the_checkout_serve_the_same_pages(installed: Path, tmp_path: Path) -> None:
    checkout, wheel = _pages(ROOT, tmp_path / "a"), _pages(installed, tmp_path / "b")
    assert checkout == wheel
    assert b"password" in wheel["/start"]
    packed = texts(ROOT / "static")
    assert wheel["/static/encounter.js"] == packed["encounter.js"]
    for name, page in wheel.items():
        if name.startswith("/static/"):
            kept = packed.get(name.removeprefix("/static/"))
            assert page == (kept if kept is not None else (ROOT / name.removeprefix("/")).read_bytes())


def test_the_wheel_shows_its_commands_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import decisionaid.assets as a, decisionaid.cli as c; print(a.asset_root()); c.main(['schema'])",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    root, _, schema = said.partition("\n")
    assert Path(root) == installed / "decisionaid" / "_shipped"
    assert schema == (ROOT / "aids" / "aid.schema.json").read_text("utf-8")
