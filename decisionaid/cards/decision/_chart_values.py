"""A person's values as a clinician writes them in a chart: a short name, the value, its unit.

A question that was answered with no is left out, since a note that lists what somebody does not have hides what they
have; where an answer has changed, both are said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...domain.aid import Aid
from ...domain.chances import Numbers
from ...domain.encounter import InputShown
from ...domain.fill_sentences import fill
from ...locale import Words
from ...value_words import answer_in_words, with_where
from .._values import unit_words


def values_for_chart(values: Iterable[InputShown], aid: Aid, words: Words, on: date | None = None) -> str:
    """The values in the order of the aid. Example: Age 62 years, systolic BP 140 mmHg.

    Args:
        on: the day of the numbers; a value that was given earlier, and confirmed then, stands behind its own day.
    """
    order = [*aid.inputs]
    known = sorted(values, key=lambda each: order.index(each.input) if each.input in order else len(order))
    days: dict[str, list[str]] = {"": []}
    for each in known:
        if each.value is not False:
            earlier = on is not None and "" < each.as_of < on.isoformat()
            days.setdefault(each.as_of if earlier else "", []).append(_value_for_chart(each, aid, words))
    said = {day: ", ".join(names) for day, names in sorted(days.items()) if names}
    return "; ".join(
        words.say("said on {day} and confirmed: {values}", day=words.day(date.fromisoformat(day)), values=names)
        if day
        else names
        for day, names in said.items()
    )


def changes_for_chart(
    then: InputShown, now: InputShown | None, aid: Aid, words: Words, in_dispute: bool = False
) -> str:
    """One value before and now. Example: Systolic BP 170 mmHg, now 120 mmHg.

    Args:
        in_dispute: two screens say different things of it, and nobody has said yet which is right.
    """
    before = f"{_name(then, aid, words)}{':' if isinstance(then.value, bool) else ''} {_value(then, aid, words)}"
    if in_dispute:
        return words.say("{then}, now two different values, and nobody has said which is right", then=before)
    if now is None:
        return words.say("{then}, now not known", then=before)
    return words.say("{then}, now {now}", then=before, now=_value(now, aid, words))


def _value_for_chart(each: InputShown, aid: Aid, words: Words) -> str:
    name = _name(each, aid, words)
    return name if each.value is True else f"{name} {_value(each, aid, words)}".strip()


def _name(each: InputShown, aid: Aid, words: Words) -> str:
    asked = aid.inputs.get(each.input)
    if asked is None:
        return each.input.replace("_", " ")
    filled = fill(asked.chart or asked.ask, aid, Numbers({}), words)
    return (filled.text if filled else asked.ask).strip("¿?")


def _value(each: InputShown, aid: Aid, words: Words) -> str:
    asked = aid.inputs.get(each.input)
    if isinstance(each.value, bool):
        return words.say("yes") if each.value else words.say("no")
    if isinstance(each.value, str):
        said = answer_in_words(asked, each.value, words)
        return said if asked is not None and asked.kind == "date" else said.lower()
    return with_where(f"{words.number(each.value)} {unit_words(each.unit, words)}".strip(), asked, each, words)
