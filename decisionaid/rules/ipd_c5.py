"""How sure each chance is: certainty in words always (the language asks for it), and a range that can be.

An effect is never known to a point, so an effect has a range of its own. A chance counted in a group, and one that a
model gives, may stand on its certainty alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.claims import Claim
from . import EVERY, Case, Finding, Level

ID = "IPD-C5"
ASKS = "Does every probability say how certain it is?"
WHY = "A number without its doubt looks like a promise."
SOURCE = "IPDASi v4, certifying item 5, doi:10.1177/0272989X13501721"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Effects without a range, and ranges that no chance or ratio can have."""
    for key, claim in case.aid.claims.items():
        if claim.effect is not None and claim.low is None and claim.range != "not_given":
            remedy = "write low: and high: as the source gives them; if it gives none, write range: not_given"
            yield Finding(("claims", key), "this effect has no range", remedy)
        least, most = _possible(claim)
        for part in ("low", "high"):
            edge = getattr(claim, part)
            if edge is not None and not least <= edge <= most:
                remedy = f"from {least:g} to {most:g}" if most < float("inf") else "above zero"
                yield Finding(("claims", key, part), f"{edge:g} is outside what is possible here", remedy)


def _possible(claim: Claim) -> tuple[float, float]:
    if claim.extra is not None:
        return -1, 1
    if claim.amount is not None:
        return -float("inf"), float("inf")
    if claim.rate is not None:
        return 0, float("inf")
    if claim.effect is not None:
        return 1e-9, float("inf")
    return 0, 1
