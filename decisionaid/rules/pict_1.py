"""What an aid puts into a picture can be drawn: the outcome of the picture is counted, and a row holds chances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..domain.aid import Aid
from . import EVERY, Case, Finding, Level

ID = "PICT-1"
ASKS = "Can everything that is put into a picture be drawn?"
WHY = "An outcome that is only measured, or a size among chances, leaves a card without its picture and says nothing."
SOURCE = "RC-4, RC-15, Trevena 2013, doi:10.1186/1472-6947-13-S2-S7; front end, pictures of risk 0"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """The picture, then each row."""
    aid = case.aid
    if aid.picture:
        yield from _picture(aid, aid.picture)
    for option_id, option in aid.options.items():
        for outcome, names in option.chances.items():
            for what, remedy in _of_another_sort(aid, outcome, names):
                yield Finding(("options", option_id, "chances", outcome), what, remedy)


def _picture(aid: Aid, outcome: str) -> Iterator[Finding]:
    """The outcome of the picture is one that is always shown, and that some option has a chance for."""
    picture = aid.outcomes.get(outcome)
    if picture is not None and (picture.measured_only or picture.when_asked):
        why = "only measured, and never shown as a chance" if picture.measured_only else "shown when somebody asks"
        yield Finding(("picture",), f"{outcome} is {why}", "name an outcome that the options have chances for")
    elif not any(outcome in option.chances for option in aid.options.values()):
        yield Finding(("picture",), f"no option has a chance for {outcome}", "add it under chances")


def _of_another_sort(aid: Aid, outcome: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Sizes among chances, and chances among sizes, each with its remedy."""
    sized = aid.outcomes[outcome].unit is not None
    for name in names:
        claim = aid.claims.get(name)
        if claim is None or (claim.amount is not None) == sized:
            continue
        remedy = "write amount:" if sized else "say it in a sentence, or give the outcome its unit: ..."
        yield f"{name} counts people" if sized else f"{name} is a size, and {outcome} counts people", remedy
