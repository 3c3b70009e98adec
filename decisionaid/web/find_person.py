"""Reads the name, number and birth date with which a visit is opened, so that the clinic's number finds somebody again.

A number alone opens nobody's plan: it is checked against the name or the birth date, exactly, and which of them was
wrong is not said. There is no search by a part of a name, and two people of one name stay two (hazard H04).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..domain.alike import same_number
from ..errors import InputProblem
from .sign_in import one_line

MOST_NAME, MOST_NUMBER = 80, 40
OLDEST = 130


@dataclass(frozen=True)
class WhoIsIt:
    """Who comes, as it was typed: each part on one line and without invisible signs; "" where it was left out."""

    name: str = ""
    number: str = ""
    birth_date: str = ""


def who_is_it(form: Mapping[str, str], today: date) -> WhoIsIt:
    """The name, the number and the birth date as typed.

    Raises:
        InputProblem: one of them cannot be used, or a number came with neither of the others.
    """
    birth_date = _birth_date(one_line(form.get("birth_date")), today)
    name, number = _name_and_number(form.get("name"), form.get("number"), birth_date)
    return WhoIsIt(name, number, birth_date)


def _birth_date(text: str, today: date) -> str:
    """The day as YYYY-MM-DD; "" where none was given."""
    if not text:
        return ""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        born = None
    if born is None or not today.year - OLDEST <= born.year or born > today:
        what = "a day that has been, with the year in four digits"
        raise InputProblem("birth_date", None, what, "This cannot be a birth date. Please write it as year-month-day.")
    return born.isoformat()


def _name_and_number(name: str | None, number: str | None, birth_date: str) -> tuple[str, str]:
    name, number = one_line(name), one_line(number)
    _fits("name", name, MOST_NAME, "The name")
    _fits("number", number, MOST_NUMBER, "The number")
    if not any(each.isalnum() for each in same_number(number)):
        return name, ""  # a dash typed for want of a number: two people of one name would be one
    if not name and not birth_date:
        raise InputProblem(
            "name",
            None,
            "given with a number",
            "With a number, please write the name or the birth date too: both are checked.",
        )
    return name, number


def _fits(field: str, text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise InputProblem(
            field, None, f"at most {most} letters", f"{what} is longer than {most} letters. Please make it shorter."
        )
