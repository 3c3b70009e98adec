"""PREVENT with urine albumin (uacr), HbA1c (hba1c), deprivation of the neighbourhood (sdi), or all (full).

Valid for: as the base model, with UACR 0.1-25,000 mg/g, HbA1c 4.5-15 %, SDI decile 1-10. Each of the three
may be missing: the equations have a published coefficient for a missing value.

Example:
    >>> man = dict(
    ...     sex="male", age=75, total_cholesterol_mg_dl=240, hdl_mg_dl=90, systolic_bp_mmhg=130,
    ...     diabetes=False, current_smoker=False, bmi=30, egfr=105, bp_treated=True, statin=True,
    ...     uacr_mg_g=10)
    >>> round(estimate(man).outputs["uacr_ascvd_10y_pct"], 2)
    10.53
    >>> estimate(man | {"sdi_decile": 11})
    Traceback (most recent call last):
    decisionaid.errors.OutOfRange: sdi_decile: 11 cannot be used; it must be from 1 to 10.

Source: see `SOURCE`.
"""

from __future__ import annotations

from ..domain.evidence import InputSpec
from . import _prevent

NAME = "prevent_variants"
TITLE = "PREVENT, with more values"
VERSION = _prevent.VERSION
SOURCE = _prevent.SOURCE
NOTE = _prevent.NOTE
HORIZONS = _prevent.HORIZONS
INPUTS = (
    *_prevent.INPUTS,
    InputSpec("uacr_mg_g", "number", "mg/g", 0.1, 25_000, required=False),
    InputSpec("hba1c_pct", "number", "%", 4.5, 15, required=False),
    InputSpec("sdi_decile", "whole", None, 1, 10, required=False),
)
EQUATIONS = {
    f"{variant}_{outcome}_{years}y_pct": _prevent.Equation(variant, years, outcome)
    for variant in ("uacr", "hba1c", "sdi", "full")
    for years in HORIZONS
    for outcome in ("total_cvd", "ascvd", "heart_failure")
}
OUTPUTS = tuple(EQUATIONS)
BLANK: tuple[str, ...] = ()

_MODEL = _prevent.PreventModel(NAME, INPUTS, EQUATIONS)
inputs_of, estimate = _MODEL.inputs_of, _MODEL.estimate
