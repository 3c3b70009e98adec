"""A relative effect is never told without the counts it comes from.

Three places where one could slip through: a ratio without a baseline that is put into words or into a row; an effect
whose baseline no option shows, so that nobody sees what it was applied to; and words that speak relatively ("half the
risk", "twice as likely", any per cent) without a chance of this aid in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from ..domain.claims import root_of
from . import EVERY, AidText, Case, Finding, Level
from ._text import sentences

ID = "RC-1"
ASKS = "Does every relative effect come with its absolute pair?"
WHY = "Half of almost nothing is almost nothing; a relative effect alone looks larger than it is."
SOURCE = "Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; Zikmund-Fisher 2025, doi:10.1177/0272989X251346811"
LEVEL: Level = "draft"
KINDS = EVERY
RELATIVE = {
    "en": re.compile(
        r"relative risk|risk ratio|odds ratio|hazard ratio|%|\bper ?cent"
        r"|\b(?:twice|half|times) (?:as|the|more|less|your)\b"
        r"|\bdoubl(?:e|es|ed) (?:the|your|as)\b"
        r"|\bhalves?\b (?:the|your)|\b(?:by|in) (?:half|a (?:third|quarter|fifth))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"riesgo relativo|raz[oó]n de (?:riesgos?|momios)|%|por ?ciento|\bel (?:doble|triple) de\b|\bla mitad del? "
        r"|\b(?:dos|tres|cuatro) veces (?:más|menos)|\bduplica|\breduce a la mitad|\ben un tercio\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(r"الخطر النسبي|[%٪]|(?:بال|في ال)(?:مئة|مائة)|ضعف (?:ال|خطر|عدد)|نصف (?:ال|خطر|عدد)"),
}
_EVERYWHERE = re.compile(r"[%٪]")


def examine(case: Case) -> Iterator[Finding]:
    """Numbers, then words."""
    yield from _bare_ratios(case.aid)
    yield from _without_baseline(case.aid)
    for said in case.texts:
        yield from _words(case.aid, said)


def _is_bare(aid: Aid, key: str) -> bool:
    return key in aid.claims and aid.claims[key].bare


def _bare_ratios(aid: Aid) -> Iterator[Finding]:
    for option_id, option in aid.options.items():
        for outcome, claims in option.chances.items():
            for name in claims:
                if _is_bare(aid, name):
                    path = ("options", option_id, "chances", outcome)
                    yield Finding(path, f"{name} is a ratio alone", "name a claim that applies it: from: ...")


def _without_baseline(aid: Aid) -> Iterator[Finding]:
    shown = {
        (outcome, name)
        for option in aid.options.values()
        for outcome, names in option.chances.items()
        for name in names
    }
    for key, claim in aid.claims.items():
        first = root_of(aid.claims, key)
        if claim.from_ is not None and not any(name == first for _, name in shown):
            what = f"no option shows {first}, the chance without this effect"
            yield Finding(("claims", key, "from"), what, "put it under chances of the option without it")


def _words(aid: Aid, said: AidText) -> Iterator[Finding]:
    for match in PLACEHOLDER.finditer(said.text):
        if _is_bare(aid, match.group(1)):
            yield said.finding(f"{match.group(1)} is a ratio alone", "name a claim that applies it to a chance")
    pattern = RELATIVE.get(said.language, _EVERYWHERE)
    for sentence in sentences(said.text):
        found = pattern.search(sentence)
        if found and not any(match.group(1) in aid.claims for match in PLACEHOLDER.finditer(sentence)):
            yield said.finding(f"{found.group(0).strip()!r} without the counts", "name the claim in the same sentence")
