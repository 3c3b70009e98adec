"""One can always leave things as they are: whoever sits there has a choice, and one way of it is not to act now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from ..domain.aid import Aid
from ..domain.conditions import Test, Value
from ..domain.options import Option
from . import CHOOSING, Case, Finding, Level
from ._options import QUIET

ID = "OPT-1"
ASKS = "Is no change, watching or not now an option for everybody, with equal standing and no default?"
WHY = "A choice without a way to leave things as they are is an order."
SOURCE = "NICE standards framework ECD8 (2021); IPDASi v4; FDA guidance on 520(o)(1)(E), no silent default"
KINDS = CHOOSING
LEVEL: Level = "draft"
MOST_CASES = 4096


def examine(case: Case) -> Iterator[Finding]:
    """Asked for every kind of person that the options tell apart; the language itself knows no default."""
    aid = case.aid
    if not any(option.kind in QUIET for option in aid.options.values()):
        yield Finding(
            ("options",), "no option leaves things as they are", "add one of kind no_change, watch or not_now"
        )
        return
    served = [(_who(values), _open_to(aid, values)) for values in islice(_people(aid), MOST_CASES)]
    few = [(who, options) for who, options in served if len(options) < 2]
    loud = [who for who, options in served if not any(option.kind in QUIET for option in options)]
    if few:
        there = "one option alone" if few[0][1] else "no option"
        what = f"people with {few[0][0]} have {there} here{_and_more(few)}"
        yield Finding(("options",), what, "give them at least two options, by applies_when:")
    elif loud:
        what = f"for people with {loud[0]} no option leaves things as they are{_and_more(loud)}"
        yield Finding(("options",), what, "give them no_change, watch or not_now")


def _open_to(aid: Aid, values: dict[str, Value]) -> list[Option]:
    return [option for option in aid.options.values() if option.applies_when.holds(values) is not False]


def _who(values: dict[str, Value]) -> str:
    return " and ".join(f"{key} = {_plain(value)}" for key, value in values.items()) or "any answers"


def _and_more(found: list[Any]) -> str:
    return f"; so have {len(found) - 1} more combinations of answers" if len(found) > 1 else ""


def _people(aid: Aid) -> Iterator[dict[str, Value]]:
    tests: dict[str, list[Test]] = {}
    for option in aid.options.values():
        for test in option.applies_when.tests:
            tests.setdefault(test.input, []).append(test)
    answers = [_answers(aid, key, asked) for key, asked in tests.items()]
    for chosen in product(*answers):
        yield dict(zip(tests, chosen, strict=True))


def _answers(aid: Aid, key: str, tests: list[Test]) -> list[Value]:
    asked = aid.inputs[key]
    if asked.kind == "yes_no":
        return [True, False]
    if asked.kind == "choice":
        return list(asked.choices)
    edges = sorted({edge for test in tests for edge in (test.from_, test.to) if edge is not None})
    around = [edge + step for edge in edges for step in (-0.5, 0, 0.5)]
    low, high = asked.allowed or (-float("inf"), float("inf"))
    return [value for value in around if low <= value <= high] or list(edges) or [low]


def _plain(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
