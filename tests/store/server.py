"""A real `decisionaid serve` in its own processes, and a browser that knows only HTTP: to be killed and restarted."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.builders import NAME, PASSWORD, field_of


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`decisionaid serve --practice` in a process group of its own.

    Attributes:
        wrap: words before the command, such as a tracer. more: flags of the command.
        workers, threads: its processes, and the threads of each.
    """

    data: Path
    port: int = field(default_factory=free_port)
    wrap: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    workers: int = 2
    threads: int = 16
    process: subprocess.Popen[str] | None = None

    def start(self, seconds: float = 60) -> float:
        """Start it; returns how long it took until a page was answered."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("DECISIONAID_")}
        began = time.monotonic()
        command = ["decisionaid", "serve", "--practice", "--data", str(self.data), "--port", str(self.port)]
        command += self.more
        self.process = subprocess.Popen(
            [*self.wrap, sys.executable, "-m", *command],
            stdout=(self.data.parent / "said.txt").open("a"),
            stderr=subprocess.STDOUT,
            text=True,
            env=environ | {"DECISIONAID_WORKERS": str(self.workers), "DECISIONAID_THREADS": str(self.threads)},
            start_new_session=True,
        )
        while time.monotonic() - began < seconds:
            try:
                if Browser(self.port).get("/readyz")[0] == 200:
                    return time.monotonic() - began
            except (OSError, HTTPException):
                time.sleep(0.01)
            assert self.process.poll() is None, (self.data.parent / "said.txt").read_text()
        raise TimeoutError("the server did not come up")

    def kill(self) -> None:
        """kill -9 for every process of the group, at one moment."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, as an administrator does."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=30)

    def link(self) -> str:
        """The link for the first sign-in, as it was printed."""
        found = re.search(r"/start/([\w-]+)", (self.data.parent / "said.txt").read_text())
        assert found
        return found.group(0)


@dataclass
class Browser:
    """One connection, one cookie; no script."""

    port: int
    cookie: str = ""
    timeout: float = 30
    secure: bool = False

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        if self.secure:  # a certificate of the test's own making
            anybody = ssl._create_unverified_context()
            self.connection = HTTPSConnection("127.0.0.1", self.port, timeout=self.timeout, context=anybody)

    def get(self, address: str) -> tuple[int, str]:
        return self._ask("GET", address, None)

    def post(self, address: str, data: dict[str, str], accept: str = "text/html") -> tuple[int, str]:
        return self._ask("POST", address, urlencode(data), accept)

    def _ask(self, method: str, address: str, body: str | None, accept: str = "text/html") -> tuple[int, str]:
        headers = {"Cookie": self.cookie, "Accept": accept}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        return answer.status, answer.getheader("Location") or text

    @property
    def origin(self) -> str:
        return f"http{'s' if self.secure else ''}://127.0.0.1:{self.port}"

    def sign_in(self, link: str) -> None:
        """By the link that works a single time."""
        csrf = field_of(self.get(link)[1], "csrf_token")
        status, said = self.post(link, {"csrf_token": csrf, "name": NAME, "password": PASSWORD})
        assert status == 303, said

    def open_visit(self, aid: str = "statin") -> str:
        csrf = field_of(self.get("/")[1], "csrf_token")
        status, address = self.post("/visits", {"csrf_token": csrf, "aid": aid, "name": ""})
        assert status == 303, address
        return urlsplit(address).path.split("/")[2]
