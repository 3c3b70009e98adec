"""Counts the people that an icon array really draws, from its paths and not from what it says of itself."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def drawn(svg: Element) -> dict[str, int]:
    """State -> how many shapes of it stand in the array."""
    counted: dict[str, int] = {}
    for path in (each for each in svg.iter() if each.tag.rpartition("}")[2] == "path"):
        state, *more = path.get("class", "").split()
        if state == "paper":
            continue  # the thinner line that hollows dashes out
        counted[state] = counted.get(state, 0) + (_dashes(path) if "small" in more else path.get("d", "").count("z"))
    return counted


def _dashes(path: Element) -> int:
    """One dash is one person: the lengths of all lines, counted in dashes and gaps."""
    dash, gap = map(float, NUMBER.findall(path.get("stroke-dasharray", "")))
    lengths = (float(NUMBER.search(part.split("h")[1]).group()) for part in path.get("d", "").split("M")[1:])  # type: ignore[union-attr]
    people = [(length + gap) / (dash + gap) for length in lengths]
    assert all(abs(each - round(each)) < 1e-6 for each in people), "a line ends within a dash"
    return sum(round(each) for each in people)
