"""The work of care in words: whose guess it is, the whole week, and the options side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...domain.aid import Aid
from ...domain.facts import AmountParts
from ...domain.life import CareAsk, How, RoomWord
from ...domain.options import Option
from ...domain.phrases import phrase
from ...domain.work import counted
from ...locale import Words

HOWS: Mapping[How, str] = {
    "fits": phrase("It fits"),
    "hard": phrase("It is hard"),
    "not_happening": phrase("It does not happen"),
    "someone_helps": phrase("Someone helps"),
}
HOW_IT_GOES: Mapping[How, str] = {
    "fits": phrase("it fits"),
    "hard": phrase("it is hard"),
    "not_happening": phrase("it does not happen"),
    "someone_helps": phrase("someone helps"),
}
ROOM_IN_A_LINE: Mapping[RoomWord, str] = {
    "some_room": phrase("some room"),
    "just_full": phrase("just about full"),
    "too_full": phrase("too full"),
}
ROOM: Mapping[RoomWord, str] = {
    "some_room": phrase("Some room"),
    "just_full": phrase("Just about full"),
    "too_full": phrase("Too full"),
}


@dataclass(frozen=True)
class WayOfWork:
    """What one option asks: (what, how much), in the same order for each option."""

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
    each = words.amount(guess, "min")
    if task.minutes and task.minutes.exact is not None:
        return words.say("about {time} each time", time=each)
    return words.say("about {time} each time – our guess", time=each)


def total_words(total: float | None, tasks: Sequence[tuple[CareAsk, float | None]], words: Words) -> str:
    """The work of a week in quarters of an hour, or a sentence that says why there is no total."""
    if not tasks:
        return ""
    if total is None:
        return words.say("There is no total: for one thing here, nobody has counted the time.")
    time = words.hours(total)
    if all(own is not None for _, own in tasks):
        return words.say("Together about {time} a week. Your own guess.", time=time)
    return words.say("Together about {time} a week. Our best guess.", time=time)


def ways_of_work(aid: Aid, options: Mapping[str, Option], words: Words) -> tuple[WayOfWork, ...]:
    """The work of each option, with the same lines for each. What no option asks is left out."""
    asked = [
        (name, said, kind)
        for name, said, kind in _LINES
        if any(_part(aid, option, name).value != 0 for option in options.values())
    ]
    return tuple(
        WayOfWork(
            key,
            option.name,
            tuple((words.say(said), _amount(_part(aid, option, name), kind, words)) for name, said, kind in asked),
        )
        for key, option in options.items()
    )


def _part(aid: Aid, option: Option, name: str) -> AmountParts:
    """One amount of work; none, where the option counts it by another time."""
    found: AmountParts | None = getattr(option.work, name)
    return counted(found, aid.claims) if found is not None else AmountParts(exact=0.0)


def has_guesses(aid: Aid, options: Mapping[str, Option]) -> bool:
    """Whether some of the work is our own guess, which the card then says."""
    return any(_part(aid, option, name).guess is not None for option in options.values() for name, *_ in _LINES)


_LINES = (
    ("minutes_per_week", phrase("Time each week"), "min"),
    ("pills_day", phrase("Pills each day"), None),
    ("pills_week", phrase("Pills each week"), None),
    ("injections_week", phrase("Injections each week"), None),
    ("injections_year", phrase("Injections in a year"), None),
    ("visit_days_year", phrase("Visits in a year"), None),
    ("lab_days_year", phrase("Test days in a year"), None),
)


def _amount(amount: AmountParts, unit: str | None, words: Words) -> str:
    if amount.value is None:
        return words.say("nobody has counted this")
    if amount.value == 0:
        return words.say("none")
    said = words.amount(amount.value, unit, amount.to)
    return words.say("about {time}", time=said) if amount.guess is not None else said
