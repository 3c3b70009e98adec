"""Where they left off, in at most three lines: what they decided, what is still open, what mattered most to hear.

For the first page of another visit. Told as for somebody at home, so that nothing "just between us" stands here: the
screen may be shared by then with somebody who was not there. Each kind of card says its own few words
(`domain.page.ReminderPart`); here they are laid out, and nothing is known of any kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from .domain.page import Slot, for_another_visit
from .domain.phrases import phrase
from .domain.readers import AtHome
from .handout import Handout, joined

MOST_LINES = 3
IN_ORDER: tuple[tuple[Slot, str, str], ...] = (
    ("decided", "", " · "),
    ("open", phrase("Still open:"), " · "),
    ("said", phrase("You said:"), " "),
    ("mattered", phrase("What mattered:"), ", "),
    ("again", phrase("We look again:"), " · "),
)
"""Place on the page, what its line begins with, and what stands between its words; the most needed first."""


def lines_left_off(handout: Handout[AtHome]) -> tuple[str, ...]:
    """Return at most three lines; () where nothing was written."""
    return tuple(_every(handout))[:MOST_LINES]


def _every(handout: Handout[AtHome]) -> Iterator[str]:
    reminders, words = for_another_visit(handout.sections), handout.words
    for slot, head, between in IN_ORDER:
        if slot in reminders:
            yield joined(words.say(head) if head else "", reminders[slot], between, words)
