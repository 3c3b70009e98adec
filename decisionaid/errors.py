"""The errors of this program, as one tree. Each knows its HTTP status and its plain words.

    DecisionAidError
    ├── InputProblem            something typed or sent cannot be used (400)
    │   ├── MissingInput        a value that is needed was not given
    │   ├── CardProblems        fields of one card, each with what to say beside it
    │   └── OutOfRange          a value lies outside what the model or card allows
    ├── AidProblems             a card file cannot be used; carries every problem at once (400)
    ├── NotThere                no such page, visit or card (404)
    ├── NotAllowed              this person may not do that (403)
    ├── RenamedByProxy          a proxy passed a form of ours on under another name (403)
    ├── SignInNeeded            nobody is signed in (401)
    ├── NotApproved             a real visit opens approved aids only (403)
    ├── TooManyTries            too many tries to sign in, or too many at a time; waiting helps (429)
    ├── VisitEnded              a screen that was opened for one visit has nothing to show after its end (410)
    ├── Conflict                the page speaks of another visit or of an older state (409)
    ├── CannotPrint             the page would go home incomplete, such as without a phone number (409)
    ├── KeyProblem              the key that opens stored words is missing or wrong (500)
    ├── ChainBroken             the log does not verify: somebody or something altered it (500)
    └── StoreBusy               the database is locked, full or away; nothing was written (503)

One tree, so that every door (page, command, file) can answer any of them in words a person
understands. Rejected: raising ValueError everywhere, because a caller then cannot tell a
mistyped value from a defect of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class DecisionAidError(Exception):
    """Something a person should be told about, in plain words.

    Attributes:
        status: the HTTP status that a page answers with.
        ends_with: what a command ends with: 1 for a problem, 2 where it was called in a way that cannot be.
        plain: what to say, one or two sentences, with the remedy.
    """

    status = 500
    ends_with = 1

    def __init__(self, plain: str) -> None:
        super().__init__(plain)
        self.plain = plain


class InputProblem(DecisionAidError):
    """A value that was typed or sent cannot be used.

    Attributes:
        input: the name of the input.
        value: what was given (None if nothing was).
        range: what is allowed, as (low, high), a tuple of words, or a sentence.
    """

    status = 400

    def __init__(self, input: str, value: object, range: object, plain: str | None = None) -> None:
        self.input = input
        self.value = value
        self.range = range
        super().__init__(plain or f"{input}: {value!r} cannot be used; it must be {_words(range)}.")


class CardProblems(InputProblem):
    """Everything on one card that cannot be used as it stands; nothing of the card was written.

    Attributes:
        problems: field name -> what to say beside it.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        first = next(iter(self.problems))
        super().__init__(first, None, "", self.problems[first])


class MissingInput(InputProblem):
    """A value that the model needs was not given.

    Attributes:
        missing: every input that is missing, the one that the words name first.
    """

    def __init__(
        self, input: str, range: object = None, plain: str | None = None, missing: tuple[str, ...] = ()
    ) -> None:
        self.missing = missing or (input,)
        super().__init__(input, None, range, plain or f"{input} is needed and was not given.")


class OutOfRange(InputProblem):
    """A value lies outside the people a model or card was made for. It is never clipped."""


@dataclass(frozen=True, order=True)
class Problem:
    """One finding in one file, with its place and its remedy; sorts by place.

    Attributes:
        file: the file as the reader of the message would name it.
        line: counted from 1.
        column: counted from 1.
        place: the path in words, such as ``options › moderate › effect``.
        what: what is wrong.
        remedy: what to do about it; may be empty only where the message says it all.
        rule: id of the rule that found it, or ``YAML`` / ``LANGUAGE`` for the reader.
        level: ``error``, ``warning`` or ``human`` ("a human must look").
    """

    file: str
    line: int
    column: int
    place: str
    what: str
    remedy: str = ""
    rule: str = "LANGUAGE"
    level: str = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: "
        place = f"{self.place}: " if self.place else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{where}{place}{self.what}{remedy}"


class AidProblems(DecisionAidError):
    """A card file cannot be used. All its problems at once, sorted by place."""

    status = 400

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class VisitEnded(DecisionAidError):
    """A screen that a code opened for one visit asks for it, and it has ended."""

    status = 410


class NotThere(DecisionAidError):
    """There is no such page, visit or card (or it belongs to somebody else)."""

    status = 404


class NotAllowed(DecisionAidError):
    """The person at the screen may not do that."""

    status = 403


class RenamedByProxy(DecisionAidError):
    """A form of one of our own pages that reached us under another name than the browser's: a proxy changed it."""

    status = 403


class SignInNeeded(DecisionAidError):
    """Nobody is signed in on this screen."""

    status = 401


class TooManyTries(DecisionAidError):
    """Too many tries to sign in, or too many at a time. Nothing was checked; trying again later is right.

    Attributes:
        seconds: after which it is worth trying again.
    """

    status = 429

    def __init__(self, plain: str, seconds: int) -> None:
        super().__init__(plain)
        self.seconds = seconds


class NotApproved(DecisionAidError):
    """No named clinician at this site has approved this aid, and this is a real visit."""

    status = 403


class Conflict(DecisionAidError):
    """The page speaks of another visit, or of a state that has moved on. Nothing was written."""

    status = 409


class CannotPrint(DecisionAidError):
    """The page would go home incomplete. The words name what is missing and where to set it."""

    status = 409


class KeyProblem(DecisionAidError):
    """The key that opens stored words is missing or does not fit."""


class ChainBroken(DecisionAidError):
    """A chain of the log or of the audit does not verify. The words name the person and the row."""


class StoreBusy(DecisionAidError):
    """The database is locked, full or away. Nothing was written; trying again is safe."""

    status = 503


def _words(allowed: object) -> str:
    if (
        isinstance(allowed, (tuple, list))
        and len(allowed) == 2
        and all(isinstance(edge, (int, float)) and not isinstance(edge, bool) for edge in allowed)
    ):
        return f"from {allowed[0]} to {allowed[1]}"
    if isinstance(allowed, (tuple, list)):
        return "one of " + ", ".join(str(word) for word in allowed)
    return str(allowed)
