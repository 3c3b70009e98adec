"""What happens if nothing is done: the natural course, with a number.

Without it, nobody can tell what the other options change.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import CHOOSING, Case, Finding, Level
from ._options import QUIET

ID = "IPD-X1"
ASKS = "Does the option that leaves things as they are say, with a number, what may happen then?"
WHY = "What an option changes is seen only beside what happens without it."
SOURCE = "IPDASi v4, quality item 1, doi:10.1177/0272989X13501721"
LEVEL: Level = "review"
KINDS = CHOOSING


def examine(case: Case) -> Iterator[Finding]:
    """At least one number under an option of a quiet kind."""
    quiet = {key: option for key, option in case.aid.options.items() if option.kind in QUIET}
    counted = [name for option in quiet.values() for names in option.chances.values() for name in names]
    if quiet and set(counted) <= {"unknown"}:
        key = next(iter(quiet))
        what = "nothing says, with a number, what may happen if nothing is changed"
        yield Finding(("options", key, "chances"), what, "name a claim under one of its outcomes")
