"""Reads a day that has been, and of a result from elsewhere the day and the place where it was found.

A day that lies ahead cannot have been, and a year of two digits is asked back; nobody guesses a day. Both parts of a
result may stay open, and card, plan and note then say that the day is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...domain.inputs import Input
from .. import Field, Scene
from .._values import AskBack, KeptValue, found_at

FIRST_YEAR = 1900


def found_fields(key: str, asked: Input) -> tuple[Field, ...]:
    """The boxes for the day and the place of a result from elsewhere; none for a value that is taken here."""
    if not asked.elsewhere:
        return ()
    places = (("", ""), *asked.elsewhere.items())
    return (Field(f"taken_{key}", "date", max_length=40), Field(f"place_{key}", "choice", places))


def read_day(field: str, text: str, scene: Scene) -> date | AskBack:
    """A day that has been, or a question back."""
    say = scene.words.say
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return AskBack(field, say("Which day is it?"))
    if day > scene.today:
        return AskBack(field, say("That day lies ahead. Which day was it?"))
    if day.year < FIRST_YEAR:
        return AskBack(field, say("Please give the year with four digits. Which day was it?"))
    return day


def says_where(key: str, given: Mapping[str, Any]) -> bool:
    """Whether a day or a place was given."""
    return bool(given.get(f"taken_{key}") or given.get(f"place_{key}"))


def found(key: str, given: Mapping[str, Any], scene: Scene) -> KeptValue | AskBack:
    """Where and when a result was found, as the form says it. A new value never takes over the day of an old one."""
    text = str(given.get(f"taken_{key}") or "").strip()
    day = read_day(f"value_{key}", text, scene) if text else None
    if isinstance(day, AskBack):
        return day
    return found_at(str(given.get(f"place_{key}") or ""), day.isoformat() if day else "")
