"""The building blocks of the card language: frozen models, ids, read-only maps, and texts that people read.

Words carry a mark (`WORDS`), so that one walk over the models finds every sentence of an aid with its path;
translations, checks of wording and reading level all use that walk and never a list of field names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer


class Frozen(BaseModel):
    """A part of the card language. Unknown keys are an error, and values cannot change."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, strict=True, allow_inf_nan=False, serialize_by_alias=True
    )


class Wrong(ValueError):
    """A value that cannot be used, with its own remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class WordsMark:
    """Marks a field whose text people read and translators write."""


WORDS = WordsMark()

ID_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
Id = Annotated[str, Field(pattern=ID_PATTERN, description="lower-case letters, digits, underscore")]
MOST_LETTERS = 600
"""The longest text, in characters, in any language."""
Say = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS, description="Words that a person reads."), WORDS]

PLAIN = (str, bool, int, float, tuple)
"""What holds no other part by a name."""

T = TypeVar("T")


@cache
def _names_of(kind: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())


def parts_of(whole: BaseModel) -> Iterator[tuple[str, object]]:
    """The parts of a model, each with its name as a file writes it."""
    values = whole.__dict__
    return ((written, values[name]) for name, written in _names_of(type(whole)))


def _read_only(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(value))


Map = Annotated[Mapping[Id, T], AfterValidator(_read_only), PlainSerializer(dict, return_type=dict[str, Any])]
"""A read-only map by id, in the order of the file."""


def as_tuples(raw: object) -> object:
    """Turn lists into tuples, at every depth, as a strict model needs them."""
    if isinstance(raw, (list, tuple)):
        return tuple(as_tuples(part) for part in raw)
    if isinstance(raw, dict):
        return {key: as_tuples(part) for key, part in raw.items()}
    return raw


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else as_tuples(raw)


IdOrIds = Annotated[
    tuple[Id, ...], BeforeValidator(_one_or_many, json_schema_input_type=Id | list[Id]), Field(min_length=1)
]
"""One id, or several in order of preference. The first that applies is used."""
