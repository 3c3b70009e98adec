"""The section with values that two screens give differently: no number is worked out, and the page says why.

A page lies on the kitchen table, so it names no value; the lines for a chart name each, with what both screens say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.aid import Aid
from ...domain.chances import Numbers
from ...domain.disputes import is_values
from ...domain.fill_sentences import fill
from ...domain.page import ChartPart, Item, ListPart, Section
from ...domain.readers import Outside
from ...handout import Handout
from .._asked import in_words


def unsettled(handout: Handout[Outside]) -> Iterator[Section]:
    """One point for each card whose values are in dispute."""
    for aid in {each.id: each for each in handout.aids.values() if handout.plan.disputed_values(each.id)}.values():
        say = handout.words.say("Two screens give different values, and nobody has said yet which is right.")
        chart = handout.words.say("Not settled between two screens: {values}.", values=", ".join(_named(handout, aid)))
        yield Section("open", (ListPart((Item(say, f"{aid.title.rstrip('.?')}:"),)), ChartPart(chart)))


def _named(handout: Handout[Outside], aid: Aid) -> Iterator[str]:
    """Each value in dispute as both screens give it. Example: Systolic BP 170 mmHg / 150 mmHg."""
    for (_, of, item), lines in handout.plan.disputed.items():
        asked = aid.inputs.get(item.removeprefix("values."))
        if of == aid.id and is_values(item) and asked is not None:
            filled = fill(asked.chart or asked.ask, aid, Numbers({}), handout.words)
            ways = (in_words(asked, line.value, handout.words) or handout.words.say("not known") for line in lines)
            yield f"{(filled.text if filled else asked.ask).strip('¿?')} {' / '.join(ways)}"
