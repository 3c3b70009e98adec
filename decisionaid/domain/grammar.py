"""Which keys and values the card language has at a place, read off its models."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from .base import ID_PATTERN

Path = tuple[str | int, ...]


def keys_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may stand at a path; () where anything may, or nothing.

    Example:
        >>> from decisionaid.domain.aid import Aid
        >>> keys_at(Aid, ("sources", "ctt2012"))
        ('cite', 'doi', 'year', 'seen', 'url')
    """
    return tuple(dict.fromkeys(key for kind in _kinds_at(model, path) if _is_model(kind) for key in _keys(kind)))


def values_at(model: type[BaseModel], path: Path) -> tuple[object, ...]:
    """The values of which one has to stand at a path; () where it is no closed list."""
    return tuple(value for kind in _kinds_at(model, path) if get_origin(kind) is Literal for value in get_args(kind))


def _kinds_at(model: type[BaseModel], path: Path) -> list[Any]:
    kinds: list[Any] = [model]
    for part in path:
        kinds = [found for kind in kinds for found in _inside(kind, part)]
    return kinds


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    """The kinds of what stands in a value of some kind, under a key or a number."""
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            if part == (field.alias or name):
                yield from _plain(field.annotation)
    elif isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping):
        yield from _plain(get_args(kind)[1])
    elif get_origin(kind) is tuple and isinstance(part, int):
        yield from _plain(get_args(kind)[0])


def _plain(kind: Any) -> Iterator[Any]:
    """A kind without its marks; each part of a union by itself."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _plain(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for each in get_args(kind):
            yield from _plain(each)
    else:
        yield kind


def sample_at(model: type[BaseModel], path: Path) -> object:
    """A value that could stand at a path, so that the parts around it can be judged; None where only an author knows.

    Example:
        >>> from decisionaid.domain.aid import Aid
        >>> sample_at(Aid, ("next_review",)), sample_at(Aid, ("options",)), sample_at(Aid, ("claims", "x", "outcome"))
        ('2026-01-01', {}, None)
    """
    for kind in _kinds_at(model, path[:-1]):
        for name, field in kind.model_fields.items() if _is_model(kind) else ():
            if path[-1] == (field.alias or name):
                return _sample(
                    next(_plain(field.annotation)), [getattr(each, "pattern", None) for each in field.metadata]
                )
    return None


_SAMPLES = ("Words of a sample.", "2026-01-01", "0.1", "en")


def _sample(kind: Any, patterns: list[str | None]) -> object:
    origin = get_origin(kind)
    if origin is Literal:
        return get_args(kind)[0]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if _is_model(kind):
        needed = (field.alias or name for name, field in kind.model_fields.items() if field.is_required())
        return {key: sample_at(kind, (key,)) for key in needed}
    if kind is not str or ID_PATTERN in patterns:
        return None
    return next((each for each in _SAMPLES if all(re.match(pattern, each) for pattern in patterns if pattern)), None)
