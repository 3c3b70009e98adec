"""People for the tests of the risk models: the published woman, lattices with every bend and end, and people at random.

Each is a plain dict by the names that `decisionaid risk` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st

from decisionaid.domain.evidence import InputSpec
from decisionaid.risk import models

Person = dict[str, Any]
VECTORS = Path(__file__).parent.parent / "vectors"

WOMAN_S25: Mapping[str, Any] = {
    "sex": "female", "age": 50, "total_cholesterol_mg_dl": 200, "hdl_mg_dl": 45, "systolic_bp_mmhg": 160,
    "diabetes": True, "current_smoker": False, "bmi": 35, "egfr": 90, "bp_treated": True, "statin": False,
}  # fmt: skip
"""The worked example of the PREVENT paper, Table S25."""

MAN_62: Mapping[str, Any] = {
    "sex": "male", "age": 62, "total_cholesterol_mg_dl": 220, "hdl_mg_dl": 42, "systolic_bp_mmhg": 140,
    "diabetes": False, "current_smoker": False, "bmi": 27, "egfr": 80, "bp_treated": False, "statin": False,
}  # fmt: skip

YES_NO = (False, True)
BASE_LATTICE: Mapping[str, Sequence[Any]] = {
    "sex": ("female", "male"), "age": (30, 39, 50, 59, 60, 68, 79), "total_cholesterol_mg_dl": (130, 213, 320),
    "hdl_mg_dl": (20, 47, 100), "systolic_bp_mmhg": (90, 109, 110, 131, 180), "bmi": (18.5, 30, 39.9),
    "egfr": (15, 60, 61, 140), "diabetes": YES_NO, "current_smoker": YES_NO, "bp_treated": YES_NO, "statin": YES_NO,
}  # fmt: skip
"""120,960 people: both ends of every range, both sides of every bend, the ages where horizons and gates change."""

VARIANTS_LATTICE: Mapping[str, Sequence[Any]] = {
    "sex": ("female", "male"), "age": (30, 50, 59, 60, 79),
    "total_cholesterol_mg_dl,hdl_mg_dl": ((130, 100), (320, 20)),
    "systolic_bp_mmhg": (90, 110, 180), "egfr": (15, 60, 140), "diabetes": YES_NO,
    "current_smoker,bp_treated,statin,bmi": (
        (False, False, False, 18.5), (True, True, False, 30), (False, True, True, 39.9),
    ),
    "uacr_mg_g": (None, 0.1, 30, 25_000), "hba1c_pct": (None, 4.5, 5.3, 15), "sdi_decile": (None, 1, 3, 4, 6, 7, 10),
}  # fmt: skip
"""120,960 people with every optional value missing, at its ends and where the deciles change group."""


def lattice(axes: Mapping[str, Sequence[Any]], **held: Any) -> Iterator[Person]:
    """Everybody of a lattice; an axis of several names, joined by commas, moves them together."""
    names = [name for axis in axes for name in axis.split(",")]
    for point in product(*axes.values()):
        flat = (value for part in point for value in (part if isinstance(part, tuple) else (part,)))
        yield {**dict(zip(names, flat, strict=True)), **held}


def vector_files() -> list[Path]:
    return sorted(VECTORS.glob("*.json"))


def cases(name: str) -> list[dict[str, Any]]:
    """The worked cases of one model."""
    found: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


def anyone(model: ModuleType, **held: Any) -> st.SearchStrategy[Person]:
    """Anybody that the model answers for, the optional values given or not; `held` fixes some of them."""
    strategies = {spec.name: _any_value(spec) for spec in model.INPUTS} | {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in held.items()
    }
    return st.fixed_dictionaries(strategies)


def _any_value(spec: InputSpec) -> st.SearchStrategy[Any]:
    if spec.kind == "yes_no":
        return st.booleans()
    if spec.kind == "choice":
        return st.sampled_from(spec.choices)
    assert spec.low is not None
    assert spec.high is not None
    if spec.kind == "whole":
        given = st.integers(int(spec.low), int(spec.high))
        return given if spec.required else st.none() | given
    number = st.floats(spec.low, spec.high, allow_nan=False)
    return number if spec.required else st.none() | number


def bounded(names: Iterable[str] | None = None) -> list[tuple[ModuleType, InputSpec]]:
    """Every input of every model that has a published range."""
    chosen = models().values() if names is None else [models()[name] for name in names]
    return [(model, spec) for model in chosen for spec in model.INPUTS if spec.low is not None]
