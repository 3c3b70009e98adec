"""Marks for words of the interface that stand in one place and are said in another.

`words.say("Saved")` is found where it is said. A constant that is said later, `words.say(TITLE)`, is found by its mark:
``TITLE = phrase("What could happen")``. The marks change nothing when the program runs.
"""

from __future__ import annotations


def phrase(english: str) -> str:
    """Words that somebody says later, so that the catalogues hold them."""
    return english


def plural_phrase(one: str, many: str) -> tuple[str, str]:
    """A singular and its plural that somebody says later."""
    return one, many
