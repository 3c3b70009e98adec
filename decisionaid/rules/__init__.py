"""The checks of an aid, one rule per module, in the file of its id (``rules/rc_1.py`` for RC-1).

A rule is a module with the names of `Rule`, in the file of its id (``rules/rc_1.py`` for RC-1). A finding names the
path inside the aid; whoever read the file knows its line.

A finding is an ``error``, a ``warning``, or ``human``: what no machine can see is reported as "a human must look" and
never as passed. Names that lead nowhere were refused by the reader before a rule is asked, so a rule may follow them.
Files that begin with an underscore are shared by rules and are none themselves.

Rejected: one long function with all checks, because nobody finds the clause it came from; rules written in a language
of their own, because a rule that needs arithmetic then needs a way out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Literal, Protocol, get_args

from ..domain.aid import Aid, Edition, Kind
from ..domain.aid_texts import texts_of
from ..folders import kinds_in

Path = tuple[str | int, ...]
Level = Literal["draft", "review", "approve"]
Weight = Literal["error", "warning", "human"]

LEVELS: tuple[Level, ...] = ("draft", "review", "approve")
EVERY: tuple[Kind, ...] = get_args(Kind)
CHOOSING: tuple[Kind, ...] = ("decision", "screening")
"""The kinds of aid that compare options."""


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
class AidText:
    """One text of an aid in one language, with its path (see `domain.aid_texts`)."""

    language: str
    path: str
    text: str

    def finding(self, what: str, remedy: str, level: Weight = "error") -> Finding:
        """A finding about these words."""
        return Finding(tuple(self.path.split(".")), what, remedy, level, self.language)


@dataclass(frozen=True)
class Case:
    """What a rule examines: an edition, on a day, at a level.

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
    def texts(self) -> tuple[AidText, ...]:
        """Every text of every language: the first language first, in the order of the files."""
        first = self.aid.language
        return (
            *(AidText(first, path, text) for path, text in texts_of(self.aid).items()),
            *(
                AidText(language, path, text)
                for language, words in self.edition.words.items()
                for path, text in words.items()
            ),
        )


@dataclass(frozen=True)
class Verdict:
    """What one rule found in one aid.

    Attributes:
        applies: False where the rule does not judge this kind of aid.
    """

    rule: str
    applies: bool
    findings: tuple[Finding, ...] = ()


class Rule(Protocol):
    """What a module of this folder is.

    Attributes:
        ID: as in the checklists. ASKS: the question in plain words. WHY: why it matters. SOURCE: where it comes from.
        LEVEL: draft (asked of every aid), review (asked before people review it) or approve; levels only add.
        KINDS: the kinds of aid that it judges; for the others it is reported as not applying, never as passed.
    """

    @property
    def ID(self) -> str: ...
    @property
    def ASKS(self) -> str: ...
    @property
    def WHY(self) -> str: ...
    @property
    def SOURCE(self) -> str: ...
    @property
    def LEVEL(self) -> Level: ...
    @property
    def KINDS(self) -> tuple[Kind, ...]: ...

    def examine(self, case: Case) -> Iterable[Finding]:
        """The findings of the rule. A rule has no side effects."""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of this folder by its id.

    Example:
        >>> "RC-1" in rules()
        True
    """
    found = {rule.ID: rule for rule in kinds_in(__name__)}
    return MappingProxyType(dict(sorted(found.items())))


def judge(case: Case) -> Iterator[Verdict]:
    """Ask every rule of this level and of the levels below."""
    for key, rule in rules().items():
        if LEVELS.index(rule.LEVEL) > LEVELS.index(case.level):
            continue
        applies = case.aid.kind in rule.KINDS
        yield Verdict(key, applies, tuple(rule.examine(case)) if applies else ())
