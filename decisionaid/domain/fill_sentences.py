"""Fills the sentences of an aid: numbers and amounts are put in, in the same way for screen, print, note and PDF.

A sentence of an aid names claims and facts in braces and holds no digits of its own. A sentence whose number may not be
shown to this person is not said at all (None), because half a sentence about a chance misleads. A fact that the site
has not given yet is said as such on the screen and reported to the caller, who must not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from .aid import Aid
from .aid_texts import PLACEHOLDER
from .chances import Chance, Numbers
from .claims import Claim, Span
from .facts import Fact
from .measure import Frequency
from .options import StatementParts


class Tongue(Protocol):
    """How a language writes counts, amounts and days (see `decisionaid.locale`)."""

    def frequency(self, frequency: Frequency) -> str:
        """about 7 in 100."""
        ...

    def all_but_few(self, of: int) -> str:
        """more than 99 in 100."""
        ...

    def between(self, low: Frequency, high: Frequency) -> str:
        """about 35 to 48 in 1,000."""
        ...

    def fewer(self, count: int, of: int, *, below_half: bool) -> str:
        """2 fewer in 100 (a negative count: 2 more in 100)."""
        ...

    def fewer_between(self, one: int, other: int, of: int) -> str:
        """22 to 30 fewer in 1,000."""
        ...

    def amount(self, amount: float, unit: str | None, to: float | None = None) -> str:
        """500 mg; 10 to 20 mg; 3 months."""
        ...

    def money(self, amount: float, currency: str, to: float | None = None) -> str:
        """$22.00."""
        ...

    def span(self, span: Span) -> str:
        """10 years."""
        ...

    def day(self, day: date) -> str:
        """Monday, November 23, 2026."""
        ...

    def birthday(self, age: int) -> str:
        """That a number changes at an age."""
        ...

    def not_set(self, fact: str) -> str:
        """What the screen shows in place of a fact that the site has not given yet."""
        ...

    def price_unknown(self) -> str:
        """The sentence in place of one with a price that nobody has given."""
        ...

    def no_change_to_see(self) -> str:
        """The sentence in place of one with two equal counts."""
        ...


@dataclass(frozen=True)
class FilledSentence:
    """A sentence with its numbers, the claims that these come from, and the facts that are still missing."""

    text: str
    claims: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def fill(text: str, aid: Aid, numbers: Numbers, tongue: Tongue) -> FilledSentence | None:
    """Put numbers and amounts into a text. None if one of its numbers may not be shown.

    A sentence that would say a range whose two ends are the same count is left out, and the others stand. One that
    would name a price which nobody has given says that it is not known; one that would tell two equal
    counts apart ("about 1 in 100 and not about 1 in 100") says that the change is too small to see.

    Raises:
        KeyError: the text names something that the aid does not have (the checker finds it first).
    """
    return _filled(text, aid, numbers, tongue) if "{" in text or not text else FilledSentence(text)


def _filled(text: str, aid: Aid, numbers: Numbers, tongue: Tongue) -> FilledSentence | None:
    said = [_sentence(part, aid, numbers, tongue) for part in _SENTENCES.split(text)]
    whole = [each for each in said if each is not None and each.text]
    if None in said or not whole:
        return None
    texts = dict.fromkeys(each.text for each in whole)  # two prices that are not known are said a single time
    return FilledSentence(
        " ".join(texts),
        tuple(key for each in whole for key in each.claims),
        tuple(key for each in whole for key in each.lacks),
    )


_SENTENCES = re.compile(r"(?<=[.!?…]) +(?=[^a-záéíóúñ])")


def _sentence(text: str, aid: Aid, numbers: Numbers, tongue: Tongue) -> FilledSentence | None:
    said: dict[str, str] = {}
    lacks: list[str] = []
    parts: list[str] = []
    at = 0
    for match in PLACEHOLDER.finditer(text):
        key, part = match.group(1), match.group(2) or ""
        parts.append(text[at : match.start()])
        at = match.end()
        if key in aid.facts:
            if aid.facts[key].unknown:
                lacks.append(key)
            parts.append(fact_in_words(key, aid.facts[key], tongue))
            continue
        number = _claim_in_words(key, part, aid, numbers, tongue)
        if number is None:
            return None
        said[match.group(0)[1:-1]] = number
        parts.append(number)
    if any(aid.facts[key].money is not None for key in lacks):
        return FilledSentence(tongue.price_unknown())
    if _spans_nothing(said):
        return FilledSentence("")
    if _tells_equals_apart(said, aid):
        return FilledSentence(tongue.no_change_to_see(), _claims_of(said))
    return FilledSentence("".join([*parts, text[at:]]), _claims_of(said), tuple(lacks))


def _claims_of(said: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name.split(".")[0] for name in said)


def _tells_equals_apart(said: Mapping[str, str], aid: Aid) -> bool:
    """Whether a chance and one that it was made from would be shown as the same count."""
    return any(number in {said.get(each) for each in _before(name, aid)} for name, number in said.items())


def _spans_nothing(said: Mapping[str, str]) -> bool:
    """Whether both ends of a range would be shown as the same count: from about 5 in 100 to about 5 in 100."""
    ends = ((f"{name.split('.')[0]}.low", f"{name.split('.')[0]}.high") for name in said)
    return any(low in said and said[low] == said.get(high) for low, high in ends)


def _before(name: str, aid: Aid) -> Iterator[str]:
    """The chances that an effect was applied to, in order."""
    while name in aid.claims and (before := aid.claims[name].from_) is not None:
        yield before
        name = before


def fill_statements(
    said: Mapping[str, StatementParts], aid: Aid, numbers: Numbers, tongue: Tongue
) -> Mapping[str, FilledSentence]:
    """Id -> filled sentence, of the statements that hold for this person and may be shown."""
    kept: dict[str, FilledSentence] = {}
    for key, statement in said.items():
        if statement.applies_when.holds(numbers.values) is False:
            continue
        sentence = fill(statement.say, aid, numbers, tongue)
        if sentence is not None:
            kept[key] = sentence
    return kept


def notes_of(aid: Aid, numbers: Numbers, claim: Claim, tongue: Tongue) -> tuple[str, ...]:
    """What to know about one number: the caution of its model, where it holds, and what the studies really counted."""
    texts = []
    for each in _line_of(aid, claim):
        use = aid.models.get(each.model or (each.table[0] if each.table else ""))
        holds = use is not None and use.caution.applies_when.holds(numbers.values) is not False
        texts += [use.caution.say if use is not None and holds else "", each.assumes or "", each.stands_in_words or ""]
    texts = list(dict.fromkeys(texts))
    return _turning(aid, numbers, claim, tongue) + tuple(
        said.text for text in texts if text and (said := fill(text, aid, numbers, tongue))
    )


def _turning(aid: Aid, numbers: Numbers, claim: Claim, tongue: Tongue) -> tuple[str, ...]:
    """That a number changes at the next birthday, where it does."""
    ages = (each.birthday for key, each in numbers.chances.items() if aid.claims.get(key) is claim)
    return tuple(tongue.birthday(age) for age in ages if age is not None)


def _line_of(aid: Aid, claim: Claim) -> Iterator[Claim]:
    """The claims behind a number: itself, those that it lays side by side, and the effects before it."""
    yield claim
    for key in claim.between:
        yield aid.claims[key]
    while claim.from_ is not None and aid.claims[claim.from_].from_ is not None:
        claim = aid.claims[claim.from_]
        yield claim


def fact_in_words(key: str, fact: Fact, tongue: Tongue) -> str:
    """A fact in words: an amount with its unit, a phone number, a price, or a name."""
    if fact.unknown:
        return tongue.not_set(key)
    if fact.amount is not None:
        return tongue.amount(fact.amount, fact.unit, fact.to)
    if isinstance(fact.money, (int, float)) and fact.currency:
        return tongue.money(fact.money, fact.currency, fact.to)
    return fact.phone or fact.text or ""


def _claim_in_words(key: str, part: str, aid: Aid, numbers: Numbers, tongue: Tongue) -> str | None:
    claim = aid.claims[key]
    if claim.amount is not None:
        # an amount, such as the years until it helps, is a number too: none for whom the card is not for (hazard H15)
        none = numbers.none.get(key)
        if numbers.closed is not None or claim.applies_when.holds(numbers.values) is not True:
            return None
        if none is not None and none.why != "not_counted":
            return None
        edge = {"low": claim.low, "high": claim.high}.get(part, claim.amount)
        return None if edge is None else tongue.amount(edge, claim.unit)
    chance = numbers.chances.get(key)
    if chance is None:
        return None
    return _chance_in_words(chance, part, tongue)


def _difference_in_words(chance: Chance, tongue: Tongue) -> str | None:
    """How many fewer or more; None where nothing is compared."""
    frequency = chance.frequency
    count = -frequency.count if chance.extra and chance.probability > 0 else frequency.count
    fewer = count if chance.extra else chance.fewer
    if fewer is None:
        return None
    if chance.fewer_to is not None:
        return tongue.fewer_between(fewer, chance.fewer_to, frequency.of)
    below = chance.same_picture or (chance.extra and frequency.below_half)
    return tongue.fewer(fewer, frequency.of, below_half=below)


def _chance_in_words(chance: Chance, part: str, tongue: Tongue) -> str | None:
    if part == "not":
        return _others_in_words(chance, tongue)
    if not part and chance.disputed:
        return tongue.between(*chance.edges(chance.frequency.of))
    if part in ("fewer", "more") or (not part and chance.extra):
        return _difference_in_words(chance, tongue)
    edge = {"low": chance.low_frequency, "high": chance.high_frequency}.get(part, chance.frequency)
    return None if edge is None else tongue.frequency(edge)


def _others_in_words(chance: Chance, tongue: Tongue) -> str:
    """To how many it does not happen."""
    frequency = chance.frequency
    if chance.disputed:
        low, high = chance.edges(frequency.of)
        return tongue.between(Frequency(high.others, high.of), Frequency(low.others, low.of))
    if frequency.below_half:
        return tongue.all_but_few(frequency.of)  # never "about 100 in 100": nobody is promised that
    return tongue.frequency(Frequency(frequency.others, frequency.of))
