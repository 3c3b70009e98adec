"""Published risk models, one per file; the folder is the list.

A model is a module with ``NAME, VERSION, SOURCE, HORIZONS, INPUTS, OUTPUTS`` and ``estimate(person, outputs=None) -> Estimate``. It answers
unrounded, and it refuses what lies outside the people it was made from: a clipped value would be a wrong number that looks right.
Asked for some outputs only, it needs the inputs of those alone, so that a card about heart attack and stroke never asks for a weight.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from ..domain.evidence import InputSpec
from ..errors import InputProblem, MissingInput, OutOfRange


@cache
def models() -> Mapping[str, ModuleType]:
    """Every model of this folder, by the name that `decisionaid risk` knows."""
    found = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.NAME: module for module in found})


def checked(person: Mapping[str, object], specs: Iterable[InputSpec], needed: Iterable[str]) -> dict[str, float | bool | str]:
    """The values that a model may use, each of the right kind and inside its published range.

    Args:
        person: input name -> value; None is the same as not given. A remark under ``note`` is ignored.
        specs: every input that the model knows.
        needed: the inputs that the wanted outputs use.

    Raises:
        MissingInput: a required input was not given.
        OutOfRange: a value is of the wrong kind, outside the range, or under a name that the model does not know
            (a misspelt optional input that is quietly passed over would be a wrong number).
    """
    known = {spec.name: spec for spec in specs}
    wanted = frozenset(needed)
    for name, value in person.items():
        if name not in known and name != "note":
            raise OutOfRange(name, value, tuple(known), f"{name} is not an input of this model; it knows {', '.join(known)}.")
    values: dict[str, float | bool | str] = {}
    for name, spec in known.items():
        value = person.get(name)
        if value is not None:
            values[name] = _checked(spec, value)
        elif name in wanted and spec.required:
            raise MissingInput(name, spec.allowed)
    return values


def _checked(spec: InputSpec, value: object) -> float | bool | str:
    if spec.kind == "yes_no":
        if isinstance(value, bool):
            return value
        raise OutOfRange(spec.name, value, spec.allowed)
    if spec.kind == "choice":
        if isinstance(value, str) and value in spec.choices:
            return value
        raise OutOfRange(spec.name, value, spec.allowed)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise OutOfRange(spec.name, value, spec.allowed)
    low = -math.inf if spec.low is None else spec.low
    high = math.inf if spec.high is None else spec.high
    # compared before it becomes a float: an integer of a thousand digits does not fit into one
    if not low <= value <= high or (spec.kind == "whole" and value != int(value)):
        raise OutOfRange(spec.name, value, spec.allowed)
    return float(value)


def wanted_outputs(outputs: Iterable[str] | None, offered: tuple[str, ...]) -> tuple[str, ...]:
    """The outputs to work out: all, or those that were asked for.

    Raises:
        OutOfRange: the model has no such output.
    """
    if outputs is None:
        return offered
    asked = tuple(outputs)
    for name in asked:
        if name not in offered:
            raise OutOfRange("outputs", name, offered)
    return asked


__all__ = ["InputProblem", "checked", "models", "wanted_outputs"]
