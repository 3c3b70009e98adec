"""The numbers of one claim agree with each other: its ratio with its trials, both arms with the ratio between them.

One digit that slipped (0.0271 for 0.271), a ratio of odds written as one of risks, or a stop that forgets to turn the
effect over shows a wrong number from the right sources. Each can be seen from the other numbers that stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..domain.aid import Aid
from ..domain.claim_forms import RATIOS
from ..domain.claims import Claim
from . import EVERY, Case, Finding, Level

ID = "RATIO-1"
ASKS = "Do ratios, trials and both arms agree with each other?"
WHY = "A slip of one digit, or one ratio taken for another, is a wrong number with a right source."
SOURCE = "Clinical rules R3, R8; hazard H01, a wrong number; Cochrane Handbook 6.4, chapter 6"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Claims with what they were made from, their trials and their other arm; then which way an effect is turned."""
    aid = case.aid
    for key, claim in aid.claims.items():
        yield from _same_measure(aid, key, claim)
        yield from _within_trials(key, claim)
        yield from _between_arms(aid, key, claim)
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


def _counted(claim: Claim) -> float | None:
    if claim.events is not None and claim.people:
        return claim.events / claim.people
    return claim.chance if claim.chance is not None else claim.rate


def _turned(aid: Aid) -> Iterator[Finding]:
    """An option that stops something takes an effect away; one that starts it does not."""
    kinds = _kinds_of(aid)
    started = [key for key in aid.claims if "start" in kinds.get(key, ())]
    for key, claim in aid.claims.items():
        if claim.effect is None or claim.from_ is None or claim.together:
            continue
        mine = kinds.get(key)
        if claim.inverse and mine == {"start"}:
            what = "an option that starts something takes no effect away"
            yield Finding(("claims", key, "inverse"), what, "take it out")
        same = next((name for name in started if _same_effect(claim, aid.claims[name])), None)
        if not claim.inverse and mine == {"stop"} and same:
            what = f"stopping has the same effect as starting ({same}), and it should take it away"
            yield Finding(("claims", key), what, "write inverse: true")


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
