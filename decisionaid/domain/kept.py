"""Keeps what was worked out of an aid, for as long as the aid is in memory: an aid never changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from .aid import Aid

T = TypeVar("T")


def kept_with_aid(make: Callable[[Aid], T]) -> Callable[[Aid], T]:
    """Ask a function a single time for each aid. What it gives must not be changed by anybody."""
    found: dict[int, tuple[ref[Aid], T]] = {}

    @wraps(make)
    def get(aid: Aid) -> T:
        key = id(aid)
        have = found.get(key)
        if have is not None and have[0]() is aid:
            return have[1]
        made = make(aid)
        found[key] = (ref(aid, lambda _: found.pop(key, None)), made)
        return made

    return get
