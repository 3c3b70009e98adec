"""What is worked out is never surer than what it was worked out from."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.claims import Claim
from . import EVERY, Case, Finding, Level
from .out_1 import STEPS

ID = "SURE-1"
ASKS = "Is what was worked out at most as sure as what it was worked out from?"
WHY = "Fairly sure of a part of what we are far from sure of is no honest sentence."
SOURCE = "GRADE: certainty of an absolute effect is that of its least certain part, doi:10.1016/j.jclinepi.2012.03.004"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each claim against the claims that it leans on."""
    claims = case.aid.claims
    for key, claim in claims.items():
        for name in _leans_on(claim):
            least = claims[name].certainty
            if STEPS.index(claim.certainty) < STEPS.index(least):
                what = f"{claim.certainty} here, and {name}, which it is worked out from, is {least}"
                yield Finding(("claims", key, "certainty"), what, f"write certainty: {least}, or less")
                break


def _leans_on(claim: Claim) -> Iterator[str]:
    if claim.from_ is not None:
        yield claim.from_
    yield from (*claim.computed_from, *claim.between, *claim.together)
