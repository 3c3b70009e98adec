"""The factors between units, in one table, by what is measured.

A factor that is typed by hand can be ten times off, and a cholesterol of 5.2 mmol/L then reads as 20 mg/dL. So an
author names the other unit and what is measured, and the factor comes from here.

Molar factors follow from the molar mass M in g/mol: 1 mg/dL is 10/M mmol/L. Sources: cholesterol 0.02586, as in the
PREVENT equations (Khan 2024, doi:10.1161/CIRCULATIONAHA.123.067626); glucose M = 180.156, creatinine M = 113.12, as
PubChem gives them. The others are definitions (pound, inch; a year is twelve months, a week seven days).
"""

from __future__ import annotations

from collections.abc import Mapping

FACTORS: Mapping[tuple[str, str, str], float] = {
    ("cholesterol", "mg/dL", "mmol/L"): 0.02586,
    ("glucose", "mg/dL", "mmol/L"): 0.05551,
    ("creatinine", "mg/dL", "umol/L"): 88.4,
    ("", "kg", "[lb_av]"): 2.20462,
    ("", "cm", "[in_i]"): 0.393701,
    ("", "a", "mo"): 12,
    ("", "wk", "d"): 7,
    ("", "h", "min"): 60,
    ("", "g", "mg"): 1000,
}
"""(what is measured, one unit, another): so many of the other make one. What is measured is "" where it is the same."""

KNOWN = frozenset(
    {
        "1", "%", "a", "mo", "wk", "d", "h", "min", "mg", "g", "kg", "ug", "mL", "L", "cm", "m", "mm[Hg]", "mg/dL",
        "mmol/L", "umol/L", "mmol/mol", "mL/min", "mL/min/{1.73_m2}", "kg/m2", "mg/g{creat}", "mg/mmol{creat}",
        "[lb_av]", "[in_i]",
        "{score}", "{count}", "{T-score}", "{pack-years}", "g/L", "ng/mL", "nmol/L", "[IU]", "[drp]",
        "Cel",
        "/min", "steps/d",
    }
)  # fmt: skip
"""Units that the program can say; UCUM, with what is counted in braces."""

TIMES = ("a", "mo", "wk", "d", "h", "min")
LIKE = {"year": "a", "years": "a", "y": "a", "yr": "a", "month": "mo", "months": "mo", "week": "wk", "weeks": "wk",
        "w": "wk", "day": "d", "days": "d", "hour": "h", "hours": "h", "minutes": "min", "minute": "min",
        "mmHg": "mm[Hg]", "lb": "[lb_av]", "in": "[in_i]", "percent": "%", "µmol/L": "umol/L"}  # fmt: skip
"""What people write, and the unit that it is."""


def factor(measured: str, one: str, other: str) -> float | None:
    """How many of the other unit make one of this; None where the table has no such pair.

    Example:
        >>> factor("cholesterol", "mg/dL", "mmol/L"), factor("", "kg", "[lb_av]"), factor("", "mg/dL", "mmol/L")
        (0.02586, 2.20462, None)
        >>> round(factor("", "[lb_av]", "kg"), 6)
        0.453593
    """
    for what in dict.fromkeys((measured, "")):
        if (what, one, other) in FACTORS:
            return FACTORS[what, one, other]
        if (what, other, one) in FACTORS:
            return 1 / FACTORS[what, other, one]
    return None


def measured_in(one: str, other: str) -> tuple[str, ...]:
    """What could be measured, for a pair of units whose factor depends on it."""
    return tuple(what for what, a, b in FACTORS if what and {a, b} == {one, other})
