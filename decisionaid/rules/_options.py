"""What several rules about options share."""

from __future__ import annotations

from collections.abc import Iterator

from . import Case, Finding

QUIET = ("no_change", "watch", "not_now")
"""Kinds of options that leave things as they are."""


def one_sided(case: Case, part: str) -> Iterator[Finding]:
    """The options without any statement in `benefits` or `harms`, or without one that holds for everybody."""
    word = {"benefits": "good", "harms": "hard"}[part]
    for key, option in case.aid.options.items():
        said = getattr(option, part)
        if not said:
            yield Finding(("options", key, part), f"nothing {word} is said of this option", "write at least one")
        elif all(each.applies_when.tests for each in said.values()):
            yield Finding(
                ("options", key, part),
                f"somebody for whom none of these holds reads nothing {word} of this option",
                "write one that holds for everybody",
                "warning",
            )
