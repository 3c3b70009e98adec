"""A value of a person in words: a day, a choice, where a result from elsewhere was found; and what cannot wait.

Card, plan, note and the panel of where a number comes from ask here, so that none of them says a result without its
place and its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .domain.aid import Aid
from .domain.chances import Numbers
from .domain.encounter import InputShown
from .domain.fill_sentences import fact_in_words, fill_statements
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


def crisis_in_words(aid: Aid, numbers: Numbers, words: Words) -> Iterator[tuple[str, str]]:
    """What cannot wait for a card, of what holds for this person: (whom to call, what it is)."""
    for key, sentence in fill_statements(aid.crisis, aid, numbers, words).items():
        name = aid.crisis[key].call
        if name is not None:
            yield words.say("Call {phone}", phone=fact_in_words(name, aid.facts[name], words)), sentence.text
