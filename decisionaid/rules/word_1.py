"""Words that decide for people, and words that blame them, stand in no aid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import EVERY, Case, Finding, Level

ID = "WORD-1"
ASKS = "Is it free of should, must, recommended, best, and of refused, failed, denies, non-compliant?"
WHY = "An aid shows what can be chosen; whose words push or blame has left the talk."
SOURCE = "NICE standards framework ECD8; FDA guidance on 520(o)(1)(E), options rather than orders"
LEVEL: Level = "review"
KINDS = EVERY
BANNED = {
    "en": re.compile(
        r"\b(?:should(?:n['’]t)?|must(?:n['’]t)?|recommend(?:s|ed|ation|ations|ing)?|best|refus(?:e|es|ed|al|ing)"
        r"|fail(?:s|ed|ing)?|den(?:y|ies|ied|ial)|non-?complian(?:t|ce)|non-?adheren(?:t|ce))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:(?<!se )deben?|(?<=se )deben?(?! al?\b)|deb(?:es|emos|ería|erían|erá|erán)|tien(?:e|en) que|hay que"
        r"|recom(?:iend|end)\w+|aconsej\w+|(?:el|la|los|las|lo) mejor(?:es)?|rechaz(?:ó|a|an|aron|ado|ada)"
        r"|se (?:negó|niega|negaron)|niega|fracas\w+|incumpl\w+|no cumplidor[ae]?s?)\b",
        re.IGNORECASE,
    ),
    "ar": re.compile("يجب|ينبغي|لا بد|لا بدّ|يوصى|نوصي|ننصح|موصى|الأفضل|رفض|يرفض|فشل|ينكر|أنكر|غير ملتزم|عدم الالتزام"),
}
REMEDY = "say what can be done, and what it does"


def examine(case: Case) -> Iterator[Finding]:
    """Every word of every language; a language without a list is for people to read."""
    for language in case.edition.languages:
        if language not in BANNED:
            yield Finding((), "no list of words that push or blame in this language", "", "human", language)
    for said in case.texts:
        if said.language in BANNED:
            for word in dict.fromkeys(match.group(0) for match in BANNED[said.language].finditer(said.text)):
                yield said.finding(f"{word!r} pushes or blames", REMEDY)
