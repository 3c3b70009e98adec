"""Where the files of the project are, for the tests that read them as files."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "decisionaid"
SHIPPED = ("aids", "static", "templates")
MADE_HERE = {
    ".git",
    ".venv",
    "__pycache__",
    "dist",
    "build",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
}


def tracked() -> tuple[Path, ...]:
    """Every file that git keeps; without git, every file that no tool has made."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return tuple(path for name in said.decode().split("\0") if name and (path := ROOT / name).is_file())
    return tuple(path for path in files_below(ROOT) if not MADE_HERE & set(path.relative_to(ROOT).parts))


def files_below(folder: Path) -> tuple[Path, ...]:
    """Every file of a folder, but what Python compiles for itself."""
    return tuple(sorted(each for each in folder.rglob("*") if each.is_file() and "__pycache__" not in each.parts))


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the package, parsed."""
    for path in files_below(PACKAGE):
        if path.suffix == ".py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """The path as a person would say it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path, tree: ast.Module) -> Iterator[str]:
    """The full names of what a module imports: modules, and names in them."""
    package = [*path.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *(node.module or "").split(".")]).rstrip(".")
            yield from (f"{whole}.{each.name}" for each in node.names)


def called(node: ast.Call) -> str:
    """The last name of what is called: `Markup` in `markupsafe.Markup(...)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def free_port() -> int:
    """A port on this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running `decisionaid serve --practice`."""

    process: subprocess.Popen[str]
    address: str
    link: str = ""


@contextmanager
def served(code: Path, data: Path, *flags: str) -> Iterator[Served]:
    """Serve from a folder that holds the package (a checkout, or where a wheel was put), from outside of it."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DECISIONAID_")}
    command = [
        sys.executable,
        "-m",
        "decisionaid",
        "serve",
        "--practice",
        "--data",
        str(data),
        "--port",
        str(port),
        *flags,
    ]
    with subprocess.Popen(
        command,
        cwd=data.parent,
        env={**clean, "PYTHONPATH": str(code), "PYTHONSAFEPATH": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        server = Served(process, f"http://127.0.0.1:{port}")
        assert process.stdout is not None
        try:
            first, second = process.stdout.readline(), process.stdout.readline()
            assert "is ready" in first, first + (process.stderr.read() if process.stderr else "")
            server.link = second.strip().rpartition(" ")[2]
            yield server
        finally:
            if process.poll() is None:
                process.kill()


def wait_until_free(address: str) -> bool:
    """True as soon as nobody listens there any more."""
    port = int(address.rpartition(":")[2])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.05)
    return False
