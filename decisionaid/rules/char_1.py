"""Text holds only what can be seen: no control signs, none that turn the writing round, none of no width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from ..domain.base import PLAIN, parts_of
from . import EVERY, Case, Finding, Level, Path

ID = "CHAR-1"
ASKS = "Can every character of a text be seen?"
WHY = "A sign that turns the writing round shows 21 as 12, and one of no width makes two names of one."
SOURCE = "Unicode Technical Report 36, 3.1; CVE-2021-42574 (turned text)"
LEVEL: Level = "draft"
KINDS = EVERY
JOINERS = frozenset("\u200c\u200d")
"""They shape letters in Arabic and in no language of these cards else."""


def examine(case: Case) -> Iterator[Finding]:
    """Every text of the first file, names and sources too, then every translation."""
    for path, text in _texts(case.aid, ()):
        for what in _hidden(text, case.aid.language):
            yield Finding(path, what, "take it out, and type the word again")
    for said in case.texts:
        if said.language != case.aid.language:
            for what in _hidden(said.text, said.language):
                yield said.finding(what, "take it out, and type the word again")


def _hidden(text: str, language: str) -> Iterator[str]:
    for at, each in enumerate(text if not text.isprintable() else ""):
        if unicodedata.category(each) in ("Cc", "Cf", "Co", "Cn") and not (language == "ar" and each in JOINERS):
            name = unicodedata.name(each, "a control character").lower()
            yield f"a character that cannot be seen ({name}, U+{ord(each):04X}) behind {text[max(0, at - 12) : at]!r}"


def _texts(part: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(part, str):
        yield path, part
    elif part is None or isinstance(part, PLAIN):
        return
    elif isinstance(part, BaseModel):
        for name, value in parts_of(part):
            yield from _texts(value, (*path, name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(value, (*path, key))
