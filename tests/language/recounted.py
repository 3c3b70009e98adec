"""Every number of an aid a second time: from the text of the file, with whole fractions, by nothing of the program.

Written apart on purpose. Fractions are exact; what has no fraction (powers, logarithms) is worked out to fifty digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, getcontext
from fractions import Fraction
from math import floor
from typing import Any

getcontext().prec = 50
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Counted:
    """What has to be read of one claim.

    Attributes:
        ends: one chance, or the lowest and the highest of a range. low, high: its own range, or None.
        first: the ends of the chance without any effect, or None where it is that chance.
    """

    ends: tuple[Fraction, ...]
    low: Fraction | None
    high: Fraction | None
    first: tuple[Fraction, ...] | None
    of: int

    def counts(self) -> list[int]:
        return [half_up(each * self.of) for each in self.ends]

    def fewer(self) -> list[int]:
        return [half_up(b * self.of) - half_up(t * self.of) for b, t in zip(self.first or (), self.ends, strict=True)]

    def words(self) -> str:
        """About 7 in 100, as a sentence says it."""
        counts, of = self.counts(), f"{self.of:,}"
        if len(counts) == 2:
            return f"about {counts[0]:,} to {counts[1]:,} in {of}"
        if counts[0] == 0 and self.ends[0] > 0:
            return f"fewer than 1 in {of}"
        return f"about {counts[0]:,} in {of}"

    def change(self) -> str:
        """2 fewer in 100; "" where nothing is compared, or nothing can be seen."""
        if self.first is None:
            return ""
        fewer, of = sorted(self.fewer()), f"{self.of:,}"
        if not any(fewer):
            return ""
        low, high = fewer[0], fewer[-1]
        if low == high:
            return f"{abs(low):,} {'fewer' if low > 0 else 'more'} in {of}"
        if low < 0 < high:
            return f"from {high:,} fewer to {-low:,} more in {of}"
        small, large = sorted((abs(low), abs(high)))
        return f"{small:,} to {large:,} {'fewer' if high > 0 else 'more'} in {of}"


def half_up(value: Fraction) -> int:
    return floor(value + HALF)


def exact(value: Any) -> Fraction:
    return Fraction(str(value))


def recounted(aid: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Counted]:
    """Every chance of an aid for one person."""
    return {key: _counted(aid, key, person) for key, claim in aid["claims"].items() if not _bare(claim)}


def _bare(claim: Mapping[str, Any]) -> bool:
    """A ratio without a chance to apply it to."""
    return "from" not in claim and any(each in claim for each in MEASURES[:4])


def _counted(aid: Mapping[str, Any], key: str, person: Mapping[str, Any]) -> Counted:
    chain: list[Mapping[str, Any]] = []
    claim = aid["claims"][key]
    while "from" in claim:
        chain[:0] = [aid["claims"][each] for each in claim["together"]] if "together" in claim else [claim]
        claim = aid["claims"][claim["from"]]
    of = aid["outcomes"][claim["outcome"]].get("of", 100)
    first, low, high = _first(aid, claim, person)
    if not chain:
        return Counted(first, low, high, None, of)
    ends = tuple(sorted(_all(each, [_value(effect, "") for effect in chain], chain) for each in first))
    ranges = [_range(each, chain) for each in first]
    low = min((each[0] for each in ranges if each), default=None)
    high = max((each[1] for each in ranges if each), default=None)
    return Counted(ends, low, high, first, of)


def _first(
    aid: Mapping[str, Any], claim: Mapping[str, Any], person: Mapping[str, Any]
) -> tuple[tuple[Fraction, ...], Fraction | None, Fraction | None]:
    per = claim.get("per", 1)
    low, high = (exact(claim[part]) / per if part in claim else None for part in ("low", "high"))
    if "events" in claim:
        return (Fraction(claim["events"], claim["people"]),), low, high
    if "chance" in claim:
        return (exact(claim["chance"]) / per,), low, high
    if "range" in claim:
        return tuple(exact(each) / per for each in claim["range"]), None, None
    if "rate" in claim:
        return (_of_rate(exact(claim["rate"]) / per),), None, None
    if "between" in claim:
        parts = [_first(aid, aid["claims"][each], person)[0] for each in claim["between"]]
        every = [each for part in parts for each in part]
        return ((min(every),) if min(every) == max(every) else (min(every), max(every))), None, None
    ((by, rows),) = (claim["rate_by"] if "rate_by" in claim else claim["chance_by"]).items()
    row = exact(next(value for at, value in rows.items() if _is_row(at, person[by]))) / per
    return (_of_rate(row) if "rate_by" in claim else row,), None, None


def _is_row(at: str, points: int) -> bool:
    """3, 7+ (seven or more), or 4-6."""
    if at[-1] == "+":
        return points >= int(at[:-1])
    low, _, high = at.partition("-")
    return int(low) <= points <= int(high or low)


def _of_rate(rate: Fraction) -> Fraction:
    return 1 - Fraction((-_decimal(rate)).exp())


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _value(effect: Mapping[str, Any], part: str) -> tuple[str, Fraction]:
    """The measure of an effect, and its value or an end of its range, per person and turned over where it is undone."""
    measure = next(each for each in MEASURES if each in effect)
    value = exact(effect[part or measure])
    if measure == "extra":
        value = value / effect.get("per", 1)
    elif measure in ("nnt", "nnh"):
        value, measure = (-1 if measure == "nnt" else 1) / value, "extra"
    if "steps" in effect:
        value = Fraction((_decimal(value).ln() * _decimal(exact(effect["steps"]))).exp())
    if effect.get("inverse"):
        value = -value if measure == "extra" else 1 / value
    return measure, value


MEASURES = ("risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio", "extra", "nnt", "nnh")


def _all(chance: Fraction, values: list[tuple[str, Fraction]], chain: list[Any]) -> Fraction:
    assert len(values) == len(chain)
    for measure, value in values:
        if measure == "risk_ratio":
            chance = chance * value
        elif measure == "odds_ratio":
            odds = value * chance / (1 - chance)
            chance = odds / (1 + odds)
        elif measure == "extra":
            chance = chance + value
        else:
            chance = 1 - Fraction((_decimal(1 - chance).ln() * _decimal(value)).exp())
    return chance


def _range(chance: Fraction, chain: list[Mapping[str, Any]]) -> tuple[Fraction, Fraction] | None:
    if any("low" not in effect for effect in chain):
        return None
    points = [_value(effect, "") for effect in chain]
    ends = []
    for at, effect in enumerate(chain):
        moved = [
            _all(chance, [*points[:at], _value(effect, part), *points[at + 1 :]], chain) for part in ("low", "high")
        ]
        ends.append((min(moved), max(moved)))
    if len(ends) == 1:
        return ends[0]
    half = sum(((_decimal(high).ln() - _decimal(low).ln()) / 2) ** 2 for low, high in ends)
    wide = Fraction(Decimal(half).sqrt().exp())
    point = _all(chance, points, chain)
    return point / wide, point * wide
