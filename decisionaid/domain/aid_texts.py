"""Finds every text of an aid with its path, such as `options.wait.harms.weeks`.

The path is the text's id in words files.

A statement (`{say, applies_when}`) counts as the sentence at its own path, so that the long and the short
form have the same id in every words file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel

from .aid import Aid
from .base import PLAIN, WordsMark
from .kept import kept_with_aid
from .options import StatementParts

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.(not|fewer|more|low|high))?\}")
"""`{claim}`, `{claim.not}`, `{claim.fewer}`, `{claim.more}`, `{claim.low}`, `{claim.high}` or `{fact}`."""


@kept_with_aid
def texts_of(aid: Aid) -> Mapping[str, str]:
    """Path -> text, for every text that a person may read, in the order of the file."""
    return MappingProxyType(dict(_walk(aid, "")))


def placeholders(text: str) -> tuple[str, ...]:
    """The ids in braces in a sentence, each with its part: ``('baseline', 'baseline.not')``."""
    return tuple(match.group(0)[1:-1] for match in PLACEHOLDER.finditer(text))


def _walk(part: object, path: str) -> Iterator[tuple[str, str]]:
    if part is None or isinstance(part, PLAIN):
        return
    if isinstance(part, StatementParts):
        yield path, part.say
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            here = f"{path}.{field.alias or name}" if path else (field.alias or name)
            yield from _inside(getattr(part, name), here, _holds_words(type(part), name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _walk(value, f"{path}.{key}")


def _inside(value: object, path: str, words: bool) -> Iterator[tuple[str, str]]:
    if words and isinstance(value, str):
        yield path, value
    elif words and isinstance(value, Mapping):
        for key, text in value.items():
            yield from _inside(text, f"{path}.{key}", words)
    else:
        yield from _walk(value, path)


@cache
def _holds_words(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields[name]
    return any(isinstance(mark, WordsMark) for mark in field.metadata) or _marked(field.annotation)


def _marked(annotation: object) -> bool:
    if any(isinstance(mark, WordsMark) for mark in getattr(annotation, "__metadata__", ())):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    return any(_marked(arg) for arg in getattr(annotation, "__args__", ()))
