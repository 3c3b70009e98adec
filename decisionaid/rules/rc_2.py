"""One denominator in a figure and in a sentence; what is too small for a hundred has its own strip of a thousand.

An outcome is one figure, and all its rows share the outcome's denominator. What is asked here is that the denominator
can show what it is for (small chances that differ are not drawn alike, and none disappears), that a sentence does not
mix two of them, and that words never say "1 in X", where the number that grows means the smaller chance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from ..domain.figures_of import figures_of
from ..domain.measure import Frequency
from . import EVERY, AidText, Case, Finding, Level
from ._text import sentences

ID = "RC-2"
ASKS = "Has each figure one denominator, are small rates in a strip of 1,000, and is there never a '1 in X'?"
WHY = "Equal denominators can be compared by eye; in 1 in X the larger number is the smaller chance."
SOURCE = "Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; doi:10.1177/0272989X251346811; clinical rule R13"
LEVEL: Level = "draft"
KINDS = EVERY
SMALL = 0.05
"""Below this a person more or less of a hundred matters; above it, equal pictures say what is true: about the same."""
TINY = 0.1
"""Of a person: nobody should see a whole one instead."""
_EN = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|(?:a |one )?hundred|(?:a |one )?thousand|(?:a |one )?million"
)
_ES = (
    r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta"
    r"|ochenta|noventa|cien|ciento|doscient[oa]s|quinient[oa]s|mil|un millón"
)
_NUMBER = r"\d[\d.,]*|\{[a-z0-9_]+\}"
ONE_IN = {
    "en": re.compile(rf"\b(?:1|one) (?:in|out of|of every|in every|per) (?:{_NUMBER}|(?:{_EN})\b)", re.IGNORECASE),
    "es": re.compile(
        rf"\b(?:1|un[oa]?) (?:persona |mujer |hombre )?(?:de cada|de entre|en|por cada) (?:{_NUMBER}|(?:{_ES})\b)",
        re.IGNORECASE,
    ),
    "ar": re.compile(r"(?:1|١|واحدة?|شخص واحد) (?:من كل|من بين|في كل|من أصل) "),
}
_ANY = re.compile(rf"\b1 \w{{1,4}} (?:{_NUMBER})")


def examine(case: Case) -> Iterator[Finding]:
    """Outcomes, then sentences."""
    yield from _too_small(case.aid)
    for said in case.texts:
        found = ONE_IN.get(said.language, _ANY).search(said.text)
        if found:
            yield said.finding(
                f"{found.group(0)!r} grows while the chance shrinks", "name the claim, or say so many of 100"
            )
        for sentence in sentences(said.text):
            yield from _mixed(case.aid, said, sentence)


def _too_small(aid: Aid) -> Iterator[Finding]:
    """What a figure of counted chances cannot show, at each chance that its effects may begin with."""
    for key, outcome in aid.outcomes.items():
        if outcome.measured_only or outcome.unit is not None:
            continue
        shown = {name for option in aid.options.values() for name in option.chances.get(key, ())}
        found = (_not_shown(*_unseen(chances, outcome.of), outcome.of, shown) for chances in figures_of(aid, key))
        what = next(filter(None, found), "")
        finer = 1000 if outcome.of == 100 else 10000
        if what and outcome.of < 10000:
            yield Finding(("outcomes", key), what, f"write of: {finer}, so that it has its own strip")


def _not_shown(hidden: Sequence[str], alike: Sequence[str], of: int, shown: Collection[str]) -> str:
    """That a picture of so many people cannot show some chances, or cannot show them apart; "" where it can."""
    if not hidden and not (alike and of == 100):
        return ""
    if of != 100 and not set(shown) & set(hidden):
        return ""
    return f"a picture of {of:,} people cannot show {', '.join(hidden or alike)}" + ("" if hidden else " apart")


def _unseen(chances: Mapping[str, float], of: int) -> tuple[list[str], list[str]]:
    """Chances of less than half a person; and small ones whose counts are not as far apart as they are."""
    counts = {name: Frequency.of_chance(chance, of) for name, chance in chances.items()}
    hidden = [name for name, frequency in counts.items() if frequency.below_half]
    alike = [
        name
        for name, chance in chances.items()
        if chance < SMALL
        and any(
            chance != other and _looks_otherwise(counts[name].count - counts[key].count, (chance - other) * of)
            for key, other in chances.items()
        )
    ]
    return hidden, alike


def _looks_otherwise(counted: int, real: float) -> bool:
    """Drawn alike though they differ, or a whole person apart though hardly anything lies between them."""
    return counted == 0 or (abs(counted) == 1 and abs(real) < TINY)


def _mixed(aid: Aid, said: AidText, sentence: str) -> Iterator[Finding]:
    people = {
        aid.outcomes[claim.outcome].of
        for match in PLACEHOLDER.finditer(sentence)
        if (claim := aid.claims.get(match.group(1))) is not None and claim.amount is None
    }
    if len(people) > 1:
        yield said.finding("one sentence counts in hundreds and in thousands", "say them in two sentences")
