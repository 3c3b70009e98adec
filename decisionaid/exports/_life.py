"""What a page says of a life and of the work that care asks: what lifts, what weighs, the tasks, the room there is."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.life import AskedOfThem, CareAsk, How, RoomWord, minutes_per_week
from ..domain.readers import Outside
from ..locale import Words
from . import Told

Section = tuple[str, tuple[str, ...]]


def life(told: Told[Outside]) -> tuple[Section, ...]:
    """Heading and lines, for whatever was said."""
    words = told.words
    sections = (
        (words.say("What lifts you"), tuple(_areas(told, "lifts", "both"))),
        (words.say("What weighs on you"), tuple(_areas(told, "weighs", "both"))),
        (words.say("The work that care asks of you"), tuple(_work(told))),
    )
    return tuple((heading, lines) for heading, lines in sections if lines)


def _areas(told: Told[Outside], *marks: str) -> Iterator[str]:
    for each in told.plan.areas:
        aid = told.aids.get(each.aid_hash)
        if each.mark in marks and aid is not None and each.area in aid.areas:
            yield aid.areas[each.area]


def _work(told: Told[Outside]) -> Iterator[str]:
    words = told.words
    here = [(task, each) for each in told.plan.tasks if (task := _task(told.aids.get(each.aid_hash), each))]
    for task, each in here:
        often = words.every(task.every)
        text = f"{task.say}, {often}" if often else task.say
        yield words.say("{what}: {mark}", what=text, mark=_how(each.how, words)) if each.how else text
    total = minutes_per_week([(task, each.minutes) for task, each in here]) if here else None
    if total is not None:
        yield words.say("Time each week: about {time}. (Our best guess.)", time=words.hours(total))
    if told.plan.room is not None:
        yield words.say("Your week with health care: {room}.", room=_room(told.plan.room.word, words))


def _task(aid: Aid | None, each: AskedOfThem) -> CareAsk | None:
    return aid.tasks.get(each.task) if aid else None


def _how(how: How, words: Words) -> str:
    return {
        "fits": words.say("it fits"),
        "hard": words.say("it is hard"),
        "not_happening": words.say("it does not happen"),
        "someone_helps": words.say("someone helps"),
    }[how]


def _room(word: RoomWord, words: Words) -> str:
    return {
        "some_room": words.say("some room"),
        "just_full": words.say("just about full"),
        "too_full": words.say("too full"),
    }[word]
