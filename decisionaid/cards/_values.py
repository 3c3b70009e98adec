"""Reads what was typed for one input: decimal commas, units, and a question back where a value looks like a slip.

A value that does not fit its unit but would fit another asks "Is that mmol/L?" and goes no further (hazard H03). A
value that fits none asks whether it is meant; whoever says yes is believed, and no number is shown outside a model's
people. Nothing is corrected silently, and the text stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid, Input
from ..domain.encounter import InputShown
from ..domain.phrases import phrase
from ..domain.values import in_main_unit
from ..locale import Words

KeptValue = Mapping[str, Any]
"""One value as the log keeps it: ``{"is": true}`` or ``{"amount": 5.17, "unit": "mmol/L", "text": "5,17"}``."""

UNIT_WORDS = {
    "a": phrase("years"),
    "mm[Hg]": phrase("mmHg"),
    "mL/min/{1.73_m2}": phrase("mL/min/1.73 m²"),
    "kg/m2": phrase("kg/m²"),
    "1": "",
    "{count}": "",
    "mg/g{creat}": phrase("mg/g"),
    "mg/mmol{creat}": phrase("mg/mmol"),
    "[lb_av]": phrase("lb"),
}
"""UCUM code of a unit -> how people write it."""

PART_OF = {"hdl": "total_cholesterol", "hdl_cholesterol": "total_cholesterol"}
"""Part -> its whole. The part can never be more; if it is, the two values were probably swapped."""

CLEARED: KeptValue = {"cleared": True}
"""The value of an input that somebody cleared."""

READINGS = ("thousands", "decimal")
"""The two ways to read a number such as 1,200: as thousands, or as a decimal."""

_NUMBER = re.compile(r"[-+]?\d{1,7}(?:[.,]\d{1,6})?")
_THOUSANDS = re.compile(
    r"([-+]?[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,6}))?|([-+]?[1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{1,6}))?"
)
_SPACED = re.compile("[-+]?[1-9]\\d{0,2}(?:[ '\u2019]\\d{3})+(?:[.,]\\d{1,6})?")
"""A blank or an apostrophe may only part thousands: "12 0" could be 120, 12.0 or two numbers."""
_SPACES = re.compile("[ '\u2019]")


@dataclass(frozen=True)
class AskBack:
    """A question back about one field."""

    field: str
    say: str
    can_be_meant: bool = False


def unit_words(unit: str | None, words: Words) -> str:
    """A unit as people write it. Example: mm[Hg] is written mmHg."""
    if (unit or "").startswith("{"):
        return ""  # what is counted or scored, and no unit that people write
    shown = UNIT_WORDS.get(unit or "", "")
    return words.say(shown) if shown else "" if (unit or "") in UNIT_WORDS else unit or ""


def units_of(asked: Input) -> tuple[str, ...]:
    """The units in which a value can be typed; the main one first."""
    return (asked.unit or "", *asked.also)


@dataclass(frozen=True)
class AmountTyped:
    """An amount as it was typed.

    Attributes:
        meant: "yes, that is what we mean". reading: which of two readings was picked, or "".
    """

    text: str
    unit: str = ""
    meant: bool = False
    reading: str = ""


def amounts_in(text: str) -> Mapping[str, float]:
    """The numbers that a typed text may mean, by the way of reading it; empty where it is not one number.

    A comma or point is a decimal sign for some and parts thousands for others, in English and in Spanish alike: one
    that is followed by exactly three digits can be either (case 1,200), and nobody may guess which.
    """
    tidy = unicodedata.normalize("NFKC", text.strip())  # a narrow or no-break space becomes a plain one
    tidy = _SPACES.sub("", tidy) if _SPACED.fullmatch(tidy) else tidy
    found: dict[str, float] = {}
    grouped = _THOUSANDS.fullmatch(tidy)
    if grouped:
        whole, part = grouped[1] or grouped[3], grouped[2] or grouped[4] or "0"
        found["thousands"] = float(f"{re.sub('[.,]', '', whole)}.{part}")
    if _NUMBER.fullmatch(tidy):
        found["decimal"] = float(tidy.replace(",", "."))
    return found


def readings_of(asked: Input, text: str, unit: str, words: Words) -> tuple[tuple[str, str], ...]:
    """The ways to read a number between which only a person can choose, each in words; () where there is one way."""
    fitting = _fitting(asked, amounts_in(text), unit or asked.unit or "")
    return tuple((way, words.typed(f"{amount:.10g}")) for way, amount in fitting.items()) if len(fitting) > 1 else ()


def _fitting(asked: Input, found: Mapping[str, float], unit: str) -> Mapping[str, float]:
    """The readings that lie in the expected range.

    Where a whole number is asked for, only whole ones, if there are any.
    """
    whole = {way: each for way, each in found.items() if asked.kind != "count" or each == int(each)} or found
    return {way: each for way, each in whole.items() if fits(asked, each, unit)}


def read_amount(key: str, asked: Input, typed: AmountTyped, words: Words) -> KeptValue | AskBack:
    """Read an amount that was typed. Returns it as the log keeps it, or a question back."""
    field, unit = f"value_{key}", typed.unit or asked.unit or ""
    found = amounts_in(typed.text)
    unread = _unread(found, asked, unit, words)
    if unread:
        return AskBack(field, unread)
    fitting = _fitting(asked, found, unit)
    if len(fitting) > 1 and typed.reading not in fitting:
        (_, one), (_, other) = readings_of(asked, typed.text, unit, words)
        return AskBack(field, words.say("Is that {one} or {other}?", one=one, other=other))
    readings = fitting or found
    if not fitting and not (typed.meant and len(found) == 1):
        return _asked_back(field, asked, found, unit, words)
    amount = readings.get(typed.reading, next(iter(readings.values())))
    if asked.kind == "count" and amount != int(amount):
        return AskBack(field, words.say("This one is a whole number. What is it?"))
    return {"amount": amount, "unit": unit, "text": typed.text.strip()}


def _unread(found: Mapping[str, float], asked: Input, unit: str, words: Words) -> str:
    """What to ask where no number was read, or no unit that this input knows; "" otherwise."""
    if not found:
        return words.say("We could not read this as one number. What is it?")
    return "" if unit in {asked.unit or "", *asked.also} else words.say("Which unit is this in?")


def fits(asked: Input, amount: float, unit: str) -> bool:
    """Whether an amount lies in the plausible range, so that it is probably no slip."""
    if asked.plausible is None:
        return True
    low, high = asked.plausible
    return low <= in_main_unit(asked, amount, unit) <= high


def _asked_back(field: str, asked: Input, found: Mapping[str, float], unit: str, words: Words) -> AskBack:
    """The question back about an amount that no reading brings into the range: another unit, a slip, or a rare value.

    Where the same signs can be read in two ways, neither can be confirmed as it stands; it is typed again.
    """
    units = [other for other in (asked.unit or "", *asked.also) if other != unit]
    others = [other for other in units if any(fits(asked, amount, other) for amount in found.values())]
    if others:
        return AskBack(field, words.say("Is that {unit}?", unit=unit_words(others[0], words)))
    low, high = (words.number(round(each * asked.also.get(unit, 1), 2)) for each in asked.plausible or (0, 0))
    expected = f"{words.say('{low} to {high}', low=low, high=high)} {unit_words(unit, words)}".strip()
    if len(found) > 1:
        return AskBack(field, words.say("We expect {range} here. What is it?", range=expected))
    shown = f"{words.number(next(iter(found.values())))} {unit_words(unit, words)}".strip()
    meant = words.say("Is {value} what you mean? We expect {range} here.", value=shown, range=expected)
    return AskBack(field, meant, can_be_meant=True)


def swapped(aid: Aid, typed: Mapping[str, KeptValue], words: Words, touched: Collection[str]) -> Iterator[AskBack]:
    """A question back where a part is larger than its whole, such as HDL, and one of the two was just typed."""
    for part, whole in PART_OF.items():
        if {part, whole}.isdisjoint(touched):
            continue
        if part in typed and whole in typed and "amount" in typed[part] and "amount" in typed[whole]:
            small = in_main_unit(aid.inputs[part], typed[part]["amount"], typed[part]["unit"])
            large = in_main_unit(aid.inputs[whole], typed[whole]["amount"], typed[whole]["unit"])
            if small >= large:
                yield AskBack(
                    f"value_{part}",
                    words.say("This is more than “{whole}”. Did the two change places?", whole=aid.inputs[whole].ask),
                )


def as_typed(shown: InputShown) -> KeptValue:
    """A value of the plan in the form that the log keeps."""
    if isinstance(shown.value, (bool, str)):
        return {"is": shown.value}
    return {"amount": shown.value, "unit": shown.unit, **found_at(shown.place, shown.taken)}


def found_at(place: str, taken: str) -> KeptValue:
    """Where a result from elsewhere was found and on which day, as the log keeps it; nothing of what nobody said."""
    return {key: each for key, each in (("place", place), ("taken", taken)) if each}


def same(one: KeptValue, other: KeptValue) -> bool:
    """Whether two values are the same amount in the same unit, found at the same place and day, however written."""
    return all(one.get(part) == other.get(part) for part in ("is", "amount", "unit", "cleared", "place", "taken"))


def stands_as(before: KeptValue, text: str, unit: str) -> bool:
    """Whether a box still holds what the page put there, in whichever language."""
    if "amount" not in before or unit not in ("", before["unit"]):
        return False
    return text.replace(",", ".") == f"{before['amount']:.10g}"
