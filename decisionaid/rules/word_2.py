"""An abbreviation is explained, or is not used: CK, ALT and LFTs are letters to whoever reads the card.

Explained is a word that stands under `terms`, that a fact names as text, or that stands in brackets behind its words:
"Kidney value (eGFR)". What a clinician alone reads (`chart`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from . import EVERY, Case, Finding, Level

ID = "WORD-2"
ASKS = "Is every abbreviation explained?"
WHY = "Letters that nobody explained tell a person that the card is not for them."
SOURCE = "IPDASi v4, plain language; NICE PMG42; Clear Communication Index 3.1"
LEVEL: Level = "review"
KINDS = EVERY
_SHORT = re.compile(r"(?<![\w.])(?:[A-ZÁÉÍÓÚÑ]{2,}[a-z]?|[a-z]?[A-Z]{2,}[A-Za-z]*)\b")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
USUAL = frozenset({"OK", "TV", "AM", "PM", "USA", "UK", "SMS", "EE", "UU"})


def _explained(aid: Aid) -> set[str]:
    """Words that the terms of an aid explain, or that stand in its facts."""
    terms = {word.casefold() for key in aid.terms for word in key.split("_")}
    return terms | {word.casefold() for fact in aid.facts.values() for word in (fact.text or "").split()}


def examine(case: Case) -> Iterator[Finding]:
    """Each short form, a single time in each language; a warning, since a reader may know it."""
    explained = _explained(case.aid)
    seen: set[tuple[str, str]] = set()
    for said in case.texts:
        explained_here = {each.casefold() for inner in _IN_BRACKETS.findall(said.text) for each in inner.split()}
        if said.path.startswith("terms."):
            explained |= {each.casefold() for each in _SHORT.findall(said.text)}
        for short in _SHORT.findall(PLACEHOLDER.sub(" ", said.text)):
            known = {short.casefold(), short.casefold().removesuffix("s")} & (explained | explained_here | _usual())
            if known or said.path.endswith(".chart") or (said.language, short) in seen:
                continue
            seen.add((said.language, short))
            remedy = f"say it in words, or explain it under terms: {short.lower()}: ..."
            yield said.finding(f"nothing explains {short!r}", remedy, "warning")


def _usual() -> set[str]:
    return {each.casefold() for each in USUAL}
