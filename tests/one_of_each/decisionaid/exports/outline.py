"""The page as headings and plain lines, one under the other."""

from __future__ import annotations

from ..domain.page import ListPart, for_reading
from ..domain.readers import PAPER, AtHome
from . import Handout

NAME = "outline"
MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"
READER = PAPER


def render(handout: Handout[AtHome]) -> bytes:
    """Every list of the page under its heading."""
    lines = [handout.person]
    for section in for_reading(handout.sections):
        lines.append(section.slot)
        lines += [f"- {item.text}" for part in section.parts if isinstance(part, ListPart) for item in part.items]
    return "\n".join([*lines, ""]).encode()
