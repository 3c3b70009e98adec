"""`decisionaid risk MODEL`: one JSON object, or one per line, in; one answer per line out, in order.

A line that cannot be used is answered by ``{"refused": {...}}``, and the status is 1 at the end. Never a clipped or partial number.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TextIO

from ..errors import InputProblem

NAME = "risk"
HELP = "work out a published risk model for people given as JSON on standard input"
MAX_LINE = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The model's name."""
    parser.add_argument("model", metavar="MODEL", help="such as prevent_base")


def run(args: argparse.Namespace) -> int:
    """Answer every line; 0 if all were answered, 1 if any was refused, 2 for an unknown model."""
    from ..risk import models

    model = models().get(args.model)
    if model is None:
        print(f"There is no model {args.model!r}. Models: {', '.join(sorted(models()))}.", file=sys.stderr)
        return 2
    status = 0
    for text in documents(sys.stdin):
        answer = answer_to(text, model)
        if "refused" in answer:
            status = 1
        sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return status


def documents(stream: TextIO) -> Iterator[str]:
    """The JSON texts of a stream: one per line, or a single one over many lines.

    The first line decides: if it is not JSON by itself, the whole input is taken as one text where that is JSON.
    """
    first = ""
    for first in stream:
        if first.strip():
            break
    if not first.strip():
        return
    if _is_json(first):
        yield first
    else:
        rest = stream.read(MAX_LINE)
        if _is_json(first + rest):
            yield first + rest
            return
        yield first
        yield from (line for line in rest.splitlines() if line.strip())
    for line in stream:
        if line.strip():
            yield line


def answer_to(text: str, model: ModuleType) -> dict[str, object]:
    """The model's outputs, or what was refused and why."""
    try:
        person = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return _refused(None, text.strip()[:80], "one JSON object")
    if not isinstance(person, dict):
        return _refused(None, text.strip()[:80], "one JSON object")
    try:
        return dict(model.estimate(person).outputs)
    except InputProblem as problem:
        return _refused(problem.input, problem.value, problem.range)


def _refused(name: str | None, value: object, allowed: object) -> dict[str, object]:
    return {"refused": {"input": name, "value": value, "range": list(allowed) if isinstance(allowed, tuple) else allowed}}


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
