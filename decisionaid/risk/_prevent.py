"""The equations that the PREVENT models share: transforms, linear predictor, logistic link.

Source: Khan SS et al., Circulation 2024;149:430-449, doi:10.1161/CIRCULATIONAHA.123.067626, supplementary Table S12 A-J. Written from
the published equations; the coefficients are data (`prevent_coefficients.json`).

Systolic pressure is accepted from 90 to 180 mmHg: independent implementations disagree about the upper end (180 or 200), and the
narrower range is the safe one. Total cholesterol and HDL are turned into mmol/L by 0.02586.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ..domain.evidence import InputSpec
from ..errors import OutOfRange

SOURCE = "Khan SS et al. Circulation 2024;149:430-449. doi:10.1161/CIRCULATIONAHA.123.067626, supplementary Table S12"
NOTE = "PREVENT is a name of the American Heart Association, which has not endorsed this product."
VERSION = "2023"
MMOL_PER_MG = 0.02586
LAST_AGE_30_YEARS = 59
"""Thirty-year chances are given up to this age: a rule of use, not of the formula (clinical rule R11)."""

OUTCOMES = ("total_cvd", "ascvd", "heart_failure", "chd", "stroke")
LIPIDS = frozenset({"total_cholesterol_mg_dl", "hdl_mg_dl", "statin"})

INPUTS: tuple[InputSpec, ...] = (
    InputSpec("sex", "choice", choices=("female", "male")),
    InputSpec("age", "number", "a", 30, 79),
    InputSpec("total_cholesterol_mg_dl", "number", "mg/dL", 130, 320),
    InputSpec("hdl_mg_dl", "number", "mg/dL", 20, 100),
    InputSpec("systolic_bp_mmhg", "number", "mm[Hg]", 90, 180),
    InputSpec("diabetes", "yes_no"),
    InputSpec("current_smoker", "yes_no"),
    InputSpec("bmi", "number", "kg/m2", 18.5, 39.9),
    InputSpec("egfr", "number", "mL/min/{1.73_m2}", 15, 140),
    InputSpec("bp_treated", "yes_no"),
    InputSpec("statin", "yes_no"),
)
BASE_NAMES = tuple(spec.name for spec in INPUTS)


def inputs_of(outcome: str) -> frozenset[str]:
    """The base inputs that an outcome uses: heart failure no lipids and no statin; only it uses BMI."""
    if outcome == "heart_failure":
        return frozenset(BASE_NAMES) - LIPIDS
    return frozenset(BASE_NAMES) - {"bmi"}


def check_together(values: Mapping[str, float | bool | str]) -> None:
    """Combinations must make sense: HDL is a part of total cholesterol.

    Raises:
        OutOfRange: HDL is not below total cholesterol.
    """
    total, hdl = values.get("total_cholesterol_mg_dl"), values.get("hdl_mg_dl")
    if isinstance(total, float) and isinstance(hdl, float) and hdl >= total:
        raise OutOfRange("hdl_mg_dl", hdl, f"below the total cholesterol of {total:g}")


@cache
def coefficients(variant: str, years: int, sex: str, outcome: str) -> Mapping[str, float]:
    """The terms of one equation."""
    table: Mapping[str, float] = _table()[variant][str(years)][sex][outcome]
    return table


@cache
def _table() -> dict[str, dict[str, dict[str, dict[str, dict[str, float]]]]]:
    raw = json.loads(files(__package__).joinpath("prevent_coefficients.json").read_text(encoding="utf-8"))
    table: dict[str, dict[str, dict[str, dict[str, dict[str, float]]]]] = raw["coefficients"]
    return table


def chance_pct(variant: str, years: int, outcome: str, values: Mapping[str, float | bool | str]) -> float:
    """The chance in percent (0..100), unrounded.

    Args:
        variant: base, uacr, hba1c, sdi or full.
        years: 10 or 30.
        outcome: one of OUTCOMES.
        values: checked inputs; optional ones may be missing.
    """
    terms = coefficients(variant, years, str(values["sex"]), outcome)
    predictor = terms["const"]
    for name, value in _terms(values).items():
        if name in terms:
            predictor += terms[name] * value
    return 100 / (1 + math.exp(-predictor))


def _terms(values: Mapping[str, float | bool | str]) -> dict[str, float]:
    """Every transformed input, by the name of its coefficient. Splines bend at 110 mmHg, BMI 30 and eGFR 60."""
    age = (_number(values, "age") - 55) / 10
    sbp, egfr = _number(values, "systolic_bp_mmhg"), _number(values, "egfr")
    diabetes, smoker = float(bool(values["diabetes"])), float(bool(values["current_smoker"]))
    treated = float(bool(values["bp_treated"]))
    sbp_ge = (max(sbp, 110) - 130) / 20
    egfr_lt = (min(egfr, 60) - 60) / -15
    terms = {
        "age": age,
        "age2": age * age,
        "sbp_lt": (min(sbp, 110) - 110) / 20,
        "sbp_ge": sbp_ge,
        "dm": diabetes,
        "smk": smoker,
        "egfr_lt": egfr_lt,
        "egfr_ge": (max(egfr, 60) - 90) / -15,
        "bptx": treated,
        "txsbp": treated * sbp_ge,
        "age_sbp_ge": age * sbp_ge,
        "age_dm": age * diabetes,
        "age_smk": age * smoker,
        "age_egfr_lt": age * egfr_lt,
    }
    return terms | _lipid_terms(values, age) | _bmi_terms(values, age) | _optional_terms(values, diabetes)


def _lipid_terms(values: Mapping[str, float | bool | str], age: float) -> dict[str, float]:
    if "total_cholesterol_mg_dl" not in values or "hdl_mg_dl" not in values:
        return {}
    total, hdl = _number(values, "total_cholesterol_mg_dl"), _number(values, "hdl_mg_dl")
    statin = float(bool(values.get("statin", False)))
    nonhdl_term = (total - hdl) * MMOL_PER_MG - 3.5
    hdl_term = (hdl * MMOL_PER_MG - 1.3) / 0.3
    return {
        "nonhdl": nonhdl_term,
        "hdl": hdl_term,
        "statin": statin,
        "txnhdl": statin * nonhdl_term,
        "age_nonhdl": age * nonhdl_term,
        "age_hdl": age * hdl_term,
    }


def _bmi_terms(values: Mapping[str, float | bool | str], age: float) -> dict[str, float]:
    if "bmi" not in values:
        return {}
    bmi = _number(values, "bmi")
    bmi_ge = (max(bmi, 30) - 30) / 5
    return {"bmi_lt": (min(bmi, 30) - 25) / 5, "bmi_ge": bmi_ge, "age_bmi_ge": age * bmi_ge}


def _optional_terms(values: Mapping[str, float | bool | str], diabetes: float) -> dict[str, float]:
    """UACR, HbA1c and SDI; where one is missing, the published coefficient for a missing value is used."""
    terms: dict[str, float] = {}
    if "uacr_mg_g" in values:
        terms["acr"] = math.log(_number(values, "uacr_mg_g"))
    else:
        terms["acr_miss"] = 1.0
    if "hba1c_pct" in values:
        above = _number(values, "hba1c_pct") - 5.3
        terms |= {"hba1c_dm": above * diabetes, "hba1c_nodm": above * (1 - diabetes)}
    else:
        terms["hba1c_miss"] = 1.0
    if "sdi_decile" in values:
        decile = _number(values, "sdi_decile")
        terms |= {"sdi46": float(4 <= decile <= 6), "sdi710": float(decile >= 7)}
    else:
        terms["sdi_miss"] = 1.0
    return terms


def _number(values: Mapping[str, float | bool | str], name: str) -> float:
    value = values[name]
    assert isinstance(value, float)
    return value
