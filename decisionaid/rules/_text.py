"""Splits texts into sentences, words and syllables for the rules about words.

A placeholder is read as what will stand there: a chance as four words ("about 7 in 100"), an amount as two ("3
months"), a phone number as one. It has no syllables that count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from ..domain.aid_texts import PLACEHOLDER

KEPT = 20_000
"""Texts and words whose parts are kept: several rules ask for them, and many aids use the same."""
_END = re.compile(r"(?<=[.!?؟…])[\"'”»)]*\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(
    r"(?<![tcsxg])i[ao]|(?<![tcg]r)(?<![tcf])ie(?:t|nc|nt)|[aeiouy]ing\b|(?<!p)(?<!g)eo|(?<![qg])ua|ism\b|crea|idea|area|fluid"
)
"""Two vowels side by side that are pronounced apart."""
_SILENT = re.compile(r"(?<=[a-z])(?:(?<![^aeiouy]l)e|(?<![sxz])(?<![cs]h)(?<![cg])(?<![^aeiouy]l)es|(?<![td])ed)$")
_COMPOUND = re.compile(r"(?<=som)e(?=[a-z])|(?<=grap)e(?=fruit)|(?<=[^aeiouyl])e(?=(?:ly|ment|ful|less)\b)")
"""A silent e inside a word, as in something, lonely, movement."""


@lru_cache(KEPT)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, with their placeholders.

    Example:
        >>> sentences("Call {clinic}. Is it the pill?")
        ('Call {clinic}.', 'Is it the pill?')
    """
    return tuple(part.strip() for part in _END.split(text) if part and part.strip())


@lru_cache(KEPT)
def words_in(text: str, language: str = "en") -> tuple[str, ...]:
    """The words of a text without its placeholders."""
    return tuple(_WORD.findall(_bare(text, language)))


def length(text: str, claims: Collection[str], language: str = "en") -> int:
    """How many words a reader reads, with the words that placeholders stand for.

    Example:
        >>> length("Pain came to {aches}.", ["aches"])
        7
    """
    filled = sum(4 if match.group(1) in claims else 2 for match in PLACEHOLDER.finditer(text))
    return len(words_in(text, language)) + filled


@lru_cache(KEPT)
def syllables(word: str, language: str) -> int:
    """The syllables of an English or Spanish word, by rule. Good enough for an average over a text.

    Example:
        >>> [syllables(word, "en") for word in ("pill", "little", "statin", "walked", "medicine", "area")]
        [1, 2, 2, 1, 3, 3]
        >>> [syllables(word, "es") for word in ("agua", "corazón", "día", "ciudad", "leer")]
        [2, 3, 2, 2, 2]
    """
    return _spanish(word.casefold()) if language == "es" else _english(word.casefold())


def _bare(text: str, language: str) -> str:
    bare = PLACEHOLDER.sub(" ", text)
    if language == "ar":  # vowel marks and the drawn-out line are no letters of their own
        return "".join(each for each in bare if not unicodedata.combining(each) and each != "ـ")
    return bare


def _english(word: str) -> int:
    parts = re.split(r"['’\-]", word)
    if len(parts) > 1:
        return sum(_english(part) for part in parts if len(part) > 2) or 1
    apart = len(_APART.findall(word))
    spoken = _SILENT.sub("", _COMPOUND.sub("", word))
    return max(1, len(_VOWELS.findall(spoken)) + apart)


def _spanish(word: str) -> int:
    word = re.sub(r"qu|gu(?=[eiéí])", "q", word)
    count, before = 0, ""
    for at, letter in enumerate(word):
        vowel = letter in "aeiouáéíóúü" or (letter == "y" and at == len(word) - 1)
        if vowel and not (before and (_weak(letter) or _weak(before))):
            count += 1
        before = letter if vowel else ""
    return max(1, count)


def _weak(letter: str) -> bool:
    return letter in "iuüy"
