"""Every test of a condition can be answered by its input, and somebody can fit it.

A test that its input can never fit is never true: then a person whom a card is not for is shown numbers, or nobody is
shown any, and nothing on the screen says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import combinations

from ..domain.aid import Aid, Input
from ..domain.conditions import Group, Test
from ..domain.references import tests_of
from . import EVERY, Case, Finding, Level, Path
from ._meeting import shut_out

ID = "TEST-1"
ASKS = "Can every condition be answered by the input that it asks about?"
WHY = "A condition that never fires lets numbers through to people whom they do not fit, without a sound."
SOURCE = "Hazard H15, applicability; FDA guidance on 520(o)(1)(E), missing inputs are named"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each test, then tests that must hold together."""
    groups: dict[Path, list[Test]] = {}
    for path, test in tests_of(case.aid):
        groups.setdefault(path, []).append(test)
    for path, tests in groups.items():
        for test in tests:
            yield from _one(case.aid, path, test)
        yield from _all(path, tests, _joined(case.aid, path))


def _one(aid: Aid, path: Path, test: Test) -> Iterator[Finding]:
    asked = aid.inputs[test.input]
    if asked.kind == "date":
        remedy = "ask in a yes_no or a choice what depends on it, such as: longer than six months ago?"
        yield _wrong(path, f"{test.input} is a day, and no condition can ask about a day", remedy)
    elif test.from_ is not None or test.to is not None:
        yield from _span(path, test, asked)
    elif asked.kind == "yes_no" and not isinstance(test.is_, bool):
        said = test.is_ or ", ".join(test.one_of)
        yield _wrong(path, f"{test.input} is answered yes or no, and never {said!r}", "write is: true, or is: false")
    elif asked.kind in ("number", "count"):
        given = test.is_ if test.is_ is not None else ", ".join(test.one_of)
        yield _wrong(path, f"{test.input} is a number, and never {_word(given)}", "write from: and to:")
    elif asked.kind == "choice" and asked.choices:
        yield from _choices(path, test, asked)


def _choices(path: Path, test: Test, asked: Input) -> Iterator[Finding]:
    for given in test.one_of or (test.is_,):
        if given not in asked.choices:
            close = get_close_matches(str(given), asked.choices, n=1)
            there = f"did you mean {close[0]}?" if close else f"there is {', '.join(asked.choices)}"
            yield _wrong(path, f"{test.input} has no choice {_word(given)}", there)


def _span(path: Path, test: Test, asked: Input) -> Iterator[Finding]:
    low = float("-inf") if test.from_ is None else test.from_
    high = float("inf") if test.to is None else test.to
    if asked.kind == "yes_no":
        yield _wrong(path, f"{test.input} is answered yes or no, not with a number", "write is: true, or is: false")
    elif asked.kind == "choice":
        remedy = f"write is: and one of {', '.join(asked.choices)}"
        yield _wrong(path, f"{test.input} is a choice, not a number", remedy)
    elif low > high:
        yield _wrong(path, f"from {low:g} to {high:g} fits nobody", f"write from: {high:g}, to: {low:g}")
    elif asked.plausible is not None:
        yield from _within(path, test, (low, high), asked.plausible)


def _within(path: Path, test: Test, span: tuple[float, float], plausible: tuple[float, float]) -> Iterator[Finding]:
    (low, high), (least, most) = span, plausible
    remedy = f"{test.input} goes from {least:g} to {most:g}"
    if low > most or high < least:
        yield _wrong(path, "no value that the card takes lies there", remedy)
        return
    for edge in (high, low):
        if abs(edge) != float("inf") and not least <= edge <= most:
            yield _wrong(path, f"{edge:g} lies outside every value that the card takes", remedy)
            return


def _all(path: Path, tests: list[Test], joined: Group | None) -> Iterator[Finding]:
    for one, other in combinations(joined.all if joined is not None else (), 2):
        if one in tests and shut_out(one, other):
            yield _wrong(path, f"nobody fits both of what is asked of {one.input}", "write them under any:, or as one")


def _joined(aid: Aid, path: Path) -> Group | None:
    """The group at a path of the aid."""
    at: object = aid
    for part in path:
        name = {"for": "for_", "from": "from_"}.get(str(part), str(part))
        at = at.get(part) if hasattr(at, "get") else getattr(at, name, None)
    return at if isinstance(at, Group) else None


def _word(given: object) -> str:
    return {True: "true", False: "false"}.get(given, repr(given)) if isinstance(given, bool) else repr(given)


def _wrong(path: Path, what: str, remedy: str) -> Finding:
    return Finding(path, what, remedy)
