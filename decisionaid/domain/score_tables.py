"""Tables of numbers by a score or a group, and how the row of one person is found.

A row is written as the value it is for: "3", "7+" (seven or more), "2-4", the id of a choice, yes or no. So a table
says what it is for in the words of its paper, and a score that the paper pooled (rule R5) is one row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import floor

_SPAN = re.compile(r"(\d+)(?:(\+)|-(\d+))?$")
_ANSWERS = {True: "yes", False: "no"}


def row_of(table: Mapping[str, float], value: bool | float | str) -> float | None:
    """The number in the row for a value; None where the table has no such row.

    Example:
        >>> [row_of({"0": 0.002, "1": 0.006, "2+": 0.022}, points) for points in (0, 1, 5)]
        [0.002, 0.006, 0.022]
        >>> row_of({"40-64": 0.05, "65+": 0.07}, 64.5)
        0.05
    """
    if isinstance(value, (bool, str)):
        return table.get(_ANSWERS[value] if isinstance(value, bool) else value)
    whole = floor(value)  # 64 and a half is 64, as ages are counted, and 19.95 pack-years are not 20
    for key, number in table.items():
        span = span_of(key)
        if span is not None and span[0] <= whole <= span[1]:
            return number
    return None


def span_of(key: str) -> tuple[float, float] | None:
    """From and to of a row, both included; None for a row that is for a word.

    Example:
        >>> [span_of(key) for key in ("3", "7+", "2-4", "frail")]
        [(3.0, 3.0), (7.0, inf), (2.0, 4.0), None]
    """
    match = _SPAN.match(key)
    if match is None:
        return None
    low = float(match.group(1))
    return low, float("inf") if match.group(2) else float(match.group(3) or low)
