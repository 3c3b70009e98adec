"""A real PostgreSQL for the tests: Debian's package, a cluster of its own in a temporary folder, on a socket only.

PostgreSQL refuses to run as root, so as root it runs as the user that the package made. It lies in memory where there
is room, because most tests do not ask about the disk; it answers as it would on a disk, `fsync` and all. The databases
of tests are copies of one that was made a single time: a copy takes a twentieth of a second.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from decisionaid.settings import Settings, new_id
from decisionaid.store.roles import hand_over

DEBIAN = "usr/lib/postgresql/*/bin"
ROOM = 1 << 30
READY, OWNER, SERVING = "ready", "owner", "serving"
"""A database with empty tables, to be copied; the role that owns tables; the role that a server signs in with."""
SETTINGS = ("listen_addresses=", "shared_buffers=32MB", "max_connections=120", "log_min_messages=error")


def program(name: str) -> Path | None:
    """A program of PostgreSQL, the newest of this machine."""
    found = sorted(Path("/").glob(f"{DEBIAN}/{name}"))
    on_path = shutil.which(name)
    return found[-1] if found else Path(on_path) if on_path else None


def needed() -> None:
    """Skip on a laptop without PostgreSQL; fail where every promise is held."""
    if program("initdb") is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("PostgreSQL is not installed. On Debian or Ubuntu: apt install postgresql")


def _shared() -> Path:
    """Where the cluster lies: in memory, if there is room for it."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else Path(tempfile.gettempdir())


def _whose() -> dict[str, Any]:
    """The user as whom PostgreSQL runs: this one, or, as root, the package's own."""
    if os.getuid() != 0:
        return {}
    names = {each.pw_name for each in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _ends_with_its_parent() -> None:
    """The server stops at once when the tests are killed: nothing is left running."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


@dataclass
class Cluster:
    """One server.

    Attributes:
        more: settings beside the usual ones, such as "fsync=off".
        on_disk: whether it lies on the disk, as a real one does, where there is room in memory too.
    """

    more: tuple[str, ...] = ()
    on_disk: bool = False
    folder: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None
    _number: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="decisionaid-pg-", dir=None if self.on_disk else _shared()))
        whose = _whose()
        if whose:
            os.chown(self.folder, whose["user"], whose["group"])
        made = [program("initdb"), "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]
        # letters are put in order as people do, as in most installations, and not by their bytes
        made += ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"]
        subprocess.run(list(map(str, made)), check=True, capture_output=True, cwd="/", **whose)
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = (*SETTINGS, *self.more, f"unix_socket_directories={self.folder}")
        command = [str(program("postgres")), "-D", str(self.data)]
        for each in settings:
            command += ["-c", each]
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                command,
                stdout=said,
                stderr=said,
                cwd="/",
                preexec_fn=_ends_with_its_parent if os.uname().sysname == "Linux" else None,
                **_whose(),
            )
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                self.run("SELECT 1")
                return
            except Exception:
                assert self.process.poll() is None, (self.folder / "said.txt").read_text()
                time.sleep(0.02)
        raise TimeoutError((self.folder / "said.txt").read_text())

    def url(self, database: str, user: str = "postgres") -> str:
        """As an administrator would write it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres", user: str = "postgres") -> Any:
        """A connection past the program, in which each statement counts at once."""
        import psycopg

        return psycopg.connect(self.url(database, user), autocommit=True)

    def run(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement of the server's owner."""
        with self.connect(database) as raw:
            cursor = raw.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def new(self, template: str = "template0", owner: str = "postgres") -> str:
        """A database of its own, a copy of another; returns its name."""
        name = f"d{next(self._number)}_{new_id()[:6].lower().replace('-', '_')}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER "{owner}"')
        return name

    def make_ready(self) -> None:
        """Two roles, as an installation has them, and a database with empty tables that its copies begin from."""
        for role in (OWNER, SERVING):
            self.run(f"CREATE ROLE {role} LOGIN")
        self.run(f"CREATE DATABASE {READY} OWNER {OWNER}")
        hand_over(Settings(data=self.folder, database_url=self.url(READY, OWNER)), SERVING)

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def kill(self) -> None:
        """kill -9 for the server and everything that it started, at one moment."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in (self.process.pid, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop at once."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
