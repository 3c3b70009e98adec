"""The numbers of one claim agree with each other: its ratio with its trials, both arms with the ratio between them.

One digit that slipped (0.0271 for 0.271), a ratio of odds written as one of risks, or a stop that forgets to turn the
effect over shows a wrong number from the right sources. Each can be seen from the other numbers that stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from ..domain.aid import Aid
from ..domain.claim_forms import RATIOS
from ..domain.claims import Claim
from . import EVERY, Case, Finding, Level
from ._meeting import may_meet

ID = "RATIO-1"
ASKS = "Do ratios, trials and both arms agree with each other?"
WHY = "A slip of one digit, or one ratio taken for another, is a wrong number with a right source."
SOURCE = "Clinical rules R3, R8; hazard H01, a wrong number; Cochrane Handbook 6.4, chapter 6"
LEVEL: Level = "draft"
KINDS = EVERY


FAR = 7
SLACK = 0.005
_DECIMAL = re.compile(r"\d+\.\d+")


def examine(case: Case) -> Iterator[Finding]:
    """Claims with what they were made from, their trials and their other arm; then which way an effect is turned."""
    aid = case.aid
    for key, claim in aid.claims.items():
        yield from _same_measure(aid, key, claim)
        yield from _within_trials(key, claim)
        yield from _between_arms(aid, key, claim)
        yield from _as_the_formula(key, claim)
    yield from _far_apart(aid)
    yield from _turned(aid)


def _measure(claim: Claim) -> str:
    return next((each for each in RATIOS if getattr(claim, each) is not None), "")


def _same_measure(aid: Aid, key: str, claim: Claim) -> Iterator[Finding]:
    mine = _measure(claim)
    for name in claim.computed_from:
        theirs = _measure(aid.claims[name])
        if mine and theirs and mine != theirs:
            what = f"{_plain(mine)} here, worked out from {name}, which is {_plain(theirs)}"
            yield Finding(("claims", key, mine), what, f"write {theirs}: {getattr(claim, mine):g}")


def _within_trials(key: str, claim: Claim) -> Iterator[Finding]:
    ratio = claim.ratio
    for trial_id, trial in claim.trials.items():
        if ratio is None:
            continue
        here = ("claims", key, "trials", trial_id)
        low, high = (claim.low or ratio, claim.high or ratio)
        if trial.high < low or high < trial.low:
            what = f"{trial.risk_ratio:g} ({trial.low:g} to {trial.high:g}) does not fit {ratio:g}, which stands on it"
            yield Finding(here, what, "read both in the source again")
        elif (ratio < 1) != (trial.risk_ratio < 1) and not trial.low <= ratio <= trial.high:
            yield Finding(here, f"{trial.risk_ratio:g} points the other way than {ratio:g}", "read both again")


def _between_arms(aid: Aid, key: str, claim: Claim) -> Iterator[Finding]:
    mine = _counted(claim)
    for name, other in aid.claims.items():
        theirs = _counted(other)
        if name == key or other.outcome != claim.outcome or not mine or not theirs:
            continue
        if other.group != claim.group or not set(other.source) & set(claim.source):
            continue
        for trial_id, trial in claim.trials.items():
            slack = 0.02 + 0.5 / (1000 * theirs)  # chances are printed in whole tenths of a percent
            if not trial.low - slack <= mine / theirs <= trial.high + slack:
                what = f"{mine:g} and {theirs:g} make a ratio of {mine / theirs:.2f}, and the trial gives {trial.low:g}"
                remedy = "look for a slip in one of the three"
                yield Finding(("claims", key, "trials", trial_id), f"{what} to {trial.high:g}", remedy)


def _as_the_formula(key: str, claim: Claim) -> Iterator[Finding]:
    """A formula that names one number names the claim's own."""
    named = _DECIMAL.findall(claim.formula)
    ratio = claim.ratio
    if ratio is not None and len(named) == 1 and abs(float(named[0]) - ratio) > SLACK * ratio:
        what = f"the formula names {named[0]}, and the claim says {ratio:g}"
        yield Finding(("claims", key, "formula"), what, "look which of the two is right in the source")


def _far_apart(aid: Aid) -> Iterator[Finding]:
    """Two chances of the same people from the same source that are many times apart, and no trial says how far."""
    counted = [(key, claim, _middle(claim)) for key, claim in aid.claims.items() if _middle(claim) and not claim.trials]
    for (key, one, mine), (name, other, theirs) in combinations(counted, 2):
        alike = one.outcome == other.outcome and one.group == other.group and set(one.source) & set(other.source)
        times = max(mine, theirs) / min(mine, theirs) if mine and theirs else 0
        if alike and times >= FAR and may_meet(one.applies_when, other.applies_when):
            what = f"{key} and {name} are {times:.0f} times apart, in the same people from the same source"
            yield Finding(("claims", name), what, "look whether a digit slipped in one of the two", "human")


def _middle(claim: Claim) -> float | None:
    if isinstance(claim.range, tuple):
        return sum(claim.range) / 2
    return _counted(claim)


def _counted(claim: Claim) -> float | None:
    if claim.events is not None and claim.people:
        return claim.events / claim.people
    return claim.chance if claim.chance is not None else claim.rate


def _turned(aid: Aid) -> Iterator[Finding]:
    """An option that stops something takes an effect away; one that starts it does not."""
    kinds = _kinds_of(aid)
    started = [key for key in aid.claims if "start" in kinds.get(key, ())]
    for key, claim in aid.claims.items():
        if not _is_one_effect(claim):
            continue
        mine = kinds.get(key)
        if claim.inverse and mine == {"start"}:
            what = "an option that starts something takes no effect away"
            yield Finding(("claims", key, "inverse"), what, "take it out")
        same = next((name for name in started if _same_effect(claim, aid.claims[name])), None)
        if not claim.inverse and mine == {"stop"} and same:
            what = f"stopping has the same effect as starting ({same}), and it should take it away"
            yield Finding(("claims", key), what, "write inverse: true")


def _is_one_effect(claim: Claim) -> bool:
    return claim.effect is not None and claim.from_ is not None and not claim.together


def _kinds_of(aid: Aid) -> Mapping[str, set[str]]:
    """Claim -> the kinds of the options that have it as a chance."""
    kinds: dict[str, set[str]] = {}
    for option in aid.options.values():
        for name in (each for names in option.chances.values() for each in names):
            kinds.setdefault(name, set()).add(option.kind)
    return kinds


def _same_effect(one: Claim, other: Claim) -> bool:
    same_origin = bool(set(one.computed_from) & set(other.computed_from)) or set(one.source) == set(other.source)
    return same_origin and one.outcome == other.outcome and one.ratio == other.ratio and not other.inverse


def _plain(measure: str) -> str:
    return {"risk_ratio": "a ratio of risks", "odds_ratio": "a ratio of odds", "hazard_ratio": "a ratio of hazards",
            "rate_ratio": "a ratio of rates"}[measure]  # fmt: skip
