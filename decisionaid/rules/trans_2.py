"""A translation is in its own language, and what it counts in words is what the first language counts.

A line that was left in English, or "dos pastillas" for one pill, is a slip that no reader of the other language sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid_texts import PLACEHOLDER, texts_of
from . import EVERY, Case, Finding, Level
from ._spelled import numbers_in
from ._text import words_in

ID = "TRANS-2"
ASKS = "Is every translated sentence in its own language, with the same numbers in words?"
WHY = "Half a card in a language that somebody does not read is no card; another dose in Spanish is another dose."
SOURCE = "45 CFR 92 (meaningful access); hazard H01, a wrong number"
LEVEL: Level = "review"
KINDS = EVERY
_EN = (
    "the and you your of to is are with for not will it if we this that from have when can be or at what how may by"
    " on was an in do does without people about dose start wait see i can my me"
)
_ES = (
    "el la los las y de que es son con para no se si un una su sus por en al del lo le qué cómo más o cuando puede a"
    " hay sin usted nos dosis esperar ver unos unas este esta eso me mi otras otros"
)
OFTEN = {"en": frozenset(_EN.split()), "es": frozenset(_ES.split())}
"""Words that are frequent in one language; those that both have tell nothing."""
_ONLY = {(one, other): OFTEN[one] - OFTEN[other] for one in OFTEN for other in OFTEN}
"""(one language, another) -> words that are frequent in the first alone."""
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w-]*(?: [A-Z0-9][\w-]*)*$")
LONG = 3
"""From so many words on, equal sentences in two languages are a line that was left."""


def examine(case: Case) -> Iterator[Finding]:
    """Each translated text beside the first language."""
    first, language = texts_of(case.aid), case.aid.language
    for said in case.texts:
        if said.language == language:
            continue
        original = first.get(said.path, "")
        if _left(said.text, original, said.language, language):
            yield said.finding(f"{said.text!r} is not in {said.language}", f"translate it: {original!r}")
            continue
        here, there = (
            sorted(count for _, count in numbers_in(text, spoken))
            for text, spoken in ((said.text, said.language), (original, language))
        )
        if here != there and said.language in OFTEN and language in OFTEN:
            what = f"this counts {_say(here)} in words, and the first language {_say(there)}"
            yield said.finding(what, f"say the same number as in {original!r}")


def _left(text: str, original: str, spoken: str, language: str) -> bool:
    words = [word.casefold() for word in words_in(text, spoken)]
    if len(words) < LONG:
        return False
    if text == original and not _NAME.match(text):
        return True
    if not OFTEN.keys() >= {spoken, language}:
        return False
    pairs = ((language, spoken), (spoken, language))
    theirs, ours = (sum(map(_ONLY[pair].__contains__, words)) for pair in pairs)
    return theirs > max(ours, 1) and bool(PLACEHOLDER.sub("", text).strip())


def _say(counts: list[int]) -> str:
    return ", ".join(map(str, counts)) or "nothing"
