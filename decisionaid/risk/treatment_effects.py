"""A relative effect applied to a baseline chance: treated = baseline x relative risk ^ power.

``power`` is how many times the step that the ratio speaks of is taken (mmol/L of LDL, steps of 5 mmHg).
That the ratio holds for every step and over the whole horizon is an assumption, and the screen says so.

Valid for: a baseline of 0-100 % over the time that the trials lasted, and a relative risk. An odds ratio is not
taken here (clinical rule R8; `domain.measure.chance_from_odds_ratio`), and somebody whose baseline was estimated
under the treatment has its effect in it already: stopping is the ratio turned over, with power 1 (rule R3).

``nnt`` (people to treat so that one is spared) is rounded to one decimal, halves up, as it is quoted. Where
nobody is spared (a ratio of 1 or more, a baseline of 0, an effect too small for the arithmetic) it is
blank: a negative or endless number of people means nothing to the two who look at it, and harm has its own
claims.

A product above 100 % is refused, not clipped: the ratio does not fit the baseline. The bounds of ratio and
power are bounds of good sense and not published; a ratio of 0 (everybody spared for certain) and a step
taken backwards are refused.

Source: arithmetic; each ratio has the source of its claim.

Example:
    >>> answers = estimate({"baseline_risk_pct": 10, "relative_risk": 0.79, "power": 1}).outputs
    >>> {name: round(value, 6) for name, value in answers.items()}
    {'effective_rr': 0.79, 'treated_risk_pct': 7.9, 'absolute_risk_reduction_pct': 2.1, 'nnt': 47.6}
    >>> "nnt" in estimate({"baseline_risk_pct": 10, "relative_risk": 1.09, "power": 1}).outputs
    False
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from ..domain.evidence import Estimate, InputSpec
from ..errors import OutOfRange
from ._inputs import checked, chosen

NAME = "treatment_effects"
TITLE = "Effect of a treatment"
VERSION = "1"
SOURCE = "Arithmetic: treated chance = baseline chance x relative risk ^ power; each ratio has its own source"
HORIZONS: tuple[int, ...] = ()
INPUTS = (
    InputSpec("baseline_risk_pct", "number", "%", 0, 100),
    InputSpec("relative_risk", "number", "1", 0.0001, 100),
    InputSpec("power", "number", "1", 0, 20),
)
OUTPUTS = ("effective_rr", "treated_risk_pct", "absolute_risk_reduction_pct", "nnt")
BLANK = ("nnt",)
_NO_DECIMALS_LEFT = 2.0**53


def inputs_of(output: str) -> frozenset[str]:
    """Every output uses every input."""
    return frozenset(spec.name for spec in INPUTS)


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """Ratio over all steps, treated chance and its difference in percent, and people to treat.

    Args:
        person: values by the names in `INPUTS`.
        outputs: those wanted; all, if left out. ``nnt`` is left out where nobody is spared.

    Returns:
        Estimate: ``effective_rr`` as a ratio, the treated chance and the reduction in percent (a reduction below 0
            is more people), ``nnt`` in people; unrounded but for ``nnt``.

    Raises:
        MissingInput: an input was not given.
        OutOfRange: naming the input; the ratio, where the treated chance would exceed 100 %.
    """
    wanted = chosen(outputs, OUTPUTS)
    values = checked(person, INPUTS, (spec.name for spec in INPUTS))
    base, ratio, power = (float(values[spec.name]) for spec in INPUTS)
    effective = ratio**power
    treated = base * effective
    if treated > 100:
        fits = f"small enough for a treated chance of at most 100 % (here {treated:g} %)"
        raise OutOfRange("relative_risk", values["relative_risk"], fits)
    spared = base - treated
    answers = {"effective_rr": effective, "treated_risk_pct": treated, "absolute_risk_reduction_pct": spared}
    if spared > 0 and math.isfinite(people := 100 / spared):
        answers["nnt"] = _one_decimal(people)
    outcome = {each: answers[each] for each in wanted if each in answers}
    return Estimate(NAME, VERSION, SOURCE, dict(values), outcome)


def _one_decimal(number: float) -> float:
    if number >= _NO_DECIMALS_LEFT:
        return number
    return float(Decimal(repr(number)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
