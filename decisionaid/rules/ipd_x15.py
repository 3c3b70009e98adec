"""Questions worth asking: they help to begin, and they print."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level

ID = "IPD-X15"
ASKS = "Does the aid have questions worth asking?"
WHY = "Who is handed a question dares to ask the next one."
SOURCE = "IPDASi v4, guidance item, doi:10.1177/0272989X13501721; Ballard 2024, questions are invited"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """At least one question."""
    if not case.aid.questions:
        what = "no question is worth asking here"
        yield Finding(("questions",), what, 'write questions: {how_long: "How long ...?"}', "warning")
