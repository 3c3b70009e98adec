"""Takes words out for good: their key is destroyed at once, and "taken out" is shown when it has left the disk too.

The bytes of a destroyed key stay in the write-ahead log until it is emptied, and that waits for whoever reads. Until
then a line says "being taken out": `gone_at` of its row is empty. On PostgreSQL they stay until the old row was
vacuumed and a checkpoint came after it, which takes the server some minutes (`postgresql.Turning`). Every process that
took something out, and every start, tries again on a timer until nothing is left; the row tells all the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread

from sqlalchemy import Engine, bindparam, select, update

from ..errors import DecisionAidError, StoreBusy
from .engine import checkpoint, reading, writing
from .postgresql import Turning
from .tables import sealed_text

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
        self._turning = Turning(sealed_text.name) if engine.dialect.name == "postgresql" else None

    def finish(self, tries: int = TRIES) -> bool:
        """Try for a moment. Returns True when nothing is left; otherwise a timer goes on trying.

        What was asked for is done already, so a database that is busy just now is no problem of whoever asked.
        """
        for at in range(tries if self._turning is None else 1):
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
        with reading(self._engine) as connection:
            waiting = connection.execute(select(sealed_text.c.id).where(destroyed)).scalars().all()
            gone = self._turning.over(connection, waiting) if self._turning is not None and waiting else waiting
        if not waiting:
            return True
        if not gone or not checkpoint(self._engine):
            return False
        # only those that were destroyed before the log was emptied
        which = update(sealed_text).where(sealed_text.c.id == bindparam("waited"))
        with writing(self._engine, hurried=True) as connection:
            now = self._clock().isoformat()
            connection.execute(which.values(gone_at=now), [{"waited": each} for each in gone])
        return len(gone) == len(waiting)

    def _later(self) -> None:
        with self._lock:
            if not self._closed.is_set() and (self._timer is None or not self._timer.is_alive()):
                self._timer = Thread(target=self._try_on, name="taking out", daemon=True)
                self._timer.start()

    def _try_on(self) -> None:
        while not self._closed.wait(self._again if self._turning is None else self._again * SLOWER):
            try:
                if self._once():
                    return
            except StoreBusy:
                continue
            except DecisionAidError:
                return  # a damaged file: every page says so
