"""Shortens the long names of a script, if nothing but the script itself can know them.

A name is changed everywhere or nowhere, and to one that stands nowhere else, so no scope has to be understood. It is
kept if the browser or an object may know it: a name without an underscore that the script does not declare at its top
(those of a browser have no underscore, and what is declared at the top hides one of the browser's), one that is read
from an object, or one that stands where an object, a pattern or a class names something. Doubt keeps it.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from string import ascii_letters

from .tokens import REMARK, SPACE, TEXT, WORD, Token, script_tokens

_END = Token("sign", ";", 0)


def shorten(text: str, declared: Collection[str] = ()) -> str:
    """The script with its own long names shortened; `declared` are those of its top."""
    tokens = list(script_tokens(text))
    meant = [_END, *(each for each in tokens if each.kind not in (SPACE, REMARK)), _END, _END]
    closes = _closes(meant)
    names: dict[str, str] = {}
    known: set[str] = set()
    for place, token in enumerate(meant):
        if token.kind == WORD and ("_" in token.words.strip("_") or token.words in declared):
            names.setdefault(token.words, "")
            if _is_known(meant, place, closes):
                known.add(token.words)
    used = {each.words for each in meant if each.kind == WORD}
    fresh = (name for number in count() if (name := _name(number)) not in used)
    short = {name: next(fresh) for name in names if name not in known}
    return "".join(short.get(each.words, each.words) if each.kind == WORD else each.words for each in tokens)


def _name(number: int) -> str:
    """A short name by its number: a to z, A to Z, then a0 and so on."""
    return ascii_letters[number % 52] + (str(number // 52 - 1) if number >= 52 else "")


def _closes(meant: list[Token]) -> dict[int, int]:
    """Place of an opening bracket -> place where it closes."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for place, token in enumerate(meant):
        if token.words in ("}", ")", "]") or (token.kind == TEXT and token.words.startswith("}")):
            found[stack.pop()] = place
        if token.words in ("{", "(", "[") or (token.kind == TEXT and token.words.endswith("${")):
            stack.append(place)
    return found


def _is_known(meant: list[Token], place: int, closes: dict[int, int]) -> bool:
    before, after = meant[place - 1].words, meant[place + 1].words
    if before in (".", "?.") or after == ":":
        return True
    if after == "(":
        return before != "function" and meant[closes[place + 1] + 1].words == "{"
    return before in ("{", "}", ",", ";") and after in (",", "}", "=") and not _in_brackets(place, closes, meant)


def _in_brackets(place: int, closes: dict[int, int], meant: list[Token]) -> bool:
    """Whether the innermost bracket around a place is round or square."""
    around = max((start for start, end in closes.items() if start < place < end), default=0)
    return meant[around].words in ("(", "[")
