"""The lines that this process has read before, so that a page reads what is new of a log and not all of it again.

Every line carries the hash of itself and of all lines before it, so the hash of one line names everything up to it. A
log that still has that line, with that hash, has the same lines before it; whoever reads asks for it in the same
question that brings what is new. So nothing here can be out of date, however many processes write, and nothing has to
be told to the others. A log that was erased or put back from a backup does not have that line, and is read whole.

What somebody said in their own words is never kept here: it is read and opened anew each time, so that words which were
taken out are gone from every process with their key.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from ..domain.encounter import Choice

MOST = 20_000
"""How many lines are kept, about 4 KB each: those of the persons who were read last."""
SECONDS = 3600.0
"""How long a log is kept that nobody reads. It is looked for whenever another one is kept."""


@dataclass(frozen=True)
class Known:
    """The beginning of one log.

    Attributes:
        seq: the number of its last line; 0 where nothing is known. hash: of that line.
        lines: those of its lines that have no words.
    """

    seq: int = 0
    hash: str = ""
    lines: tuple[Choice, ...] = ()

    def with_(self, read: Sequence[Choice]) -> tuple[Choice, ...]:
        """The whole log, with what was read now: lines with words, and what came behind the last known line."""
        by_seq = {line.seq: line for line in (*read, *self.lines)}
        return tuple(by_seq[seq] for seq in sorted(by_seq))


NOTHING_KNOWN = Known()


class KnownLines:
    """The beginnings of the logs of one database, by person."""

    def __init__(self, most: int = MOST, ticks: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._ticks = ticks
        self._lock = Lock()
        self._kept: OrderedDict[str, Known] = OrderedDict()
        self._read: dict[str, float] = {}
        self._lines = 0

    def of(self, person_id: str) -> Known:
        """What is known of a log."""
        with self._lock:
            if person_id in self._kept:
                self._kept.move_to_end(person_id)
                self._read[person_id] = self._ticks()
            return self._kept.get(person_id, NOTHING_KNOWN)

    def keep(self, person_id: str, whole: Sequence[Choice], last: str) -> None:
        """Keep a log as it is now, but what was said in words; `last` is the hash of its last line."""
        lines = tuple(line for line in whole if line.line_id is None)
        with self._lock:
            self._forget(person_id)
            if whole and len(lines) <= self._most:
                self._kept[person_id] = Known(whole[-1].seq, last, lines)
                self._read[person_id] = self._ticks()
                self._lines += len(lines)
            while self._kept and (self._lines > self._most or self._is_old(next(iter(self._kept)))):
                self._forget(next(iter(self._kept)))

    def _is_old(self, person_id: str) -> bool:
        return self._ticks() - self._read[person_id] > SECONDS

    def _forget(self, person_id: str) -> None:
        self._read.pop(person_id, None)
        self._lines -= len(self._kept.pop(person_id, NOTHING_KNOWN).lines)
