"""Digits and braces in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER
from . import AidText, Finding

_TOKEN = re.compile(r"\S*\d\S*")
_NAME = re.compile(r"(?=.*[^\W\d_])\S+")
"""One word with a letter in it: HbA1c is a name, 7 or 190 mg/dL is an amount and stands in braces."""


def loose_digits(aid: Aid, said: AidText) -> Iterator[Finding]:
    """Digits in any script, but for the tokens that the aid's own facts of kind text allow (such as HbA1c)."""
    bare = PLACEHOLDER.sub(" ", said.text)
    for fact in aid.facts.values():
        if fact.text and _NAME.fullmatch(fact.text):
            bare = re.sub(rf"(?<!\w){re.escape(fact.text)}(?!\w)", " ", bare)
    for token in dict.fromkeys(_TOKEN.findall(bare)):
        yield said.finding(
            f"{token.strip('.,;:()')!r} is a number in words",
            "name a claim or a fact in braces, which holds the number",
        )
    if "{" in bare or "}" in bare:
        yield said.finding("a brace here names nothing", "write {claim}, {claim.not}, {claim.fewer} or {fact}")
