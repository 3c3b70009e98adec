"""What was typed for one input, read kindly: decimal commas, units, and a question where a value looks like a slip.

A value that does not fit its unit but would fit another asks "Is that mmol/L?" and goes no further (hazard H03). A
value that fits none asks whether it is meant; whoever says yes is believed, and no number is shown outside a model's
people. Nothing is corrected silently, and the text stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.aid import Aid, Input
from ..domain.encounter import InputShown
from ..errors import InputProblem
from ..locale import Words

Typed = Mapping[str, Any]
"""One value as the log keeps it: ``{"is": true}`` or ``{"amount": 5.17, "unit": "mmol/L", "text": "5,17"}``."""

UNIT_WORDS = {
    "a": "years", "mm[Hg]": "mmHg", "mL/min/{1.73_m2}": "mL/min/1.73 m²", "kg/m2": "kg/m²", "1": "", "{count}": "",
    "mg/g{creat}": "mg/g", "mg/mmol{creat}": "mg/mmol", "[lb_av]": "lb",
}  # fmt: skip
"""UCUM codes as people write them."""

PART_OF = {"hdl": "total_cholesterol", "hdl_cholesterol": "total_cholesterol"}
"""A part cannot be more than its whole: a check on two values that were swapped."""

_NUMBER = re.compile(r"[-+]?\d{1,7}(?:[.,]\d{1,6})?")


class Problems(InputProblem):
    """Everything on one card that cannot be used as it stands; nothing of the card was written.

    Attributes:
        problems: field name -> what to say beside it.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        first = next(iter(self.problems))
        super().__init__(first, None, "", self.problems[first])


@dataclass(frozen=True)
class Question:
    """What the card asks back about one field, and whether saying "yes, that is what we mean" settles it."""

    field: str
    say: str
    can_be_meant: bool = False


def unit_words(unit: str | None, words: Words) -> str:
    """The unit as people write it."""
    shown = UNIT_WORDS.get(unit or "", unit or "")
    return words.say(shown) if shown else ""


def amount_in(text: str) -> float | None:
    """The number in what was typed, with a decimal point or comma; None if it is not one number."""
    tidy = text.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    return float(tidy.replace(",", ".")) if _NUMBER.fullmatch(tidy) else None


def in_main_unit(asked: Input, amount: float, unit: str) -> float:
    """An amount in the input's own unit."""
    return amount / asked.also[unit] if unit in asked.also else amount


def read_amount(key: str, asked: Input, text: str, unit: str, meant: bool, words: Words) -> Typed | Question:
    """What was typed, as the log keeps it, or the question that it raises."""
    field = f"value_{key}"
    amount = amount_in(text)
    if amount is None:
        return Question(field, words.say("We could not read this as one number. What is it?"))
    if asked.kind == "count" and amount != int(amount):
        return Question(field, words.say("This one is a whole number. What is it?"))
    known = {asked.unit or "", *asked.also}
    unit = unit or asked.unit or ""
    if unit not in known:
        return Question(field, words.say("Which unit is this in?"))
    if not meant and not fits(asked, amount, unit):
        return _asked_back(field, asked, amount, unit, words)
    return {"amount": amount, "unit": unit, "text": text.strip()}


def fits(asked: Input, amount: float, unit: str) -> bool:
    """Not a slip of the hand, as far as one can tell."""
    if asked.plausible is None:
        return True
    low, high = asked.plausible
    return low <= in_main_unit(asked, amount, unit) <= high


def _asked_back(field: str, asked: Input, amount: float, unit: str, words: Words) -> Question:
    others = [other for other in (asked.unit or "", *asked.also) if other != unit and fits(asked, amount, other)]
    if others:
        return Question(field, words.say("Is that {unit}?", unit=unit_words(others[0], words)))
    shown = f"{words.number(amount)} {unit_words(unit, words)}".strip()
    return Question(field, words.say("Is {value} what you mean?", value=shown), can_be_meant=True)


def swapped(aid: Aid, typed: Mapping[str, Typed], words: Words) -> Iterator[Question]:
    """Parts that are more than their whole, such as HDL above total cholesterol."""
    for part, whole in PART_OF.items():
        if part in typed and whole in typed and "amount" in typed[part] and "amount" in typed[whole]:
            small = in_main_unit(aid.inputs[part], typed[part]["amount"], typed[part]["unit"])
            large = in_main_unit(aid.inputs[whole], typed[whole]["amount"], typed[whole]["unit"])
            if small >= large:
                yield Question(
                    f"value_{part}",
                    words.say("This is more than “{whole}”. Did the two change places?", whole=aid.inputs[whole].ask),
                )


def as_typed(shown: InputShown) -> Typed:
    """A value of the plan in the form that the log keeps."""
    if isinstance(shown.value, (bool, str)):
        return {"is": shown.value}
    return {"amount": shown.value, "unit": shown.unit}


def same(one: Typed, other: Typed) -> bool:
    """The same value in the same unit, however it was written."""
    return all(one.get(part) == other.get(part) for part in ("is", "amount", "unit"))
