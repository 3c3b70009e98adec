"""Aids and people at random, the same ones each time: every form of number, one effect and several on each other."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from .small import ABOUT

COUNT = 200


def aids() -> Iterator[tuple[dict[str, Any], dict[str, dict[str, str]], dict[str, Any]]]:
    """(claims, rows, the rest: of, and points of the person), one after the other."""
    for seed in range(COUNT):
        yield one(seed)


def one(seed: int) -> tuple[dict[str, Any], dict[str, dict[str, str]], dict[str, Any]]:
    """The claims of one aid, its rows, and the person."""
    random = Random(seed)
    claims = _first(random, seed)
    before = ["none"]
    for at in range(random.randint(1, 3)):
        if random.random() < 0.2:
            effects = {f"each{at}{part}": _ratio(random, most=1.0) for part in range(random.randint(2, 3))}
            claims |= effects
            claims[f"way{at}"] = {"from": random.choice(before), "together": [*effects], "assumes": TOGETHER}
        else:
            claims[f"way{at}"] = {"from": random.choice(before), **_effect(random)}
        before.append(f"way{at}")
    rows = {"nothing": {"event": "none"}, **{key: {"event": key} for key in before[1:]}}
    of = random.choice([100, 1000, 1000, 10000])
    return {key: {"outcome": "event", **ABOUT, **claim} for key, claim in claims.items()}, rows, {
        "of": of, "points": random.randint(0, 9),
    }  # fmt: skip


def _first(random: Random, seed: int) -> dict[str, Any]:
    forms = (
        {"none": {"chance": round(random.uniform(0.01, 0.3), 3)}},
        {"none": {"events": random.randint(20, 300), "people": random.randint(1000, 4000)}},
        {"none": {"rate": round(random.uniform(1, 12), 2), "per": 100}},
        {"none": {"range": sorted((round(random.uniform(1, 9), 1), round(random.uniform(11, 30), 1))), "per": 100}},
        {"none": {"chance_by": {"points": {"0-3": 12, "4-6": 57, "7+": 203}}, "per": 1000}},
        {"none": {"rate_by": {"points": {**{str(n): 8 + 11 * n for n in range(7)}, "7+": 107}}, "per": 1000}},
        {
            "none": {"between": ["uk", "sweden"]},
            "uk": {"chance": random.randint(10, 90), "per": 1000},
            "sweden": {"rate": random.randint(10, 90), "per": 1000},
        },
    )
    return dict(forms[seed % len(forms)])


def _effect(random: Random) -> dict[str, Any]:
    measure = random.choice(["risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio", "extra", "nnt", "nnh"])
    if measure == "extra":
        fewer = random.randint(1, 9)
        return {"extra": -fewer, "low": -fewer - 1, "high": 1 - fewer, "per": 10000}
    if measure in ("nnt", "nnh"):
        people = random.randint(200, 900)
        return {measure: people, **({"low": people - 50, "high": people + 90} if random.random() < 0.7 else NONE)}
    effect = _ratio(random, measure)
    ratio = effect[measure]
    if random.random() < 0.2:
        effect["steps"] = random.choice([0.5, 1.2])
    elif random.random() < 0.2 and ratio > 0.6:
        effect["inverse"] = True
    return effect


def _ratio(random: Random, measure: str = "", most: float = 1.3) -> dict[str, Any]:
    ratio = round(random.uniform(0.3, most), 2)
    measure = measure or random.choice(["risk_ratio", "odds_ratio", "hazard_ratio"])
    ends = {"low": round(ratio * 0.8, 2), "high": round(ratio * 1.2, 2)} if random.random() < 0.7 else NONE
    return {measure: ratio, **ends}


TOGETHER = "We assume that each works as it does alone."
NONE = {"range": "not_given"}
