"""Reads the name and number with which a visit is opened, so that the clinic's own number finds somebody again.

A number alone opens nobody's plan: it is checked against the name, exactly, and which of the two was wrong is not said.
There is no search by a part of a name, and two people of one name stay two (hazard H04).
"""

from __future__ import annotations

from ..domain.alike import same_number
from ..errors import InputProblem
from .sign_in import one_line

MOST_NAME, MOST_NUMBER = 80, 40


def name_and_number(name: str | None, number: str | None) -> tuple[str, str]:
    """The name and the number as typed, each on one line and without invisible signs.

    Raises:
        InputProblem: the name or the number cannot be used, or a number came without a name.
    """
    name, number = one_line(name), one_line(number)
    _fits("name", name, MOST_NAME, "The name")
    _fits("number", number, MOST_NUMBER, "The number")
    if not any(each.isalnum() for each in same_number(number)):
        return name, ""  # a dash typed for want of a number: two people of one name would be one
    if not name:
        raise InputProblem(
            "name",
            None,
            "given with a number",
            "With a number, please write the name too: both are checked.",
        )
    return name, number


def _fits(field: str, text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise InputProblem(
            field, None, f"at most {most} letters", f"{what} is longer than {most} letters. Please make it shorter."
        )
