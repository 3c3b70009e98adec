"""Every module of the folder is a whole model, its data are the published table, and its examples are true."""

from __future__ import annotations

import doctest
import hashlib
import importlib
import json
import pkgutil
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest

import decisionaid.domain
import decisionaid.risk
from decisionaid.commands import risk as command
from decisionaid.domain.evidence import Estimate, InputSpec
from decisionaid.risk import models

from .people import cases, vector_files

EVERY = [pytest.param(model, id=name) for name, model in sorted(models().items())]

PUBLISHED = "e870295ddeaf574a9409dbed6c2dfee240e58862c657f3cf9d68668611066f81"
"""SHA-256 of the 2,670 coefficients of Table S12 A-J as retrieved; see `digest`."""


def data() -> dict[str, Any]:
    text = files(decisionaid.risk).joinpath("prevent_coefficients.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def digest(coefficients: object) -> str:
    """Of the values and their names, whatever their order and layout."""
    return hashlib.sha256(json.dumps(coefficients, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@pytest.mark.parametrize("model", EVERY)
def test_a_model_says_its_name_version_source_horizons_inputs_and_outputs(model: ModuleType) -> None:
    assert model.VERSION
    assert isinstance(model.VERSION, str)
    assert len(model.SOURCE) > 20
    assert all(isinstance(years, int) for years in model.HORIZONS)
    assert model.INPUTS
    assert all(isinstance(spec, InputSpec) for spec in model.INPUTS)
    assert len({spec.name for spec in model.INPUTS}) == len(model.INPUTS)
    assert len(set(model.OUTPUTS)) == len(model.OUTPUTS) > 0
    assert set(model.BLANK) <= set(model.OUTPUTS)


@pytest.mark.parametrize("model", EVERY)
def test_every_input_has_a_range_or_words_and_every_amount_a_unit(model: ModuleType) -> None:
    for spec in model.INPUTS:
        if spec.kind in ("number", "whole"):
            assert spec.low < spec.high, spec.name
            assert spec.unit or spec.kind == "whole", spec.name
        elif spec.kind == "choice":
            assert spec.choices, spec.name
        assert not spec.name.endswith("_"), spec.name


@pytest.mark.parametrize("model", EVERY)
def test_an_answer_names_its_model_version_source_and_exactly_the_inputs_it_used(model: ModuleType) -> None:
    person = cases(model.NAME)[0]["inputs"]
    answer = model.estimate(person)
    assert isinstance(answer, Estimate)
    assert (answer.model, answer.version, answer.source) == (model.NAME, model.VERSION, model.SOURCE)
    assert set(answer.outputs) <= set(model.OUTPUTS)
    assert answer.inputs == {k: v for k, v in person.items() if v is not None and k != "note"}
    for output in answer.outputs:
        alone = model.estimate(person, (output,))
        assert dict(alone.outputs) == {output: answer.outputs[output]}
        assert set(alone.inputs) <= model.inputs_of(output) <= {spec.name for spec in model.INPUTS}


def test_every_model_has_worked_cases_with_their_source() -> None:
    assert set(models()) == {file.stem for file in vector_files()}
    for file in vector_files():
        told = json.loads(file.read_text(encoding="utf-8"))
        assert told["cases"], file.stem
        assert told["source"], file.stem


@pytest.mark.hazard("H01")
def test_the_coefficients_are_the_published_ones_to_the_last_digit() -> None:
    assert digest(data()["coefficients"]) == PUBLISHED


@pytest.mark.hazard("H01")
def test_a_last_digit_that_changed_shows_in_the_digest_of_the_coefficients() -> None:
    copy = data()["coefficients"]
    copy["full"]["30"]["male"]["stroke"]["acr"] += 1e-7
    assert digest(copy) != PUBLISHED


def test_the_coefficients_cite_paper_and_table_and_say_how_they_were_retrieved() -> None:
    told = data()
    assert told["doi"] == "10.1161/CIRCULATIONAHA.123.067626"
    assert "S12" in told["table"]
    assert "independent" in told["retrieved"]
    for name in ("prevent_base", "prevent_variants"):
        assert told["doi"] in models()[name].SOURCE
        assert "Table S12" in models()[name].SOURCE
        assert "not endorsed" in models()[name].NOTE


def test_coefficients_that_are_data_are_in_no_python_file_of_the_folder() -> None:
    weights = {
        f"{abs(weight):.7f}".rstrip("0")
        for by_years in data()["coefficients"].values()
        for by_sex in by_years.values()
        for by_outcome in by_sex.values()
        for terms in by_outcome.values()
        for weight in terms.values()
        if len(f"{abs(weight):.7f}".rstrip("0")) > 6
    }
    assert len(weights) > 2000
    for found in files(decisionaid.risk).iterdir():
        if found.name.endswith(".py"):
            assert not [weight for weight in weights if weight in found.read_text(encoding="utf-8")], found.name


@pytest.mark.parametrize(
    "name",
    [
        command.__name__,
        decisionaid.risk.__name__,
        *(
            f"{package.__name__}.{found.name}"
            for package in (decisionaid.risk, decisionaid.domain)
            for found in pkgutil.iter_modules(package.__path__)
        ),
    ],
)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module)
    assert result.failed == 0
    if hasattr(module, "estimate") and hasattr(module, "NAME"):
        assert result.attempted > 0


@pytest.mark.parametrize("model", EVERY)
def test_the_text_of_a_model_says_for_whom_it_is_valid_what_it_refuses_and_where_it_comes_from(
    model: ModuleType,
) -> None:
    text = f"{model.__doc__}\n{model.estimate.__doc__}"
    for heading in ("Valid for:", "Source:", "Example:", "Args:", "Raises:", "Returns:"):
        assert heading in text, heading
