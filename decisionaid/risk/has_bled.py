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

from collections.abc import Iterable, Mapping

from ..domain.evidence import Estimate, InputSpec
from ._inputs import checked, chosen

NAME = "has_bled"
TITLE = "HAS-BLED"
VERSION = "2010"
SOURCE = "Pisters 2010, HAS-BLED, Chest 138:1093, doi:10.1378/chest.10-0134, table 1"
HORIZONS: tuple[int, ...] = ()
ONE_POINT = (
    "uncontrolled_htn_sbp_gt_160", "abnormal_renal", "abnormal_liver", "stroke", "bleeding_history", "labile_inr",
    "antiplatelet_or_nsaid", "alcohol_ge_8_week",
)  # fmt: skip
INPUTS = (InputSpec("age", "number", "a", 18, 120), *(InputSpec(name, "yes_no") for name in ONE_POINT))
OUTPUTS = ("points",)
BLANK: tuple[str, ...] = ()


def inputs_of(output: str) -> frozenset[str]:
    """The points use every input."""
    return frozenset(spec.name for spec in INPUTS)


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """The points of one person.

    Args:
        person: values by the names in `INPUTS`.
        outputs: ``points``, or left out.

    Returns:
        Estimate: ``points``, 0 to 9.

    Raises:
        MissingInput: an input was not given; none counts as a silent no.
        OutOfRange: naming the input.
    """
    wanted = chosen(outputs, OUTPUTS)
    values = checked(person, INPUTS, (spec.name for spec in INPUTS))
    points = sum(values[name] is True for name in ONE_POINT) + (float(values["age"]) > 65)
    return Estimate(NAME, VERSION, SOURCE, dict(values), dict.fromkeys(wanted, points))
