"""Passwords, hashed with argon2id, only a few at the same time.

Accented letters match however a keyboard composes them.

Each check takes 64 MiB of memory on purpose, so a burst of them could take the memory of the whole machine: two run at
a time in each process, some more wait for a moment, and whoever comes then is told to come back. An unknown name costs
the time of a known one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ..domain.alike import ways_typed
from ..domain.phrases import phrase
from ..errors import TooManyTries

AT_A_TIME = 2
MOST_WAITING = 8
LONGEST_WAIT_SECONDS = 5


class Passwords:
    """Hashes passwords and checks them."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turns = Semaphore(AT_A_TIME)
        self._lock = Lock()
        self._inside = 0
        self._nobody = ""

    def hash(self, password: str) -> str:
        """The hash to store. Raises TooManyTries where too many are being worked on."""
        with self._turn():
            return self._hasher.hash(ways_typed(password)[0])

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether a password is right. Without a stored hash the answer is no, and takes just as long.

        Those of older programs were kept as they were typed, so each way of typing is tried.

        Raises:
            TooManyTries: too many at a time; this one was not checked.
        """
        with self._turn():
            for typed in ways_typed(password):
                with suppress(VerificationError):
                    return self._hasher.verify(kept or self._of_nobody(), typed) and kept is not None
        return False

    def _of_nobody(self) -> str:
        """A hash that no password fits. Unknown names are checked against it, to take as long as known ones."""
        with self._lock:
            self._nobody = self._nobody or self._hasher.hash(secrets.token_urlsafe())
            return self._nobody

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock:
            full = self._inside >= AT_A_TIME + MOST_WAITING
            self._inside += not full
        if full:
            raise _busy()
        try:
            if not self._turns.acquire(timeout=LONGEST_WAIT_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            with self._lock:
                self._inside -= 1


def _busy() -> TooManyTries:
    return TooManyTries(phrase("Many people sign in just now. Please try again in a moment."), LONGEST_WAIT_SECONDS)
