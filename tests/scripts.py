"""The functions of a script, found by its tokens, for the tests that hold how long one may be."""

from __future__ import annotations

from collections.abc import Iterator

from decisionaid.web.tokens import REMARK, SPACE, TEXT, Token, script_tokens

_HEADS = {"if", "while", "for", "with", "switch", "catch"}
"""What stands before brackets that a block follows, and is no function."""


def functions(text: str) -> Iterator[tuple[str, int, int]]:
    """(the word before its brackets, first line, number of lines) of each function, method and arrow with a body."""
    tokens = [each for each in script_tokens(text) if each.kind not in (SPACE, REMARK)]
    open_at: list[int] = []
    begins: dict[int, int] = {}
    pairs: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.words in ("}", ")", "]") or (token.kind == TEXT and token.words.startswith("}")):
            pairs[place] = opened = open_at.pop()
            if opened in begins:
                first, last = _line(text, tokens[begins[opened]]), _line(text, token)
                yield tokens[begins[opened]].words, first, last - first + 1
        if token.words in ("{", "(", "[") or (token.kind == TEXT and token.words.endswith("${")):
            open_at.append(place)
            start = _head(tokens, place, pairs) if token.words == "{" else None
            if start is not None:
                begins[place] = start


def _head(tokens: list[Token], brace: int, pairs: dict[int, int]) -> int | None:
    """Where the function begins whose body this brace opens; None where it opens something else."""
    before = brace - 1
    arrow = tokens[before].words == "=>"
    before -= arrow
    if tokens[before].words != ")":
        return before if arrow else None
    word = pairs[before] - 1
    return word if arrow or tokens[word].words not in _HEADS else None


def _line(text: str, token: Token) -> int:
    return text.count("\n", 0, token.at) + 1
