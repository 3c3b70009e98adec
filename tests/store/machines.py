"""Two servers, one PostgreSQL, nginx in front: killed while visits go on. `python -m tests.store.machines 300`.

The arrangement of `.docker`, with its own nginx.conf, started without containers. Each cycle kills one of three with
SIGKILL (a server with all its processes, the other one, PostgreSQL with all of its own) while browsers choose as fast
as they can through the proxy; it is started again, as a supervisor does, and nothing else is done. Every browser goes
on by sending the same choice under the same key until it is told as saved. At the end of a cycle each person's log
holds what was told as saved, a single time, word for word, and every chain verifies.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from tests.builders import field_of
from tests.cluster import READY, SERVING, Cluster
from tests.project import ROOT, free_port
from tests.store.kill_cycles import CARD, Found, _same
from tests.store.server import Browser, Server
from tests.test_project_tls import certificate

BROWSERS = 4
LONGEST_SECONDS = 60
KEY = "5c" * 32


def nginx_conf(folder: Path, port: int, servers: list[int]) -> str:
    """The configuration of `.docker`, with the places of this machine in the places of the containers'."""
    text = (ROOT / ".docker" / "nginx.conf").read_text("utf-8")
    changes = {
        "server app1:8320 ": f"server 127.0.0.1:{servers[0]} ",
        "server app2:8320 ": f"server 127.0.0.1:{servers[1]} ",
        "listen 8443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/nginx/clinic.pem": str(folder / "clinic.pem"),
        "/etc/nginx/clinic.key": str(folder / "clinic.key"),
        "access_log /dev/stdout ": f"access_log {folder / 'access.log'} ",
        "pid /tmp/": f"pid {folder}/",
    }
    for old, new in changes.items():
        assert text.count(old) == 1, f"nginx.conf has {text.count(old)} of {old!r}"
        text = text.replace(old, new)
    for each in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = text.replace(f" /tmp/{each};", f" {folder}/{each};")
    return text


@dataclass
class Machines:
    """The whole arrangement."""

    folder: Path
    cluster: Cluster = field(default_factory=Cluster)
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.cluster.make_ready()
        self.database = self.cluster.new(READY)
        self.url = self.cluster.url(self.database, SERVING)
        self.servers = [self._server(name) for name in ("one", "two")]
        certificate(self.folder, "clinic")
        conf = self.folder / "nginx.conf"
        conf.write_text(nginx_conf(self.folder, self.port, [each.port for each in self.servers]))
        self.nginx = subprocess.Popen(["nginx", "-c", str(conf), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        for each in self.servers:
            each.start()

    def _server(self, name: str) -> Server:
        data = self.folder / name / "data"
        data.mkdir(parents=True, mode=0o700)
        (data / "master.key").write_text(KEY)
        return Server(data, more=("--database-url", self.url, "--behind-proxy"))

    def browser(self, cookie: str = "") -> Browser:
        return Browser(self.port, cookie, secure=True)

    def store(self) -> Store:
        return Store(Settings(data=self.servers[0].data, database_url=self.url))

    def close(self) -> None:
        self.nginx.terminate()
        self.nginx.wait()
        for each in self.servers:
            each.stop()
        self.cluster.close()


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    made = Machines(folder)
    try:
        yield made
    finally:
        made.close()


@dataclass
class Talk:
    """One browser in one visit; `saved`: key -> words, for every choice that was told as saved."""

    machines: Machines
    cookie: str
    visit: str
    stop: threading.Event
    saved: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0
    again: int = 0
    failure: str = ""

    def go_on(self) -> None:
        """Choose until told to stop; what is not told as saved is sent again under its own key."""
        browser = self.machines.browser(self.cookie)
        while not self.stop.is_set():
            key, words, began = new_id().replace("_", "-"), f"words {random.getrandbits(64):016x}", time.monotonic()
            while not self._choose(browser, key, words):
                self.again += 1
                if time.monotonic() - began > LONGEST_SECONDS:
                    self.failure = self.failure or f"not saved within {LONGEST_SECONDS} s"
                    return
                time.sleep(0.05)
                browser = self.machines.browser(self.cookie)
            self.saved[key] = words
            self.slowest = max(self.slowest, time.monotonic() - began)

    def _choose(self, browser: Browser, key: str, words: str) -> bool:
        address = CARD.format(visit=self.visit)
        with suppress(OSError, HTTPException, ValueError):
            status, page = browser.get(address)
            if status != 200:
                return False
            data = {"csrf_token": field_of(page, "csrf_token"), "encounter": self.visit, "key": key, "seen": "0"}
            status, said = browser.post(address, {**data, "words": words}, "application/json")
            if status == 200:
                return bool(json.loads(said)["saved"])
            if status not in (502, 503, 504):
                self.failure = f"{status}: {said[:200]}"
        return False


def run(cycles: int, folder: Path, *, most_seconds: float = 0.6) -> Found:
    """Kill each of the three in turn, and count."""
    found = Found()
    with machines(folder) as made:
        first = made.browser()
        first.sign_in(made.servers[0].link())
        for number in range(cycles):
            _cycle(made, first.cookie, number % 3, found, most_seconds)
    return found


def _cycle(made: Machines, cookie: str, which: int, found: Found, most_seconds: float) -> None:
    stop = threading.Event()
    talks = [Talk(made, cookie, _opened(made, cookie), stop) for _ in range(BROWSERS)]
    threads = [threading.Thread(target=talk.go_on) for talk in talks]
    for each in threads:
        each.start()
    _until(lambda: all(talk.saved for talk in talks))
    time.sleep(random.uniform(0, most_seconds))
    killed = made.servers[which] if which < 2 else made.cluster
    killed.kill()
    before = [len(talk.saved) for talk in talks]
    if which < 2:  # the other one goes on alone
        _until(lambda: all(len(talk.saved) > count for talk, count in zip(talks, before, strict=True)))
    began = time.monotonic()
    killed.start()
    found.restarts.append(time.monotonic() - began)
    before = [len(talk.saved) for talk in talks]
    _until(lambda: all(len(talk.saved) > count for talk, count in zip(talks, before, strict=True)))
    stop.set()
    for each in threads:
        each.join()
    assert not (failures := [talk.failure for talk in talks if talk.failure]), failures
    store = made.store()
    store.verify()
    for talk in talks:
        _same(list(store.log.read(store.people.visit(talk.visit).person_id)), talk.saved, found)
        found.acknowledged += len(talk.saved)
        found.in_doubt += talk.again
        found.next_tap.append(talk.slowest)
    store.close()
    found.cycles += 1


def _opened(made: Machines, cookie: str) -> str:
    """A new visit; who is told that nothing can be reached just now taps once more."""
    found: list[str] = []

    def opened() -> bool:
        with suppress(OSError, HTTPException, AssertionError):
            found.append(made.browser(cookie).open_visit())
        return bool(found)

    _until(opened)
    return found[0]


def _until(holds: object) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not holds() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.01)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cycles", type=int)
    args = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="machines-"))
    try:
        result = run(args.cycles, place)
    finally:
        shutil.rmtree(place)
    print(result)
    sys.exit(1 if result.lost or result.doubled or result.altered else 0)
