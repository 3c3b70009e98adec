"""Every figure that an aid can draw without knowing the person. The rules about rounding check these.

A chance that was counted has one figure; a table has one for each of its rows, and a range one for each end. What a
model works out for a person is left out: it can be anything, and the figure itself says what it cannot show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .aid import Aid
from .claims import Claim, root_of
from .effects import Effect, with_effects
from .measure import chance_from_rate

IN_YEARS = {"years": 1.0, "months": 1 / 12, "weeks": 7 / 365.25, "days": 1 / 365.25}


def figures_of(aid: Aid, outcome: str) -> Iterator[Mapping[str, float]]:
    """For each figure of an outcome, claim -> chance."""
    mine = [key for key, claim in aid.claims.items() if claim.outcome == outcome and claim.amount is None]
    roots = [key for key in mine if aid.claims[key].from_ is None and not aid.claims[key].bare]
    counted = {key: chances[0] for key in roots if len(chances := begins(aid, key)) == 1 and _counts(aid.claims[key])}
    yield {**counted, **_effects(aid, mine, counted)}
    for key in roots:
        for chance in begins(aid, key):
            if key not in counted:
                yield {key: chance, **_effects(aid, mine, {key: chance})}


def begins(aid: Aid, key: str) -> tuple[float, ...]:
    """The chances that a claim can be, whoever the person is; () where a model or a result gives it."""
    claim = aid.claims[key]
    if claim.between:
        return tuple(dict.fromkeys(chance for each in claim.between for chance in begins(aid, each)))
    if isinstance(claim.range, tuple):
        return claim.range
    if claim.events is not None and claim.people is not None:
        return (claim.events / claim.people,)
    if claim.chance is not None:
        return (claim.chance,)
    return _of_rates(aid, claim) or tuple((claim.chance_by or {}).get(_by(claim), {}).values())


def _of_rates(aid: Aid, claim: Claim) -> tuple[float, ...]:
    rates = (claim.rate,) if claim.rate is not None else tuple((claim.rate_by or {}).get(_by(claim), {}).values())
    years = years_of(aid, claim)
    return tuple(chance_from_rate(rate, years) for rate in rates) if years <= 1 else ()


def years_of(aid: Aid, claim: Claim) -> float:
    """The time that a claim is about, in years."""
    span = claim.horizon or aid.outcomes[claim.outcome].horizon
    if not span.is_counted_in_days:
        return float("inf")  # a rate is never multiplied up to it
    ((unit, length),) = span.model_dump(exclude_none=True).items()
    return IN_YEARS[unit] * float(length)


def _by(claim: Claim) -> str:
    return claim.table[0] if claim.table is not None else ""


def _counts(claim: Claim) -> bool:
    return claim.chance is not None or claim.events is not None or claim.rate is not None


def _effects(aid: Aid, mine: list[str], first: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key in mine:
        root = root_of(aid.claims, key)
        if root != key and root in first:
            made = with_effects(first[root], chain_of(aid, key))
            if made is not None:
                found[key] = made.chance
    return found


def chain_of(aid: Aid, key: str) -> list[Effect]:
    """The effects between a claim and the chance that it begins with, in order."""
    chain: list[Effect] = []
    claim = aid.claims[key]
    while claim.from_ is not None:
        named = [aid.claims[each] for each in claim.together] or [claim]
        chain[:0] = [each.effect for each in named if each.effect is not None]
        claim = aid.claims[claim.from_]
    return chain
