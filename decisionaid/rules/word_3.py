"""Words never hold a number: they name it, so that it stands in one place. TRANS-1 asks it of the other languages."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level
from ._digits import loose_digits

ID = "WORD-3"
ASKS = "Are the words free of digits?"
WHY = "A number that stands twice is corrected in one of the two places."
SOURCE = "Clinical rule R12: one place for each number; the card language"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Digits of any script, and braces that name nothing."""
    for said in case.texts:
        if said.language == case.aid.language:
            yield from loose_digits(case.aid, said)
