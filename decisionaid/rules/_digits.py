"""Digits and braces in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.walk import PLACEHOLDER
from . import Finding, Said

_TOKEN = re.compile(r"\S*\d\S*")


def loose_digits(aid: Aid, said: Said) -> Iterator[Finding]:
    """Digits in any script, but for the tokens that the aid's own facts of kind text allow (such as HbA1c)."""
    bare = PLACEHOLDER.sub(" ", said.text)
    for fact in aid.facts.values():
        if fact.text:
            bare = bare.replace(fact.text, " ")
    for token in dict.fromkeys(_TOKEN.findall(bare)):
        yield said.finding(
            f"{token.strip('.,;:()')!r} is a number in words",
            "name a claim or a fact in braces, which holds the number",
        )
    if "{" in bare or "}" in bare:
        yield said.finding("a brace here names nothing", "write {claim}, {claim.not}, {claim.fewer} or {fact}")
