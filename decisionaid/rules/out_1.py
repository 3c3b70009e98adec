"""An effect and the chance it is applied to speak of the same outcome, or the screen says what stands in for what.

What was really counted is read from the claims that a number was computed from. Where that is another outcome, three
things are asked: `stands_in_for` names it, `stands_in_words` says so on the screen, and the certainty is at least one
step lower.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.claims import Claim
from . import EVERY, Case, Finding, Level

ID = "OUT-1"
ASKS = "Do an effect and its baseline speak of the same outcome, or say what stands in for what?"
WHY = "An effect on one thing, shown on a picture of another, is a wrong number that looks right."
SOURCE = "Clinical rule R4; IPDASi v4, item 7 of probabilities, doi:10.1177/0272989X13501721"
LEVEL: Level = "draft"
KINDS = EVERY
PARTS = ("computed_from", "between", "together")
STEPS = ("high", "moderate", "low", "very low")


def examine(case: Case) -> Iterator[Finding]:
    """Claims, then the rows that options put them in."""
    aid = case.aid
    for key, claim in aid.claims.items():
        yield from _of_claim(aid, key, claim)
    for option_id, option in aid.options.items():
        for outcome, claims in option.chances.items():
            for name in claims:
                if name != "unknown" and aid.claims[name].outcome != outcome:
                    other = aid.claims[name].outcome
                    yield Finding(
                        ("options", option_id, "chances", outcome),
                        f"{name} speaks of {other}, not of {outcome}",
                        f"put it under {other}, or name a claim about {outcome}",
                    )


def _of_claim(aid: Aid, key: str, claim: Claim) -> Iterator[Finding]:
    here = ("claims", key)
    named = (*claim.computed_from, *claim.between, *claim.together)
    counted: list[tuple[str, Claim]] = [(name, aid.claims[name]) for name in named]
    if claim.from_ is not None:
        counted.append((claim.from_, aid.claims[claim.from_]))
    for name, other in counted:
        if other.outcome not in (claim.outcome, claim.stands_in_for):
            part = "from" if name == claim.from_ else next(each for each in PARTS if name in getattr(claim, each))
            yield Finding(
                (*here, part),
                f"{name} speaks of {other.outcome}, and this claim of {claim.outcome}",
                f"use an effect on the same outcome, or say stands_in_for: {other.outcome}",
            )
    if claim.stands_in_for is not None:
        yield from _stands_in(here, claim, counted)


def _stands_in(here: tuple[str, str], claim: Claim, counted: list[tuple[str, Claim]]) -> Iterator[Finding]:
    """A claim whose outcome stands in for another one."""
    if claim.stands_in_for == claim.outcome:
        yield Finding((*here, "stands_in_for"), "an outcome cannot stand in for itself", "take it out")
    if not claim.stands_in_words:
        yield Finding(here, "nothing on the screen says what stands in for what", "write stands_in_words: ...")
    if claim.computed_from and not any(other.outcome == claim.stands_in_for for _, other in counted):
        what = f"nothing that this was worked out from speaks of {claim.stands_in_for}"
        yield Finding((*here, "stands_in_for"), what, "name what was really counted, or take it out")
    steps = [STEPS.index(other.certainty) for _, other in counted if other.outcome == claim.stands_in_for]
    least = min(max(steps, default=0) + 1, len(STEPS) - 1)
    if STEPS.index(claim.certainty) < least:
        yield Finding(
            (*here, "certainty"),
            f"{claim.certainty} is too sure for a number that stands in for another",
            f"at most {STEPS[least]}: one step below what was counted",
        )
