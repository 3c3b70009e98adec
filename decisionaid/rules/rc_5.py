"""Words for chances (rare, likely, safe, low risk) only with the number in the same sentence.

Two kinds of words. Some speak of chances alone: rare, likely, unlikely, common, uncommon, safe, effective. They need
a chance of this aid beside them, unless they are part of a fixed name or turn of phrase (`NAMES`: common sense,
insurance called seguro). `high` and `low` speak of many things that are measured: a high dose is not a chance. In
English they count as words for a chance unless they belong to something on a closed list (`MEASURED`: dose, blood
pressure, cholesterol, ...), to an abbreviation (LDL) or to a name that the aid explains under `terms`. In Spanish and
Arabic, where the adjective follows its noun, they count beside a noun for a chance. Lower and higher compare, and are
judged only beside such a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from . import EVERY, AidText, Case, Finding, Level
from ._text import sentences

ID = "RC-5"
ASKS = "Do words like rare, common, low, high, safe, effective stand only with the number?"
WHY = "What is rare to one is common to another; the number means the same to both."
SOURCE = "Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; NICE standards framework ECD8 with BMJ n1430"
LEVEL: Level = "review"
KINDS = EVERY
LABELS = {
    "en": re.compile(
        r"\b(?:very )?(?:rare(?:ly)?|(?:un)?common(?:ly)?|(?:un)?likely|improbable|probabl[ey]|infrequent(?:ly)?"
        r"|safe(?:ly|r|st)?|(?:in)?effective(?:ly)?)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:muy |poco )?(?:rar[oa]s?|raramente|raras? vez|común|comunes|comúnmente|frecuentes?"
        r"|infrecuentes?|im?probables?|probablemente|segur[oa]s?|efectiv[oa]s?|efica(?:z|ces))\b"
        r"|\b(?:riesgos?|probabilidad(?:es)?|posibilidad(?:es)?) (?:es |son |muy |más )*(?:alt|baj)[oa]s?\b"
        r"|\b(?:alt|baj)[oa]s? (?:riesgo|probabilidad|posibilidad)",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        "نادر|شائع|غير محتمل|من المحتمل|على الأرجح|آمن|فع[اّ]+ل|خطر (?:منخفض|مرتفع|عال|قليل)|احتمال (?:ضعيف|كبير|قليل)"
    ),
}
NAMES = {
    "en": re.compile(
        r"common (?:cold|sense)|in common|safe place|keep (?:\w+ )?safe|safe at home|likely as not", re.IGNORECASE
    ),
    "es": re.compile(
        r"preguntas frecuentes|sentido común|en común|seguro (?:médico|de salud|social)|(?:su|el|un|del|al) seguro\b"
        r"|segur[oa] de que"
        r"|(?:está|estoy|estar|están) (?:segur[oa]s?)",
        re.IGNORECASE,
    ),
    "ar": re.compile("مكان آمن"),
}
_SIZED = re.compile(r"high|low", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:high|low)\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:high|low)er (?:risks?|chances?|odds|likelihood|rates?)\b", re.IGNORECASE)
MEASURED = (
    "dose|doses|strength|blood pressure|pressure|cholesterol|sugar|sugars|fat|salt|fiber|fibre|"
    "weight|fever|temperature|pulse|level|levels|value|values|reading|readings|number of pills|price|"
    "prices|cost|costs|energy|mood|back|chair|bed|shelf|step|school|iron|potassium|oxygen|glucose|"
    "sodium|calcium|vitamin|thyroid|count|counts|bone density|intensity|impact"
)
_BEFORE_MEASURED = re.compile(
    rf"(?i:high|low)[\s-]+(?:(?!risk|chance|odds|rate)\w+ ){{0,2}}(?:(?i:{MEASURED})|[A-Z]{{2,}}\w*)\b"
)
_AFTER_MEASURED = re.compile(
    rf"\b(?:(?i:{MEASURED})|[A-Z]{{2,}}\w*)(?: (?!risk|chance|odds|rate)\w+){{1,3}}"
    r" (?:high|low)\b"
)


def examine(case: Case) -> Iterator[Finding]:
    """Sentence by sentence; a language without a list is for people to read."""
    for language in case.edition.languages:
        if language not in LABELS:
            yield Finding((), "no list of words for chances in this language", "", "human", language)
    for said in case.texts:
        if said.language not in LABELS:
            continue
        for sentence in sentences(said.text):
            if any(match.group(1) in case.aid.claims for match in PLACEHOLDER.finditer(sentence)):
                continue
            for label in _labels(case.aid, said, sentence):
                yield said.finding(
                    f"{label!r} without the number", "name the claim in the same sentence, or leave it out"
                )


@lru_cache(256)
def _explained(terms: tuple[str, ...]) -> re.Pattern[str]:
    """The words that an aid explains."""
    return re.compile("|".join(rf"\b{term.replace('_', ' ')}\b" for term in terms) or r"(?!)", re.IGNORECASE)


def _labels(aid: Aid, said: AidText, sentence: str) -> list[str]:
    if not LABELS[said.language].search(sentence) and not _SIZED.search(sentence):
        return []
    bare = NAMES[said.language].sub(" ", sentence)
    found = [match.group(0) for match in LABELS[said.language].finditer(bare)]
    if said.language == "en":
        bare = _AFTER_MEASURED.sub(" ", _BEFORE_MEASURED.sub(" ", bare))
        bare = _explained(tuple(aid.terms)).sub(" ", bare)
        found += [match.group(0) for pattern in (_SIZE, _COMPARED) for match in pattern.finditer(bare)]
    return list(dict.fromkeys(found))
