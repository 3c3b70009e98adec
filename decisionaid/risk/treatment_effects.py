"""A relative effect applied to a baseline chance: new = base x RR^k.

k is the amount of the change that the ratio speaks of (mmol/L of LDL, steps of 5 mmHg). Arithmetic only; that the ratio holds over the
whole horizon is an assumption, and the screen says so. `nnt` is rounded to one decimal; it is left out (null) where nobody is spared,
since a number of people to treat then means nothing.

Source: arithmetic; for the ratios see the sources of each claim.

Example:
    >>> estimate({"baseline_risk_pct": 10, "relative_risk": 0.79, "power": 1}).outputs["treated_risk_pct"]
    7.9
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from ..domain.evidence import Estimate, InputSpec
from ..errors import OutOfRange
from . import checked, wanted_outputs

NAME = "treatment_effects"
VERSION = "1"
SOURCE = "Arithmetic: treated chance = baseline chance x relative risk ^ power"
HORIZONS: tuple[int, ...] = ()
INPUTS = (
    InputSpec("baseline_risk_pct", "number", "%", 0, 100),
    InputSpec("relative_risk", "number", "1", 0.0001, 100),
    InputSpec("power", "number", "1", 0, 20),
)
OUTPUTS = ("effective_rr", "treated_risk_pct", "absolute_risk_reduction_pct", "nnt")


def inputs_of(output: str) -> frozenset[str]:
    """Every output uses every input."""
    return frozenset(spec.name for spec in INPUTS)


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """Effective ratio, treated chance and difference in percent; nnt where somebody is spared.

    Raises:
        MissingInput, OutOfRange: naming the input; also where the treated chance would exceed 100 %.
    """
    wanted = wanted_outputs(outputs, OUTPUTS)
    values = checked(person, INPUTS, inputs_of(""))
    base, ratio, power = (float(values[spec.name]) for spec in INPUTS)
    effective = ratio**power
    treated = base * effective
    if treated > 100:
        raise OutOfRange("relative_risk", ratio, f"small enough that the treated chance stays within 100 (it would be {treated:g})")
    spared = base - treated
    answers: dict[str, float] = {
        "effective_rr": effective,
        "treated_risk_pct": treated,
        "absolute_risk_reduction_pct": spared,
    }
    if spared > 0:
        answers["nnt"] = float(Decimal(repr(100 / spared)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
    return Estimate(NAME, VERSION, SOURCE, dict(values), {name: answers[name] for name in wanted if name in answers})
