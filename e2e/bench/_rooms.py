"""Many visits at the same time: each thinks for two to five seconds, looks at a card, and chooses.

The visits are threads of this process, so that what they cost is a small part of what a server costs; the answers are
timed from the first byte sent to the last one read. Each visit writes words that name it, and looks for words that name
another one in every page it gets; afterwards each log is held against what its own visit was told as saved.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from tests.builders import field_of
from tests.cluster import READY, SERVING, Cluster, program
from tests.store.server import Browser, Server

from ._figure import NotMeasured

THINKING = (2.0, 5.0)
CARD = "/visits/{visit}/statin/situation"
_NAMED = re.compile(r"words of room (\d+)")


@dataclass(frozen=True)
class Arrangement:
    """What serves: which database, and how many server processes."""

    database: str
    processes: int

    def __str__(self) -> str:
        return f"{self.database}, {'one process' if self.processes == 1 else f'{self.processes} processes'}"


@dataclass
class Load:
    """What was seen. Times in milliseconds, of every answer; `errors` and `crossed` are to be nothing."""

    answers: list[float] = field(default_factory=list)
    choices: int = 0
    errors: list[str] = field(default_factory=list)
    crossed: int = 0
    seconds: float = 0.0

    def at(self, part: float) -> float:
        """So much of all answers came within this time."""
        found = sorted(self.answers)
        return found[min(int(len(found) * part), len(found) - 1)]

    def __str__(self) -> str:
        rate = self.choices / self.seconds
        faults = f"{len(self.errors)} errors, {self.crossed} crossed"
        return f"{len(self.answers)} answers, {rate:.0f} choices/s, {faults}"


@dataclass
class Room:
    """One visit."""

    number: int
    browser: Browser
    visit: str
    load: Load
    saved: list[str] = field(default_factory=list)

    def talk(self, until: float) -> None:
        """Think, look, choose; until it is time to go."""
        time.sleep(random.uniform(0, THINKING[1]))
        while time.monotonic() < until:
            try:
                self._once()
            except (OSError, HTTPException, AssertionError, ValueError) as problem:
                self.load.errors.append(f"{type(problem).__name__} {problem}"[:200])
                self.browser = Browser(self.browser.port, self.browser.cookie)
            time.sleep(random.uniform(*THINKING))

    def _once(self) -> None:
        address, words = CARD.format(visit=self.visit), f"words of room {self.number} {random.getrandbits(32):08x}"
        page = self._timed("GET", address, {})
        sent = {name: field_of(page, name) for name in ("csrf_token", "encounter", "seen")}
        said = self._timed("POST", address, {**sent, "key": new_id().replace("_", "-"), "words": words})
        assert json.loads(said)["saved"] is True
        self.saved.append(words)
        self.load.choices += 1

    def _timed(self, method: str, address: str, data: dict[str, str]) -> str:
        began = time.perf_counter()
        if method == "GET":
            status, said = self.browser.get(address)
        else:
            status, said = self.browser.post(address, data, "application/json")
        self.load.answers.append(1000 * (time.perf_counter() - began))
        assert status == 200, f"{status}: {said[:120]}"
        self.load.crossed += any(int(each) != self.number for each in _NAMED.findall(said))
        return said


@contextmanager
def serving(arrangement: Arrangement, folder: Path) -> Iterator[tuple[Server, Settings]]:
    """A real server, on a database of its own."""
    data, url, cluster = folder / "data", "", None
    data.mkdir(parents=True, mode=0o700)
    if arrangement.database == "PostgreSQL":
        if program("initdb") is None:
            raise NotMeasured("no PostgreSQL; on Debian or Ubuntu: apt install postgresql")
        cluster = Cluster(on_disk=True)
        cluster.make_ready()
        url = cluster.url(cluster.new(READY), SERVING)
    more = ("--database-url", url) if url else ()
    server = Server(data, more=more, workers=arrangement.processes, threads=256)
    try:
        server.start()
        yield server, Settings(data=data, database_url=url)
    finally:
        server.stop()
        if cluster is not None:
            cluster.close()


def many_visits(arrangement: Arrangement, folder: Path, visits: int, seconds: float) -> Load:
    """So many visits at once, for so long."""
    load = Load(seconds=seconds)
    with serving(arrangement, folder) as (server, settings):
        first = Browser(server.port)
        first.sign_in(server.link())
        rooms = [Room(each, Browser(server.port, first.cookie), first.open_visit(), load) for each in range(visits)]
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=room.talk, args=(until,)) for room in rooms]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        store = Store(settings)
        for room in rooms:
            lines = store.log.read(store.people.visit(room.visit).person_id)
            load.crossed += [line.words for line in lines] != room.saved
        store.verify()
        store.close()
    return load
