"""The thread of a server process that makes the daily round of retention, and brings off the disk what was erased."""

from __future__ import annotations

import json
import logging
from threading import Event, Thread

from ..clinic import Clinic
from ..errors import DecisionAidError
from ..retention import make_todays_round

log = logging.getLogger("decisionaid")
EVERY_SECONDS = 600.0


class Rounds:
    """Looks every ten minutes whether the round of today is to be made."""

    def __init__(self, clinic: Clinic, every: float = EVERY_SECONDS) -> None:
        self._clinic = clinic
        self._every = every
        self._closed = Event()
        self._thread = Thread(target=self._go, name="rounds", daemon=True)

    def start(self) -> None:
        """Begin. The first look is a moment later, so that a start is not held up."""
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._closed.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._closed.wait(self._every):
            try:
                make_todays_round(self._clinic)
                self._clinic.store.leaving.finish(tries=1)  # also what a command has erased
            except DecisionAidError:
                continue  # a database that is busy or damaged: every page says so, and the next look tries again
            except Exception as problem:  # one that nobody foresaw must not end all later rounds
                log.error(json.dumps({"kind": type(problem).__name__, "route": "daily round"}))
