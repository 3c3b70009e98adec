"""Of which people, and over which time: every chance says both, and what stands together speaks of the same time.

The rows of a figure say the time of their outcome, so a chance that has a row needs no more. A chance that stands in
words alone has only its sentence: there the time is in the text itself. A model's time is read from the name of its
output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from ..domain.claims import Claim, Span
from ..domain.kept import kept_with_aid
from . import EVERY, AidText, Case, Finding, Level
from ._text import sentences, words_in

ID = "RC-3"
ASKS = "Are the group and the period said every time?"
WHY = "Ten in a hundred is much in a year and little in a life; of whom it was counted says for whom it may hold."
SOURCE = "Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; IPDASi v4 probabilities; clinical rules R6, R14"
LEVEL: Level = "draft"
KINDS = EVERY
DAYS = {"years": 365.25, "months": 365.25 / 12, "weeks": 7.0, "days": 1.0}
NO_DAYS = 1e9
TIMES = {
    "en": re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|lifetime|rounds?)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:años?|mes(?:es)?|semanas?|días?|horas?|vida|rondas?)\b", re.IGNORECASE),
    "ar": re.compile("سن[ةو]|عام|أعوام|شهر|أشهر|أسبوع|أسابيع|يوم|أيام|ساع"),
}
_YEARS = re.compile(r"_(\d+)y_pct$")
_TIME_UNITS = ("a", "mo", "wk", "d", "h")


def examine(case: Case) -> Iterator[Finding]:
    """Groups and claims, rows, then sentences."""
    aid = case.aid
    for said in case.texts:
        if re.fullmatch(r"groups\.[^.]+\.say", said.path) and len(words_in(said.text, said.language)) < 2:
            yield said.finding(f"{said.text!r} does not say which people", "name them: age, illness, who was counted")
    for key, claim in aid.claims.items():
        yield from _of_claim(aid, key, claim)
    for option_id, option in aid.options.items():
        for outcome, names in option.chances.items():
            for name in names:
                if name != "unknown" and _days(_span(aid, name)) != _days(aid.outcomes[outcome].horizon):
                    what = f"{name} was counted over another time than its row says"
                    yield Finding(("options", option_id, "chances", outcome), what, "give it an outcome of its own")
    for said in case.texts:
        yield from _of_words(aid, said)


def _of_claim(aid: Aid, key: str, claim: Claim) -> Iterator[Finding]:
    here = ("claims", key)
    if claim.from_ is not None and _days(_span(aid, key)) != _days(_span(aid, claim.from_)):
        what = f"the effect and {claim.from_} speak of different times"
        yield Finding((*here, "from"), what, "a chance is never multiplied up; use one that was counted over this time")
    if (claim.rate is not None or claim.rate_by) and _days(_span(aid, key)) > DAYS["years"]:
        what = "a rate for one year is never multiplied up to a longer time, so this number is not shown"
        yield Finding((*here, "rate" if claim.rate is not None else "rate_by"), what, "use an outcome over one year")
    years = _YEARS.search(claim.output or "")
    if years and _days(_span(aid, key)) != _days(Span(years=float(years.group(1)))):
        what = f"{claim.output} speaks of {years.group(1)} years, and {claim.outcome} does not"
        yield Finding((*here, "output"), what, "name an outcome over the same time")


@kept_with_aid
def _in_pictures(aid: Aid) -> set[str]:
    """The claims that a picture shows, and those that they were made from."""
    shown = {name for option in aid.options.values() for names in option.chances.values() for name in names}
    spoken = {name for name in shown if name in aid.claims}
    return spoken | {claim.from_ for name in spoken if (claim := aid.claims[name]).from_ is not None}


def _of_words(aid: Aid, said: AidText) -> Iterator[Finding]:
    spoken = _in_pictures(aid)
    for sentence in sentences(said.text) if "{" in said.text else ():
        names = [match.group(1) for match in PLACEHOLDER.finditer(sentence)]
        chances = [name for name in names if name in aid.claims and aid.claims[name].amount is None]
        if len({_days(_span(aid, name)) for name in chances}) > 1:
            yield said.finding(
                "one sentence speaks of two different times", "say each with its own time, in two sentences"
            )
        alone = [name for name in chances if name not in spoken]
        if alone and not _says_time(aid, said, names):
            span = _span_in_words(_span(aid, alone[0]), said.language)
            remedy = f'write "{span}" in the sentence, or give {alone[0]} a row under chances'
            yield said.finding(f"nothing says over which time {alone[0]} was counted", remedy)


def _says_time(aid: Aid, said: AidText, names: list[str]) -> bool:
    pattern = TIMES.get(said.language)
    if pattern is None or pattern.search(said.text):
        return True
    facts = (aid.facts[name] for name in names if name in aid.facts)
    return any(fact.unit in _TIME_UNITS for fact in facts)


def _span(aid: Aid, name: str) -> Span:
    claim = aid.claims[name]
    return claim.horizon or aid.outcomes[claim.outcome].horizon


def _span_in_words(span: Span, language: str) -> str:
    """A length of time as a sentence may say it."""
    ((unit, amount),) = span.model_dump(exclude_none=True).items()
    if not span.is_counted_in_days:
        return f"{amount:g} rounds" if span.rounds else "a lifetime"
    if language != "en":
        return f"en {{fact}}: amount: {amount:g}, unit: {unit}"
    return f"in a {unit[:-1]}" if amount == 1 else f"in {{fact}}, with a fact of {amount:g} {unit}"


def _days(span: Span) -> float:
    """The days of a time. Rounds and a lifetime have a number of their own, which no count of days can be."""
    if not span.is_counted_in_days:
        return NO_DAYS + (span.rounds or 0)
    ((unit, amount),) = span.model_dump(exclude_none=True).items()
    return round(DAYS[unit] * float(amount), 3)
