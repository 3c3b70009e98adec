"""Compares typed names, numbers and passwords that are the same though their characters differ.

A name comes back with another apostrophe from another keyboard, a letter with its accent in one piece or in two, a
number with a sign that nobody sees after it was copied. Names are composed (NFC) and keep how they are written; numbers
are folded further (NFKC), because a full-width digit is that digit. Rejected: to leave hyphens out of a number, because
12-345 and 123-45 may be two people.
"""

from __future__ import annotations

import re
import unicodedata

_NEVER_SEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Signs that no font draws (Unicode: Default_Ignorable_Code_Point)."""

_SHAPES_NOTHING = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Those of them that change no letter beside them. Joiners and variation selectors are not among them."""

_APOSTROPHE = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u00b4`\u2032\uff07\ua78c", "'"))
_HYPHENS_BESIDES = "\u2212\u2043"


def composed(text: str) -> str:
    """A text as it is stored: each letter as one character (NFC), without invisible signs."""
    return unicodedata.normalize("NFC", _SHAPES_NOTHING.sub("", text))


def same_name(name: str) -> str:
    """The form in which two spellings of one name are equal. Capitals and extra blanks do not count.

    >>> same_name("Jane  O’Hara") == same_name("jane o'hara")
    True
    """
    seen = _NEVER_SEEN.sub("", unicodedata.normalize("NFC", name)).translate(_APOSTROPHE)
    folded = unicodedata.normalize("NFC", _one_hyphen(seen).casefold())
    return " ".join(folded.split())


def same_number(number: str) -> str:
    """The form in which two spellings of one number are equal. Blanks do not count; hyphens do.

    >>> same_number("１２３４–５６ ７８")
    '1234-5678'
    """
    seen = _NEVER_SEEN.sub("", unicodedata.normalize("NFKC", _NEVER_SEEN.sub("", number)))
    return "".join(_digit(each) for each in _one_hyphen(seen).casefold() if not each.isspace())


def ways_typed(text: str) -> tuple[str, ...]:
    """A secret as it is stored now (NFC), then as other keyboards may have sent it: as typed, and decomposed (NFD)."""
    forms = (unicodedata.normalize("NFC", text), text, unicodedata.normalize("NFD", text))
    return tuple(dict.fromkeys(forms))


def _one_hyphen(text: str) -> str:
    return "".join("-" if unicodedata.category(each) == "Pd" or each in _HYPHENS_BESIDES else each for each in text)


def _digit(sign: str) -> str:
    """A digit of any script as 0 to 9."""
    return str(unicodedata.decimal(sign, sign))
