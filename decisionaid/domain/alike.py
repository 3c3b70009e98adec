"""When two texts that were typed are the same name, the same number or the same password, though their signs differ.

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
"""Those of them that change no letter beside them, in any script; joiners and the choice of a character's form stay."""

_APOSTROPHE = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u00b4`\u2032\uff07\ua78c", "'"))
_HYPHENS_BESIDES = "\u2212\u2043"


def composed(text: str) -> str:
    """A text as it is kept: each letter in one piece, without signs that nobody sees."""
    return unicodedata.normalize("NFC", _SHAPES_NOTHING.sub("", text))


def same_name(name: str) -> str:
    """What two ways to type one name have in common; capitals and the width of a space count for nothing.

    >>> same_name("Jane  O’Hara") == same_name("jane o'hara")
    True
    """
    seen = _NEVER_SEEN.sub("", unicodedata.normalize("NFC", name)).translate(_APOSTROPHE)
    folded = unicodedata.normalize("NFC", _one_hyphen(seen).casefold())
    return " ".join(folded.split())


def same_number(number: str) -> str:
    """What two ways to type one number have in common; spaces count for nothing, a hyphen is a hyphen.

    >>> same_number("１２３４–５６ ７８")
    '1234-5678'
    """
    seen = _NEVER_SEEN.sub("", unicodedata.normalize("NFKC", _NEVER_SEEN.sub("", number)))
    return "".join(_digit(each) for each in _one_hyphen(seen).casefold() if not each.isspace())


def ways_typed(text: str) -> tuple[str, ...]:
    """A secret as it is kept now, then as a keyboard may have sent it before: as typed, in one piece, in two."""
    forms = (unicodedata.normalize("NFC", text), text, unicodedata.normalize("NFD", text))
    return tuple(dict.fromkeys(forms))


def _one_hyphen(text: str) -> str:
    return "".join("-" if unicodedata.category(each) == "Pd" or each in _HYPHENS_BESIDES else each for each in text)


def _digit(sign: str) -> str:
    """A digit of any script as 0 to 9."""
    return str(unicodedata.decimal(sign, sign))
