"""Names that only have to agree with each other are written alike: lists that are asked together, shared work.

Nothing refuses such a name, for any is allowed; a slip of the pen makes two lists of one, or a task that is done twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from ..domain.aid import Aid
from . import EVERY, Case, Finding, Level

ID = "NAME-1"
ASKS = "Are names that have to agree written alike, as in together and shared_as?"
WHY = "A misspelt name is a list of its own, or work that is counted twice, and nothing says so."
SOURCE = "Hazard H02, a part is silently lost"
LEVEL: Level = "review"
KINDS = EVERY
ALIKE = 0.8
"""From here on, two names are taken for one with a slip of the pen."""
Path = tuple[str | int, ...]


def examine(case: Case) -> Iterator[Finding]:
    """Names of lists, then names of shared work."""
    yield from _alike([(path, name) for path, name in _together(case.aid)])
    yield from _alike([(path, name) for path, name in _shared(case.aid)])


def _together(aid: Aid) -> Iterator[tuple[Path, str]]:
    for key, asked in aid.inputs.items():
        if asked.together is not None:
            yield ("inputs", key, "together"), asked.together


def _shared(aid: Aid) -> Iterator[tuple[Path, str]]:
    for option_id, option in aid.options.items():
        for key, activity in option.activities.items():
            if activity.shared_as is not None:
                yield ("options", option_id, "activities", key, "shared_as"), activity.shared_as


def _alike(named: list[tuple[Path, str]]) -> Iterator[Finding]:
    counts = Counter(name for _, name in named)
    for path, name in named:
        close = get_close_matches(name, [each for each in counts if each != name], n=1, cutoff=ALIKE)
        if close and counts[close[0]] > counts[name]:
            yield Finding(path, f"{name!r} stands alone beside {close[0]!r}", f"did you mean {close[0]}?")
