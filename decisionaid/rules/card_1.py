"""Every card that an aid names is there to be opened."""

from __future__ import annotations

from collections.abc import Iterator

from ..folders import names_in
from . import EVERY, Case, Finding, Level

ID = "CARD-1"
ASKS = "Is every card of the aid there?"
WHY = "A card that this program does not have is left out of the map of topics, and nobody at the table can miss it."
SOURCE = "product: any card, any order; the folder of cards"
LEVEL: Level = "review"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Each card that is not in the folder; a warning, for a later program may have it."""
    known = names_in("cards")
    for at, card in enumerate(case.aid.cards):
        if card not in known:
            there = ", ".join(known)
            yield Finding(("cards", at), f"this program has no card {card!r}", f"there is {there}", level="warning")
