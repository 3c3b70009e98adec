"""Units are ones that the program can say, and the factor between two of them is the program's own.

Readings are turned into the model's unit, and facts are said with theirs. A unit that nobody knows comes out as letters
on the screen ("4 to 12 week"), and a factor that was typed by hand can be ten times off.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..domain.aid import Aid, Input
from ..domain.units import KNOWN, LIKE, factor, measured_in
from . import EVERY, Case, Finding, Level, Path

ID = "UNIT-1"
ASKS = "Is every unit known, and is every factor between two units the right one?"
WHY = "A value ten times off gives a wrong number that looks right."
SOURCE = "UCUM, ucum.org; molar masses as PubChem gives them; hazard H03, a value in the wrong unit"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Units of inputs, claims and facts, then factors."""
    for path, unit in _units(case.aid):
        if unit not in KNOWN:
            yield Finding(path, f"the unit {unit!r} is not one that can be said", _meant(unit))
    for key, asked in case.aid.inputs.items():
        yield from _factors(("inputs", key, "also"), asked)


def _units(aid: Aid) -> Iterator[tuple[Path, str]]:
    for part in ("inputs", "claims", "facts"):
        for key, each in getattr(aid, part).items():
            if each.unit is not None:
                yield (part, key, "unit"), each.unit
    for key, asked in aid.inputs.items():
        for unit in asked.also:
            yield ("inputs", key, "also"), unit


def _factors(here: Path, asked: Input) -> Iterator[Finding]:
    for unit, given in asked.also.items():
        right = factor(asked.measures or "", asked.unit or "", unit)
        if right is None:
            could = measured_in(asked.unit or "", unit)
            if unit == asked.unit:
                yield Finding(here, f"{unit} is the main unit already", "take it out")
                continue
            remedy = f"write measures: {' or '.join(could)}" if could else "take it out; the table has no such pair"
            yield Finding(here, f"nothing says how many {unit} make one {asked.unit}", remedy)
        elif abs(given - right) > 0.001 * right:
            what = f"{given:g} {unit} do not make one {asked.unit}: it is {right:g}"
            yield Finding(here, what, f"write also: [{unit}], and the factor comes from the program")


def _meant(unit: str) -> str:
    close = [LIKE[unit]] if unit in LIKE else get_close_matches(unit, sorted(KNOWN), n=1, cutoff=0.6)
    return f"write unit: {close[0]}" if close else "write it in UCUM, such as a, mo, wk, mg, mm[Hg]"
