"""Counts that stand one inside the other are counts of the same people, and the inner one is not the larger."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.figures_of import begins
from . import EVERY, Case, Finding, Level

ID = "NEST-1"
ASKS = "Are the people of a count among those of the count around it?"
WHY = "Of 25 people nobody counts 365; a digit slipped, or two studies were mixed."
SOURCE = "RC-14, natural frequencies, Trevena 2013, doi:10.1186/1472-6947-13-S2-S7"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each count that is part of another."""
    for key, claim in case.aid.claims.items():
        if claim.within is not None:
            yield from _inside(case.aid, key, claim.within)


def _inside(aid: Aid, key: str, whole: str) -> Iterator[Finding]:
    claim, around, here = aid.claims[key], aid.claims[whole], ("claims", key, "within")
    if claim.group != around.group or set(claim.source) != set(around.source):
        what = f"{key} and {whole} were not counted in the same people by the same source"
        yield Finding(here, what, "two versions are never mixed: take both from one, or leave within out")
    of, of_whole = aid.outcomes[claim.outcome], aid.outcomes[around.outcome]
    if of.of != of_whole.of or (claim.horizon or of.horizon) != (around.horizon or of_whole.horizon):
        what = f"{key} and {whole} are counted in other numbers of people, or over another time"
        yield Finding(here, what, f"give both outcomes of: {of_whole.of} and the same horizon")
    most, most_around = max(begins(aid, key), default=0), max(begins(aid, whole), default=1)
    if most > most_around:
        yield Finding(here, f"{key} is more than {whole}, of which it is a part", "look whether the two changed places")
