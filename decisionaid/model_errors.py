"""Turns what pydantic says of a document into problems with file, line, column, plain words and a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from .errors import Problem
from .yaml_reader import Document, Path, path_in_words


def problems_of(invalid: ValidationError, document: Document) -> Iterable[Problem]:
    """Turn pydantic's errors into sentences, one for each place, also where a union tried several models."""
    said: dict[tuple[Path, str], Problem] = {}
    for error in invalid.errors(include_url=False):
        path, missing = _path(error["loc"], document)
        key = "" if error["type"] != "missing" else missing
        if error["type"] == "missing" and missing:
            what, remedy = f"{missing!r} is missing", f"write {missing}: ..."
        else:
            what, remedy = _in_plain_words(error, path)
        if error["type"] == "extra_forbidden" and path:
            line, column = document.keys.get(path, document.place(path))
        else:
            line, column = document.place(path)
        problem = Problem(document.file, line, column, path_in_words(path), what, remedy)
        before = said.get((path, key))
        said[path, key] = (
            problem
            if before is None
            else Problem(
                before.file,
                before.line,
                before.column,
                before.place,
                _either(before.what, what),
                before.remedy or remedy,
            )
        )
    return said.values()


def _either(one: str, other: str) -> str:
    return one if other in one else f"{one}; or: {other}"


def _path(loc: tuple[str | int, ...], document: Document) -> tuple[Path, str]:
    """The path as it stands in the file, without union tags and defaults, and the key that is missing (or "")."""
    path: Path = ()
    missing = ""
    for part in loc:
        if (*path, part) in document.places:
            path = (*path, part)
            missing = ""
        else:
            missing = str(part)
    return path, missing


_PHONE = 'write one number in quotes, with digits, spaces, + ( ) and - only, such as "555 0142"'


_WRITTEN = {
    r"^[+( -]*[0-9][0-9+() -]*[0-9]$": _PHONE,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": 'write a day such as "2026-12-24"',
    r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$": 'write a day such as "2026-12-24", or "12-25" for every year',
}


_PLAIN = {
    "string_type": ("words are expected here", "put them in quotes"),
    "float_type": ("a number is expected here", "write it without quotes and without a unit"),
    "int_type": ("a whole number is expected here", "write it without quotes"),
    "int_from_float": ("a whole number is expected here", "leave out the decimals"),
    "bool_type": ("true or false is expected here", "write true or false"),
    "dict_type": ("a map of ids is expected here", "write id: ... below it, or {} for none"),
    "model_type": ("a map of keys and values is expected here", "write key: value below it, or {...}"),
    "model_attributes_type": ("a map of keys and values is expected here", "write key: value below it, or {...}"),
    "tuple_type": ("a list is expected here", "write [a, b] or one per line with a dash"),
    "mapping_type": ("a map of ids is expected here", "write id: ... below it, or {} for none"),
    "finite_number": ("a finite number is expected here", "write a plain number"),
}


def _in_plain_words(error: Any, path: Path) -> tuple[str, str]:
    kind, ctx, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "literal_error":
        return _literal_in_plain_words(str(ctx["expected"]), value)
    if kind == "extra_forbidden":
        return (
            f"there is no key {path[-1] if path else value!r} here",
            "take it out, or look in the schema for the right name",
        )
    if kind == "string_pattern_mismatch":
        remedy = _WRITTEN.get(ctx["pattern"], f"it must match {ctx['pattern']}")
        return f"{shortened(value)} is not written as it must be", remedy
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return f"{shortened(value)} is outside what is possible", str(error["msg"]).replace(
            "Input should be ", "it must be "
        )
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        return "this is too short or too long", str(error["msg"])
    if kind == "value_error":
        return str(ctx.get("error", error["msg"])), getattr(ctx.get("error"), "remedy", "see the schema")
    return _PLAIN.get(kind, (str(error["msg"]), "see the schema"))


def _literal_in_plain_words(expected: str, value: object) -> tuple[str, str]:
    options = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    return f"{shortened(value)} is not one of {', '.join(options)}", nearest(str(value), options)


def shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(name: str, known: Iterable[str]) -> str:
    """A remedy for a name that does not exist: the one that is most like it, or those that there are."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    some = sorted(known)[:12]
    return f"there is {', '.join(some)}" if some else "add it, or take this out"
