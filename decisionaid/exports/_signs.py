"""Prepares a text for the PDF: a sign that no font has is written in another way, and the page says so.

One letter that no face has would cost the whole tagged document. Letters and signs of living scripts are there (see
`decisionaid.faces`); what is not is written another way that means the same (𝟓 as 5), a picture sign is described in
brackets, and only then stands `[?]`. Whatever was described or replaced is said on the page. Rejected: leaving a sign
out, because what is missing from a threshold or a name is seen by nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..faces import can_print

CANNOT_DRAW = "[?]"
LONGEST_UNBROKEN = 40
"""So many letters may be held together by no-break blanks, like a number with its unit. Beyond that, lines may break
there.
"""

_LINE_ENDS = {"\n", "\u2028", "\u2029", "\u0085", "\x0b", "\x0c"}
_JOINS = "\u200c\u200d"
_RUN = re.compile(rf"[^ \n]{{{LONGEST_UNBROKEN},}}")
_NO_BREAK = re.compile("[\u00a0\u2007\u202f]")
_PICTURE = re.compile("[\U0001f000-\U0001fbff\u2600-\u27bf]")
_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_SHADES = re.compile("[\U0001f3fb-\U0001f3ff]")


@dataclass
class Printable:
    """Makes the texts of one page printable.

    Attributes:
        english: a picture sign may be described in English; in other languages it is called what it is, an emoji.
        note: what to say beside own words that lost a sign.
        never: signs that some face holds and that still could not be set where they stood (an accent on a Han sign).
        lost: True after a text that is nobody's own words has lost one.
    """

    english: bool
    note: str
    never: frozenset[str] = frozenset()
    lost: bool = False

    def page(self, value: Any) -> Any:
        """The same data with every text printable, and a note beside own words that were changed."""
        if isinstance(value, str):
            text, changed = printable(value, english=self.english, never=self.never)
            self.lost = self.lost or changed
            return text
        if isinstance(value, (list, tuple)):
            return [self.page(each) for each in value]
        if isinstance(value, dict) and value.get("kind") == "own":
            text, changed = printable(value["text"], english=self.english, never=self.never)
            return {**value, "text": text, "note": self.note if changed else ""}
        if isinstance(value, dict):
            return {key: each if key == "svg" else self.page(each) for key, each in value.items()}
        return value


def printable(text: str, *, english: bool = True, never: frozenset[str] = frozenset()) -> tuple[str, bool]:
    """A text as it can be set, and whether a sign was described or replaced.

    Example:
        >>> printable("stop at ≥\u00a0180 \U0001f64f")
        ('stop at ≥\xa0180 [person with folded hands]', True)
    """
    said = list(_replaced(text, english, never))
    made = re.sub(r"(?:\[\?\]){2,}", CANNOT_DRAW, "".join(part for part, _ in said))
    return _RUN.sub(lambda run: _NO_BREAK.sub(" ", run[0]), made), any(lost for _, lost in said)


def _replaced(text: str, english: bool, never: frozenset[str]) -> Iterator[tuple[str, bool]]:
    after_picture = False
    for char in text:
        if char in _LINE_ENDS:
            yield "\n", False
        elif _is_silent(char) or (after_picture and (char in _JOINS or _SHADES.match(char))):
            continue
        elif can_print(char) and char not in never:
            yield char, False
            after_picture = False
        else:
            yield _otherwise(char, english)
            after_picture = bool(_PICTURE.match(char))


def _is_silent(char: str) -> bool:
    """Whether a sign shows nothing by itself, such as a control or direction mark."""
    kind = unicodedata.category(char)
    chooses = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return chooses or char == "\u20e3" or (kind in ("Cc", "Cf", "Cs") and char not in _JOINS)


def _otherwise(char: str, english: bool) -> tuple[str, bool]:
    same = unicodedata.normalize("NFKC", char)
    if same != char and all(can_print(each) for each in same):
        return same, False
    if "\U0001f1e6" <= char <= "\U0001f1ff":  # a flag is written with the letters of its country
        return chr(ord(char) - 0x1F1E6 + ord("A")), True
    if _PICTURE.match(char):
        name = unicodedata.name(char, "").lower() if english else ""
        return f"[{name or 'emoji'}]", True
    return CANNOT_DRAW, True


def signs_of(message: str) -> frozenset[str]:
    """The signs that typst could not set, read from its message. Of a letter with marks on it, the marks."""
    found: set[str] = set()
    for text in _GLYPH.findall(message):
        plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
        marks = {char for char in plain if unicodedata.category(char)[0] == "M"}
        found |= marks or {char for char in plain if ord(char) > 126}
    return frozenset(found)
