"""Whoever wants no numbers is told what each option does all the same: a sentence for every benefit and every harm.

A sentence that names a number is not said to somebody who asked for none. Without another one in its place the option
would lose its good or its hard side, or the page would show a hole where something is withheld, and both push. So
`plainly` holds a sentence for each outcome that the option has a number for, in its pictures or in its own sentences.
It says the direction (more people, fewer people, the same) and nothing that can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from ..domain.aid_texts import placeholders
from ..domain.options import Option
from . import CHOOSING, AidText, Case, Finding, Level
from ._spelled import numbers_in

ID = "PLAIN-1"
ASKS = "Does every option say without numbers what it does to each outcome that it has a number for?"
WHY = "A choice that loses its good or its hard side with its numbers pushes whoever asked for none."
SOURCE = "IPDASi v4, certifying item 1, doi:10.1177/0272989X13501721; hazard H14"
LEVEL: Level = "review"
KINDS = CHOOSING
HERE = re.compile(r"options\.\w+\.plainly\.")
_DIGIT = re.compile(r"\d|%|‰")


def examine(case: Case) -> Iterator[Finding]:
    """Outcomes without a sentence, sentences about no outcome, then numbers in a sentence."""
    aid = case.aid
    for key, option in aid.options.items():
        said = {**option.plainly.benefits, **option.plainly.harms}
        lacks = [each for each in _counted(aid, option) if each not in said]
        if lacks:
            remedy = "write it under plainly, benefits or harms, such as: Fewer people have it with this pill."
            at = ("options", key, "plainly") if said else ("options", key)
            yield Finding(at, f"without numbers this option says nothing of {', '.join(lacks)}", remedy)
        for side in ("benefits", "harms"):
            for outcome in getattr(option.plainly, side):
                if outcome not in aid.outcomes:
                    there = ", ".join(aid.outcomes)
                    here = ("options", key, "plainly", side, outcome)
                    yield Finding(here, f"there is no outcome {outcome!r}", f"name one of: {there}")
    for each in case.texts:
        if HERE.match(each.path):
            yield from _numbers(each)


def _counted(aid: Aid, option: Option) -> Iterator[str]:
    """The outcomes of which the option says a number: in a picture that is always shown, then in its own sentences."""
    found: dict[str, None] = {}
    for key, claims in option.chances.items():
        outcome = aid.outcomes[key]
        if not (outcome.when_asked or outcome.measured_only) and claims != ("unknown",):
            found[key] = None
    for said in (*option.benefits.values(), *option.harms.values()):
        for name in placeholders(said.say):
            claim = aid.claims.get(name.split(".")[0])
            if claim is not None:
                found[claim.outcome] = None
    yield from found


def _numbers(said: AidText) -> Iterator[Finding]:
    """Everything in a sentence that can be counted: digits, numbers in words, and braces that hold one."""
    remedy = "say the direction alone: more people, fewer people, the same"
    named = [f"{{{name}}}" for name in placeholders(said.text)]
    spelled = [word for word, _ in numbers_in(said.text, said.language)]
    for each in (*named, *_DIGIT.findall(said.text)[:1], *spelled):
        yield said.finding(f"{each!r} is a number, and this is read to people who want none", remedy)
