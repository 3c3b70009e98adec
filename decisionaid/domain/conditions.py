"""Conditions: whom a card, a claim, an option or a harm is for, in a closed vocabulary that a clinician can review.

``{input, from, to}``, ``{input, is}`` and ``{input, one_of}``, alone or under ``all``, ``any``, ``none``,
one level deep. There are three answers: yes, no, and not known (None). An input that nobody gave leaves the
answer open, and an open answer never shows a number. Rejected: an expression language in YAML, which no
clinician can check and every parser of which has had an escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import Frozen, Id, Wrong, as_tuples

Value = bool | int | float | str
"""What is known of one input: yes/no, an amount in the input's own unit, or the id of a choice."""


class Test(Frozen):
    """One question about one input: a range (both ends included), one value, or one of several."""

    __test__ = False  # not a pytest class

    input: Id = Field(description="The input that is asked about.")
    from_: float | None = Field(None, alias="from", description="At least this much, in the input's unit.")
    to: float | None = Field(None, description="At most this much, in the input's unit.")
    is_: bool | str | None = Field(None, alias="is", description="true, false, or the id of a choice.")
    one_of: tuple[str, ...] = Field((), description="Ids of choices, any of which fits.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        kinds = [self.from_ is not None or self.to is not None, self.is_ is not None, bool(self.one_of)]
        if kinds.count(True) != 1:
            raise Wrong(
                "this test asks nothing, or two things", "write one of from: 40, to: 75, is: true, or one_of: [a, b]"
            )
        return self

    def holds(self, values: Mapping[str, Value]) -> bool | None:
        """True, False, or None while the input is not known."""
        if self.input not in values:
            return None
        value = values[self.input]
        if self.is_ is not None:
            return value == self.is_
        if self.one_of:
            return value in self.one_of
        if isinstance(value, (bool, str)):
            return None
        return (self.from_ is None or value >= self.from_) and (self.to is None or value <= self.to)


def _one_test(raw: object) -> object:
    whole = {"all": (raw,)} if isinstance(raw, dict) and "input" in raw else raw
    return as_tuples(whole)


class Group(Frozen):
    """Tests joined by all, any and none. An empty group holds for everybody."""

    all: tuple[Test, ...] = Field((), description="Every one of these must hold.")
    any: tuple[Test, ...] = Field((), description="At least one of these must hold.")
    none: tuple[Test, ...] = Field((), description="Not one of these may hold.")

    @property
    def tests(self) -> tuple[Test, ...]:
        """Every test of the group, in order."""
        return self.all + self.any + self.none

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs that the group asks about, in order and each one time."""
        return tuple(dict.fromkeys(test.input for test in self.tests))

    def holds(self, values: Mapping[str, Value]) -> bool | None:
        """True, False, or None while an input that decides it is not known."""
        if not (self.all or self.any or self.none):
            return True
        parts = [_every(test.holds(values) for test in self.all)]
        if self.any:
            parts.append(_negate(_every(_negate(test.holds(values)) for test in self.any)))
        parts.append(_every(_negate(test.holds(values)) for test in self.none))
        return _every(parts)


Condition = Annotated[Group, BeforeValidator(_one_test, json_schema_input_type=Test | Group)]
"""A `Group`, or a single `Test` written without a group."""


def _negate(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _every(answers: Iterable[bool | None]) -> bool | None:
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True
