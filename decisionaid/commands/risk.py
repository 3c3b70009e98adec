"""`decisionaid risk MODEL`: JSON Lines in, one object for each person; one answer per line out, in order.

A line that cannot be used is answered by ``{"refused": {"input", "value", "range"}}`` and the status is 1
at the end; the other lines are answered all the same. Never a clipped or partial number, never a traceback.
Each answer is written as soon as its line was read, so that another program can ask and wait.

Stricter than JSON readers use to be: a name given twice in one object is refused by its name (most readers
quietly keep the last), and NaN or a number too large to hold is refused as the input that it was given for.
What is no object at all (a list, a word, a broken or an overlong line, an object written over many lines) is
refused with the input null. A list of people is refused too: one person, one object, one answer.

Null is the same as not given. Blank lines ask nothing and get no answer, and neither does empty input: the
status is then 0. A 30-year chance that a model does not offer at an age is left out of the answer; an output
that has no value that means anything (`BLANK`) is null.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from ..errors import InputProblem, OutOfRange

if TYPE_CHECKING:
    from ..risk import Model

NAME = "risk"
HELP = "work out a published risk model for people given as JSON Lines on standard input"
LONGEST = 100_000
"""The longest object, in characters. A person takes a few hundred."""
ECHOED = 200
"""How many characters of a refused value are repeated."""
ONE_OBJECT = "one JSON object on one line"


class NotOneObject(OutOfRange):
    """A line that is not one JSON object, so there is no input to name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument: the name of the model."""
    parser.add_argument("model", metavar="MODEL", help="such as prevent_base")


def run(args: argparse.Namespace) -> int:
    """Answer every line. Returns 0 if all were answered, 1 if any was refused, 2 for an unknown model."""
    from ..risk import models

    model = models().get(args.model)
    if model is None:
        print(f"There is no model {args.model!r}. Models: {', '.join(sorted(models()))}.", file=sys.stderr)
        return 2
    if isinstance(sys.stdin, io.TextIOWrapper):
        # a byte order mark is dropped, and a broken character becomes a word that no input allows
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    status = 0
    for text in lines_of(sys.stdin or io.StringIO()):  # None where the door was closed on us: nobody asks
        answer = answer_to(text, model)
        if "refused" in answer:
            status = 1
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return status


def answer_to(text: str, model: Model) -> dict[str, object]:
    """The model's outputs, or what was refused and why.

    Example:
        >>> from decisionaid.risk import treatment_effects
        >>> answer_to('{"baseline_risk_pct": 10, "relative_risk": 0.5}', treatment_effects)
        {'refused': {'input': 'power', 'value': None, 'range': (0, 20)}}
    """
    try:
        person = _person(text)
        answers = model.estimate(person).outputs
    except NotOneObject as problem:
        return _refused(None, problem.value, problem.range)
    except InputProblem as problem:
        return _refused(problem.input, problem.value, problem.range)
    blank = model.BLANK
    return {name: answers.get(name) for name in model.OUTPUTS if name in answers or name in blank}


def _person(text: str) -> dict[str, object]:
    if len(text) > LONGEST:
        raise NotOneObject("", text[:ECHOED], f"{ONE_OBJECT} of at most {LONGEST} characters")
    try:
        person = json.loads(text, object_pairs_hook=_each_name_once)
    except (ValueError, RecursionError):
        person = None
    if not isinstance(person, dict):
        raise NotOneObject("", text.strip()[:ECHOED], ONE_OBJECT)
    return person


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    person: dict[str, object] = {}
    for name, value in pairs:
        if name in person:
            raise OutOfRange(name, value, "given a single time")
        person[name] = value
    return person


def _refused(name: str | None, value: object, allowed: object) -> dict[str, object]:
    return {"refused": {"input": name and name[:ECHOED], "value": _echo(value), "range": allowed}}


def _echo(value: object) -> object:
    """The refused value, if it can be written as JSON in a short line; else its beginning, as text."""
    if isinstance(value, str):
        return value[:ECHOED]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    try:
        text = json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return f"a {type(value).__name__} that cannot be shown"
    return value if len(text) <= ECHOED else text[:ECHOED]


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines that are not blank. Of one that is too long, only enough to show that."""
    while line := stream.readline(LONGEST + 1):
        rest = line
        while rest and not rest.endswith("\n") and len(rest) > LONGEST:
            rest = stream.readline(LONGEST + 1)
        if line.strip():
            yield line
