"""Turns what pydantic says of a document into problems with file, line, column, plain words and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from .domain.base import ID_PATTERN
from .domain.grammar import keys_at, values_at
from .errors import Problem
from .yaml_reader import Document, Path
from .yaml_words import path_in_words


@dataclass(frozen=True)
class Refused:
    """A part that the language refuses: where it stands, why, and what a machine can do about it.

    Attributes:
        path: in the file. missing: the key that is missing there, or "".
        kind: pydantic's word for the error. value: what stands there. meant: what was probably meant, or None.
    """

    path: Path
    missing: str
    kind: str
    value: object
    what: str
    remedy: str
    meant: object = None

    def problem(self, document: Document) -> Problem:
        """As a problem at its place in a file."""
        places = document.keys if self.kind == "extra_forbidden" else document.places
        line, column = places.get(self.path) or document.place(self.path)
        return Problem(document.file, line, column, path_in_words(self.path), self.what, self.remedy)


def refused(invalid: ValidationError, value: object, model: type[BaseModel]) -> list[Refused]:
    """Turn pydantic's errors into sentences, one for each place, also where a union tried several models."""
    said: dict[tuple[Path, str], Refused] = {}
    for error in invalid.errors(include_url=False):
        each = _refused(error, value, model)
        before = said.get((each.path, each.missing))
        if before is not None:
            each = replace(before, what=_either(before.what, each.what), remedy=before.remedy or each.remedy)
        said[each.path, each.missing] = each
    renamed = {(each.path[:-1], each.meant) for each in said.values() if each.kind == "extra_forbidden" and each.meant}
    return [each for each in said.values() if not each.missing or (each.path, each.missing) not in renamed]


def problems_of(invalid: ValidationError, document: Document, model: type[BaseModel]) -> Iterable[Problem]:
    """What the language refuses in a document, as problems at their places."""
    return (each.problem(document) for each in refused(invalid, document.value, model))


def _refused(error: Any, value: object, model: type[BaseModel]) -> Refused:
    path, missing = _path(error["loc"], value)
    kind, given = error["type"], error.get("input")
    if kind == "missing" and missing:
        return Refused(path, missing, kind, None, f"{missing!r} is missing", f"write {missing}: ...")
    if kind == "extra_forbidden" and path:
        keys = keys_at(model, error["loc"][:-1])
        close = get_close_matches(str(path[-1]), keys, n=1, cutoff=0.6)
        remedy = nearest(str(path[-1]), keys) if keys else "take it out"
        return Refused(path, "", kind, given, f"there is no key {path[-1]!r} here", remedy, close[0] if close else None)
    what, remedy = _in_plain_words(error, path)
    meant = _meant(error, values_at(model, error["loc"])) if kind == "literal_error" else None
    return Refused(path, "", kind, given, what, remedy, meant)


def _meant(error: Any, values: tuple[object, ...]) -> object:
    words = [each for each in values if isinstance(each, str)]
    close = get_close_matches(str(error.get("input")), words, n=1, cutoff=0.6)
    return close[0] if close else values[0] if values else None


def _either(one: str, other: str) -> str:
    return one if other in one else f"{one}; or: {other}"


def _path(loc: tuple[str | int, ...], value: object) -> tuple[Path, str]:
    """The path as it stands in the file, without union tags and defaults, and the key that is missing (or "")."""
    path: Path = ()
    missing = ""
    for part in loc:
        inside = _inside(value, part)
        if inside is not None:
            path, value, missing = (*path, part), inside[0], ""
        else:
            missing = str(part)
    return path, missing


def _inside(value: object, part: str | int) -> tuple[Any] | None:
    if isinstance(value, Mapping) and part in value:
        return (value[part],)
    return (value[part],) if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


_PHONE = 'write one number in quotes, with digits, spaces, + ( ) and - only, such as "555 0142"'


_WRITTEN = {
    r"^[+( -]*[0-9][0-9+() -]*[0-9]$": _PHONE,
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": 'write the day as year-month-day, in quotes, such as "2026-12-24"',
    r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$": 'write a day such as "2026-12-24", or "12-25" for every year',
    ID_PATTERN: "an id has lower-case letters, digits and _ only, such as many_wait",
    r"^[a-z][a-z0-9_-]{0,39}$": "lower-case letters, digits, - and _ only, such as my-aid",
    r"^\d+(\.\d+){0,2}$": 'write a version in quotes, such as "0.1"',
    r"^[a-z]{2}$": "write the two letters of a language, such as en or es",
    r"^[A-Z]{3}$": "write the three letters of a currency, such as USD",
    r"^(https://[^\s]+)?$": "write an address that begins with https://",
}
_A_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})$")
"""A day that begins with the year, with any signs between. What begins with a day or a month could be either."""


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
    if kind == "string_pattern_mismatch":
        return f"{shortened(value)} is not written as it must be", _as_written(str(ctx["pattern"]), str(value))
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return f"{shortened(value)} is outside what is possible", _possible(str(error["msg"]), value, path)
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        return _too_long_or_short(ctx, value)
    if kind == "value_error":
        return str(ctx.get("error", error["msg"])), getattr(
            ctx.get("error"), "remedy", "look at an aid that is shipped"
        )
    return _PLAIN.get(kind, (str(error["msg"]), "look at an aid that is shipped"))


def _as_written(pattern: str, value: str) -> str:
    day = _A_DAY.match(value) if pattern.startswith("^[0-9]{4}") else None
    if day is not None:
        return f'write "{day[1]}-{int(day[2]):02}-{int(day[3]):02}": year-month-day, in quotes'
    return _WRITTEN.get(pattern, f"it must match {pattern}")


def _possible(message: str, value: object, path: Path) -> str:
    remedy = message.replace("Input should be ", "it must be ")
    if path and path[-1] == "chance" and isinstance(value, (int, float)) and 1 < value <= 100:
        return f"{remedy}; for {value:g} of 100 people write per: 100 beside it"
    return remedy


def _too_long_or_short(ctx: Any, value: object) -> tuple[str, str]:
    length = len(value) if isinstance(value, (str, list, tuple, dict)) else 0
    least, most = ctx.get("min_length"), ctx.get("max_length")
    of = "letters" if isinstance(value, str) else "parts"
    if most is not None and length > most:
        return f"this has {length} {of}", f"at most {most}"
    return ("nothing stands here" if length == 0 else f"this has {length} {of}"), "write it" if least in (
        0,
        1,
        None,
    ) else f"at least {least} {of}"


def _literal_in_plain_words(expected: str, value: object) -> tuple[str, str]:
    options = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    if options == ["False"]:
        return "these cards are never for emergencies", "write false"
    remedy = nearest(str(value), options)
    what = f"{shortened(value)} is not one of {', '.join(options)}"
    return what, remedy if remedy.startswith("did you mean") else "write one of these"


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
