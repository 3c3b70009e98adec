"""The format "note": the clinician's note as plain text, at most twelve lines.

The lines that the cards say for a chart, in the order of the page: what somebody said, the numbers that were shown with
their model, where they arrived, what mattered, where each leans who said yes to it, what stays open. It tells what
happened and adds no advice. Long lists are shortened with a count of what is left out, so that the twelve lines hold,
and what was decided is left out last; the plan itself stays whole.
"""

from __future__ import annotations

from ..domain.page import for_chart
from ..domain.readers import NOTE, Outside
from . import Handout

NAME = "note"
MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"
READER = NOTE

MAX_LINES = 12
MAX_WIDTH = 240


def render(handout: Handout[Outside]) -> bytes:
    """The note as UTF-8 text, lines ended by a line feed."""
    words = handout.words
    first = [words.say("PRACTICE - not a real visit.")] if handout.practice else []
    first.append(_heading(handout))
    last = [
        words.say("Told from the choices made in this visit with decisionaid; it records the talk and adds no advice.")
    ]
    lines, left_out = for_chart(handout.sections, MAX_LINES - len(first) - len(last))
    if left_out:
        more = words.plural("({count} more line in the plan.)", "({count} more lines in the plan.)", left_out)
        last.insert(0, more)
    return "\n".join([*(_tidy(line) for line in (*first, *(text for _, text in lines), *last)), ""]).encode()


def _heading(handout: Handout[Outside]) -> str:
    words = handout.words
    who = ", ".join(name for name in (handout.person, handout.clinician) if name)
    return words.say("Shared decision talk, {day}. {who}", day=words.day(handout.on), who=who).strip()


def _tidy(line: str) -> str:
    flat = " ".join("".join(char if char.isprintable() else " " for char in line).split())
    return flat if len(flat) <= MAX_WIDTH else flat[: MAX_WIDTH - 1].rstrip() + "…"
