"""Who paid: funding and interests are written, and none is written as none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import EVERY, Case, Finding, Level, Path

ID = "IPD-C6"
ASKS = "Is the funding written?"
WHY = "Who gains from a choice has a reason to colour it; a blank hides that as well as a lie."
SOURCE = "IPDASi v4, certifying item 6, doi:10.1177/0272989X13501721; 45 CFR 170.315(b)(11)(iv)(A)"
LEVEL: Level = "draft"
KINDS = EVERY
_BLANK = re.compile(r"[\W_]*|n/?a|to ?do|tb[acd]|unknown|x+", re.IGNORECASE)


def examine(case: Case) -> Iterator[Finding]:
    """Words that say nothing (a dash, n/a, to do) are blanks."""
    aid = case.aid
    written: list[tuple[Path, str]] = [(("funding",), aid.funding), (("support", "funding"), aid.support.funding)]
    written += [(("authors", key, "interests"), author.interests) for key, author in aid.authors.items()]
    for path, text in written:
        if _BLANK.fullmatch(text.strip()):
            yield Finding(path, f"{text!r} says nothing", "write who paid, or none")
    if not aid.authors:
        yield Finding(("authors",), "nobody is named who wrote this", "write at least one author, with interests")
