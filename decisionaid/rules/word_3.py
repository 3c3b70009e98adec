"""Words never hold a number: they name it, so that it stands in one place. TRANS-1 asks it of the other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid_texts import PLACEHOLDER
from . import EVERY, Case, Finding, Level
from ._digits import loose_digits

ID = "WORD-3"
ASKS = "Are the words free of digits?"
WHY = "A number that stands twice is corrected in one of the two places."
SOURCE = "Clinical rule R12: one place for each number; the card language"
LEVEL: Level = "review"
KINDS = EVERY
_NOT_FILLED = re.compile(
    r"title$|terms\.|groups\.|outcomes\.|inputs\.\w+\.(?:choices|elsewhere)\.|options\.\w+\.name$|areas\.|tasks\."
)
"""Labels, which stand by themselves on screens, papers and pictures. Only sentences are filled in."""


def examine(case: Case) -> Iterator[Finding]:
    """Digits of any script, and braces that name nothing."""
    for said in case.texts:
        if _NOT_FILLED.match(said.path) and PLACEHOLDER.search(said.text):
            yield said.finding("a name in braces stays as it is here", "say it in words, or say it in a sentence")
        if said.language == case.aid.language:
            yield from loose_digits(case.aid, said)
