"""The words for what is wrong with a file as YAML: values with two meanings, odd keys, breaks in the syntax."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

MAX_DEPTH = 24

SURPRISES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(~|null|Null|NULL|)$"), "nothing stands here", "write a value, or take the key out"),
    (
        re.compile(r"(?i:yes|no|on|off|y|n)$"),
        "{!r} could be an answer or a word",
        "write true for yes, false for no, or put a word in quotes",
    ),
    (re.compile(r"(True|TRUE|False|FALSE)$"), "{!r} is not written that way", "write true or false"),
    (re.compile(r"[-+]?0\d+"), "{!r} starts with a zero", "take the zero away, or put it in quotes"),
    (re.compile(r"[-+]?\d+(:\d+)+(\.\d*)?$"), "{!r} could be a time or a number", "put it in quotes"),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "{!r} looks like a day", "put it in quotes"),
    (re.compile(r"[-+]?0[xob]"), "{!r} is not a plain number", "write it in decimals, or put it in quotes"),
    (re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$"), "{!r} is not a number that can be used", "write a plain number"),
    (
        re.compile(r"[-+]?[\d.][\d_,.]*([eE][-+]?\d+)?$"),
        "{!r} is not a plain number",
        "write it like 1200 or 0.5, or put it in quotes",
    ),
    (re.compile(r"(=|<<)$"), "{!r} has a special meaning in YAML", "put it in quotes"),
)
"""What YAML reads otherwise than an author means it: the pattern, what is wrong, and what to write."""

_GLUED = re.compile(r"([a-z][a-z0-9_]*):([^\s:].*)")
"""A key and its value without the blank between them, such as chance:0.6."""
_SLANTED = ("\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "\u00ab")
_LOOK = "look for an open quote, bracket or a wrong indent just before here"
_COMMA = re.compile(r"-?\d+,\d+$")

Words = tuple[str, str]
"""(what is wrong, what to do about it)."""


@lru_cache(20_000)
def surprise(text: str) -> Words | None:
    """What is wrong with a value that stands without quotes; None where it means one thing only."""
    if _COMMA.match(text):
        return f"{text} has a comma", f"decimals take a point, and thousands no sign: {text.replace(',', '.')}"
    for pattern, what, remedy in SURPRISES:
        if pattern.match(text):
            return what.format(text), remedy
    return None


def decimal_comma(event: yaml.Event, before: object) -> bool:
    """Whether a key between braces is the end of a decimal comma: `{chance: 0,271}` has a key 271."""
    text = event.value if isinstance(event, yaml.ScalarEvent) and event.style in (None, "") else ""
    return isinstance(before, int) and not isinstance(before, bool) and text.isdecimal()


def odd_value(text: str, key: str, *, flow: bool) -> Words | None:
    """What is wrong with a value without quotes behind a key; between braces more can go wrong."""
    glued = _GLUED.fullmatch(key) if not text else None
    if glued is not None:
        return "no blank stands behind the colon", f"write {glued[1]}: {glued[2]}"
    if not text and flow:
        return "nothing stands here", "write a value; a sentence that begins with a brace needs quotes around it"
    if flow and text.startswith(_SLANTED):
        return f"the quotes of {text!r} are not straight", f'write "{text.strip("".join(_SLANTED))}"'
    if flow and " " in text and surprise(text) is None:
        what = f"{text!r} stands between braces without quotes"
        return what, "put the sentence in quotes; if it is none, a comma or a closing brace is missing in it"
    return surprise(text)


_BREAKS = (
    ("maximum nesting depth", False, "this is nested too deeply", f"at most {MAX_DEPTH} levels"),
    ("unexpected end of stream", True, "this quote is never closed", "put a quote at the end of the sentence"),
    (
        "',' or",
        False,
        "a comma or a closing bracket is missing; the bracket opens in line {line}",
        "look just before here for a comma between two parts, a quote, or a closing bracket",
    ),
    ("unknown escape", False, "a backslash stands in quotes", "take it out"),
    ("found character", False, "{sign!r} cannot begin a value", "put the value in quotes"),
)
"""What the parser says, whether the place is where the part begins, what is wrong, and what to do."""


def break_in_plain_words(broken: yaml.MarkedYAMLError, lines: list[str]) -> tuple[tuple[int, int], str, str]:
    """Where the syntax breaks, what is wrong there, and what to write."""
    at = broken.problem_mark or broken.context_mark
    began = broken.context_mark or at
    if at is None or began is None:
        return (1, 1), "this is not YAML", _LOOK
    problem = broken.problem or ""
    line = lines[at.line] if at.line < len(lines) else ""
    here, there = (at.line + 1, at.column + 1), (began.line + 1, began.column + 1)
    if "\t" in line[: at.column + 1]:
        return here, "a tab stands here", "use spaces"
    if "could not find expected ':'" in problem:
        return there, *_without_colon(lines[began.line].strip() if began.line < len(lines) else "")
    for sign, at_the_begin, what, remedy in _BREAKS:
        if sign in problem:
            said = what.format(line=began.line + 1, sign=line[at.column : at.column + 1])
            return (there if at_the_begin else here), said, remedy
    return here, *_in_a_block(lines, at.line, at.column)


def _without_colon(line: str) -> Words:
    """A line of which the colon was looked for and not found."""
    glued = _GLUED.fullmatch(line)
    if glued is not None:
        return "no blank stands behind the colon", f"write {glued[1]}: {glued[2]}"
    key = re.match(r"[a-z][a-z0-9_]*(?= )", line)
    return (
        "no colon stands in this line",
        f"write {key[0]}: ..." if key else "write key: value, or close the quote above",
    )


def _in_a_block(lines: list[str], number: int, column: int) -> Words:
    """What is wrong in lines below each other: how far they are indented, or a sentence that needs quotes."""
    line = lines[number] if number < len(lines) else ""
    value = re.match(r"\s*(?:- )?[^\s:{\[\"']+:\s+(?=(\S))", line[:column])
    if value is not None and {value[1], line[:column].rstrip()[-1]} & {'"', "'"}:
        return (
            "the quotes in or above this line do not pair",
            "close the one that is open; quote inside a sentence with ' '",
        )
    if value is not None:
        return "this sentence needs quotes around it", "put all that stands behind the first colon in quotes"
    blanks, open_to = _indent(line), _open_to(lines[:number])
    if line.strip() and open_to and blanks not in open_to:
        nearest = min(open_to, key=lambda each: (abs(each - blanks), -each))
        what = f"this line begins with {_blanks(blanks)}, as no part does that is open above it"
        return what, f"begin it with {nearest}, as line {open_to[nearest]} does"
    return "this line does not go on from the one above it", _LOOK


def _open_to(lines: list[str]) -> dict[int, int]:
    """How far the parts are indented that a next line may belong to, and the last line of each."""
    found: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and line.lstrip()[0] != "#":
            found = {blanks: at for blanks, at in found.items() if blanks < _indent(line)} | {_indent(line): number}
    return found


def _blanks(number: int) -> str:
    return "1 blank" if number == 1 else f"{number} blanks"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def path_in_words(path: tuple[str | int, ...]) -> str:
    """A path in words, such as options › moderate › effect. A place in a list is counted from 1."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in path)
