"""Checks the values that a model is given: they are taken exactly as they are, or refused by name.

Strict on purpose. ``"50"``, ``true`` for a number and ``1`` for a yes are signs that a field was mixed up
on the way here, and a number made from a mixed-up field looks as good as a right one. So does a misspelt
optional input that is quietly passed over: an unknown name that carries a value is therefore refused too,
all but ``note``, which is for remarks and never read. A name that carries null carries nothing, so it is the
same as a name that was not given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from ..domain.evidence import InputSpec
from ..errors import MissingInput, OutOfRange

Value = float | bool | str
REMARK = "note"


def checked(person: Mapping[str, object], specs: Iterable[InputSpec], needed: Iterable[str]) -> dict[str, Value]:
    """The values that a model may use: each of the right type and inside its published range.

    A value that is given is checked also where the wanted outputs do not use it: somebody outside the range
    is outside the people that the model was made from, whichever outcome is asked for.

    Args:
        person: input name -> value; None is the same as not given.
        specs: every input that the model knows.
        needed: the inputs that the wanted outputs use.

    Raises:
        MissingInput: a required input was not given; it carries every one that is missing.
        OutOfRange: a value is of the wrong kind or outside the range, or the model does not know its name.

    Example:
        >>> age = InputSpec("age", "number", "a", 30, 79)
        >>> checked({"age": 50, "note": "seen in May"}, [age], ["age"])
        {'age': 50}
        >>> checked({"age": "50"}, [age], ["age"])
        Traceback (most recent call last):
        decisionaid.errors.OutOfRange: age: '50' cannot be used; it must be from 30 to 79.
    """
    known = {spec.name: spec for spec in specs}
    _refuse_unknown(person, known)
    wanted = frozenset(needed)
    values: dict[str, Value] = {}
    missing: list[str] = []
    for name, spec in known.items():
        value = person.get(name)
        if value is None:
            missing += [name] if spec.required and name in wanted else []
        elif not missing:
            values[name] = _checked(spec, value)
    if missing:
        raise MissingInput(missing[0], known[missing[0]].allowed, missing=tuple(missing))
    return values


def _refuse_unknown(person: Mapping[str, object], known: Mapping[str, InputSpec]) -> None:
    for name, value in person.items():
        if value is not None and name not in known and name != REMARK:
            plain = f"{name} is not an input of this model; it knows {', '.join(known)}."
            raise OutOfRange(name, value, tuple(known), plain)


def _checked(spec: InputSpec, value: object) -> Value:
    if not isinstance(value, (bool, int, float, str)) or not _FITS[spec.kind](spec, value):
        raise OutOfRange(spec.name, value, spec.allowed)
    if spec.kind == "whole" and value != int(value):
        low, high = _span(spec)
        raise OutOfRange(spec.name, value, f"a whole number from {low:g} to {high:g}")
    return value


def _span(spec: InputSpec) -> tuple[float, float]:
    return -math.inf if spec.low is None else spec.low, math.inf if spec.high is None else spec.high


def _is_yes_or_no(_spec: InputSpec, value: Value) -> bool:
    return isinstance(value, bool)


def _is_choice(spec: InputSpec, value: Value) -> bool:
    return isinstance(value, str) and value in spec.choices


def _is_in_range(spec: InputSpec, value: Value) -> bool:
    """Compared as it came: an integer of a thousand digits does not fit into a float. NaN compares false."""
    low, high = _span(spec)
    return not isinstance(value, (bool, str)) and low <= value <= high


_FITS: Mapping[str, Callable[[InputSpec, Value], bool]] = {
    "yes_no": _is_yes_or_no,
    "choice": _is_choice,
    "number": _is_in_range,
    "whole": _is_in_range,
}
"""Kind of input -> whether a value is of that kind and within what the model was made from."""


def chosen(outputs: Iterable[str] | None, offered: Iterable[str]) -> tuple[str, ...]:
    """The outputs to work out: all, or those that were asked for.

    Raises:
        OutOfRange: the model has no such output.
    """
    known = tuple(offered)
    if outputs is None:
        return known
    asked = tuple(outputs)
    for name in asked:
        if name not in known:
            raise OutOfRange("outputs", name, known)
    return asked
