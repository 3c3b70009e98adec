"""Where they left off, in three lines: what they arrived at, what is still open, what mattered most to hear.

For the first page of another visit. Told as for somebody at home, so that nothing "just between us" stands here: the
screen may be shared by then with somebody who was not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..domain.page import Listed
from ..domain.readers import AtHome, Outside
from ..domain.talk import ISSUE_NAMES
from ..locale import Words
from ..told import Arrived, Told, decisions, joined, said_decision

LINES = 3


def left_off(told: Told[AtHome]) -> tuple[str, ...]:
    """At most three lines; none where nothing was written."""
    return tuple(line for line in _every(told) if line)[:LINES]


def _every(told: Told[Outside]) -> Iterator[str]:
    words = told.words
    arrived = tuple(decisions(told))
    yield " · ".join(_said(each, words) for each in arrived)
    yield joined(words.say("Still open:"), _asked(told), " · ", words)
    own = [f"“{said.words}”" for said in told.plan.words if said.words]
    yield joined(words.say("You said:"), own, " ", words)
    mattered = dict.fromkeys(words.say(ISSUE_NAMES[each.issue]) for each in told.plan.issues)
    yield joined(words.say("What mattered:"), mattered, ", ", words)
    days = sorted({each.decision.look_again for each in arrived if each.decision.look_again})
    yield joined(words.say("We look again:"), (words.day(day) for day in days), " · ", words)


def _asked(told: Told[Outside]) -> Iterator[str]:
    """The questions among what is still open: a decision that is open has its title before it."""
    for section in told.sections:
        for part in section.parts if section.slot == "open" else ():
            for item in part.items if isinstance(part, Listed) else ():
                if not item.strong:
                    yield f"“{item.own.words}”" if item.own else item.text


def _said(arrived: Arrived, words: Words) -> str:
    nobody = replace(arrived, decision=replace(arrived.decision, voice=None, via=None))
    return words.say(
        "{title} {what}.", title=arrived.aid.title, what=said_decision(nobody, words, with_option=False).rstrip(".")
    )
