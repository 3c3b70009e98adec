"""PREVENT, base model: chance of cardiovascular disease in 10 and 30 years, for people without it.

Valid for: age 30-79 (30 years: 30-59), no known cardiovascular disease, values inside `INPUTS`.

Example:
    >>> woman = dict(sex="female", age=50, total_cholesterol_mg_dl=200, hdl_mg_dl=45, systolic_bp_mmhg=160, diabetes=True,
    ...     current_smoker=False, bmi=35, egfr=90, bp_treated=True, statin=False)
    >>> round(estimate(woman).outputs["ascvd_10y_pct"], 2)
    9.2
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..domain.evidence import Estimate
from ..errors import OutOfRange
from . import _prevent, checked, wanted_outputs

NAME = "prevent_base"
VERSION = _prevent.VERSION
SOURCE = _prevent.SOURCE
NOTE = _prevent.NOTE
HORIZONS = (10, 30)
INPUTS = _prevent.INPUTS
OUTPUTS = tuple(f"{outcome}_{years}y_pct" for years in HORIZONS for outcome in _prevent.OUTCOMES)


def inputs_of(output: str) -> frozenset[str]:
    """The inputs that one output uses."""
    return _prevent.inputs_of(_parts(output)[0])


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """Chances in percent, unrounded.

    Args:
        person: values by the names in INPUTS.
        outputs: those wanted; all, if left out. Without a list, 30-year chances are left out above age 59.

    Raises:
        MissingInput, OutOfRange: naming the input; also for 30 years asked by name above age 59.
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
        outcome, years = _parts(name)
        answers[name] = _prevent.chance_pct("base", years, outcome, values)
    return Estimate(NAME, VERSION, SOURCE, {name: values[name] for name in values if name in needed}, answers)


def _parts(output: str) -> tuple[str, int]:
    outcome, years, _ = output.rsplit("_", 2)
    return outcome, int(years.removesuffix("y"))
