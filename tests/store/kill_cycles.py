"""Kill every process of a server in mid-write, start it again, and count: `python -m tests.store.kill_cycles 50`.

Each cycle: a few browsers choose as fast as they can; after a random moment the whole process group gets SIGKILL; after
the restart every choice that was told as saved is in the log, a single time, word for word, and the chains verify. A
choice whose answer never came may be there or not; sent again under its own key it must then be there a single time.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from decisionaid.domain.encounter import Choice
from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from tests.builders import field_of
from tests.store.server import Browser, Server

BROWSERS = 4
CARD = "/visits/{visit}/statin/situation"


@dataclass
class Talk:
    """One browser in one visit, which remembers what it was told.

    Attributes:
        saved: key -> words, for every choice that was told as saved.
        unsure: key -> words, for those whose answer never came.
    """

    browser: Browser
    visit: str
    csrf: str = ""
    saved: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)

    def choose(self, key: str, words: str) -> bool:
        """Send one choice; True when it was told as saved."""
        data = {"csrf_token": self.csrf, "encounter": self.visit, "key": key, "seen": "0", "words": words}
        status, said = self.browser.post(CARD.format(visit=self.visit), data, "application/json")
        if status == 503:
            return False
        assert status == 200, f"{status}: {said[:300]}"
        assert json.loads(said)["saved"] is True
        self.saved[key] = words
        self.unsure.pop(key, None)
        return True

    def reload(self) -> None:
        """The page again, with a token that is good after a restart."""
        self.csrf = field_of(self.browser.get(CARD.format(visit=self.visit))[1], "csrf_token")

    def go_on(self) -> None:
        """Choose until the server is gone."""
        while True:
            key, words = new_id().replace("_", "-"), f"words {random.getrandbits(64):016x}"
            self.unsure[key] = words
            try:
                self.choose(key, words)
            except (OSError, HTTPException):
                return


@dataclass
class Found:
    """The figures of a run."""

    cycles: int = 0
    acknowledged: int = 0
    in_doubt: int = 0
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    restarts: list[float] = field(default_factory=list)
    next_tap: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        p95 = sorted(self.restarts)[int(len(self.restarts) * 0.95)] if self.restarts else 0.0
        return (
            f"{self.cycles} cycles, {self.acknowledged} acknowledged, {self.in_doubt} in doubt and sent again, "
            f"{self.lost} lost, {self.doubled} doubled, {self.altered} altered; restart p95 {p95:.2f} s, "
            f"slowest next tap {max(self.next_tap, default=0.0):.2f} s"
        )


def run(cycles: int, folder: Path, *, most_seconds: float = 0.6, minutes: float | None = None) -> Found:
    """Kill and restart, and count; one visit per browser and cycle, so that logs stay as long as they are in life."""
    server, found = Server(folder / "data"), Found()
    server.data.mkdir(mode=0o700)
    server.start()
    first = Browser(server.port)
    first.sign_in(server.link())
    other = Talk(first, first.open_visit())
    other.reload()
    assert other.choose("noise-of-another-room", "the noise of another room")
    began = time.monotonic()
    try:
        while found.cycles < cycles and (minutes is None or time.monotonic() - began < minutes * 60):
            _cycle(server, first, found, most_seconds)
            _same(_lines(server, other.visit), other.saved, found)
    finally:
        server.stop()
    return found


def _cycle(server: Server, first: Browser, found: Found, most_seconds: float) -> None:
    talks = []
    for _ in range(BROWSERS):
        browser = Browser(server.port, first.cookie)
        talks.append(Talk(browser, browser.open_visit()))
        talks[-1].reload()
    threads = [threading.Thread(target=talk.go_on) for talk in talks]
    for each in threads:
        each.start()
    until = time.monotonic() + 20
    while not all(talk.saved for talk in talks) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(random.uniform(0, most_seconds))
    server.kill()
    for each in threads:
        each.join()
    _same_before_anything_else(server, talks, found)
    found.restarts.append(server.start())
    first.connection.close()
    for talk in talks:
        began = time.monotonic()
        talk.browser = Browser(server.port, first.cookie)
        talk.reload()
        found.in_doubt += len(talk.unsure)
        for key, words in tuple(talk.unsure.items()):
            assert talk.choose(key, words)
        found.next_tap.append(time.monotonic() - began)
        _same(_lines(server, talk.visit), talk.saved, found)
        found.acknowledged += len(talk.saved)
    found.cycles += 1


def _same_before_anything_else(server: Server, talks: list[Talk], found: Found) -> None:
    """Straight from the disk, by a store that nothing else has opened since the kill; the chains verify."""
    store = Store(Settings(data=server.data))
    try:
        store.verify()
        for talk in talks:
            lines = store.log.read(store.people.visit(talk.visit).person_id)
            _same([line for line in lines if line.key.rsplit("-", 1)[0] not in talk.unsure], talk.saved, found)
    finally:
        store.close()


def _lines(server: Server, visit: str) -> list[Choice]:
    store = Store(Settings(data=server.data))
    try:
        return list(store.log.read(store.people.visit(visit).person_id))
    finally:
        store.close()


def _same(lines: list[Choice], saved: dict[str, str], found: Found) -> None:
    """Exactly what was told as saved is there. A line's key is the browser's with the line's item behind it."""
    there = Counter(line.key.rsplit("-", 1)[0] for line in lines)
    words = {line.key.rsplit("-", 1)[0]: line.words for line in lines}
    found.lost += sum(1 for key in saved if key not in there)
    found.doubled += sum(count - 1 for count in there.values()) + sum(1 for key in there if key not in saved)
    found.altered += sum(1 for key, said in saved.items() if key in words and words[key] != said)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cycles", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seconds", type=float, default=0.6, help="the latest moment of a kill")
    args = parser.parse_args()
    made = Path(tempfile.mkdtemp(prefix="kill-cycles-"))
    try:
        result = run(args.cycles, made, minutes=args.minutes, most_seconds=args.seconds)
    finally:
        shutil.rmtree(made)
    print(result)
    sys.exit(1 if result.lost or result.doubled or result.altered else 0)
