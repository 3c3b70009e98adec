"""The chance that a number of dice shows at least one six.

Valid for: one to ten fair dice.

Source: arithmetic.

Example:
    >>> round(estimate({"dice": 1}).outputs["six_pct"], 2)
    16.67
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..domain.evidence import Estimate, InputSpec
from ._inputs import checked, chosen

NAME = "dice"
TITLE = "Dice"
VERSION = "1"
SOURCE = "Arithmetic: 1 - (5/6) to the power of the number of dice"
HORIZONS: tuple[int, ...] = ()
INPUTS = (InputSpec("dice", "whole", None, 1, 10),)
OUTPUTS = ("six_pct",)
BLANK: tuple[str, ...] = ()


def inputs_of(output: str) -> frozenset[str]:
    """The only input."""
    return frozenset({"dice"})


def estimate(person: Mapping[str, object], outputs: Iterable[str] | None = None) -> Estimate:
    """The chance of at least one six, in percent.

    Args:
        person: how many dice.
        outputs: those wanted; all, if left out.

    Returns:
        Estimate: percent (0..100), unrounded.

    Raises:
        MissingInput: nobody said how many.
        OutOfRange: not from 1 to 10.
    """
    wanted = chosen(outputs, OUTPUTS)
    values = checked(person, INPUTS, ("dice",))
    six = 100 * (1 - (5 / 6) ** float(values["dice"]))
    return Estimate(NAME, VERSION, SOURCE, dict(values), dict.fromkeys(wanted, six))
