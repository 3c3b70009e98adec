"""Lets whoever waits to write go together: one transaction, one wait for the disk, for everybody who came meanwhile.

Writers of one clinic go one after the other, since each line names the line before it, and each waits for the disk. So
a second writer of this process does not begin a transaction of its own: it lies down what it has to write, and whoever
is writing takes everything that waits along the next time. Nobody is told "Saved" before the one commit that holds all
of it; where it fails, everybody of it is told so. Nobody waits to be joined: alone, a writer writes at once.

Rejected: `synchronous_commit = off` with one wait for the disk later. A page could then show, and a second sending be
told of, what a power cut takes away again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

MOST = 32
"""How many are written together: then the first of them is answered within a moment, however many wait."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(eq=False)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    answer: list[Answer] = field(default_factory=list)
    problem: BaseException | None = None
    over: bool = False
    called: Event = field(default_factory=Event)


class Turns(Generic[Asked, Answer]):
    """One at a time, and together with those who came meanwhile."""

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Answer]], apart: Callable[[Asked], Hashable]) -> None:
        """
        Args:
            work: does what some have asked for, as a whole or not at all; one answer for each, in their order.
            apart: two that have the same of this are never done together.
        """
        self._work = work
        self._apart = apart
        self._lock = Lock()
        self._busy = False
        self._waiting: list[_Waiting[Asked, Answer]] = []

    def ask(self, asked: Asked) -> Answer:
        """Have it done, now or together with others. Raises what the work raises."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
        if not first:
            mine.called.wait()
        if not mine.over:
            self._do()
        if mine.problem is not None:
            raise mine.problem
        return mine.answer[0]

    def _do(self) -> None:
        """Do what waits, beginning with the first; then let the next one of those who are left do the same."""
        with self._lock:
            some = self._taken()
        try:
            for each, answer in zip(some, self._work([each.asked for each in some]), strict=True):
                each.answer.append(answer)
        except BaseException as problem:
            for each in some:
                each.problem = problem
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        for each in some:
            each.over = True
            each.called.set()
        if following is not None:
            following.called.set()

    def _taken(self) -> list[_Waiting[Asked, Answer]]:
        taken: dict[Hashable, _Waiting[Asked, Answer]] = {}
        left = []
        for each in self._waiting:
            mark = self._apart(each.asked)
            if mark in taken or len(taken) == MOST:
                left.append(each)
            else:
                taken[mark] = each
        self._waiting = left
        return list(taken.values())
