"""Which keys and values the card language has at a place, read off its models."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

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
