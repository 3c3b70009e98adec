"""The decision is stated, as a question."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level
from ._text import words_in

ID = "IPD-Q2"
ASKS = "Is the decision stated as a question?"
WHY = "Of 24 leaflets that were looked at, 3 said that there was something to decide."
SOURCE = "IPDASi v4, qualifying item 2, doi:10.1177/0272989X13501721"
LEVEL: Level = "draft"
KINDS = EVERY
FEWEST = 3


def examine(case: Case) -> Iterator[Finding]:
    """In every language: a few words that end in the question mark of that language."""
    for each in case.texts:
        if each.path != "decision":
            continue
        mark = "؟" if each.language == "ar" else "?"
        if not each.text.rstrip().endswith(mark) or len(words_in(each.text, each.language)) < FEWEST:
            yield each.finding("the decision is not a question", f"name what can be chosen, and end with {mark}")
