"""Sentences with conditions: what an option may bring, when to call, what to know about a number."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from .base import Frozen, Id, Say, as_tuples
from .conditions import Condition, Group


class StatementParts(Frozen):
    """One or two sentences, and the people they hold for."""

    say: Say
    applies_when: Condition = Field(Group(), description="For whom it is said; everybody, if left out.")
    home: bool = Field(False, description="true: it also stands on the page that goes home, if this option is chosen.")
    call: Id | None = Field(None, description="A fact with a phone: whom to call for this. The page groups by it.")


def _statement(raw: object) -> object:
    return {"say": raw} if isinstance(raw, str) else as_tuples(raw)


Statement = Annotated[StatementParts, BeforeValidator(_statement, json_schema_input_type=str | StatementParts)]
