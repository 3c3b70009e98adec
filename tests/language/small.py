"""A small aid for one test: the illustration's frame with the claims, outcomes and options of that test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from decisionaid import risk
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Chance, NoNumber, Numbers
from decisionaid.domain.evidence import Estimate
from decisionaid.domain.reckoning import numbers_for
from decisionaid.yaml_reader import read_yaml

TONSILS = Path(__file__).parent.parent / "rules" / "tonsils" / "aid.yaml"
ABOUT = {"group": "everyone", "certainty": "moderate", "source": "demo", "verified": "invented"}


@cache
def _frame() -> Mapping[str, Any]:
    value: Mapping[str, Any] = read_yaml(TONSILS.read_bytes(), "aid.yaml").value
    return value


def small(claims: Mapping[str, Mapping[str, Any]], rows: Mapping[str, Mapping[str, Any]], **parts: Any) -> Aid:
    """An aid with these claims, and for each option the claims of its outcomes.

    Args:
        claims: by id; `outcome` is `event` and what a number needs to travel is filled in, where left out.
        rows: option -> outcome -> claim or claims.
        parts: any other part of the aid, instead of the illustration's.
    """
    frame = dict(_frame())
    kept = frame["options"]["wait"]
    options = {
        key: {**kept, "name": f"Way {key}", "chances": dict(chances), "activities": {}, "harms": {"a": "It may tire."}}
        for key, chances in rows.items()
    }
    made = {
        **frame,
        "inputs": {},
        "for": {"all": []},
        "not_for": {},
        "groups": {"everyone": {"say": "people in trials"}},
        "outcomes": {"event": {"say": "a stroke", "wished": False, "horizon": {"years": 1}, "of": 1000}},
        "claims": {key: {"outcome": "event", **ABOUT, **claim} for key, claim in claims.items()},
        "options": options,
        **parts,
    }
    return Aid.model_validate_json(_json(made))


def _json(value: Any) -> str:
    import json

    return json.dumps(value)


def ask(name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
    """A risk model, as the clinic asks it."""
    answer: Estimate = risk.models()[name].estimate(person, outputs)
    return answer


def told(aid: Aid, **values: Any) -> Numbers:
    """The numbers of somebody with these values."""
    return numbers_for(aid, values, ask)


def chance(aid: Aid, claim: str, **values: Any) -> Chance:
    """One chance that has to be there."""
    answer = told(aid, **values).chances.get(claim)
    assert isinstance(answer, Chance), told(aid, **values).none.get(claim)
    return answer


def why_none(aid: Aid, claim: str, **values: Any) -> NoNumber:
    """Why there is no number."""
    numbers = told(aid, **values)
    assert claim not in numbers.chances
    return numbers.none[claim]
