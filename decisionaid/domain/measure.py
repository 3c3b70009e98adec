"""Counts of people. This is the only place where a chance is rounded.

`Frequency.of` rounds half up, once, for every display; picture, table, sentence, print and note
read the same object, so they cannot disagree (clinical rule R12). Spared people are the difference
of two rounded counts, never a rounded difference: the two disagree in 53 of the 171 baselines 3.0, 3.1 ... 20.0 %
under a ratio of 0.75 (in 49, which is 29 %, where halves are rounded to even).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp, inf


@dataclass(frozen=True, order=True)
class Frequency:
    """So many people of so many.

    Attributes:
        count: whole people, 0..of.
        of: the denominator of the figure, 100 or 1,000.
        below_half: the chance is above zero but under half a person: say "fewer than 1 in N".

    Example:
        >>> Frequency.of_chance(0.146, 100).count
        15
        >>> Frequency.of_chance(0.001, 100)
        Frequency(count=0, of=100, below_half=True)
    """

    count: int
    of: int
    below_half: bool = False

    @classmethod
    def of_chance(cls, probability: float, of: int) -> Frequency:
        """Round a chance (0..1) half up to whole people of `of`.

        Raises:
            ValueError: the chance is not between 0 and 1.
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"a chance lies between 0 and 1, not {probability!r}")
        # nine decimals first, so that 0.285 * 100 = 28.499999999999996 counts as the 28.5 that was meant
        exact = Decimal(f"{probability * of:.9f}")
        count = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        return cls(count, of, below_half=count == 0 and probability > 0)

    @property
    def others(self) -> int:
        """The count of people to whom it does not happen."""
        return self.of - self.count


def spared(without: Frequency, with_option: Frequency) -> int:
    """How many fewer people, as the difference of two rounded counts. Negative: more people.

    Raises:
        ValueError: the two speak of different denominators (rule RC-2).
    """
    if without.of != with_option.of:
        raise ValueError("people of different denominators are never subtracted")
    return without.count - with_option.count


def chance_from_odds_ratio(baseline: float, odds_ratio: float) -> float:
    """The chance under a treatment whose odds ratio is known: OR o / (1 + OR o), never p x OR (rule R8).

    Raises:
        ValueError: the baseline is no chance, or the ratio is no ratio.

    Example:
        >>> round(chance_from_odds_ratio(0.5, 3), 6)
        0.75
    """
    if not (0 <= baseline <= 1 and 0 < odds_ratio < inf):
        raise ValueError(f"no chance comes from {baseline!r} and an odds ratio of {odds_ratio!r}")
    if baseline == 1:
        return 1.0
    odds = odds_ratio * baseline / (1 - baseline)
    return 1.0 if odds == inf else odds / (1 + odds)


def chance_from_rate(rate_per_person_year: float, years: float) -> float:
    """The chance of a rate: 1 - exp(-rate t). Only for one year or less (rule R6).

    Raises:
        ValueError: asked beyond one year, where a constant rate misleads; or the rate is below zero.

    Example:
        >>> round(chance_from_rate(0.072, 1), 4)
        0.0695
    """
    if not 0 < years <= 1:
        raise ValueError("a yearly rate is not multiplied up beyond one year")
    if not 0 <= rate_per_person_year < inf:
        raise ValueError(f"{rate_per_person_year!r} is not a rate")
    return 1 - exp(-rate_per_person_year * years)
