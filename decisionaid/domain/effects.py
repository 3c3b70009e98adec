"""Applies effects to chances: each measure with its own arithmetic, alone or one upon another, with ranges.

- A risk ratio multiplies the chance: p' = RR p.
- An odds ratio multiplies the odds: p' = OR o / (1 + OR o), with o = p / (1 - p). Source: clinical rule R8.
- A hazard ratio, and a ratio of rates, bend the share that stays well: p' = 1 - (1 - p)^HR. Source: Altman and
  Andersen, BMJ 1999;319:1492, doi:10.1136/bmj.319.7223.1492.
- A difference is added: p' = p + d. One spared of N people is d = -1/N. Source: Laupacis, NEJM 1988;318:1728.
- `steps` takes a ratio so many times: RR^steps, for an effect that was counted for each step (1 mmol/L of LDL).
- `inverse` undoes it, for somebody whose chance was counted with it: 1/RR, or -d. Source: clinical rule R3.

The range of a single effect is its own. Several effects one upon the other carry the ranges of all of them: their
halves, on a scale of logarithms, add up as squares, because one trial errs without the other. For ratios of risk this
is the interval of a product: 0.36 (0.26-0.51) and 0.81 (0.74-0.89) make 0.29 (0.21-0.41), as clinical rule R4 has it.
Where one of them has no range, the whole has none. Rejected: the product of the ends, which says that both trials err
the same way at a time, and the range of the last effect alone, which says that the first does not err.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, hypot, log
from typing import Literal

from .measure import chance_from_odds_ratio

Measure = Literal["risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio", "difference"]


@dataclass(frozen=True)
class Effect:
    """One effect, as a trial gives it or turned over.

    Attributes:
        value: a ratio, or a difference per person. low, high: its range, or None.
    """

    measure: Measure
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def undone(self) -> Effect:
        """The effect of leaving the treatment out again."""
        low, high = (None if each is None else _turned(self.measure, each) for each in (self.high, self.low))
        return replace(self, value=_turned(self.measure, self.value), low=low, high=high)

    def times(self, steps: float) -> Effect:
        """The effect of so many steps.

        Example:
            >>> round(Effect("risk_ratio", 0.79).times(1.2).value, 4)
            0.7536
        """
        if self.measure == "difference":
            low, high = (None if each is None else each * steps for each in (self.low, self.high))
            return replace(self, value=self.value * steps, low=low, high=high)
        low, high = (None if each is None else each**steps for each in (self.low, self.high))
        return replace(self, value=self.value**steps, low=low, high=high)


@dataclass(frozen=True)
class Treated:
    """A chance after effects were applied, with its range where there is one."""

    chance: float
    low: float | None = None
    high: float | None = None


def applied(chance: float, measure: Measure, value: float) -> float:
    """A chance after one effect. The result may leave 0..1 where the effect does not fit so high a chance.

    Example:
        >>> [round(applied(0.2, measure, 0.5), 4) for measure in ("risk_ratio", "odds_ratio", "hazard_ratio")]
        [0.1, 0.1111, 0.1056]
    """
    if measure == "difference":
        return chance + value
    if measure == "odds_ratio":
        return chance_from_odds_ratio(chance, value)
    if measure == "risk_ratio":
        return chance * value
    return 1 - float((1 - chance) ** value)


def with_effects(chance: float, effects: Sequence[Effect]) -> Treated | None:
    """A chance after several effects in turn; None where an end of its range would be no chance.

    Example:
        >>> product = with_effects(1, [Effect("risk_ratio", 0.36, 0.26, 0.51), Effect("risk_ratio", 0.81, 0.74, 0.89)])
        >>> [round(each, 2) for each in (product.chance, product.low, product.high)]
        [0.29, 0.21, 0.41]
    """
    point = _all(chance, [each.value for each in effects], effects)
    if point is None:
        return None
    ranged = [(each.low, each.high) for each in effects if each.low is not None and each.high is not None]
    if not effects or len(ranged) < len(effects):
        return Treated(point)
    moved = [_all(chance, [*_values(effects, *each)], effects) for each in _ends_of(ranged)]
    found = [each for each in moved if each is not None]
    if len(found) < len(moved):
        return None
    ends = [(min(one, other), max(one, other)) for one, other in zip(found[::2], found[1::2], strict=True)]
    return _with_range(point, ends)


def _ends_of(ranged: Sequence[tuple[float, float]]) -> Iterator[tuple[int, float]]:
    """Both ends of each range, each with the number of its effect."""
    for index, pair in enumerate(ranged):
        yield from ((index, each) for each in pair)


def _with_range(point: float, ends: Sequence[tuple[float, float]]) -> Treated | None:
    """A chance with the range that those of its effects make together; None where its upper end is no chance."""
    if len(ends) == 1:
        return Treated(point, *ends[0])
    if point <= 0 or any(low <= 0 for low, _ in ends):
        return Treated(point, min(low for low, _ in ends), max(high for _, high in ends))
    half = hypot(*(log(high / low) / 2 for low, high in ends))
    return Treated(point, point * exp(-half), point * exp(half)) if point * exp(half) <= 1 else None


def _values(effects: Sequence[Effect], index: int, value: float) -> list[float]:
    return [value if at == index else each.value for at, each in enumerate(effects)]


def _all(chance: float, values: Sequence[float], effects: Sequence[Effect]) -> float | None:
    for value, effect in zip(values, effects, strict=True):
        chance = applied(chance, effect.measure, value)
        if not 0 <= chance <= 1:
            return None
    return chance


def _turned(measure: Measure, value: float) -> float:
    return -value if measure == "difference" else 1 / value
