"""Two numbers in one sentence stand in an order that can be checked: an option's own first, the lower end first.

When two numbers change places in a sentence, the sentence still reads well and says the opposite. So there is one order
in every language: in what is said of an option, the number of that option comes before the number it is compared with;
and the lower end of a range comes before the higher. A translation that keeps neither is found; one that changes the
order of two other numbers is laid beside the first language for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..domain.aid import Aid
from ..domain.aid_texts import PLACEHOLDER, texts_of
from . import EVERY, AidText, Case, Finding, Level

ID = "ORDER-1"
ASKS = "Does an option's own number come first, and the lower end of a range before the higher, in every language?"
WHY = "Two numbers that changed places say the opposite in good grammar."
SOURCE = "Hazard H01, a wrong number; 45 CFR 92, what a machine translated is looked at by a person"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each text, then each translation beside its first language."""
    first = texts_of(case.aid)
    for said in case.texts:
        found = list(_one(case.aid, said, said.text)) if "{" in said.text else []
        yield from found
        if said.language != case.aid.language and not found:
            yield from _beside(case.aid, said, first.get(said.path, ""))


def _named(text: str) -> list[tuple[str, str]]:
    return [(match.group(1), match.group(2) or "") for match in PLACEHOLDER.finditer(text)]


def _one(aid: Aid, said: AidText, text: str) -> Iterator[Finding]:
    named = _named(text)
    yield from _ranges(said, named)
    own = _own(aid, said.path)
    chances = [name for name, part in named if name in aid.claims and not part and aid.claims[name].amount is None]
    for outcome in dict.fromkeys(aid.claims[name].outcome for name in chances):
        of_outcome = [name for name in chances if aid.claims[name].outcome == outcome]
        mine = [name for name in of_outcome if name in own]
        if len(set(of_outcome)) > 1 and mine and of_outcome[0] not in own:
            what = f"{of_outcome[0]} comes before {mine[0]}, which is the number of this option"
            yield said.finding(what, f"write {{{mine[0]}}} first, in every language, so that a slip can be seen")


def _ranges(said: AidText, named: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Ranges whose higher end comes first."""
    ends = {name: [part for each, part in named if each == name and part in ("low", "high")] for name, _ in named}
    for name, parts in ends.items():
        if parts == ["high", "low"]:
            what = f"the range of {name} runs from its higher end to its lower"
            yield said.finding(what, f"write {{{name}.low}} before {{{name}.high}}")


def _own(aid: Aid, path: str) -> set[str]:
    parts = path.split(".")
    option = aid.options.get(parts[1]) if parts[0] == "options" and len(parts) > 1 else None
    return {name for names in option.chances.values() for name in names} if option else set()


def _beside(aid: Aid, said: AidText, original: str) -> Iterator[Finding]:
    here, there = ([name for name, _ in _named(text) if name in aid.claims] for text in (said.text, original))
    if here != there and sorted(here) == sorted(there):
        what = f"the numbers stand in another order than in the first language: {original!r} / {said.text!r}"
        yield said.finding(what, "look whether each number is said of the same thing", "human")
