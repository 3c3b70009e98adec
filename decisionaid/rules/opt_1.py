"""One can always leave things as they are: whoever sits there has a choice, and one way of it is not to act now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from ..domain.aid import Aid
from ..domain.conditions import Test, Value
from . import CHOOSING, Case, Finding, Level

ID = "OPT-1"
ASKS = "Is no change, watching or not now an option for everybody, with equal standing and no default?"
WHY = "A choice without a way to leave things as they are is an order."
SOURCE = "NICE standards framework ECD8 (2021); IPDASi v4; FDA guidance on 520(o)(1)(E), no silent default"
KINDS = CHOOSING
LEVEL: Level = "draft"
QUIET = ("no_change", "watch", "not_now")
MOST_CASES = 4096


def examine(case: Case) -> Iterator[Finding]:
    """Asked for every kind of person that the options tell apart; the language itself knows no default."""
    aid = case.aid
    if not any(option.kind in QUIET for option in aid.options.values()):
        yield Finding(
            ("options",), "no option leaves things as they are", "add one of kind no_change, watch or not_now"
        )
        return
    for values in islice(_people(aid), MOST_CASES):
        open_to = [option for option in aid.options.values() if option.applies_when.holds(values) is not False]
        who = ", ".join(f"{key} = {_plain(value)}" for key, value in values.items()) or "everybody"
        if len(open_to) < 2:
            yield Finding(("options",), f"there is no choice for {who}", "give them at least two options")
            return
        if not any(option.kind in QUIET for option in open_to):
            yield Finding(
                ("options",), f"for {who} no option leaves things as they are", "give them no_change, watch or not_now"
            )
            return


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
