"""The fold against a second telling of the same rules, written as definitions instead of a walk.

Hypothesis taps at random: new lines, changes of mind, undos (of undos of undos), marks and lifts; after every tap the
plan must be what the definitions say.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from decisionaid.domain.encounter import Choice
from tests.domain.test_plan import line, privacy, screen, undo

ITEMS = ("said", "words")


class Definitions:
    """What a plan is, line by line, in words that do not walk."""

    def __init__(self, lines: list[Choice]) -> None:
        self.lines = lines
        self.by_seq = {each.seq: each for each in lines}

    def alive(self, seq: int) -> bool:
        """Nobody took it back, or whoever did was taken back."""
        return not any(each.withdraws == seq and self.alive(each.seq) for each in self.lines)

    def question(self, each: Choice) -> str:
        return self.by_seq[each.value["line"]].item if each.kind == "privacy" else each.item

    def says_private(self, each: Choice) -> bool:
        """It says so itself, or it is a new line on a question that was private when it was said."""
        if each.kind == "privacy":
            return bool(each.value["private"])
        return each.private or any(
            self.question(other) == each.item and self.in_force(other, each.seq) for other in self.lines
        )

    def in_force(self, each: Choice, until: int) -> bool:
        """It made its question private before, and until then nobody lifted that or took it back."""
        if each.kind == "undo" or each.seq >= until or not self.says_private(each):
            return False
        between = [other for other in self.lines if each.seq < other.seq < until and self.alive(other.seq)]
        lifted = any(self.opens(other) and self.question(other) == self.question(each) for other in between)
        return not lifted and not any(other.withdraws == each.seq for other in between)

    def opens(self, each: Choice) -> bool:
        return each.kind == "privacy" and not each.value["private"]

    def is_private(self, line: Choice) -> bool:
        """The newest mark or opening decides; without one, it said so itself, or a later line on its question does."""
        about = [
            each
            for each in self.lines
            if each.seq >= line.seq and each.kind != "undo" and self.question(each) == line.item
        ]
        marks = [each for each in about if each.kind == "privacy" and each.value["private"]]
        opens = [each for each in about if self.opens(each) and each.value["line"] == line.seq and self.alive(each.seq)]
        decides = max([*marks, *opens], key=lambda each: each.seq, default=None)
        if decides is not None:
            return decides in marks
        return self.says_private(line) or any(each.private for each in about)

    def standing(self) -> list[tuple[int, bool]]:
        newest = {
            each.item: each for each in self.lines if each.kind not in ("undo", "privacy") and self.alive(each.seq)
        }
        return sorted((each.seq, self.is_private(each)) for each in newest.values())


class Table(RuleBasedStateMachine):
    """Two people and a screen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Choice] = []

    @property
    def next(self) -> int:
        return len(self.lines) + 1

    def said(self) -> list[Choice]:
        return [each for each in self.lines if each.kind == "situation"]

    @rule(item=st.sampled_from(ITEMS), private=st.booleans())
    def say(self, item: str, private: bool) -> None:
        self.lines.append(line(self.next, item, private=private))

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        self.lines.append(undo(self.next, data.draw(st.sampled_from(self.lines)).seq))

    @precondition(lambda self: self.said())
    @rule(data=st.data(), kept=st.booleans())
    def mark(self, data: st.DataObject, kept: bool) -> None:
        self.lines.append(privacy(self.next, data.draw(st.sampled_from(self.said())).seq, kept))

    @invariant()
    def the_plan_is_what_the_definitions_say(self) -> None:
        shuffled = random.Random(len(self.lines)).sample(self.lines, len(self.lines))
        told = [(each.seq, each.private) for each in screen(*shuffled).standing]
        assert told == Definitions(self.lines).standing()


Table.TestCase.settings = settings(max_examples=120, stateful_step_count=14, deadline=None)
TestThePlan = pytest.mark.hazard("H17")(Table.TestCase)
