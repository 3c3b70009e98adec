"""Every claim, every model and the aid itself name a source that stands in the aid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.aid import Aid
from . import EVERY, Case, Finding, Level, Path

ID = "IPD-C2"
ASKS = "Does every claim have a source that resolves?"
WHY = "A number that nobody can look up cannot be trusted and cannot be corrected."
SOURCE = "IPDASi v4, certifying item 2, doi:10.1177/0272989X13501721; 45 CFR 170.315(b)(11)(iv)(A)"
LEVEL: Level = "draft"
KINDS = EVERY
_DOI = re.compile(r"10\.\d{4,9}/\S+$")


def examine(case: Case) -> Iterator[Finding]:
    """The id stands under `sources`, and the source can be found: a DOI, or the word none."""
    aid = case.aid
    for path, source in _named(aid):
        if source not in aid.sources:
            there = ", ".join(sorted(aid.sources)) or "none"
            yield Finding(path, f"there is no source {source!r}", f"add it under sources; there is {there}")
    for key, known in aid.sources.items():
        if known.doi != "none" and not _DOI.match(known.doi):
            yield Finding(("sources", key, "doi"), f"{known.doi!r} is not a DOI", "write 10.xxxx/..., or none")


def _named(aid: Aid) -> Iterator[tuple[Path, str]]:
    yield ("support", "citation"), aid.support.citation
    for key, use in aid.models.items():
        yield ("models", key, "source"), use.source
    for key, claim in aid.claims.items():
        for source in claim.source:
            yield ("claims", key, "source"), source
