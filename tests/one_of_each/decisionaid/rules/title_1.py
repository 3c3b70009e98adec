"""A title fits on one line of a telephone."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level

ID = "TITLE-1"
ASKS = "Does the title fit on one line?"
WHY = "A title that runs over two lines pushes the first choice off a small screen."
SOURCE = "made up for the tests of the folder"
LEVEL: Level = "review"
KINDS = EVERY
LONGEST = 60


def examine(case: Case) -> Iterator[Finding]:
    """Every title that is longer."""
    for each in case.texts:
        if each.path == "title" and len(each.text) > LONGEST:
            yield each.finding(f"the title has {len(each.text)} letters", f"at most {LONGEST}")
