"""The work of care in words: whose guess, the whole week, and each choice side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain.aid import Aid
from ..domain.claims import AmountParts
from ..domain.life import CareAsk, How, RoomWord
from ..domain.options import Option
from ..locale import Words

HOWS: Mapping[How, str] = {
    "fits": "It fits", "hard": "It is hard", "not_happening": "It does not happen", "someone_helps": "Someone helps",
}  # fmt: skip
ROOM: Mapping[RoomWord, str] = {"some_room": "Some room", "just_full": "Just about full", "too_full": "Too full"}


@dataclass(frozen=True)
class WayOfWork:
    """What one choice asks: (what, how much) in the same order for each."""

    option: str
    name: str
    lines: tuple[tuple[str, str], ...]


def guess_words(task: CareAsk, own: float | None, words: Words) -> str:
    """How long one time takes, and whose guess that is."""
    if own is not None:
        return words.say("about {time} each time – your guess", time=words.amount(own, "min"))
    guess = task.minutes.value if task.minutes else None
    if guess is None:
        return words.say("Nobody has counted how long this takes.")
    return words.say("about {time} each time – our guess", time=words.amount(guess, "min"))


def total_words(total: float | None, tasks: Sequence[tuple[CareAsk, float | None]], words: Words) -> str:
    """The work of a week, in quarters of an hour; a sentence why there is no total where one task is not known."""
    if not tasks:
        return ""
    if total is None:
        return words.say("There is no total: for one thing here, nobody has counted the time.")
    time = words.hours(total)
    if all(own is not None for _, own in tasks):
        return words.say("Together about {time} a week. Your own guess.", time=time)
    return words.say("Together about {time} a week. Our best guess.", time=time)


def ways_of_work(aid: Aid, options: Mapping[str, Option], words: Words) -> tuple[WayOfWork, ...]:
    """The work of each choice, with the same lines for each."""
    return tuple(WayOfWork(key, option.name, _lines(option, words)) for key, option in options.items())


def _lines(option: Option, words: Words) -> tuple[tuple[str, str], ...]:
    work, say = option.work, words.say
    return (
        (say("Time each week"), _minutes(work.minutes_per_week, words)),
        (say("Pills each day"), _count(work.pills_day, words)),
        (say("Injections each week"), _count(work.injections_week, words)),
        (say("Visits in a year"), _count(work.visit_days_year, words)),
        (say("Test days in a year"), _count(work.lab_days_year, words)),
    )


def _minutes(amount: AmountParts, words: Words) -> str:
    if amount.value is None:
        return words.say("nobody has counted this")
    time = words.amount(amount.value, "min")
    return words.say("about {time} – our guess", time=time) if amount.guess is not None else time


def _count(amount: AmountParts, words: Words) -> str:
    if amount.value is None:
        return words.say("nobody has counted this")
    count = words.number(amount.value)
    return words.say("about {time} – our guess", time=count) if amount.guess is not None else count
