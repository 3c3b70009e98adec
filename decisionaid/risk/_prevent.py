"""The equations that the PREVENT models share.

Source: Khan SS et al., Circulation 2024;149:430-449, doi:10.1161/CIRCULATIONAHA.123.067626, supplementary
Table S12 A-J. Written from the published equations; the coefficients are data (`prevent_coefficients.json`,
with how they were retrieved).

Ranges: systolic pressure is accepted from 90 to 180 mmHg. Independent implementations disagree about its
upper end (180 or 200), and the narrower range is the safe one. HDL needs no check against total
cholesterol, whose range begins above the end of HDL's.

Thirty years are answered up to age 59: a rule of use and not of the formula (clinical rule R11).

A term that an equation has and a person has not is an error, never a zero; terms that the paper gives as
zero (such as lipids for heart failure) are left out when the table is read, and that is how an outcome
knows which inputs it uses.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from operator import mul

from ..domain.evidence import Estimate, InputSpec
from ..errors import OutOfRange
from ._inputs import Value, checked, chosen

SOURCE = (
    "Khan SS et al. Circulation 2024;149:430-449. doi:10.1161/CIRCULATIONAHA.123.067626, supplementary Table S12 A-J"
)
NOTE = (
    "The PREVENT equations were published by the American Heart Association. "
    "This product is not endorsed by the American Heart Association."
)
VERSION = "2023"
TEN, THIRTY = 10, 30
HORIZONS = (TEN, THIRTY)
YOUNGEST, LAST_AGE_30_YEARS = 30, 59
MMOL_PER_L_OF_MG_PER_DL = 0.02586

INPUTS: tuple[InputSpec, ...] = (
    InputSpec("sex", "choice", choices=("female", "male")),
    InputSpec("age", "number", "a", YOUNGEST, 79),
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


@dataclass(frozen=True)
class Equation:
    """One column of the published table, for both sexes.

    Attributes:
        variant: base, uacr, hba1c, sdi or full.
        years: 10 or 30.
        outcome: total_cvd, ascvd, heart_failure, chd or stroke.
    """

    variant: str
    years: int
    outcome: str

    @cached_property
    def terms(self) -> Mapping[str, Mapping[str, float]]:
        """The coefficients that are not zero: sex -> term -> coefficient; ``const`` is the intercept."""
        return {sex: _tables()[self.variant, self.years, sex, self.outcome] for sex in ("female", "male")}

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The inputs that the equation uses."""
        used = (_INPUTS_OF_TERM[term] for terms in self.terms.values() for term in terms)
        return frozenset({"sex"}.union(*used))

    def chance_pct(self, sex: Value, person: Mapping[str, float]) -> float:
        """The chance in percent (0..100), unrounded, from a person's terms."""
        weights = self.terms[str(sex)]
        log_odds = sum(map(mul, weights.values(), map(person.__getitem__, weights)))
        return 100 / (1 + math.exp(-log_odds))


@dataclass(frozen=True)
class PreventModel:
    """Some of the equations under one name.

    Attributes:
        inputs: every value that one of the equations may ask for.
        equations: output -> the equation that answers it, in percent.
    """

    name: str
    inputs: tuple[InputSpec, ...]
    equations: Mapping[str, Equation]

    def inputs_of(self, output: str) -> frozenset[str]:
        """The inputs that one output uses, the optional ones too."""
        return self.equations[output].inputs

    def estimate(self, person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
        """The chance of each outcome for this person, in percent (0..100), unrounded.

        Args:
            person: values by the names of the inputs; None is the same as not given.
            outputs: those wanted; all, if left out. Then 30-year chances are left out above age 59.

        Returns:
            Estimate: the chances under the names of the outputs, percent (0..100), with what they were made from.

        Raises:
            MissingInput: an input that a wanted output uses was not given.
            OutOfRange: naming the input; also the age, where 30 years are asked for by name above 59.
        """
        wanted = chosen(outputs, self.equations)
        used = frozenset[str]().union(*(self.inputs_of(each) for each in wanted))
        values = checked(person, self.inputs, used)
        terms = _terms(values)
        old = float(values.get("age", YOUNGEST)) > LAST_AGE_30_YEARS
        answers = {}
        for each in wanted:
            equation = self.equations[each]
            if not (old and equation.years == THIRTY):
                answers[each] = equation.chance_pct(values["sex"], terms)
            elif outputs is not None:
                raise OutOfRange("age", values["age"], (YOUNGEST, LAST_AGE_30_YEARS))
        return Estimate(self.name, VERSION, SOURCE, {each: values[each] for each in values if each in used}, answers)


def _terms(values: Mapping[str, Value]) -> dict[str, float]:
    """Every term that the values allow."""
    number = {name: float(value) for name, value in values.items() if name != "sex"}
    terms = {"const": 1.0}
    for term, (names, worked_out) in _MEASURED.items():
        if all(name in number for name in names):
            terms[term] = worked_out(*(number[name] for name in names))
    terms |= {term: number[name] for term, name in _YES_NO.items() if name in number}
    terms |= _optional_terms(number)
    terms |= {
        product: terms[one] * terms[other]
        for product, (one, other) in _PRODUCTS.items()
        if one in terms and other in terms
    }
    return terms


def _optional_terms(number: Mapping[str, float]) -> dict[str, float]:
    """UACR, HbA1c and SDI; the coefficient published for a missing value counts where one is missing."""
    uacr, hba1c, decile = (number.get(name) for name in ("uacr_mg_g", "hba1c_pct", "sdi_decile"))
    above = 0.0 if hba1c is None else hba1c - 5.3
    diabetes = number.get("diabetes", 0.0)
    return {
        "acr": 0.0 if uacr is None else math.log(uacr),
        "acr_miss": float(uacr is None),
        "hba1c_dm": above * diabetes,
        "hba1c_nodm": above * (1 - diabetes),
        "hba1c_miss": float(hba1c is None),
        "sdi46": float(decile is not None and 4 <= decile <= 6),
        "sdi710": float(decile is not None and decile >= 7),
        "sdi_miss": float(decile is None),
    }


_MEASURED: Mapping[str, tuple[tuple[str, ...], Callable[..., float]]] = {
    "age": (("age",), lambda years: (years - 55) / 10),
    "age2": (("age",), lambda years: ((years - 55) / 10) ** 2),
    "sbp_lt": (("systolic_bp_mmhg",), lambda mmhg: (min(mmhg, 110) - 110) / 20),
    "sbp_ge": (("systolic_bp_mmhg",), lambda mmhg: (max(mmhg, 110) - 130) / 20),
    "egfr_lt": (("egfr",), lambda egfr: (min(egfr, 60) - 60) / -15),
    "egfr_ge": (("egfr",), lambda egfr: (max(egfr, 60) - 90) / -15),
    "bmi_lt": (("bmi",), lambda bmi: (min(bmi, 30) - 25) / 5),
    "bmi_ge": (("bmi",), lambda bmi: (max(bmi, 30) - 30) / 5),
    "hdl": (("hdl_mg_dl",), lambda hdl: (hdl * MMOL_PER_L_OF_MG_PER_DL - 1.3) / 0.3),
    "nonhdl": (
        ("total_cholesterol_mg_dl", "hdl_mg_dl"),
        lambda total, hdl: (total - hdl) * MMOL_PER_L_OF_MG_PER_DL - 3.5,
    ),
}
"""Term -> the inputs that it is made of, and how. The lines bend at 110 mmHg, at BMI 30 and at eGFR 60."""
_YES_NO = {"dm": "diabetes", "smk": "current_smoker", "bptx": "bp_treated", "statin": "statin"}

_PRODUCTS = {
    "txsbp": ("bptx", "sbp_ge"),
    "txnhdl": ("statin", "nonhdl"),
    "age_nonhdl": ("age", "nonhdl"),
    "age_hdl": ("age", "hdl"),
    "age_sbp_ge": ("age", "sbp_ge"),
    "age_dm": ("age", "dm"),
    "age_smk": ("age", "smk"),
    "age_bmi_ge": ("age", "bmi_ge"),
    "age_egfr_lt": ("age", "egfr_lt"),
}

_INPUTS_OF_TERM: dict[str, tuple[str, ...]] = {
    "const": (),
    **{term: names for term, (names, _) in _MEASURED.items()},
    "acr": ("uacr_mg_g",),
    "acr_miss": ("uacr_mg_g",),
    "hba1c_dm": ("hba1c_pct", "diabetes"),
    "hba1c_nodm": ("hba1c_pct", "diabetes"),
    "hba1c_miss": ("hba1c_pct",),
    "sdi46": ("sdi_decile",),
    "sdi710": ("sdi_decile",),
    "sdi_miss": ("sdi_decile",),
    **{term: (name,) for term, name in _YES_NO.items()},
}
_INPUTS_OF_TERM |= {each: _INPUTS_OF_TERM[a] + _INPUTS_OF_TERM[b] for each, (a, b) in _PRODUCTS.items()}


@cache
def _tables() -> Mapping[tuple[str, int, str, str], Mapping[str, float]]:
    text = files(__package__).joinpath("prevent_coefficients.json").read_text(encoding="utf-8")
    return {
        (variant, int(years), sex, outcome): {term: weight for term, weight in terms.items() if weight != 0}
        for variant, by_years in json.loads(text)["coefficients"].items()
        for years, by_sex in by_years.items()
        for sex, by_outcome in by_sex.items()
        for outcome, terms in by_outcome.items()
    }
