"""PREVENT with urine albumin (uacr), HbA1c (hba1c), neighbourhood (sdi), or all three (full); 10 and 30 years.

A missing optional input uses the coefficient that was published for a missing value.

Valid for: as the base model; UACR 0.1-25,000 mg/g, HbA1c 4.5-15 %, SDI decile 1-10.

Example:
    >>> man = dict(sex="male", age=75, total_cholesterol_mg_dl=240, hdl_mg_dl=90, systolic_bp_mmhg=130, diabetes=False,
    ...     current_smoker=False, bmi=30, egfr=105, bp_treated=True, statin=True, uacr_mg_g=10)
    >>> round(estimate(man).outputs["uacr_ascvd_10y_pct"], 2)
    10.53
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..domain.evidence import Estimate, InputSpec
from ..errors import OutOfRange
from . import _prevent, checked, wanted_outputs

NAME = "prevent_variants"
VERSION = _prevent.VERSION
SOURCE = _prevent.SOURCE
NOTE = _prevent.NOTE
HORIZONS = (10, 30)
VARIANTS = ("uacr", "hba1c", "sdi", "full")
OPTIONAL = {
    "uacr": frozenset({"uacr_mg_g"}),
    "hba1c": frozenset({"hba1c_pct"}),
    "sdi": frozenset({"sdi_decile"}),
    "full": frozenset({"uacr_mg_g", "hba1c_pct", "sdi_decile"}),
}
INPUTS = (
    *_prevent.INPUTS,
    InputSpec("uacr_mg_g", "number", "mg/g", 0.1, 25_000, required=False),
    InputSpec("hba1c_pct", "number", "%", 4.5, 15, required=False),
    InputSpec("sdi_decile", "whole", None, 1, 10, required=False),
)
OUTPUTS = tuple(
    f"{variant}_{outcome}_{years}y_pct"
    for variant in VARIANTS
    for years in HORIZONS
    for outcome in ("total_cvd", "ascvd", "heart_failure")
)


def inputs_of(output: str) -> frozenset[str]:
    """The inputs that one output uses, optional ones too."""
    variant, outcome, _ = _parts(output)
    return _prevent.inputs_of(outcome) | OPTIONAL[variant]


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """Chances in percent, unrounded; see `prevent_base.estimate`.

    Raises:
        MissingInput, OutOfRange: naming the input.
    """
    wanted = wanted_outputs(outputs, OUTPUTS)
    needed = frozenset[str]().union(*(inputs_of(name) for name in wanted))
    values = checked(person, INPUTS, needed)
    _prevent.check_together(values)
    if values["age"] > _prevent.LAST_AGE_30_YEARS:  # type: ignore[operator]
        if outputs is not None and any("_30y_" in name for name in wanted):
            raise OutOfRange("age", values["age"], (30, _prevent.LAST_AGE_30_YEARS))
        wanted = tuple(name for name in wanted if "_30y_" not in name)
    answers = {}
    for name in wanted:
        variant, outcome, years = _parts(name)
        answers[name] = _prevent.chance_pct(variant, years, outcome, values)
    return Estimate(NAME, VERSION, SOURCE, {name: values[name] for name in values if name in needed}, answers)


def _parts(output: str) -> tuple[str, str, int]:
    variant, rest = output.split("_", 1)
    outcome, years, _ = rest.rsplit("_", 2)
    return variant, outcome, int(years.removesuffix("y"))
