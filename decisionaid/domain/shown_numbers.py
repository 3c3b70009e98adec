"""Turns the numbers on the screen into what the log keeps, and back again.

`Shown` is turned back into `Numbers`, so that the sentences of the aid fill with the very same counts (hazards H07,
H12). Whether they may still be said is asked of `domain.since`: what was corrected afterwards goes home as changed.
"""

from __future__ import annotations

from .aid import Aid
from .chances import Chance, Numbers, compared
from .claims import root_of
from .encounter import NumberShown, Shown
from .measure import Frequency
from .values import value_of


def numbers_from_shown(aid: Aid, shown: Shown | None) -> Numbers:
    """The numbers that were on the screen when a choice was made; empty where none were shown."""
    if shown is None:
        return Numbers({})
    seen = {number.claim: number for number in shown.numbers if number.claim in aid.claims}
    values = {each.input: value_of(aid, each) for each in shown.inputs}
    return Numbers(values, {key: _chance(aid, number, seen) for key, number in seen.items()})


def numbers_to_keep(numbers: Numbers, claims: tuple[str, ...] | None = None) -> tuple[NumberShown, ...]:
    """The numbers on the screen as the log keeps them: all, or those of some claims."""
    return tuple(
        NumberShown(
            claim=chance.claim,
            outcome=chance.outcome,
            chance=chance.probability,
            count=chance.frequency.count,
            of=chance.frequency.of,
            below_half=chance.frequency.below_half,
            model=chance.estimate.model if chance.estimate else "",
            version=chance.estimate.version if chance.estimate else "",
            low=chance.spread[0] if chance.spread else None,
            high=chance.spread[1] if chance.spread else None,
        )
        for key, chance in numbers.chances.items()
        if claims is None or key in claims
    )


def _chance(aid: Aid, number: NumberShown, seen: dict[str, NumberShown]) -> Chance:
    claim, root = aid.claims[number.claim], root_of(aid.claims, number.claim)
    has_range = claim.chance is not None
    spread = (number.low, number.high) if number.low is not None and number.high is not None else None
    made = Chance(
        claim=number.claim,
        outcome=number.outcome,
        probability=number.chance,
        frequency=Frequency(number.count, number.of, number.below_half),
        horizon=claim.horizon or aid.outcomes[claim.outcome].horizon,
        certainty=claim.certainty,
        group=claim.group,
        sources=claim.source,
        verified=claim.verified,
        low=claim.low if has_range else None,
        high=claim.high if has_range else None,
        stands_in_for=claim.stands_in_for,
        extra=claim.from_ is None and claim.effect is not None,
        spread=spread,
        whom=aid.claims[root].group,
    )
    return compared(made, _chance(aid, seen[root], {})) if root != number.claim and root in seen else made
