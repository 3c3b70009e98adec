"""A risk model gets what it asks for, in its own units, and only from people it was made from.

Values reach a model in the input's main unit, so that unit is the model's; other units stand under `also` with their
factor.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from .. import risk
from ..domain.aid import Aid, Input
from ..domain.claims import Claim, ModelUse
from ..domain.evidence import InputSpec
from ..domain.score_tables import span_of
from . import EVERY, Case, Finding, Level, Path

ID = "MODEL-1"
ASKS = "Do inputs exist, units convert and ranges lie inside the model's?"
WHY = "A value in the wrong unit, or from outside the model's people, gives a wrong number that looks right."
SOURCE = "FDA guidance on 520(o)(1)(E), basis and missing inputs; 45 CFR 170.315(b)(11)(iv)(B); clinical rule R10"
LEVEL: Level = "draft"
KINDS = EVERY
KINDS_OF = {
    "number": ("number", "count"),
    "whole": ("count",),
    "yes_no": ("yes_no",),
    "choice": ("choice",),
}


def examine(case: Case) -> Iterator[Finding]:
    """Units and ranges of every input, then each model, then each claim that asks one."""
    aid = case.aid
    for key, each in aid.inputs.items():
        yield from _input(("inputs", key), each)
    for key, use in aid.models.items():
        model = risk.models().get(use.name)
        if model is None:
            there = ", ".join(sorted(risk.models()))
            yield Finding(("models", key, "name"), f"there is no model {use.name!r}", f"there is {there}")
            continue
        yield from _mapping(aid, key, use, model)
        yield from _outputs(aid, key, use, model)
    for key, claim in aid.claims.items():
        if claim.model is not None and claim.model not in aid.models:
            yield Finding(("claims", key, "model"), f"there is no {claim.model!r} under models", "add it there")


def _input(here: Path, each: Input) -> Iterator[Finding]:
    for part in ("plausible", "allowed"):
        span = getattr(each, part)
        if span is not None and span[0] >= span[1]:
            yield Finding((*here, part), f"{span[0]:g} is not below {span[1]:g}", "write [lowest, highest]")
    if each.plausible and each.allowed and not _inside(each.allowed, each.plausible):
        yield Finding((*here, "allowed"), "this goes beyond what is plausible", "make plausible the wider of the two")
    if each.kind == "choice" and not each.choices:
        yield Finding(here, "a choice without choices", "write choices: {...}")


def _mapping(aid: Aid, key: str, use: ModelUse, model: risk.Model) -> Iterator[Finding]:
    specs: Mapping[str, InputSpec] = {spec.name: spec for spec in model.INPUTS}
    for theirs, ours in use.inputs.items():
        here: Path = ("models", key, "inputs", theirs)
        if theirs not in specs:
            yield Finding(here, f"{use.name} has no input {theirs!r}", f"it asks for {', '.join(specs)}")
        elif ours not in aid.inputs:
            yield Finding(here, f"there is no input {ours!r}", f"there is {', '.join(aid.inputs)}")
        else:
            yield from _fits(specs[theirs], ours, aid.inputs[ours])


def _fits(spec: InputSpec, name: str, asked: Input) -> Iterator[Finding]:
    here: Path = ("inputs", name)
    if asked.kind not in KINDS_OF[spec.kind]:
        yield Finding((*here, "kind"), f"the model takes {spec.kind}, not {asked.kind}", "ask for what the model takes")
        return
    for choice in asked.choices if spec.kind == "choice" else ():
        if choice not in spec.choices:
            what, remedy = f"the model does not know {choice!r}", f"one of {', '.join(spec.choices)}"
            yield Finding((*here, "choices", choice), what, remedy)
    if spec.kind not in ("choice", "yes_no"):
        yield from _fits_number(spec, here, asked)


def _fits_number(spec: InputSpec, here: Path, asked: Input) -> Iterator[Finding]:
    if (asked.unit or "1") != (spec.unit or "1"):
        remedy = f"write unit: {spec.unit or '1'}, and other units under also"
        yield Finding((*here, "unit"), f"the model takes {spec.unit or 'a bare number'}, not {asked.unit}", remedy)
        return
    wide = (-math.inf if spec.low is None else spec.low, math.inf if spec.high is None else spec.high)
    if asked.allowed is None:
        yield Finding(
            here, "nothing says for which values a number is shown", f"write allowed: [{wide[0]:g}, {wide[1]:g}]"
        )
    elif not _inside(asked.allowed, wide):
        yield Finding((*here, "allowed"), "this is wider than the model's people", f"from {wide[0]:g} to {wide[1]:g}")


def _outputs(aid: Aid, key: str, use: ModelUse, model: risk.Model) -> Iterator[Finding]:
    """The claims that ask one model, and what it is given that none of them uses."""
    specs: Mapping[str, InputSpec] = {spec.name: spec for spec in model.INPUTS}
    asked: set[str] = set()
    for name, claim in aid.claims.items():
        if claim.table is not None and claim.table[0] == key:
            asked.add("points")
            yield from _by_points(name, key, claim, model)
        elif claim.model == key and claim.output is not None:
            asked.add(claim.output)
            yield from _by_chance(name, key, claim.output, use, model)
    used = frozenset[str]().union(*(model.inputs_of(each) for each in asked & {*model.OUTPUTS}))
    for theirs in _unused(use, specs, used):
        what = f"no number of this aid uses {theirs}"
        yield Finding(("models", key, "inputs", theirs), what, "do not ask for what is not used")


def _by_chance(name: str, key: str, output: str, use: ModelUse, model: risk.Model) -> Iterator[Finding]:
    """A claim goes by a chance that the model gives, and the model gets all that this chance needs."""
    chances = [each for each in model.OUTPUTS if each.endswith("_pct")]
    if output not in chances:
        what = f"{use.name} has no chance {output!r}"
        yield Finding(("claims", name, "output"), what, f"it gives {', '.join(chances)}")
        return
    needed = model.inputs_of(output) & {spec.name for spec in model.INPUTS if spec.required}
    lacks = sorted(needed - use.inputs.keys())
    if lacks:
        what = f"{output} also needs {', '.join(lacks)}"
        yield Finding(("models", key, "inputs"), what, "ask for it, and map it here")


def _unused(use: ModelUse, specs: Mapping[str, InputSpec], used: Collection[str]) -> tuple[str, ...]:
    return tuple(theirs for theirs in use.inputs if used and theirs in specs and theirs not in used)


def _by_points(name: str, key: str, claim: Claim, model: risk.Model) -> Iterator[Finding]:
    """A table goes by a score, and each of its rows is for points."""
    part = "chance_by" if claim.chance_by else "rate_by"
    if "points" not in model.OUTPUTS:
        yield Finding(("claims", name, part), f"{key} gives a chance and no points", "name a score")
    for row in claim.table[1] if claim.table is not None else ():
        if span_of(row) is None:
            remedy = 'write "3", "7+" for seven or more, or "2-4"'
            yield Finding(("claims", name, part, key, row), f"{row!r} is no number of points", remedy)


def _inside(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
