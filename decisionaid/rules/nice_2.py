"""Only as much about the condition as it takes to know where one is."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level
from ._text import words_in

ID = "NICE-2"
ASKS = "Is the condition said in few words?"
WHY = "A lecture at the beginning takes the time of the talk."
SOURCE = "NICE standards framework ECD8"
LEVEL: Level = "review"
KINDS = EVERY
MOST_WORDS = 40
WORDIER = 1.25
"""Other languages use more words than English for the same thing."""


def examine(case: Case) -> Iterator[Finding]:
    """The condition, in every language."""
    for said in case.texts:
        most = MOST_WORDS if said.language == "en" else int(MOST_WORDS * WORDIER)
        if said.path == "condition" and len(words_in(said.text, said.language)) > most:
            count = len(words_in(said.text, said.language))
            yield said.finding(f"the condition takes {count} words", f"at most {most}; the talk says the rest")
