"""The words for what is wrong with a file as YAML: values with two meanings, odd keys, breaks in the syntax."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

MAX_DEPTH = 24

SURPRISES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(~|null|Null|NULL|)$"), "nothing stands here", "write a value, or take the key out"),
    (re.compile(r"(?i:yes|no|on|off|y|n)$"), "{!r} could mean yes or no", "write true or false, or put it in quotes"),
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


def break_in_plain_words(broken: yaml.MarkedYAMLError, lines: list[str]) -> Words:
    """What is wrong where the syntax breaks, and where to look."""
    what = " ".join(part for part in (broken.context, broken.problem) if part) or "this is not YAML"
    if "maximum nesting depth" in what:  # the parser gave up before the first bracket came out of it
        return "this is nested too deeply", f"at most {MAX_DEPTH} levels"
    mark = broken.problem_mark
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if mark and "\t" in line[: mark.column + 1]:
        return "a tab stands here", "use spaces"
    return what, "look for an open quote, bracket or a wrong indent just before here"


def path_in_words(path: tuple[str | int, ...]) -> str:
    """A path in words, such as options › moderate › effect. A place in a list is counted from 1."""
    return " › ".join(str(part + 1) if isinstance(part, int) else part for part in path)
