"""The forms in which a claim may give its number, and the errors where it gives none, or two.

Kept apart from the claim so that each form is checked in one place, with a sentence that an author understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .effects import Measure

Claim = Any
"""A `domain.claims.Claim`. That module asks this one while a claim is made."""

RATIOS: tuple[Measure, ...] = ("risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio")
_SCALED = ("chance", "rate", "extra")
"""The keys that may count in hundreds or thousands of people."""
_VALUES = (
    "chance", "rate", "events", "between", "chance_by", "rate_by", "model", "result", *RATIOS, "extra", "nnt", "nnh",
    "together", "amount",
)  # fmt: skip
_EFFECTS = (*RATIOS, "extra", "nnt", "nnh", "together")
_PAIRS = (("model", "output"), ("amount", "unit"), ("events", "people"))

Wrong = tuple[str, str]
"""(what is wrong, the line to write instead)."""


def per_person(raw: object) -> object:
    """A claim that counts in hundreds or thousands of people, turned into chances per person.

    Example:
        >>> per_person({"chance": 48, "low": 40, "high": 55, "per": 1000})
        {'chance': 0.048, 'low': 0.04, 'high': 0.055}
    """
    if not isinstance(raw, Mapping) or not isinstance(raw.get("per"), int) or isinstance(raw.get("per"), bool):
        return raw
    people = raw["per"]
    if people not in (100, 1000, 10000, 100000) or not _may_be_scaled(raw):
        return raw
    scaled = {key: _divided(value, people) if key in _IN_PEOPLE else value for key, value in raw.items()}
    del scaled["per"]
    return scaled


_IN_PEOPLE = (*_SCALED, "chance_by", "rate_by", "range", "low", "high")


def _may_be_scaled(raw: Mapping[str, object]) -> bool:
    return any(key in raw for key in (*_SCALED, "chance_by", "rate_by")) or isinstance(raw.get("range"), (list, tuple))


def _divided(value: object, people: int) -> object:
    if isinstance(value, Mapping):
        return {key: _divided(each, people) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_divided(each, people) for each in value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return round(value / people, 12) if is_number else value  # type: ignore[operator]


def wrong_form(claim: Claim) -> Wrong | None:
    """What is wrong with the number of a claim; None where it gives exactly one, complete."""
    return _not_one(claim) or _half_a_pair(claim) or _no_effect(claim) or _wrong_table(claim) or _wrong_range(claim)


def given(claim: Claim) -> tuple[str, ...]:
    """The names of the forms that a claim uses."""
    used = tuple(key for key in _VALUES if getattr(claim, key) not in (None, ()))
    return (*used, "range") if isinstance(claim.range, tuple) else used


def _not_one(claim: Claim) -> Wrong | None:
    used = given(claim)
    if len(used) == 1:
        return None
    if used:
        return f"this claim says {' and '.join(used)}, and it can say one number only", "keep one; write a second claim"
    if claim.low is not None or claim.high is not None:
        return (
            "a range stands here without its number",
            "add chance:, or write range: [low, high] if it has no middle",
        )
    return "this claim says no number", "write chance: 0.07, or from: and risk_ratio:, or model: and output:, ..."


def _half_a_pair(claim: Claim) -> Wrong | None:
    for one, other in _PAIRS:
        if (getattr(claim, one) is None) != (getattr(claim, other) is None):
            there, lacks = (one, other) if getattr(claim, other) is None else (other, one)
            return f"{there} stands here without {lacks}", f"write {lacks}: ... beside it"
    if claim.events is not None and claim.people is not None and claim.events > claim.people:
        return (
            f"{claim.events} events are more than {claim.people} people",
            "write events: first, people: second",
        )
    if claim.per is not None:
        return "per goes with a chance, a rate or a difference", "take it out"
    return None


def _no_effect(claim: Claim) -> Wrong | None:
    is_effect = any(getattr(claim, key) not in (None, ()) for key in _EFFECTS)
    ratio = any(getattr(claim, key) is not None for key in RATIOS)
    if claim.from_ is not None and not is_effect:
        return "from names a chance, and no effect on it stands here", "add risk_ratio: ... with its low and high"
    if claim.from_ is None and (claim.together or (claim.inverse and is_effect)):
        return "nothing says which chance this is applied to", "write from: ..."
    return _lone_part(claim, is_effect, ratio)


def _lone_part(claim: Claim, is_effect: bool, ratio: bool) -> Wrong | None:
    """A part of an effect without the part that it goes with."""
    if bool(claim.together) != (claim.assumes is not None):
        return "together and assumes go together", 'write assumes: "We assume that each works as it does alone."'
    if claim.steps is not None and not ratio:
        return "steps goes with a ratio for one step", "take it out, or write the ratio"
    if claim.inverse and not is_effect:
        return "inverse takes an effect away, and no effect stands here", "take it out"
    return None


def _wrong_table(claim: Claim) -> Wrong | None:
    tables = claim.chance_by or claim.rate_by
    if tables is None:
        return None
    if len(tables) != 1:
        return "a table goes by one score or one input", 'write chance_by: {score: {"0": 0.01, "1": 0.02}}'
    rows = next(iter(tables.values()))
    if not rows or any(each < 0 or (claim.chance_by and each > 1) for each in rows.values()):
        return "each row of a table is a chance from 0 to 1", "write per: 100 or per: 1000 for rows in people"
    return None


def _wrong_range(claim: Claim) -> Wrong | None:
    if (claim.low is None) != (claim.high is None):
        lacks = "low" if claim.low is None else "high"
        return f"a range needs both ends, and {lacks} is not here", f"write {lacks}: ..., or range: not_given"
    if claim.range == "not_given" and claim.low is not None:
        return "range: not_given stands beside a range", "take one of the two out"
    if isinstance(claim.range, tuple):
        low, high = claim.range
        return None if 0 <= low < high <= 1 else ("a range runs from low to high", "write range: [0.4, 0.6]")
    value = _value(claim)
    if claim.low is None or claim.high is None or value is None:
        return None
    if claim.low > claim.high:
        what = f"low {claim.low:g} lies above high {claim.high:g}"
        return what, f"write low: {claim.high:g}, high: {claim.low:g} if that is what the source says"
    if not claim.low <= value <= claim.high:
        return f"{value:g} does not lie between low {claim.low:g} and high {claim.high:g}", "look at the source again"
    return None


def _value(claim: Claim) -> float | None:
    """The number that a range lies around, in its own measure."""
    if claim.events is not None and claim.people:
        return float(claim.events / claim.people)
    keys = ("chance", "rate", *RATIOS, "extra", "nnt", "nnh", "amount")
    found = (getattr(claim, key) for key in keys)
    return next((float(value) for value in found if value is not None), None)
