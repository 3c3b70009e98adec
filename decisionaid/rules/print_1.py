"""Every letter and sign of an aid can be printed: a safety line with a hole in it is worse than none."""

from __future__ import annotations

from collections.abc import Iterator

from ..faces import cannot_print
from . import EVERY, Case, Finding, Level

ID = "PRINT-1"
ASKS = "Can every letter and sign be printed?"
WHY = "On the page that goes home a sign that no font has would be missing before a threshold or in a safety line."
SOURCE = "PDF/UA-1 (ISO 14289-1), 7.21: every sign that is drawn has a glyph"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """The words of every language, and the facts that stand in them."""
    for said in case.texts:
        for sign in dict.fromkeys(cannot_print(said.text)):
            yield said.finding(_what(sign), _REMEDY)
    for key, fact in case.aid.facts.items():
        for sign in dict.fromkeys(cannot_print(fact.text or "")):
            yield Finding(("facts", key), _what(sign), _REMEDY)


_REMEDY = "say it in words, or with a sign such as ≥ or →"


def _what(sign: str) -> str:
    return f"no font of the printed page has the sign {sign!r} (U+{ord(sign):04X})"
