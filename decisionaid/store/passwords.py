"""Passwords by argon2id, kept in one piece (NFC) and tried in every way that a keyboard composes their letters."""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ..domain.alike import ways_typed


class Passwords:
    """Makes what is kept of a password, and tries one against it."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    @cached_property
    def nobody(self) -> str:
        """The password of nobody, against which an unknown name is tried; made when somebody first signs in."""
        return self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """What is kept."""
        return self._hasher.hash(ways_typed(password)[0])

    def fits(self, kept: str, password: str) -> bool:
        """Whether a password is the one that was kept; those of older programs were kept as they were typed."""
        for typed in ways_typed(password):
            with suppress(VerificationError):
                return self._hasher.verify(kept, typed)
        return False
