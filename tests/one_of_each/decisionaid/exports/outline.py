"""The page as headings and plain lines, one under the other."""

from __future__ import annotations

from ..domain.page import Listed, for_reading
from ..domain.readers import PAPER, AtHome
from . import Told

NAME = "outline"
MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"
READER = PAPER


def render(told: Told[AtHome]) -> bytes:
    """Every list of the page under its heading."""
    lines = [told.person]
    for section in for_reading(told.sections):
        lines.append(section.slot)
        lines += [f"- {item.text}" for part in section.parts if isinstance(part, Listed) for item in part.items]
    return "\n".join([*lines, ""]).encode()
