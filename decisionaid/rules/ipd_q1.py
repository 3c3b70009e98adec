"""The health condition is described: in words a person can read, not by a name alone."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level
from ._text import words_in

ID = "IPD-Q1"
ASKS = "Is the condition described?"
WHY = "Who does not know what the talk is about cannot take part in it."
SOURCE = "IPDASi v4, qualifying item 1, doi:10.1177/0272989X13501721"
LEVEL: Level = "draft"
KINDS = EVERY
FEWEST = 4


def examine(case: Case) -> Iterator[Finding]:
    """A name of a disease is not a description; four words are the least that can be one."""
    for each in case.texts:
        if each.path == "condition" and len(words_in(each.text, each.language)) < FEWEST:
            yield each.finding(f"{each.text!r} does not describe the condition", "say in a sentence what is going on")
