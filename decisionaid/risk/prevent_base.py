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

_MODEL = _prevent.PreventModel(NAME, INPUTS, EQUATIONS)
inputs_of, estimate = _MODEL.inputs_of, _MODEL.estimate
