"""How far each line of a log is open: to the account that heard it, to the clinic, or to everybody.

What makes a line private and what opens it again is said in `domain.readers`, which asks here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from .disputes import SETTLED, Subject, taken_back
from .encounter import Choice

Openness = Literal["hand", "clinic", "all"]
"""How far a line is open: to the account that heard it, to the clinic, or to everybody."""

Belongs = Mapping[str, Mapping[str, str]]
"""Kind -> item -> the item that it belongs to. An item `a.b` belongs to `a` without being named here."""

PRIVACY = "privacy"
TAKEN_OUT = "taken_out"
UNDO = "undo"
ABOUT_LINES = frozenset({PRIVACY, TAKEN_OUT, UNDO, SETTLED})
"""Kinds of lines that are about other lines. They are never part of a plan themselves."""


def subject_of(choice: Choice) -> Subject:
    """What a line is about: (kind, aid, item). A later line about the same replaces it."""
    return choice.kind, choice.aid_id, choice.item


def open_to(ordered: Sequence[Choice], belongs: Belongs) -> dict[int, Openness]:
    """seq -> how far that line is open."""
    return _Walk(ordered, belongs).level


class _Walk:
    """Goes through a log one time and finds how far each line is open.

    Attributes:
        level: seq -> how far that line is open. opened: seqs of lines that were opened; only a mark shuts them again.
        why: (question, account) -> seqs that make the next line of that account on it private.
    """

    def __init__(self, ordered: Sequence[Choice], belongs: Belongs) -> None:
        self.belongs = belongs
        self.gone = taken_back(ordered)
        self.level: dict[int, Openness] = {}
        self.opened: set[int] = set()
        self.said: dict[int, Choice] = {}
        self.why: dict[tuple[Subject, str | None], set[int]] = {}
        for choice in ordered:
            if choice.withdraws is not None and choice.seq not in self.gone:
                for reasons in self.why.values():
                    reasons.discard(choice.withdraws)
            if choice.kind == PRIVACY:
                self._about(choice)
            elif choice.kind not in ABOUT_LINES:
                self._add(choice)

    def _add(self, choice: Choice) -> None:
        of, account = subject_of(choice), choice.hand.account_id
        self.said[choice.seq], self.level[choice.seq] = choice, "all"
        if choice.private:
            self._cover(of, choice.seq, {account})
        elif self.why and any(self.why.get((each, account)) for each in self._up(of)):
            self.level[choice.seq] = "hand"
            self.why.setdefault((of, account), set()).add(choice.seq)

    def _about(self, choice: Choice) -> None:
        line = self.said.get(int(choice.value["line"]))
        if line is None or not self._may_see(line, choice.hand.account_id):
            return
        if choice.value["private"]:
            self._mark(choice, line)
        elif choice.seq not in self.gone:
            danger = choice.value.get("why") == "danger"
            self.level[line.seq] = "clinic" if danger else "all"
            self.opened.add(line.seq)
            if not danger:
                self.why.pop((subject_of(line), line.hand.account_id), None)

    def _may_see(self, line: Choice, account_id: str | None) -> bool:
        """Whether the screen of an account may see a line that is open so far."""
        return self.level[line.seq] != "hand" or (account_id is not None and line.hand.account_id == account_id)

    def _mark(self, choice: Choice, line: Choice) -> None:
        of, heard = subject_of(line), {line.hand.account_id}
        if self.level[line.seq] != "hand":
            heard |= {each.hand.account_id for each in self.said.values()}
        self.opened -= {seq for seq, each in self.said.items() if of in self._up(subject_of(each))}
        self._cover(of, choice.seq, heard)

    def _cover(self, of: Subject, seq: int, accounts: Collection[str | None]) -> None:
        """Make private what these accounts said on a subject, and on everything that belongs to it."""
        for each in self.said.values():
            if each.hand.account_id in accounts and of in self._up(subject_of(each)):
                if each.seq not in self.opened:
                    self.level[each.seq] = "hand"
                if subject_of(each) == of:
                    self.why.setdefault((of, each.hand.account_id), set()).add(seq)

    def _up(self, of: Subject) -> Iterable[Subject]:
        """A subject, then what it belongs to, and so on upwards."""
        kind, aid_id, item = of
        while item:
            yield kind, aid_id, item
            item = self.belongs.get(kind, {}).get(item) or item.rpartition(".")[0]
