"""What cannot wait for a card says whom to call, with a number that can be called at once."""

from __future__ import annotations

from collections.abc import Iterator

from . import EVERY, Case, Finding, Level

ID = "CRISIS-1"
ASKS = "Does each line of what cannot wait say whom to call?"
WHY = "A warning without a number leaves somebody alone at the worst moment."
SOURCE = "FDA guidance on 520(o)(1)(E): never for emergencies; hazard H15"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each line has a call."""
    for key, each in case.aid.crisis.items():
        if each.call is None:
            yield Finding(("crisis", key), "this says nothing of whom to call", "add call: and a fact with a phone")
