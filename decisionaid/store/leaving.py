"""Brings off the disk what was taken out for good: words whose key was destroyed, and everything of erased persons.

The bytes of a destroyed key stay in the write-ahead log until it is emptied, and that waits for whoever reads. Until
then a line says "being taken out": `gone_at` of its row is empty; so it is with a person. On PostgreSQL they stay until
the old rows were vacuumed and a checkpoint came after it, which takes the server some minutes (`postgresql.Turning`).
Every process that took something out, and every start, tries again on a timer until nothing is left; the rows tell all
the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Lock, Thread

from sqlalchemy import Connection, Engine, bindparam, select, update

from ..errors import DecisionAidError, StoreBusy
from .engine import checkpoint, reading, writing
from .guards import OF_SOMEBODY
from .postgresql import Turning
from .tables import person, sealed_text

TRIES, BETWEEN_SECONDS = 5, 0.05
AGAIN_SECONDS = 2.0
SLOWER = 15
"""How many times longer to wait for PostgreSQL, which takes minutes for this."""


class Leaving:
    """Removes destroyed keys from the disk."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], *, again: float = AGAIN_SECONDS) -> None:
        self._engine = engine
        self._clock = clock
        self._again = again
        self._closed = Event()
        self._lock = Lock()
        self._timer: Thread | None = None
        self._slow = engine.dialect.name == "postgresql"
        self._texts = [Turning(sealed_text.name)]
        self._people = [Turning(each) for each in OF_SOMEBODY]

    def finish(self, tries: int = TRIES) -> bool:
        """Try for a moment. Returns True when nothing is left; otherwise a timer goes on trying.

        What was asked for is done already, so a database that is busy just now is no problem of whoever asked.
        """
        for at in range(1 if self._slow else tries):
            if at:
                time.sleep(BETWEEN_SECONDS)
            try:
                if self._once():
                    return True
            except StoreBusy:
                continue
        self._later()
        return False

    def close(self) -> None:
        """Stop the timer. The next start goes on."""
        self._closed.set()
        timer = self._timer
        if timer is not None:
            timer.join()

    def _once(self) -> bool:
        """Raises StoreBusy, ChainBroken."""
        destroyed = sealed_text.c.taken_out_at.is_not(None) & sealed_text.c.gone_at.is_(None)
        erased = person.c.erased_at.is_not(None) & person.c.gone_at.is_(None)
        with reading(self._engine) as connection:
            texts = connection.execute(select(sealed_text.c.id).where(destroyed)).scalars().all()
            people = connection.execute(select(person.c.id).where(erased)).scalars().all()
            gone = self._over(connection, texts, self._texts)
            gone_people = self._over(connection, people, self._people)
        if not texts and not people:
            return True
        if not (gone or gone_people) or not checkpoint(self._engine):
            return False
        # only those that were destroyed before the log was emptied
        with writing(self._engine, hurried=True) as connection:
            for table, those in ((sealed_text, gone), (person, gone_people)):
                which = update(table).where(table.c.id == bindparam("waited"))
                if those:
                    now = self._clock().isoformat()
                    connection.execute(which.values(gone_at=now), [{"waited": each} for each in those])
        return len(gone) + len(gone_people) == len(texts) + len(people)

    def _over(self, connection: Connection, waiting: Sequence[str], tables: Sequence[Turning]) -> Sequence[str]:
        """Those of which the tables keep nothing any more, as far as the database says."""
        if not self._slow or not waiting:
            return waiting
        gone = [set(each.over(connection, waiting)) for each in tables]
        return [each for each in waiting if all(each in some for some in gone)]

    def _later(self) -> None:
        with self._lock:
            if not self._closed.is_set() and (self._timer is None or not self._timer.is_alive()):
                self._timer = Thread(target=self._try_on, name="taking out", daemon=True)
                self._timer.start()

    def _try_on(self) -> None:
        while not self._closed.wait(self._again * SLOWER if self._slow else self._again):
            try:
                if self._once():
                    return
            except StoreBusy:
                continue
            except DecisionAidError:
                return  # a damaged file: every page says so
