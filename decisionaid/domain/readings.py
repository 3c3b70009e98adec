"""What the number would be if one measured value had come out a little lower or higher.

This asks how sure a number is. It is never what happens when somebody changes the value: in a person on treatment a
model's input is no lever (rule R2). So the rule is closed and stands here: a single input differs from what is known;
it is one that the aid marks as `measured` (a number that somebody read off, never age and never a yes or no such as
smoking, diabetes or a treatment); and no effect of an option is applied. The step is a tenth of the range that the aid
allows, as a round number: how far a reading wanders in one person differs by person and is not invented here. Values
outside the range get no number, and none is moved to its edge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from .aid import Aid, Input
from .chances import Chance, Estimator, Numbers
from .encounter import InputShown
from .reckoning import numbers_for

AWAY = (-2, -1, 0, 1, 2)
"""How many steps each value lies away from the reading."""


@dataclass(frozen=True)
class Point:
    """The number for one value near the reading.

    Attributes:
        amount: in the unit of the reading. away: how far from it, in the same unit; 0 for the reading itself.
    """

    amount: float
    away: float
    chance: Chance


@dataclass(frozen=True)
class Reading:
    """One measured value, and the number at and around it.

    Attributes:
        input: its id. unit: as it was given. low, high: what the aid allows, in that unit.
        points: from the lowest to the highest; the reading itself is one of them.
    """

    input: str
    unit: str
    low: float
    high: float
    points: tuple[Point, ...]


def measured_inputs(aid: Aid, claim: str) -> tuple[str, ...]:
    """The inputs of a claim's model that were measured, in the aid's order."""
    model = aid.models.get(aid.claims[claim].model or "")
    used = set(model.inputs.values()) if model else set()
    return tuple(key for key, each in aid.inputs.items() if each.measured and key in used)


def readings(
    aid: Aid, numbers: Numbers, shown: Iterable[InputShown], claim: str, estimate: Estimator
) -> tuple[Reading, ...]:
    """For each measured value of a claim's model, the number at and around it. Those without a neighbour are left out.

    Args:
        numbers: of this person, with the values as they are.
        shown: the values as they were given, each in its unit.
        claim: one that a model answers.
        estimate: asks a risk model.
    """
    given = {each.input: each for each in shown}
    found = (_reading(aid, numbers, given[key], claim, estimate) for key in measured_inputs(aid, claim) if key in given)
    return tuple(each for each in found if each is not None and len(each.points) > 1)


def _reading(aid: Aid, numbers: Numbers, shown: InputShown, claim: str, estimate: Estimator) -> Reading | None:
    asked, now = aid.inputs[shown.input], numbers.chances.get(claim)
    if now is None or asked.allowed is None or isinstance(shown.value, (bool, str)):
        return None
    per_unit: float = asked.also.get(shown.unit or "", 1.0)
    low, high = (each * per_unit for each in asked.allowed)
    step, points = step_of(asked, shown.unit), []
    for steps in AWAY:
        away = round(steps * step, 9)
        amount: float = round(float(shown.value) + away, 9)
        chance = now if steps == 0 else _chance(aid, numbers, shown.input, amount / per_unit, claim, estimate)
        if chance is not None:
            points.append(Point(amount, away, chance))
    return Reading(shown.input, shown.unit or "", low, high, tuple(points))


def step_of(asked: Input, unit: str | None) -> float:
    """The step between values: a tenth of the allowed range, rounded to 1, 2 or 5 times a power of ten.

    Example:
        >>> pressure = Input(ask="Upper blood pressure", kind="number", unit="mm[Hg]", allowed=(90, 180))
        >>> step_of(pressure, "mm[Hg]")
        10.0
    """
    assert asked.allowed is not None  # the language asks it of a measured input
    wide = (asked.allowed[1] - asked.allowed[0]) * asked.also.get(unit or "", 1.0) / 10
    ten = 10.0 ** floor(log10(wide))
    nearest: float = min((ten, 2 * ten, 5 * ten, 10 * ten), key=lambda each: abs(log10(each / wide)))
    return round(nearest, 9)


def _chance(aid: Aid, numbers: Numbers, key: str, amount: float, claim: str, estimate: Estimator) -> Chance | None:
    """The number with one value changed and all others as they are; None outside the allowed range."""
    return numbers_for(aid, {**numbers.values, key: amount}, estimate).chances.get(claim)
