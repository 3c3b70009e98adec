"""Measures how long nobody has touched a screen, by the machine's clock and by one that nobody can set back.

A clock that was set back would make a screen that was left alone look as if it had just been touched, or would make a
sign-in last for days. So a touch that lies in the future counts as long ago; and each process remembers since when it
has met the same last touch, on the monotonic clock. A touch that another process wrote is met as a new one, so what is
remembered is never more than the time that passed. Rejected: the monotonic clock alone, because it begins anew with
every start and differs between machines.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import NamedTuple

SKEW = timedelta(seconds=5)
"""How far the clocks of two requests or two machines may differ."""
MOST_REMEMBERED = 10_000


class _Met(NamedTuple):
    first: float
    seen: datetime
    since: float


class Watch:
    """The last touches that this process has seen, by sign-in."""

    def __init__(self, ticks: Callable[[], float] = monotonic) -> None:
        self._ticks = ticks
        self._lock = Lock()
        self._met: dict[str, _Met] = {}

    def untouched(self, sign_in: str, seen: datetime, now: datetime) -> timedelta:
        """The least time since somebody touched the screen of a sign-in.

        Args:
            sign_in: the id by which it is kept.
            seen: the last touch that was written.
        """
        met = self._meet(sign_in, seen)
        if seen - now > SKEW:
            return timedelta.max
        return max(now - seen, timedelta(seconds=self._ticks() - met.since))

    def known(self, sign_in: str) -> timedelta:
        """How long this process has known a sign-in."""
        with self._lock:
            met = self._met.get(sign_in)
        return timedelta(seconds=self._ticks() - met.first) if met is not None else timedelta(0)

    def _meet(self, sign_in: str, seen: datetime) -> _Met:
        with self._lock:
            before, tick = self._met.get(sign_in), self._ticks()
            if before is not None and before.seen == seen:
                return before
            if before is None and len(self._met) >= MOST_REMEMBERED:
                del self._met[next(iter(self._met))]
            met = _Met(before.first if before is not None else tick, seen, tick)
            self._met[sign_in] = met
            return met


def within(then: datetime, now: datetime, span: timedelta) -> bool:
    """Whether a moment lies within a span before now. A moment in the future does not."""
    return -SKEW <= now - then <= span
