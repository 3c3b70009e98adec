"""HAS-BLED: points for major bleeding on a blood thinner, 0 to 9.

One point each: upper blood pressure above 160, kidneys that do not work well, liver that does not work well, a stroke,
a major bleed before, an INR that varies, age above 65, aspirin or a pain killer such as ibuprofen, 8 drinks a week or
more. It answers with points; the bleeds that go with them are a claim of an aid. It never rules treatment out by itself
and is read for what can be mended first (clinical rule R7).

Valid for: adults with atrial fibrillation on a blood thinner. Falls are no part of it.

Source: Pisters 2010, Chest 138:1093, doi:10.1378/chest.10-0134, table 1.

Example:
    >>> nothing = dict.fromkeys(ONE_POINT, False)
    >>> [estimate({**nothing, "age": age}).outputs["points"] for age in (65, 66)]
    [0, 1]
"""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.evidence import InputSpec
from ._inputs import Value
from ._points import BLANK as BLANK
from ._points import HORIZONS as HORIZONS
from ._points import OUTPUTS as OUTPUTS
from ._points import PointScore

NAME = "has_bled"
TITLE = "HAS-BLED"
VERSION = "2010"
SOURCE = "Pisters 2010, HAS-BLED, Chest 138:1093, doi:10.1378/chest.10-0134, table 1"
ONE_POINT = (
    "uncontrolled_htn_sbp_gt_160", "abnormal_renal", "abnormal_liver", "stroke", "bleeding_history", "labile_inr",
    "antiplatelet_or_nsaid", "alcohol_ge_8_week",
)  # fmt: skip
INPUTS = (InputSpec("age", "number", "a", 18, 120), *(InputSpec(name, "yes_no") for name in ONE_POINT))


def _points(values: Mapping[str, Value]) -> int:
    return sum(values[name] is True for name in ONE_POINT) + (float(values["age"]) > 65)


_SCORE = PointScore(NAME, VERSION, SOURCE, INPUTS, _points)
inputs_of, estimate = _SCORE.inputs_of, _SCORE.estimate
