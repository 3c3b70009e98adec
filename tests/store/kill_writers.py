"""Kill writers of the log in mid-write, without the pages around it: `python -m tests.store.kill_writers 1000`.

Each cycle forks two processes with a store of their own; each writes choices of its own patient as fast as it can and
says over a pipe which ones were told as saved. After a random moment both get SIGKILL, or (`--kill server`) PostgreSQL
with everything that it started, which is then started again while the writers go on by themselves: each sends the same
again until it is told as saved. Then everything that was said is in the log, a single time, word for word; what was
sent and never answered is sent again under its own key.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from decisionaid.domain.encounter import Hand, NewChoice
from decisionaid.errors import StoreBusy
from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from tests.cluster import READY, SERVING, Cluster
from tests.store.kill_cycles import Found

WRITERS = 2
VERIFY_EVERY = 100
HAND = Hand(role="clinician")


@dataclass(frozen=True)
class Writer:
    """One process: its patient, its visit, and the pipe that it talks through."""

    pid: int
    person: str
    visit: str
    pipe: int
    heard: bytearray = field(default_factory=bytearray)
    before: list[int] = field(default_factory=lambda: [0])

    def wait_for_one_more(self) -> None:
        """Until one more choice was told as saved, however slow the machine is."""
        while b"saved" not in self.heard[self.before[0] :]:
            heard = os.read(self.pipe, 4096)
            assert heard, "a writer ended by itself"
            self.heard.extend(heard)
        self.before[:] = [len(self.heard)]

    def said(self) -> tuple[dict[str, str], dict[str, str]]:
        """(told as saved, sent and never answered), key -> words; to be asked when the process is gone."""
        with os.fdopen(self.pipe, "rb") as out:
            lines = [line.split() for line in (self.heard + out.read()).decode("ascii").splitlines()]
        sent = {line[1]: line[2] for line in lines if len(line) == 3 and line[0] == "sending"}
        saved = {line[1] for line in lines if len(line) == 2 and line[0] == "saved" and line[1] in sent}
        return {key: sent[key] for key in saved}, {key: words for key, words in sent.items() if key not in saved}


def choice(key: str, words: str) -> NewChoice:
    return NewChoice(key=key, kind="situation", item="words", value={}, words=words)


def write(settings: Settings, person: str, visit: str, pipe: int) -> None:
    """Until killed."""
    store = _opened(settings)
    while True:
        key, words = new_id(), f"w{random.getrandbits(64):016x}"
        os.write(pipe, f"sending {key} {words}\n".encode())
        while True:
            try:
                store.log.append(person, visit, HAND, choice(key, words))
                break
            except StoreBusy:
                time.sleep(0.02)
        os.write(pipe, f"saved {key}\n".encode())


def fork_writer(settings: Settings, person: str, visit: str) -> Writer:
    inside, outside = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(inside)
        try:
            random.seed()
            write(settings, person, visit, outside)
        finally:
            os._exit(1)
    os.close(outside)
    return Writer(pid, person, visit, inside)


def _opened(settings: Settings) -> Store:
    """A store; on a machine that is so busy that its own start is cut off, tried again, as a supervisor does."""
    while True:
        try:
            return Store(settings)
        except StoreBusy:
            time.sleep(0.1)


def run(
    cycles: int, folder: Path, *, most_seconds: float = 0.5, cluster: Cluster | None = None, server: bool = False
) -> Found:
    """Kill, open again, and count.

    Args:
        cluster: PostgreSQL, in place of a file. server: kill it, and not the writers.
    """
    url = cluster.url(cluster.new(READY), SERVING) if cluster else ""
    settings, found = Settings(data=folder / "data", practice=True, database_url=url), Found()
    _opened(settings).close()
    for _ in range(cycles):
        _cycle(settings, found, most_seconds, cluster if server else None)
        found.cycles += 1
        if found.cycles % VERIFY_EVERY == 0 or found.cycles == cycles:
            store = _opened(settings)
            store.verify()
            store.close()
    return found


def _cycle(settings: Settings, found: Found, most_seconds: float, server: Cluster | None) -> None:
    store = _opened(settings)
    people = [store.people.add().id for _ in range(WRITERS)]
    visits = [store.people.open_visit(person, None, practice=True).id for person in people]
    store.close()
    writers = [fork_writer(settings, *each) for each in zip(people, visits, strict=True)]
    for writer in writers:
        writer.wait_for_one_more()
    time.sleep(random.uniform(0, most_seconds))
    if server is not None:
        server.kill()
        began = time.monotonic()
        server.start()
        for writer in writers:
            writer.wait_for_one_more()
        found.next_tap.append(time.monotonic() - began)
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
    for writer in writers:
        os.waitpid(writer.pid, 0)
    began = time.monotonic()
    store = _opened(settings)
    found.restarts.append(time.monotonic() - began)
    for writer in writers:
        saved, unsure = writer.said()
        _count(store, writer, saved, found, ignoring=unsure)
        for key, words in unsure.items():
            store.log.append(writer.person, writer.visit, HAND, choice(key, words))
        found.in_doubt += len(unsure)
        found.acknowledged += len(saved) + len(unsure)
        _count(store, writer, saved | unsure, found, ignoring={})
        store.log.verify(writer.person)
    store.close()


def _count(store: Store, writer: Writer, saved: dict[str, str], found: Found, *, ignoring: dict[str, str]) -> None:
    lines = [line for line in store.log.read(writer.person) if line.key not in ignoring]
    there = Counter(line.key for line in lines)
    found.lost += len(saved.keys() - there.keys())
    found.doubled += sum(count - 1 for count in there.values()) + len(there.keys() - saved.keys())
    found.altered += sum(1 for line in lines if saved.get(line.key, line.words) != line.words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cycles", type=int)
    parser.add_argument("--seconds", type=float, default=0.5, help="the latest moment of a kill")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kill", choices=("writers", "server"), default="writers")
    args = parser.parse_args()
    made = Path(tempfile.mkdtemp(prefix="kill-writers-"))
    own = Cluster(on_disk=True) if args.database == "postgresql" else None
    try:
        if own is not None:
            own.make_ready()
        result = run(args.cycles, made, most_seconds=args.seconds, cluster=own, server=args.kill == "server")
    finally:
        shutil.rmtree(made)
        if own is not None:
            own.close()
    print(result)
    sys.exit(1 if result.lost or result.doubled or result.altered else 0)
