"""Choices per second beside bare rows per second: on the same database, by the same engine, as many writers, by turns.

A bare row is inserted and committed by the engine of the store, without the clinic's lock where a server has one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from decisionaid.domain.encounter import Hand, NewChoice
from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from decisionaid.store.postgresql import READ
from tests.cluster import READY, SERVING, Cluster, program

from ._figure import Measured, NotMeasured, figure
from ._world import World

WRITERS = (1, 16)
TURNS = 3
WHY = "what makes a choice safe (order, chain, audit, sealed words) may cost one and a half times a row beside the row"
DATABASES = ("SQLite", "PostgreSQL")


def per_second(writers: int, seconds: float, write: Callable[[int], object]) -> float:
    """How often so many writers get it done; `write` is told which writer asks."""
    done, stop = [0] * writers, threading.Event()

    def go_on(which: int) -> None:
        while not stop.is_set():
            write(which)
            done[which] += 1

    threads = [threading.Thread(target=go_on, args=(each,)) for each in range(writers)]
    began = time.perf_counter()
    for each in threads:
        each.start()
    time.sleep(seconds)
    stop.set()
    for each in threads:
        each.join()
    return sum(done) / (time.perf_counter() - began)


def bare(engine: Engine) -> Callable[[int], object]:
    """Inserts one row of the size of a choice, and commits it."""
    add, body = text("INSERT INTO bare (body) VALUES (:body)"), {"body": json.dumps({"words": "x" * 600})}
    options = {READ: engine.dialect.name == "postgresql"}  # on SQLite every writer begins in the same way

    def write(_: int) -> None:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(add, body)

    return write


def chosen(store: Store, writers: int) -> Callable[[int], object]:
    """Appends a choice with words, each writer in a visit of its own."""
    people = [store.people.add().id for _ in range(writers)]
    visits = [store.people.open_visit(each, None, practice=True).id for each in people]
    hand = Hand(role="clinician")

    def write(which: int) -> None:
        new = NewChoice(key=new_id(), kind="situation", item="words", value={}, words="what somebody said to us here")
        store.log.append(people[which], visits[which], hand, new)

    return write


def rates(store: Store, writers: int, seconds: float) -> tuple[float, float]:
    """(choices, bare rows) per second: the middle of some turns."""
    ours, theirs = chosen(store, writers), bare(store.engine)
    turns = [(per_second(writers, seconds, ours), per_second(writers, seconds, theirs)) for _ in range(TURNS)]
    store.verify()
    return sorted(turns, key=lambda each: each[0] / each[1])[TURNS // 2]


@contextmanager
def stored(database: str, folder: Path) -> Iterator[Store]:
    """A store with a table for bare rows beside it, on a disk."""
    if database == "SQLite":
        with closing(Store(Settings(data=folder, practice=True))) as store:
            with store.engine.begin() as connection:
                connection.execute(text("CREATE TABLE bare (n INTEGER PRIMARY KEY, body TEXT)"))
            yield store
        return
    if program("initdb") is None:
        raise NotMeasured("no PostgreSQL; on Debian or Ubuntu: apt install postgresql")
    with closing(Cluster(on_disk=True)) as cluster:
        cluster.make_ready()
        name = cluster.new(READY)
        cluster.run("CREATE TABLE bare (n BIGSERIAL PRIMARY KEY, body TEXT)", name)
        cluster.run(f"GRANT ALL ON bare, bare_n_seq TO {SERVING}", name)
        url = cluster.url(name, SERVING)
        with closing(Store(Settings(data=folder, practice=True, database_url=url, pool=max(WRITERS)))) as store:
            yield store


def _declare(database: str, writers: int) -> None:
    who = "one writer" if writers == 1 else f"{writers} writers"

    @figure(f"choices of {who} on {database}, beside bare rows", 2.5, "times", WHY)
    def beside(world: World) -> Measured:
        def measure() -> dict[int, tuple[float, float]]:
            with stored(database, world.folder / f"writers-{database}") as store:
                return {each: rates(store, each, world.size.writing) for each in WRITERS}

        world.outside()
        ours, theirs = world.recall(("writers", database), measure)[writers]
        return Measured(theirs / ours, f"{ours:,.0f} choices/s, {theirs:,.0f} bare rows/s")


for _database in DATABASES:
    for _writers in WRITERS:
        _declare(_database, _writers)
