"""The values of a person in the units that the aid's inputs are written in. Models and conditions use these."""

from __future__ import annotations

from collections.abc import Iterable

from .aid import Aid, Input
from .chances import Values
from .conditions import Value
from .encounter import InputShown


def in_main_unit(asked: Input, amount: float, unit: str) -> float:
    """An amount in the input's own unit (UCUM). An amount in a unit that the input does not know stays as it is."""
    return amount / asked.also[unit] if unit in asked.also else amount


def value_of(aid: Aid, shown: InputShown) -> Value:
    """A value in its input's own unit. It stays as it was given where the aid has no such input."""
    asked = aid.inputs.get(shown.input)
    if asked is None or isinstance(shown.value, (bool, str)):
        return shown.value
    return in_main_unit(asked, float(shown.value), shown.unit)


def values_of(aid: Aid, inputs: Iterable[InputShown]) -> Values:
    """Input -> value, of the inputs that the aid has."""
    return {each.input: value_of(aid, each) for each in inputs if each.input in aid.inputs}
