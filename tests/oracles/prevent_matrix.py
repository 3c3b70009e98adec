"""A second transcription of PREVENT, as one matrix product, to catch a slip in the first.

Written from the description of the equations (Khan SS et al., Circulation 2024;149:430-449,
doi:10.1161/CIRCULATIONAHA.123.067626, supplementary Table S12 A-J) before the equations of
`decisionaid.risk` were read, and sharing neither code nor data with it. Its own copy of the table,
`prevent_s12.csv`, has one row per term and one column per equation, so an edit to either copy shows. What
it cannot catch is a slip that stands in the table both were made from; for that there are `pyprevent`
(total CVD, ASCVD and heart failure of the base model) and the published worked example.

Deliberately without ranges, refusals and missing-value logic of the product: it answers whatever it is
given.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Column = np.ndarray[Any, np.dtype[Any]]

CHOLESTEROL_MMOL_L = 0.02586  # of one mg/dL


@cache
def table() -> tuple[list[str], list[str], np.ndarray[Any, Any]]:
    with (Path(__file__).parent / "prevent_s12.csv").open(encoding="utf-8", newline="") as file:
        (_, *equations), *rows = csv.reader(file)
    weights = np.array([[float(cell or 0) for cell in row[1:]] for row in rows])
    return equations, [row[0] for row in rows], weights


def _below(value: Column, knot: float) -> Column:
    return np.where(value < knot, value, knot)


def _above(value: Column, knot: float) -> Column:
    return np.where(value > knot, value, knot)


def design(people: Mapping[str, Column]) -> dict[str, Column]:
    """The terms of every equation, one column of people each; an optional value that is missing is NaN."""
    decades = people["age"] / 10 - 5.5
    hdl_mmol = people["hdl_mg_dl"] * CHOLESTEROL_MMOL_L
    others_mmol = people["total_cholesterol_mg_dl"] * CHOLESTEROL_MMOL_L - hdl_mmol
    pressure, kidney, weight = people["systolic_bp_mmhg"], people["egfr"], people["bmi"]
    diabetes, sugar = people["diabetes"].astype(float), people["hba1c_pct"] - 5.3
    albumin, decile = people["uacr_mg_g"], people["sdi_decile"]
    columns = {
        "const": np.ones_like(decades),
        "age": decades,
        "age2": decades**2,
        "nonhdl": others_mmol - 3.5,
        "hdl": hdl_mmol / 0.3 - 1.3 / 0.3,
        "sbp_lt": _below(pressure, 110) / 20 - 5.5,
        "sbp_ge": _above(pressure, 110) / 20 - 6.5,
        "dm": diabetes,
        "smk": people["current_smoker"].astype(float),
        "bmi_lt": _below(weight, 30) / 5 - 5,
        "bmi_ge": _above(weight, 30) / 5 - 6,
        "egfr_lt": 4 - _below(kidney, 60) / 15,
        "egfr_ge": 6 - _above(kidney, 60) / 15,
        "bptx": people["bp_treated"].astype(float),
        "statin": people["statin"].astype(float),
        "acr": np.log(np.nan_to_num(albumin, nan=1.0)),
        "acr_miss": np.isnan(albumin).astype(float),
        "hba1c_dm": np.nan_to_num(sugar) * diabetes,
        "hba1c_nodm": np.nan_to_num(sugar) * (1 - diabetes),
        "hba1c_miss": np.isnan(sugar).astype(float),
        "sdi46": np.isin(decile, (4, 5, 6)).astype(float),
        "sdi710": np.isin(decile, (7, 8, 9, 10)).astype(float),
        "sdi_miss": np.isnan(decile).astype(float),
    }
    columns["txsbp"] = columns["bptx"] * columns["sbp_ge"]
    columns["txnhdl"] = columns["statin"] * columns["nonhdl"]
    for with_age in ("nonhdl", "hdl", "sbp_ge", "dm", "smk", "bmi_ge", "egfr_lt"):
        columns[f"age_{with_age}"] = decades * columns[with_age]
    return columns


def chances_pct(people: Mapping[str, Column]) -> dict[str, Column]:
    """Every equation for everybody, in percent, by `variant/years/outcome`; the sex picks the column."""
    equations, terms, weights = table()
    columns = design(people)
    log_odds = np.column_stack([columns[term] for term in terms]) @ weights
    percent = dict(zip(equations, (100 / (1 + np.exp(-log_odds))).T, strict=True))
    women = people["sex"] == "female"
    both: dict[str, Column] = {}
    for name in equations:
        if "/female/" in name:
            of_men = percent[name.replace("/female/", "/male/")]
            both[name.replace("/female/", "/")] = np.where(women, percent[name], of_men)
    return both
