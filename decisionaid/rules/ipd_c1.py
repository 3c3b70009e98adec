"""Good and bad in equal detail: every option has the same parts, and no part grows into a speech.

Balance is asked of parts, not of lengths: a text is never padded to match its neighbour, so there are upper limits of
words and no lower ones. Side by side means: the same issues that every life has (works, harms, routine, checks, cost,
stop, who), the same outcomes (`unknown` counts), the same parts of living with it, and a safety net each. Issues that
belong to one kind of option alone, such as what not to eat with a pill, may stand there alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.aid import Aid
from . import CHOOSING, Case, Finding, Level
from ._text import words_in

ID = "IPD-C1"
ASKS = "Do all options have the same parts, none longer than its limit?"
WHY = "Of 24 leaflets that were looked at, none told good and bad in equal detail; detail steers."
SOURCE = "IPDASi v4, certifying item 1, doi:10.1177/0272989X13501721; IPDAS 2021, balance"
KINDS = CHOOSING
LEVEL: Level = "draft"
ISSUES = ("works", "harms", "routine", "checks", "cost", "stop", "who")
MOST_WORDS, MOST_WORDS_OF_A_NAME = 40, 8
WORDIER = 1.25
"""Other languages use more words than English for the same thing."""


def examine(case: Case) -> Iterator[Finding]:
    """Missing parts, then parts that are too long."""
    yield from _missing(case.aid)
    for each in case.texts:
        if not each.path.startswith("options."):
            continue
        most = MOST_WORDS_OF_A_NAME if each.path.endswith(".name") else MOST_WORDS
        most = most if each.language == "en" else int(most * WORDIER)
        count = len(words_in(each.text, each.language))
        if count > most:
            yield each.finding(f"this has {count} words", f"at most {most}, so that no option speaks louder")


def _missing(aid: Aid) -> Iterator[Finding]:
    lived = tuple(dict.fromkeys(key for option in aid.options.values() for key in option.lived))
    outcomes = tuple(dict.fromkeys(key for option in aid.options.values() for key in option.chances))
    for key, option in aid.options.items():
        for part, has, wanted in (
            ("issues", option.issues, ISSUES),
            ("chances", option.chances, outcomes),
            ("lived", option.lived, lived),
        ):
            lacks = [each for each in wanted if each not in has]
            if lacks:
                remedy = "write it, or unknown" if part == "chances" else "write it"
                yield Finding(("options", key, part), f"this option does not speak of {', '.join(lacks)}", remedy)
        if not option.safety_net:
            yield Finding(("options", key, "safety_net"), "this option has no safety net", "say when to call, and whom")
