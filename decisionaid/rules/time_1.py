"""A sentence that says over which time a number was counted says the time over which it was counted.

"In five years" beside a chance of one year is another number. The time of a claim is known, so the words are held
against it, in English and Spanish; in other languages people look.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from . import EVERY, AidText, Case, Finding, Level
from ._spelled import lengths_in
from ._text import sentences
from .rc_3 import _days, _span

ID = "TIME-1"
ASKS = "Do the words say the time over which their number was counted?"
WHY = "Ten in a hundred in a year, said as in five years, is a fifth of what it is."
SOURCE = "Clinical rules R6, R14; RC-3, Trevena 2013, doi:10.1186/1472-6947-13-S2-S7"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each sentence that names a chance, in each language."""
    for said in case.texts:
        for sentence in sentences(said.text):
            yield from _one(case.aid, said, sentence)


def _one(aid: Aid, said: AidText, sentence: str) -> Iterator[Finding]:
    names = [match.group(1) for match in PLACEHOLDER.finditer(sentence)]
    chances = [name for name in names if name in aid.claims and aid.claims[name].amount is None]
    if not chances:
        return
    for words, days in lengths_in(sentence, said.language, aid):
        for name in chances:
            counted = _days(_span(aid, name))
            if abs(days - counted) > 0.02 * counted:
                span = aid.claims[name].horizon or aid.outcomes[aid.claims[name].outcome].horizon
                ((unit, length),) = span.model_dump(exclude_none=True).items()
                over = f"{length:g} {unit[:-1] if length == 1 else unit}" if span.lifetime is None else "a lifetime"
                what = f"{words!r} stands beside {name}, which was counted over {over}"
                yield said.finding(what, "say the time over which it was counted, or leave it to the row")
                break
