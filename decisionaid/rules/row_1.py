"""What stands side by side was counted in the same people, by the same studies, and is equally sure.

A figure has one caption: of these people, over this time. Two chances from different people, or from different trials,
beside each other look like the work of the options and are the difference between the people. An effect is applied to
the chance without it, so it counts the people of that chance; the trials it comes from stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..domain.aid import Aid
from ..domain.claims import Claim
from ..domain.options import Option
from . import EVERY, Case, Finding, Level
from ._meeting import may_meet

ID = "ROW-1"
ASKS = "Were the chances of one figure counted in the same people, by the same studies, and are they equally sure?"
WHY = "Columns from different people show how the people differ, and look like what the options do."
SOURCE = "Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; IPDASi v4, same reference class; clinical rule R7"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """The first chances of each outcome, pair by pair, where the same person may see both."""
    aid = case.aid
    for outcome in aid.outcomes:
        shown = [
            (key, option, name)
            for key, option in aid.options.items()
            for name in option.chances.get(outcome, ())
            if name in aid.claims and aid.claims[name].from_ is None and aid.claims[name].amount is None
        ]
        said: set[str] = set()
        for (_, one_option, one), (key, option, name) in combinations(shown, 2):
            if name != one and name not in said and _meet(one_option, option, aid.claims[one], aid.claims[name]):
                wrong = _differs(aid, one, name)
                if wrong:
                    said.add(name)
                    yield Finding(("options", key, "chances", outcome), *wrong)
        yield from _two_beginnings(aid, outcome)


def _meet(one_option: Option, option: Option, one: Claim, other: Claim) -> bool:
    pairs = ((one_option, option), (one, other), (one_option, other), (one, option))
    return all(may_meet(a.applies_when, b.applies_when) for a, b in pairs)


def _differs(aid: Aid, one: str, other: str) -> tuple[str, str] | None:
    first, second = aid.claims[one], aid.claims[other]
    if first.group != second.group:
        what = f"{one} counts {first.group} and {other} counts {second.group}, under one caption"
        return what, "give one of them an outcome of its own, or say it in a sentence"
    if not set(first.source) & set(second.source):
        what = f"{one} and {other} stand side by side and come from different studies"
        return what, "use both arms of one study, or give one of them an outcome of its own"
    if first.certainty != second.certainty:
        what = f"{one} is {first.certainty} and {other} is {second.certainty}, in one figure"
        return what, f"both arms of a comparison are as sure as each other: write certainty: {first.certainty}"
    return None


def _two_beginnings(aid: Aid, outcome: str) -> Iterator[Finding]:
    """Effects on two different chances in one figure, of which the same person may see both."""
    begins: list[tuple[str, str, Claim]] = []
    for key, option in aid.options.items():
        for name in option.chances.get(outcome, ()):
            if name in aid.claims and aid.claims[name].from_ is not None:
                first = _first(aid, name)
                for before, _, claim in begins:
                    if before != first and may_meet(claim.applies_when, aid.claims[name].applies_when):
                        what = f"{name} begins with {first}, and another effect of this figure with {before}"
                        yield Finding(("options", key, "chances", outcome), what, f"apply both to {before}")
                        break
                begins.append((first, name, aid.claims[name]))


def _first(aid: Aid, name: str) -> str:
    while (before := aid.claims[name].from_) is not None:
        name = before
    return name
