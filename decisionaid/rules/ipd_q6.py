"""What living with each option is like, for body, mind and days with others."""

from __future__ import annotations

from collections.abc import Iterator

from . import CHOOSING, Case, Finding, Level

ID = "IPD-Q6"
ASKS = "Does every option say what living with it is like, for body, mind and life with others?"
WHY = "People choose a life, not an effect."
SOURCE = "IPDASi v4, qualifying item 6, doi:10.1177/0272989X13501721"
KINDS = CHOOSING
LEVEL: Level = "draft"
PARTS = ("body", "mind", "social")


def examine(case: Case) -> Iterator[Finding]:
    """The three parts stand under `lived` of every option; more are welcome."""
    for key, option in case.aid.options.items():
        for part in PARTS:
            if part not in option.lived:
                yield Finding(("options", key, "lived"), f"{part!r} is missing", f"write {part}: ...")
