"""Sixteen writers in two processes, on one person or on two hundred: `python -m tests.store.many_writers 10000`.

Each writer reads a person's log, and then chooses on the same question as everybody else, saying how much of it it has
seen. Afterwards each log has every choice that was told as saved, a single time, without a gap, the chains verify, and
whoever wrote over lines that it had not seen was told of just those lines: no more, no fewer, word for word.
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
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decisionaid.domain.encounter import Choice, Hand, NewChoice
from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from tests.cluster import READY, SERVING, Cluster

PROCESSES, THREADS = 2, 8
WRITERS = PROCESSES * THREADS
QUESTION = {"kind": "decision", "item": "arrived", "aid_id": "statin"}


@dataclass
class Raced:
    """The figures of a race.

    Attributes:
        over: choices that came after lines which their chooser had not seen.
        told_wrongly: choosers who were told of other lines than those.
    """

    people: int
    choices: int = 0
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    gaps: int = 0
    over: int = 0
    told_wrongly: int = 0
    chains: int = 0

    @property
    def faults(self) -> int:
        return self.lost + self.doubled + self.altered + self.gaps + self.told_wrongly

    def __str__(self) -> str:
        return (
            f"{WRITERS} writers on {self.people} persons: {self.choices} choices, {self.lost} lost, {self.doubled} "
            f"doubled, {self.altered} altered, {self.gaps} gaps, {self.chains} chains whole; {self.over} came after "
            f"lines that their chooser had not seen, {self.told_wrongly} of those were told of others or of none"
        )


def write(store: Store, people: Sequence[tuple[str, str]], count: int, told: list[dict[str, Any]]) -> None:
    """One writer: read, and choose on what was read."""
    hand = Hand(role="clinician")
    for _ in range(count):
        person, visit = random.choice(people)
        seen = store.log.read(person)
        words = f"words {random.getrandbits(64):016x}"
        new = NewChoice(key=new_id(), value={}, words=words, saw_seq=seen[-1].seq if seen else 0, **QUESTION)
        done = store.log.append(person, visit, hand, new)
        newer = [[line.seq, line.words] for line in done.newer]
        told.append({"person": person, "key": new.key, "words": words, "saw": new.saw_seq, "newer": newer})


def many(store: Store, people: Sequence[tuple[str, str]], choices: int, threads: int) -> list[dict[str, Any]]:
    """Several writers of one process; what each was told."""
    told: list[dict[str, Any]] = []
    shares = [choices // threads + (each < choices % threads) for each in range(threads)]
    some = [threading.Thread(target=write, args=(store, people, each, told)) for each in shares]
    for each in some:
        each.start()
    for each in some:
        each.join()
    return told


def race(settings: Settings, persons: int, choices: int) -> Raced:
    """So many choices of sixteen writers in two processes, and what became of them."""
    store = Store(settings)
    people = [
        (who := store.people.add().id, store.people.open_visit(who, None, practice=True).id) for _ in range(persons)
    ]
    place = json.dumps({"data": str(settings.data), "url": settings.database_url, "people": people})
    command = [sys.executable, "-m", "tests.store.many_writers", "--write", str(choices // PROCESSES)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    others: list[subprocess.Popen[str]] = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]  # type: ignore[call-overload]
    for each in others:
        assert each.stdin is not None
        each.stdin.write(place)
        each.stdin.close()
    told = [one for each in others if each.stdout is not None for one in json.loads(each.stdout.read())]
    assert [each.wait() for each in others] == [0] * PROCESSES
    found = judged(store, people, told)
    store.close()
    return found


def judged(store: Store, people: Sequence[tuple[str, str]], told: Sequence[dict[str, Any]]) -> Raced:
    """Hold what everybody was told against the log."""
    found, of = Raced(len(people), len(told)), defaultdict(list)
    for each in told:
        of[each["person"]].append(each)
    for person, _ in people:
        lines = store.log.read(person)
        found.gaps += [line.seq for line in lines] != list(range(1, len(lines) + 1))
        by_key = {line.key: line for line in lines}
        found.doubled += len(lines) - len(by_key) + len(by_key.keys() - {each["key"] for each in of[person]})
        for each in of[person]:
            mine = by_key.get(each["key"])
            found.lost += mine is None
            if mine is not None:
                _hold(found, each, mine, lines)
    found.chains = store.verify().people
    return found


def _hold(found: Raced, told: dict[str, Any], mine: Choice, lines: Sequence[Choice]) -> None:
    found.altered += mine.words != told["words"]
    unseen = [[line.seq, line.words] for line in lines[told["saw"] : mine.seq - 1]]
    found.over += bool(unseen)
    found.told_wrongly += unseen != told["newer"]


def _as_a_process(choices: int) -> None:
    place = json.loads(sys.stdin.read())
    store = Store(Settings(data=Path(place["data"]), database_url=place["url"]))
    print(json.dumps(many(store, place["people"], choices, THREADS)))
    store.close()


def everywhere(folder: Path, choices: int) -> list[Raced]:
    """On both databases, on one person and on two hundred."""
    cluster = Cluster()
    try:
        cluster.make_ready()
        urls = {"sqlite": "", "postgresql": cluster.url(cluster.new(READY), SERVING)}
        found = []
        for kind, url in urls.items():
            for persons in (1, 200):
                settings = Settings(data=folder / kind, practice=True, database_url=url)
                found.append(race(settings, persons, choices // 4))
                print(f"{kind}: {found[-1]}", flush=True)
        return found
    finally:
        cluster.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("choices", type=int)
    parser.add_argument("--write", action="store_true", help="as one of the processes")
    args = parser.parse_args()
    if args.write:
        _as_a_process(args.choices)
        sys.exit()
    made = Path(tempfile.mkdtemp(prefix="many-writers-"))
    try:
        result = everywhere(made, args.choices)
    finally:
        shutil.rmtree(made)
    sys.exit(1 if any(each.faults for each in result) else 0)
