"""Marks words of the interface that are defined in one place and shown from another, so that they are translated.

`words.say("Saved")` is found where it is said. A constant that is said later, `words.say(TITLE)`, is found by its mark:
``TITLE = phrase("What could happen")``. The marks change nothing when the program runs.
"""

from __future__ import annotations


def phrase(english: str) -> str:
    """Mark words that are shown from elsewhere."""
    return english


def plural_phrase(one: str, many: str) -> tuple[str, str]:
    """Mark a singular and its plural that are shown from elsewhere."""
    return one, many
