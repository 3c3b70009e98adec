"""Where they left off, in at most three lines: what they decided, what is still open, what mattered most to hear.

For the first page of another visit. Told as for somebody at home, so that nothing "just between us" stands here: the
screen may be shared by then with somebody who was not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .domain.conversation import ISSUE_NAMES
from .domain.page import ListPart
from .domain.readers import AtHome, Outside
from .handout import DecisionInFull, Handout, decision_in_words, decisions, joined
from .locale import Words

LINES = 3


def lines_left_off(handout: Handout[AtHome]) -> tuple[str, ...]:
    """Return at most three lines; () where nothing was written."""
    return tuple(line for line in _every(handout) if line)[:LINES]


def _every(handout: Handout[Outside]) -> Iterator[str]:
    words = handout.words
    decided = tuple(decisions(handout))
    yield " · ".join(_decision_line(each, words) for each in decided)
    yield joined(words.say("Still open:"), _asked(handout), " · ", words)
    own = [f"“{said.words}”" for said in handout.plan.words if said.words]
    yield joined(words.say("You said:"), own, " ", words)
    mattered = dict.fromkeys(words.say(ISSUE_NAMES[each.issue]) for each in handout.plan.issues)
    yield joined(words.say("What mattered:"), mattered, ", ", words)
    days = sorted({each.decision.look_again for each in decided if each.decision.look_again})
    yield joined(words.say("We look again:"), (words.day(day) for day in days), " · ", words)


def _asked(handout: Handout[Outside]) -> Iterator[str]:
    """The questions that are still open. Open decisions have a title before them, and are left out."""
    for section in handout.sections:
        for part in section.parts if section.slot == "open" else ():
            for item in part.items if isinstance(part, ListPart) else ():
                if not item.strong:
                    yield f"“{item.own.words}”" if item.own else item.text


def _decision_line(decided: DecisionInFull, words: Words) -> str:
    nobody = replace(decided, decision=replace(decided.decision, voice=None, via=None))
    return words.say(
        "{title} {what}.", title=decided.aid.title, what=decision_in_words(nobody, words, with_option=False).rstrip(".")
    )
