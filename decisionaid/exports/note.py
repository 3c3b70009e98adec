"""The format "note": the clinician's note as plain text, at most twelve lines.

The lines that the cards say for a chart, in the order of the page: what somebody said, the numbers that were shown with
their model, where they arrived, what mattered, where each leans who said yes to it, what stays open. It tells what
happened and adds no advice. Long lists are shortened with a count of what is left out, so that the twelve lines hold,
and what was decided is left out last; the plan itself stays whole. It is the record of one visit: what stands from an
earlier one comes last, a line for each visit, with its day and its clinician.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..domain.page import chart_lines, for_chart
from ..domain.phrases import phrase
from ..domain.readers import NOTE, Outside
from . import Handout

NAME = "note"
MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"
READER = NOTE

NOTHING = phrase("Nothing was written in this visit.")
CLOSED = (".", ":", "?", "!", "…")
"""How a line ends that another may follow; a full stop is set after any other."""
MAX_LINES = 12
MAX_WIDTH = 240
MOST_EARLIER = 4
"""How many lines are kept free for what stands from earlier visits, the newest first; fewer where this visit decided
much, and at least one.
"""


def render(handout: Handout[Outside]) -> bytes:
    """The note as UTF-8 text, lines ended by a line feed."""
    words, (told, *before) = handout.words, handout.by_visit or (handout,)
    first = [words.say("PRACTICE - not a real visit.")] if handout.practice else []
    first.append(_heading(replace(handout, on=told.on, clinician=told.clinician)))
    last = [
        words.say("Told from the choices made in this visit with decisionaid; it records the talk and adds no advice.")
    ]
    earlier = [line for each in before for line in _from_before(each)]
    room = MAX_LINES - len(first) - len(last)
    decided = sum(slot == "decided" for slot, _ in chart_lines(told.sections))
    lines, left_out = for_chart(told.sections, room - min(len(earlier), MOST_EARLIER, max(1, room - decided)))
    said = [text for _, text in lines]
    if earlier and not said:
        nothing = phrase("Nothing was decided in this visit.") if told.plan.standing else NOTHING
        said = [words.say(nothing)]
    there = room - len(said) - bool(left_out)
    kept = earlier if len(earlier) <= there else earlier[: there - (not left_out)]
    left_out += len(earlier) - len(kept)
    if left_out:
        more = words.plural("({count} more line in the plan.)", "({count} more lines in the plan.)", left_out)
        last.insert(0, more)
    return "\n".join([*map(_tidy, (*first, *said, *kept, *last)), ""]).encode()


def _from_before(told: Handout[Outside]) -> Iterator[str]:
    """What stands from one earlier visit, with its day: the decision first, as few lines as it takes."""
    who = ", ".join(part for part in (told.words.day(told.on), told.clinician) if part)
    parts = sorted(chart_lines(told.sections), key=lambda line: line[0] != "decided")
    line = told.words.say("Stands from before ({day_and_who}):", day_and_who=who)
    for _, text in parts:
        if len(line) + len(text) >= MAX_WIDTH:
            yield line
            line = text
        else:
            line = f"{line if line.endswith(CLOSED) else f'{line}.'} {text}"
    if parts:
        yield line


def _heading(handout: Handout[Outside]) -> str:
    words = handout.words
    who = ", ".join(name for name in (handout.person, handout.clinician) if name)
    return words.say("Shared decision talk, {day}. {who}", day=words.day(handout.on), who=who).strip()


def _tidy(line: str) -> str:
    flat = " ".join("".join(char if char.isprintable() else " " for char in line).split())
    return flat if len(flat) <= MAX_WIDTH else flat[: MAX_WIDTH - 1].rstrip() + "…"
