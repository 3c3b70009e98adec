"""PREVENT, base model: chance of cardiovascular disease in 10 and 30 years, for people without it.

Valid for: age 30-79 (30 years: 30-59), no known cardiovascular disease, values inside `INPUTS`. Of the
five outcomes only heart failure uses BMI, and it alone uses neither lipids nor statin.

The equations describe people as they were observed. Turning ``bp_treated`` or ``statin`` off or on does not
say what a treatment would do (clinical rule R2); that is `treatment_effects`.

Example:
    >>> woman = dict(
    ...     sex="female", age=50, total_cholesterol_mg_dl=200, hdl_mg_dl=45, systolic_bp_mmhg=160,
    ...     diabetes=True, current_smoker=False, bmi=35, egfr=90, bp_treated=True, statin=False)
    >>> round(estimate(woman).outputs["ascvd_10y_pct"], 2)
    9.2
    >>> without_weight = {name: value for name, value in woman.items() if name != "bmi"}
    >>> round(estimate(without_weight, ("ascvd_10y_pct",)).outputs["ascvd_10y_pct"], 2)
    9.2
    >>> estimate(woman | {"age": 25})
    Traceback (most recent call last):
    decisionaid.errors.OutOfRange: age: 25 cannot be used; it must be from 30 to 79.

Source: see `SOURCE`; the example is the worked one of its Table S25.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..domain.evidence import Estimate
from . import _prevent

NAME = "prevent_base"
TITLE = "PREVENT"
VERSION = _prevent.VERSION
SOURCE = _prevent.SOURCE
NOTE = _prevent.NOTE
HORIZONS = _prevent.HORIZONS
INPUTS = _prevent.INPUTS
EQUATIONS = {
    f"{outcome}_{years}y_pct": _prevent.Equation("base", years, outcome)
    for years in HORIZONS
    for outcome in ("total_cvd", "ascvd", "heart_failure", "chd", "stroke")
}
OUTPUTS = tuple(EQUATIONS)
BLANK: tuple[str, ...] = ()


def inputs_of(output: str) -> frozenset[str]:
    """The inputs that one output uses.

    Example:
        >>> sorted(inputs_of("heart_failure_10y_pct") - inputs_of("ascvd_10y_pct"))
        ['bmi']
    """
    return EQUATIONS[output].inputs


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """The chance of each outcome for this person, in percent, unrounded.

    Args:
        person: values by the names in `INPUTS`; None is the same as not given.
        outputs: those wanted; all, if left out. Then 30-year chances are left out above age 59.

    Returns:
        Estimate: the chances under the names in `OUTPUTS`, percent (0..100), with what they were made from.

    Raises:
        MissingInput: an input that a wanted output uses was not given.
        OutOfRange: naming the input; also the age, where 30 years are asked for by name above 59.
    """
    return _prevent.estimate(NAME, INPUTS, EQUATIONS, person, outputs)
