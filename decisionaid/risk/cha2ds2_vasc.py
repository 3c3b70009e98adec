"""CHA2DS2-VASc: points for the chance of a stroke with atrial fibrillation, 0 to 9.

Heart failure 1, high blood pressure 1, diabetes 1, vessel disease 1, female 1, a stroke, TIA or clot before 2, age 65
to 74 1, age 75 and over 2. It answers with points and with no chance: which chance goes with them is a claim of an aid,
with its cohort and its source, because cohorts differ (clinical rule R5). It sorts groups, not persons.

Valid for: adults with atrial fibrillation that is not from a mechanical valve or a narrow mitral valve.

Source: Lip 2010, Chest 137:263, doi:10.1378/chest.09-1584, table 2.

Example:
    >>> woman = {"age": 70, "sex": "female", "heart_failure": False, "hypertension": True, "diabetes": True}
    >>> dict(estimate({**woman, "stroke_tia_te": False, "vascular_disease": False}).outputs)
    {'points': 4}
"""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.evidence import InputSpec
from ._inputs import Value
from ._points import BLANK as BLANK
from ._points import HORIZONS as HORIZONS
from ._points import OUTPUTS as OUTPUTS
from ._points import PointScore

NAME = "cha2ds2_vasc"
TITLE = "CHA2DS2-VASc"
VERSION = "2010"
SOURCE = "Lip 2010, CHA2DS2-VASc, Chest 137:263, doi:10.1378/chest.09-1584, table 2"
ONE_POINT = ("heart_failure", "hypertension", "diabetes", "vascular_disease")
INPUTS = (
    InputSpec("age", "number", "a", 18, 120),
    InputSpec("sex", "choice", choices=("female", "male")),
    *(InputSpec(name, "yes_no") for name in ONE_POINT),
    InputSpec("stroke_tia_te", "yes_no"),
)


def _points(values: Mapping[str, Value]) -> int:
    age = float(values["age"])
    points = sum(values[name] is True for name in ONE_POINT)
    points += 2 * (values["stroke_tia_te"] is True) + (values["sex"] == "female")
    return points + (2 if age >= 75 else 1 if age >= 65 else 0)


_SCORE = PointScore(NAME, VERSION, SOURCE, INPUTS, _points)
inputs_of, estimate = _SCORE.inputs_of, _SCORE.estimate
