"""People for the tests of the statin card, by the card's own inputs, and a teller that writes down what it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from decisionaid import risk
from decisionaid.assets import asset_root
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Numbers
from decisionaid.domain.claims import Claim
from decisionaid.domain.evidence import Estimate
from decisionaid.domain.reckoning import numbers_for
from decisionaid.domain.site import PRACTICE
from decisionaid.library import Library

NONE_OF_THE_CHECKS = dict.fromkeys(("vessels", "flutter", "very_high", "pregnancy", "liver"), False)
MAN_62: Mapping[str, Any] = {
    "sex": "male", "age": 62, "total_cholesterol": 220, "hdl": 42, "systolic_bp": 140, "egfr": 80, "bp_treated": False,
    "diabetes": False, "current_smoker": False, "statin": False, **NONE_OF_THE_CHECKS,
}  # fmt: skip
WOMAN_50: Mapping[str, Any] = {
    "sex": "female", "age": 50, "total_cholesterol": 200, "hdl": 45, "systolic_bp": 160, "egfr": 90, "bp_treated": True,
    "diabetes": True, "current_smoker": False, "statin": False, **NONE_OF_THE_CHECKS,
}  # fmt: skip
"""The worked example of the PREVENT paper, Table S25."""

MODEL_NAMES = {
    "total_cholesterol": "total_cholesterol_mg_dl", "hdl": "hdl_mg_dl", "systolic_bp": "systolic_bp_mmhg",
}  # fmt: skip


@cache
def statin() -> Aid:
    """The shipped card."""
    return Library.load([asset_root() / "aids"], PRACTICE).aid("statin", "en")


def with_claims(aid: Aid, **claims: Mapping[str, Any]) -> Aid:
    """The card with other claims beside its own."""
    more = {key: Claim.model_validate(raw) for key, raw in claims.items()}
    return aid.model_copy(update={"claims": {**aid.claims, **more}})


def estimate(name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
    answer: Estimate = risk.models()[name].estimate(person, outputs)
    return answer


def numbers(person: Mapping[str, Any], aid: Aid | None = None, **changed: Any) -> Numbers:
    """The numbers of somebody, with some values changed; a value of None is not known."""
    known = {key: value for key, value in {**person, **changed}.items() if value is not None}
    return numbers_for(aid or statin(), known, estimate)


@dataclass
class Spy:
    """Answers as the models do, and keeps every question."""

    asked: list[tuple[str, dict[str, object], tuple[str, ...]]] = field(default_factory=list)

    def __call__(self, name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
        self.asked.append((name, dict(person), outputs))
        return estimate(name, person, outputs)
