"""The options are described: at least two, each with a name of its own and words about what is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from . import CHOOSING, AidText, Case, Finding, Level
from ._text import words_in

ID = "IPD-Q3"
ASKS = "Are there at least two options, each described?"
WHY = "One option is no decision."
SOURCE = "IPDASi v4, qualifying item 3, doi:10.1177/0272989X13501721"
KINDS = CHOOSING
LEVEL: Level = "draft"
FEWEST = 3


def examine(case: Case) -> Iterator[Finding]:
    """Two options or more; `what` says more than a label and more than the name; names differ in each language."""
    if len(case.aid.options) < 2:
        yield Finding(("options",), f"there are {len(case.aid.options)} options", "write at least two")
    names = {(each.language, each.path): each.text for each in case.texts if each.path.endswith(".name")}
    seen = Counter((language, name.casefold()) for (language, _), name in names.items())
    for each in case.texts:
        head, _, part = each.path.rpartition(".")
        if head.count(".") != 1 or not head.startswith("options."):
            continue
        name = names.get((each.language, f"{head}.name"), "")
        if part == "name" and seen[each.language, each.text.casefold()] > 1:
            yield each.finding(f"two options are called {each.text!r}", "give each a name of its own")
        if part == "what" and _only_names(each, name):
            yield each.finding("this does not describe the option", "say in a sentence what is done")


def _only_names(what: AidText, name: str) -> bool:
    return len(words_in(what.text, what.language)) < FEWEST or what.text.rstrip(".") == name
