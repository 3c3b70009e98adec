"""Pack-years: how much somebody has smoked over the years.

Packs of 20 cigarettes a day, times the years of smoking: 10 a day for 30 years are 15 pack-years. It answers with the
number of pack-years and with no chance; whom a screening is for, and what was counted in such people, are claims of an
aid. A time without smoking between is left out of the years.

Valid for: people who smoke cigarettes now, or did. It says nothing of pipes, cigars and e-cigarettes.

Source: definition by the National Cancer Institute, NCI Dictionary of Cancer Terms, "pack year".

Example:
    >>> estimate({"cigarettes_per_day": 10, "years_smoked": 30}).outputs["points"]
    15.0
"""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.evidence import InputSpec
from ._inputs import Value
from ._points import BLANK as BLANK
from ._points import HORIZONS as HORIZONS
from ._points import OUTPUTS as OUTPUTS
from ._points import PointScore

NAME = "pack_years"
TITLE = "Pack-years"
VERSION = "1"
SOURCE = "Definition: packs of 20 cigarettes a day, times years; NCI Dictionary of Cancer Terms, pack year"
A_PACK = 20
INPUTS = (
    InputSpec("cigarettes_per_day", "number", "{count}", 0, 200),
    InputSpec("years_smoked", "number", "a", 0, 100),
)


def _points(values: Mapping[str, Value]) -> float:
    return float(values["cigarettes_per_day"]) * float(values["years_smoked"]) / A_PACK


_SCORE = PointScore(NAME, VERSION, SOURCE, INPUTS, _points)
inputs_of, estimate = _SCORE.inputs_of, _SCORE.estimate
