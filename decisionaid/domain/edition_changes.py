"""What changed in a card between two editions: facts, numbers, words of every language, and the site's own facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .aid import Edition


@dataclass(frozen=True)
class EditionChange:
    """One place that differs; "" where it was not there before, or is not there now."""

    place: str
    before: str
    now: str


def changes_between(before: Edition, now: Edition) -> tuple[EditionChange, ...]:
    """Every place that differs, in the order of the newer edition."""
    old, new = dict(_places(_plain(before))), dict(_places(_plain(now)))
    places = dict.fromkeys((*new, *old))
    return tuple(
        EditionChange(place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place) != new.get(place)
    )


def _plain(edition: Edition) -> Any:
    raw: dict[str, Any] = json.loads(edition.canonical())
    return {**raw.get("aid", {}), **{f"words in {name}": each for name, each in raw.get("words", {}).items()}}


def _places(raw: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _places(value, f"{at} › {key}" if at else str(key))
    elif isinstance(raw, list):
        for number, value in enumerate(raw, start=1):
            yield from _places(value, f"{at} › {number}")
    else:
        yield at, raw if isinstance(raw, str) else json.dumps(raw)
