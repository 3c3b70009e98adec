"""A hundred thousand people and more per model, worked out by others too: the same, unrounded and as shown.

All of them are asked by `make hold`; every seventeenth, which has every value of every axis, each time.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import decisionaid.risk
from decisionaid.domain.measure import Frequency
from decisionaid.risk import models

from .people import BASE_LATTICE, VARIANTS_LATTICE, WOMAN_S25, Person, lattice

np = pytest.importorskip("numpy")
from tests.oracles import prevent_matrix  # noqa: E402 - needs numpy

pytestmark = pytest.mark.hazard("H01")

SAME = 1e-9
"""Percentage points: the seventh decimal of any coefficient moves some chance by more than this."""
LATTICES = {"prevent_base": BASE_LATTICE, "prevent_variants": VARIANTS_LATTICE}
TABLE_NAMES = {"prevent_base": lambda output: f"base_{output}", "prevent_variants": lambda output: output}


def columns(people: list[Person]) -> dict[str, Any]:
    """People as columns, one per input; a missing value is NaN."""
    optional = {"uacr_mg_g": None, "hba1c_pct": None, "sdi_decile": None}
    made = {}
    for name in {**optional, **people[0]}:
        values = [person.get(name) for person in people]
        made[name] = np.array(values if name == "sex" else [np.nan if each is None else float(each) for each in values])
    return made


def ours(model: ModuleType, people: Iterable[Person]) -> dict[str, Any]:
    """The product's unrounded answers, one column per output; NaN where it offers none."""
    answers = [model.estimate(person).outputs for person in people]
    return {output: np.array([each.get(output, np.nan) for each in answers]) for output in model.OUTPUTS}


def theirs(model: ModuleType, people: list[Person]) -> dict[str, Any]:
    """The second transcription's answers under our names."""
    chances = prevent_matrix.chances_pct(columns(people))
    found = {}
    for output in model.OUTPUTS:
        variant, *outcome, years, _ = TABLE_NAMES[model.NAME](output).split("_")
        found[output] = chances[f"{variant}/{years.rstrip('y')}/{'_'.join(outcome)}"]
    return found


@cache
def of_lattice(name: str, every: int) -> tuple[list[Person], dict[str, Any]]:
    """People of a model's lattice, one of so many, and our answers, worked out a single time."""
    people = list(islice(lattice(LATTICES[name]), 0, None, every))
    assert all(len({person[axis] for person in people}) > 1 for axis in people[0])
    return people, ours(models()[name], people)


def agree(one: Any, other: Any, output: str) -> int:
    """Unrounded and as shown; the number of people compared."""
    offered = ~np.isnan(one)
    apart = np.abs(one - other)[offered]
    assert apart.max() < SAME, f"{output}: {apart.max()} percentage points apart"
    shown = np.array([Frequency.of_chance(chance / 100, 100).count for chance in one[offered].tolist()])
    assert (shown == np.floor(other[offered] + 0.5)).all(), output
    return int(offered.sum())


ALL_OR_SOME = pytest.mark.parametrize(
    ("every", "least"), [pytest.param(1, 100_000, marks=pytest.mark.hold), (17, 7_000)], ids=["all", "some"]
)


@ALL_OR_SOME
@pytest.mark.parametrize("name", sorted(LATTICES))
def test_a_hundred_thousand_people_have_the_chance_of_a_second_transcription_and_are_told_the_same(
    name: str, every: int, least: int
) -> None:
    model, (people, mine) = models()[name], of_lattice(name, every)
    assert len(people) >= least
    other = theirs(model, people)
    compared = {output: agree(mine[output], other[output], output) for output in model.OUTPUTS}
    under_60 = sum(person["age"] <= 59 for person in people)
    assert compared == {output: under_60 if "30y" in output else len(people) for output in model.OUTPUTS}


@ALL_OR_SOME
def test_a_hundred_thousand_people_have_the_chance_that_an_independent_program_gives_them(
    every: int, least: int
) -> None:
    pandas, program = pytest.importorskip("pandas"), pytest.importorskip("pyprevent")
    people, mine = of_lattice("prevent_base", every)
    assert len(people) >= least
    frame = pandas.DataFrame(people)
    names = {
        "total_cholesterol": "total_cholesterol_mg_dl", "hdl_cholesterol": "hdl_mg_dl",
        "systolic_bp": "systolic_bp_mmhg",
        "has_diabetes": "diabetes", "on_htn_meds": "bp_treated", "on_cholesterol_meds": "statin",
    }  # fmt: skip
    ask: dict[str, Callable[..., Any]] = {
        "total_cvd_10y_pct": program.batch_calculate_10_yr_cvd_risk,
        "ascvd_10y_pct": program.batch_calculate_10_yr_ascvd_risk,
        "heart_failure_10y_pct": program.batch_calculate_10_yr_heart_failure_risk,
        "total_cvd_30y_pct": program.batch_calculate_30_yr_cvd_risk,
        "ascvd_30y_pct": program.batch_calculate_30_yr_ascvd_risk,
        "heart_failure_30y_pct": program.batch_calculate_30_yr_heart_failure_risk,
    }
    for output, program_of in ask.items():
        young = frame["age"] <= 59 if "30y" in output else frame["age"] <= 79
        agree(mine[output][young], np.asarray(program_of(frame[young], **names)), output)


def test_the_second_transcription_shares_no_code_and_no_data_with_the_product() -> None:
    source = Path(prevent_matrix.__file__).read_text(encoding="utf-8")
    imported = {
        name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported == {"__future__", "csv", "collections.abc", "functools", "pathlib", "typing", "numpy"}
    assert "decisionaid" not in source.split('"""', 2)[2]
    assert "prevent_coefficients" not in source


def test_both_copies_of_the_published_table_say_the_same() -> None:
    text = files(decisionaid.risk).joinpath("prevent_coefficients.json").read_text(encoding="utf-8")
    equations, terms, weights = prevent_matrix.table()
    copied = {name: dict(zip(terms, column, strict=True)) for name, column in zip(equations, weights.T, strict=True)}
    compared = 0
    for variant, by_years in json.loads(text)["coefficients"].items():
        for years, by_sex in by_years.items():
            for sex, by_outcome in by_sex.items():
                for outcome, ours_ in by_outcome.items():
                    column = copied.pop(f"{variant}/{years}/{sex}/{outcome}")
                    assert {k: v for k, v in ours_.items() if v} == {k: v for k, v in column.items() if v}
                    compared += 1
    assert (compared, copied) == (100, {})


@pytest.mark.parametrize("name", ["prevent_base", "prevent_variants"])
def test_a_slip_in_the_last_digit_of_any_coefficient_is_seen(name: str) -> None:
    model, equations_terms_weights = models()[name], prevent_matrix.table()
    people = [
        person
        for at, person in enumerate(lattice(BASE_LATTICE | {"age": (30, 50, 59)}))
        if at % 97 == 0  # a prime, so that every value of every axis occurs beside every other
    ]
    if name == "prevent_variants":
        extra = [(None, None, None), (300, 7.5, 5), (300, None, 9), (None, 7.5, 2), (30, 5, 4)]
        people = [
            {**person, "uacr_mg_g": extra[at % 5][0], "hba1c_pct": extra[at % 5][1], "sdi_decile": extra[at % 5][2]}
            for at, person in enumerate(people)
        ]
    mine, design = ours(model, people), prevent_matrix.design(columns(people))
    equations, terms, weights = equations_terms_weights
    seen = 0
    for output in model.OUTPUTS:
        variant, *outcome, years, _ = TABLE_NAMES[name](output).split("_")
        for sex in ("female", "male"):
            column = weights[:, equations.index(f"{variant}/{years.rstrip('y')}/{sex}/{'_'.join(outcome)}")]
            of_sex = np.array([person["sex"] == sex for person in people])
            log_odds = sum(weight * design[term] for term, weight in zip(terms, column, strict=True))
            for term, weight in zip(terms, column, strict=True):
                if weight:
                    slipped = 100 / (1 + np.exp(-(log_odds + 1e-7 * design[term])))
                    assert np.abs(slipped - mine[output])[of_sex].max() > SAME, f"{output} {sex} {term}"
                    seen += 1
    assert seen > 300


def test_the_oracle_answers_the_published_worked_example_too() -> None:
    found = prevent_matrix.chances_pct(columns([dict(WOMAN_S25)]))
    assert round(float(found["base/10/ascvd"][0]) / 100, 3) == 0.092
    assert round(float(found["base/30/stroke"][0]) / 100, 3) == 0.221
