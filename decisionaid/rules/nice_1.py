"""Who the aid is for, and what everybody else is told."""

from __future__ import annotations

from collections.abc import Iterator

from . import CHOOSING, Case, Finding, Level

ID = "NICE-1"
ASKS = "Does the aid say who it is for?"
WHY = "An aid for everybody shows its numbers to people who were never counted."
SOURCE = "NICE standards framework ECD8; NG197, 1.3"
LEVEL: Level = "review"
KINDS = CHOOSING


def examine(case: Case) -> Iterator[Finding]:
    """A condition under `for`, or under `not_for`."""
    if not case.aid.for_.tests and not case.aid.not_for:
        what = "nothing says who this is for"
        yield Finding(("for",), what, "write for: {all: [{input: age, from: 40}]}, and for_say: ...")
