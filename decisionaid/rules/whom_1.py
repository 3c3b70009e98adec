"""A group of women, or of some age, is marked as such, and the card asks what it needs to tell whom it fits.

With the mark, a number counted in women is never shown to a man (`domain.whom`). Without it, or where the card does not
ask for the sex or the age, the number is shown to everybody, and then its own words must say of whom it was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.whom import age_input, sex_input
from . import EVERY, Case, Finding, Level

ID = "WHOM-1"
ASKS = "Does every group say whether only women, only men or only some ages were counted?"
WHY = "A number counted in women, shown to a man of 72, was counted in nobody like him."
SOURCE = "Clinical rule R10; hazard H15, applicability; Trevena 2013, doi:10.1186/1472-6947-13-S2-S7"
LEVEL: Level = "draft"
KINDS = EVERY
SEXES = {
    "female": re.compile(r"\b(?:women|woman|girls?|mujer(?:es)?|niñas?)\b", re.IGNORECASE),
    "male": re.compile(r"\b(?:men|man|boys?|hombres?|varones)\b", re.IGNORECASE),
}


def examine(case: Case) -> Iterator[Finding]:
    """Each group by its words and its marks."""
    aid = case.aid
    for key, group in aid.groups.items():
        here = ("groups", key)
        named = [sex for sex, words in SEXES.items() if words.search(group.say)]
        if len(named) == 1 and group.sex is None:
            yield Finding(here, f"{group.say!r} are of one sex, and nothing marks it", f"write sex: {named[0]}")
        if group.sex is not None and group.sex not in named:
            remedy = f"say it in its words: {'women' if group.sex == 'female' else 'men'} with ..."
            yield Finding((*here, "say"), f"only one sex was counted, and {group.say!r} does not say so", remedy)
        if group.age is not None and group.age[0] >= group.age[1]:
            yield Finding((*here, "age"), "an age runs from the youngest to the oldest", _in_order(group.age))
    if aid.inputs:
        yield from _not_asked(aid)


def _in_order(age: tuple[float, float]) -> str:
    young, old = sorted(age)
    return f"write age: [{young:g}, {old:g}]" if young < old else "write age: [youngest, oldest]"


def _not_asked(aid: Aid) -> Iterator[Finding]:
    """Groups of one sex or age on a card that does not ask for it."""
    asks_sex, asks_age = sex_input(aid) is not None, age_input(aid) is not None
    for key, group in aid.groups.items():
        if group.sex is not None and not asks_sex:
            what = "the card asks nobody's sex, so this number is shown to everybody"
            remedy = "ask for it: sex: {kind: choice, choices: {female: ..., male: ...}}"
            yield Finding(("groups", key, "sex"), what, remedy)
        if group.age is not None and not asks_age:
            what = "the card asks nobody's age, so this number is shown at every age"
            remedy = "ask for it: age: {kind: number, unit: a, ...}"
            yield Finding(("groups", key, "age"), what, remedy)
