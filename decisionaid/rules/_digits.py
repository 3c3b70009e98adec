"""Finds digits in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from . import AidText, Finding
from ._spelled import any_of, spelled

_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"\S*\d\S*")
_NAME = re.compile(r"(?=.*[^\W\d_])\S+")
"""A word with a letter in it: HbA1c is a name, while 7 or 190 mg/dL is an amount and needs braces."""

NAME_LETTERS = 3
_THINGS = {
    "en": "pills?|tablets?|capsules?|drops?|puffs?|injections?|shots?|doses?|units|years?|months?|weeks?|days?|hours?"
    "|minutes?|times",
    "es": "pastillas?|comprimidos?|cápsulas?|gotas?|inhalaciones|inyecci(?:ón|ones)|dosis|unidades|años?|mes(?:es)?"
    "|semanas?|días?|horas?|minutos?|veces",
}
_DOSE = {
    language: re.compile(rf"(?<!\w){any_of(spelled(language))} (?:\w+ )?(?:{things})\b", re.IGNORECASE)
    for language, things in _THINGS.items()
}
"""A dose or a time whose number is spelled out: two pills, six weeks."""
_PEOPLE = {
    "en": "(?:the )?(?:people|persons|patients|women|men|children|them|those|us|you)",
    "es": "(?:(?:las|los|la) )?(?:personas|gente|pacientes|mujeres|hombres|niños|ellas|ellos|quienes)",
}
_SHARES = {
    "en": r"(?:{n}|hundred|thousand) (?:\w+ ){{0,3}}(?:in|of|out of) (?:a |every |each |the )?(?:{n}|thousand)"
    r"|(?:{n}) per ?cent"
    r"|(?:a |the )?(?:half|(?:(?:a|one|{n})[ -])(?:thirds?|quarters?|fifths?|tenths?)) of {people}",
    "es": r"(?:{n}|mil) (?:\w+ ){{0,3}}(?:de|en|entre) (?:cada )?(?:{n}|mil)"
    r"|(?:{n}) por ?ciento"
    r"|(?:la mitad|un tercio|un cuarto|un quinto|una? décim[oa]|(?:{n}) (?:tercios|cuartos|quintos|décimos)"
    r"|la (?:tercera|cuarta|quinta|décima) parte|tres cuartas partes) de {people}",
}


def _share(language: str) -> re.Pattern[str]:
    shares = _SHARES[language].format(n=any_of(spelled(language).keys() - _NO_COUNTS), people=_PEOPLE[language])
    return re.compile(rf"(?<!\w)(?:{shares})\b", re.IGNORECASE)


_NO_COUNTS = {"both", "twice", "ambos", "ambas"}
_SHARE = {language: _share(language) for language in _SHARES}
"""A chance that is spelled out: seven of ten, seventy people in a hundred, half of the people. RC-2 has the rest."""
_NEVER = re.compile(r"(?!)")


_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-z]+;|\*\*|\]\(")
"""Tags, entities and the signs of Markdown."""


def _number(token: str) -> tuple[str, str]:
    """What is wrong with a word that holds digits, and what to write: a name is a fact, an amount is named."""
    if sum(each.isalpha() for each in token) >= NAME_LETTERS:
        key = re.sub(r"[^a-z]+", "_", token.casefold()).strip("_") or "name"
        what = f"{token!r} is a name that holds digits"
        return what, f'write {key}: {{text: "{token}"}} under facts, and {{{key}}} here'
    return f"{token!r} is a number in words", "name a claim or a fact in braces, which holds the number"


def _without_names(aid: Aid, text: str) -> str:
    """A text without words like HbA1c that stand as facts in the aid."""
    for fact in aid.facts.values():
        if fact.text and fact.text in text and _NAME.fullmatch(fact.text):
            text = re.sub(rf"(?<!\w){re.escape(fact.text)}(?!\w)", " ", text)
    return text


def loose_digits(aid: Aid, said: AidText) -> Iterator[Finding]:
    """Digits in a text, without words like HbA1c that the aid's own text facts allow."""
    bare = _without_names(aid, PLACEHOLDER.sub(" ", said.text))
    for mark in dict.fromkeys(_MARKUP.findall(bare)):
        yield said.finding(f"markup is not read here: {mark}", "take it out")
    bare = _MARKUP.sub(" ", bare)
    for token in dict.fromkeys(_TOKEN.findall(bare) if _DIGIT.search(bare) else ()):
        yield said.finding(*_number(token.strip(".,;:()")))
    for match in _DOSE.get(said.language, _NEVER).finditer(bare):
        yield said.finding(
            f"{match.group(0)!r} is a number in words", "name a fact in braces, so that the number stands in one place"
        )
    for match in _SHARE.get(said.language, _NEVER).finditer(bare):
        yield said.finding(
            f"{match.group(0)!r} is a chance in words", "name its claim in braces, which holds the number"
        )
    if "{" in bare or "}" in bare:
        yield said.finding("a brace here names nothing", "write {claim}, {claim.not}, {claim.fewer} or {fact}")
