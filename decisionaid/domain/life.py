"""A life and the work that care asks of it: areas, tasks with their minutes, and the room there is.

Minutes have no source: each is a guess and says whose. A task that nobody has counted has no minutes, and then there is
no total, because a total with a hole in it looks like less work than it is. Nothing here is a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from .base import Frozen, Say
from .facts import Amount
from .options import Every

Mark = Literal["lifts", "weighs", "both"]
How = Literal["fits", "hard", "not_happening", "someone_helps"]
RoomWord = Literal["some_room", "just_full", "too_full"]

WEEKS_IN_A_YEAR = 52
_WEEKS: Mapping[str, float] = MappingProxyType(
    {"days": 1 / 7, "weeks": 1, "months": WEEKS_IN_A_YEAR / 12, "years": WEEKS_IN_A_YEAR}
)


class CareAsk(Frozen):
    """One thing that care asks of somebody, with a guess of how often and how long."""

    say: Say
    kind: Literal["medicine", "test", "visit", "measure", "comfort", "food", "move", "learn", "arrange", "other"] = (
        Field(description="The sort of work.")
    )
    every: Every | None = Field(None, description="How often, as a guess; unknown, if left out.")
    minutes: Amount | None = Field(None, description="Each time, as a guess; unknown, if left out.")


@dataclass(frozen=True)
class LifeArea:
    """An area of life that lifts somebody, weighs on them, or both."""

    seq: int
    aid_id: str
    aid_hash: str
    area: str
    mark: Mark


@dataclass(frozen=True)
class AskedOfThem:
    """One task of care that is theirs.

    Attributes:
        how: how it goes, or None while nobody has said.
        minutes: each time, as they guess; None while only the aid has guessed.
    """

    seq: int
    aid_id: str
    aid_hash: str
    task: str
    how: How | None = None
    minutes: float | None = None


@dataclass(frozen=True)
class Room:
    """How full the week is with health care, in one of three words."""

    seq: int
    aid_id: str
    word: RoomWord


def times_a_week(every: Every | None) -> float | None:
    """How many times a week; None where nobody knows.

    Example:
        >>> times_a_week(Every(days=1))
        7.0
    """
    if every is None:
        return None
    (unit, count), *_ = every.model_dump(exclude_none=True).items()
    return 1 / (_WEEKS[unit] * float(count))


def minutes_per_week(tasks: Iterable[tuple[CareAsk, float | None]]) -> float | None:
    """The whole work of a week in minutes; None where one task is not known.

    Args:
        tasks: each with the minutes they guess for one time, or None to take the aid's guess.
    """
    total = 0.0
    for task, own in tasks:
        each = own if own is not None else task.minutes.value if task.minutes else None
        often = times_a_week(task.every)
        if each is None or often is None:
            return None
        total += each * often
    return total
