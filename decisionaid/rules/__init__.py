"""Checks of an aid, one per file; the folder is the list.

A rule is a module with

- ``ID, ASKS, WHY, SOURCE``: as in the checklists; the question in plain words, why it matters, where it comes from;
- ``LEVEL``: ``draft`` (asked of every aid), ``review`` (asked before people review it) or ``approve``; levels only add;
- ``KINDS``, if it judges some kinds of aid only: for the others it is reported as not applying, never as passed;
- ``examine(case) -> findings``, pure. A finding names the path inside the aid; whoever read the file knows its line.

A finding is an ``error``, a ``warning``, or ``human``: what no machine can see is reported as "a human must look" and
never as passed. Names that lead nowhere were refused by the reader before a rule is asked, so a rule may follow them.
Files that begin with an underscore are shared by rules and are none themselves.

Rejected: one long function with all checks, because nobody finds the clause it came from; rules written in a language
of their own, because a rule that needs arithmetic then needs a way out of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType, ModuleType
from typing import Literal

from ..domain.aid import Aid, Edition
from ..domain.walk import words_of

Path = tuple[str | int, ...]
Level = Literal["draft", "review", "approve"]
Weight = Literal["error", "warning", "human"]

LEVELS: tuple[Level, ...] = ("draft", "review", "approve")
CHOOSING: tuple[str, ...] = ("decision", "screening")
"""Kinds of aid that compare options; a conversation and a card of care skills have none to compare."""


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        path: where it stands, inside the aid.
        language: set where it speaks of words: whose words; "" for facts and numbers.
    """

    path: Path
    what: str
    remedy: str
    level: Weight = "error"
    language: str = ""


@dataclass(frozen=True)
class Said:
    """One text of an aid in one language, by its path (see `domain.walk`)."""

    language: str
    path: str
    text: str

    def finding(self, what: str, remedy: str, level: Weight = "error") -> Finding:
        """A finding about these words."""
        return Finding(tuple(self.path.split(".")), what, remedy, level, self.language)


@dataclass(frozen=True)
class Case:
    """What a rule looks at: an edition, on a day, at a level.

    Attributes:
        on: the day on which dates are judged.
    """

    edition: Edition
    on: date
    level: Level = "review"

    @property
    def aid(self) -> Aid:
        """The aid in its first language."""
        return self.edition.aid

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every text of every language, the first language first, in the order of the files."""
        first = self.aid.language
        return (
            *(Said(first, path, text) for path, text in words_of(self.aid).items()),
            *(
                Said(language, path, text)
                for language, words in self.edition.words.items()
                for path, text in words.items()
            ),
        )


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one aid.

    Attributes:
        applies: False where the rule does not judge this kind of aid.
    """

    rule: str
    applies: bool
    findings: tuple[Finding, ...] = ()


@cache
def rules() -> Mapping[str, ModuleType]:
    """Every rule of this folder by its id.

    Example:
        >>> "RC-1" in rules()
        True
    """
    found = (
        importlib.import_module(f"{__name__}.{each.name}")
        for each in pkgutil.iter_modules(__path__)
        if not each.name.startswith("_")
    )
    return MappingProxyType({module.ID: module for module in sorted(found, key=lambda module: str(module.ID))})


def judge(case: Case) -> Iterator[Verdict]:
    """Ask every rule of this level and of those below it."""
    for key, rule in rules().items():
        if LEVELS.index(rule.LEVEL) > LEVELS.index(case.level):
            continue
        applies = case.aid.kind in getattr(rule, "KINDS", (case.aid.kind,))
        yield Verdict(key, applies, tuple(rule.examine(case)) if applies else ())
