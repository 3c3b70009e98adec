"""A value of a person in words: a day, the words of a choice, and where and when a result from elsewhere was found.

Card, plan, note and the panel of where a number comes from ask here, so that none of them says a result without its
place and its day.
"""

from __future__ import annotations

from datetime import date

from .domain.encounter import InputShown
from .domain.inputs import Input
from .locale import Words


def answer_in_words(asked: Input | None, answer: str, words: Words) -> str:
    """An answer that is no number: a day, or the words of a choice."""
    if asked is None:
        return answer
    return words.day(date.fromisoformat(answer)) if asked.kind == "date" else asked.choices.get(answer, answer)


def found_where(asked: Input | None, place: str, taken: str, words: Words) -> str:
    """Where a result from elsewhere was found, and on which day; "" for a value that was taken here."""
    if asked is None or not asked.elsewhere:
        return ""
    day = words.day(date.fromisoformat(taken)) if taken else words.say("day not known")
    where = asked.elsewhere.get(place) or words.say("from elsewhere")
    return words.say("{place}, {day}", place=where, day=day)


def with_where(said: str, asked: Input | None, shown: InputShown, words: Words) -> str:
    """A value that was put into words, and where it was found: -2.9 (bone scan, Friday, October 2, 2026)."""
    where = found_where(asked, shown.place, shown.taken, words)
    return f"{said} ({where})" if where else said
