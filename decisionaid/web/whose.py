"""Whose visit it is: nobody's name, somebody new, or somebody who is found again by the clinic's own number.

A number alone opens nobody's plan: it is checked against the name, exactly, and which of the two was wrong is not said.
There is no search by a part of a name, and two people of one name stay two (hazard H04).
"""

from __future__ import annotations

from ..domain.encounter import Person
from ..errors import Conflict, InputProblem
from .left_off import same_practice
from .pages import teller

CLINIC = "clinic"
MOST_NAME, MOST_NUMBER = 80, 40


def person_for(name: str, number: str, language: str) -> Person:
    """The person of this visit, found again or new.

    Raises:
        InputProblem: the name or the number cannot be used, or a number came without a name.
        Conflict: the number is another name's.
    """
    _fits("name", name, MOST_NAME, "The name")
    _fits("number", number, MOST_NUMBER, "The number")
    people = teller().store.people
    if not number:
        return people.add(name=name or None, language=language)
    if not name:
        raise InputProblem(
            "name",
            None,
            "given with a number",
            "With a number, please write the name too: both are checked.",
        )
    known = people.numbered(CLINIC, number)
    if known is None:
        new = people.add(name=name, language=language)
        people.number(new.id, CLINIC, number)
        return new
    if _plain(known.name or "") != _plain(name) or not same_practice(known.id):
        raise Conflict("This number and this name do not go together here. Please check both; no visit was begun.")
    return known


def _fits(field: str, text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise InputProblem(
            field, None, f"at most {most} letters", f"{what} is longer than {most} letters. Please make it shorter."
        )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
