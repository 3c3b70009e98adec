"""Says a chance in words: the same sentences beside a picture, in its alt text, and on paper.

Both frames always stand together (7 have it, 93 do not), with the people and the time they speak of (RC-3, RC-7).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ..domain.aid import Aid
from ..domain.chances import Chance
from ..domain.claims import is_personal
from ..domain.measure import Frequency
from ..domain.phrases import phrase
from ..locale import Words


def sentence_case(text: str) -> str:
    """A text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def key_number(chance: Chance, frequency: Frequency, words: Words) -> str:
    """The number in large type. Examples: About 7 in 100; 11 more in 1,000; about 35 to 48 in 1,000."""
    if chance.disputed:
        return sentence_case(words.between(*chance.edges(frequency.of)))
    if chance.extra:
        return _extra(chance, frequency, words)
    return sentence_case(words.frequency(frequency))


def happens(chance: Chance, frequency: Frequency, aid: Aid, words: Words) -> str:
    """To how many it happens: About 7 in 100 people like you have a heart attack or stroke in the next 10 years."""
    number = key_number(chance, frequency, words)
    what = aid.outcomes[chance.outcome].say
    span = words.span(chance.horizon)
    if is_personal(aid.claims, chance.claim):
        ahead = phrase("{number} people like you have {what} in the next {span}.")
        in_all = phrase("{number} people like you have {what} in {span}.")
        return words.say(_ahead(chance, ahead, in_all), number=number, what=what, span=span)
    group = _whom(chance, aid, words)
    return words.say("{number} {group} have {what} in {span}.", number=number, group=group, what=what, span=span)


def caption(chance: Chance, of: int, aid: Aid, words: Words) -> str:
    """What all arrays of a figure share: Of 100 people like you, in the next 10 years: a heart attack or stroke."""
    what, span = aid.outcomes[chance.outcome].say, words.span(chance.horizon)
    if is_personal(aid.claims, chance.claim):
        ahead = phrase("Of {of} people like you, in the next {span}: {what}.")
        in_all = phrase("Of {of} people like you, in {span}: {what}.")
        return words.say(_ahead(chance, ahead, in_all), of=words.number(of), span=span, what=what)
    group = _whom(chance, aid, words)
    return words.say("Of {of} {group}, in {span}: {what}.", of=words.number(of), group=group, span=span, what=what)


def _ahead(chance: Chance, ahead: str, in_all: str) -> str:
    """The sentence about the next ten years; the other for a time that nobody calls the next, such as a lifetime."""
    return ahead if chance.horizon.is_counted_in_days else in_all


def people_counted(chance: Chance, of: int, aid: Aid, words: Words) -> str:
    """Whom a figure counts, under a heading that says what and over which time: Of 100 people like you."""
    group = words.say("people like you") if is_personal(aid.claims, chance.claim) else _whom(chance, aid, words)
    return words.say("Of {of} {group}.", of=words.number(of), group=group)


def too_fine(chances: Sequence[Chance], of: int, words: Words) -> str:
    """A sentence that some chances are closer together than this many people can show; "" where they are not.

    Two that are drawn alike though they differ, and two that are a person apart though hardly anything lies between
    them (0.59 and 0.60 times 2.5 in 100 are drawn as 1 and 2), both look like what they are not.
    """
    drawn_whole = [chance for chance in chances if not (chance.disputed or chance.extra)]
    if any(_too_near(one, other, of) for one, other in combinations(drawn_whole, 2)):
        return words.say("Some are closer than this picture can show.")
    return ""


def _too_near(one: Chance, other: Chance, of: int) -> bool:
    apart = abs(one.frequency.count - other.frequency.count)
    real = abs(one.probability - other.probability) * of
    compared = one.claim == other.without or other.claim == one.without  # their own line says so
    return real > 0 and ((apart == 0 and not compared) or (apart == 1 and real < HALF))


HALF = 0.5
"""Half a person. Two chances that are closer, but are drawn a whole person apart, look further apart than they are."""


def _whom(chance: Chance, aid: Aid, words: Words) -> str:
    """The people that a chance counts. For an effect, those of the chance without it."""
    group = aid.groups.get(chance.whom or chance.group)
    return group.say if group is not None else words.say("people")


def happens_not(chance: Chance, frequency: Frequency, words: Words) -> str:
    """To how many it does not happen: About 93 do not."""
    if chance.disputed:
        low, high = chance.edges(frequency.of)
        numbers = {"low": words.number(high.others), "high": words.number(low.others)}
        return words.say("About {low} to {high} do not.", **numbers)
    if chance.extra:
        return words.say("For the others, nothing changes.")
    if frequency.below_half:
        return words.say("More than {count} do not.", count=words.number(frequency.of - 1))
    return words.say("About {count} do not.", count=words.number(frequency.others))


def change(chance: Chance, words: Words) -> str:
    """The difference: That is 2 fewer in 100. "" where nothing is compared."""
    if chance.fewer is None:
        return ""
    if chance.same_picture:
        return words.say("The change is too small to see in this picture.")
    if chance.fewer_to is not None:
        fewer = words.fewer_between(chance.fewer, chance.fewer_to, chance.frequency.of)
        return words.say("That is {fewer}.", fewer=fewer)
    if chance.fewer == 0:
        return words.say("No change.")
    return words.say("That is {fewer}.", fewer=words.fewer(chance.fewer, chance.frequency.of))


def period(chance: Chance, words: Words) -> str:
    """The time of a number: In 10 years."""
    return words.say("in {span}", span=words.span(chance.horizon))


def certainty(chance: Chance, words: Words) -> str:
    """How sure the studies are, in words that fit the number."""
    return words.say(_CERTAINTY[chance.certainty])


_CERTAINTY = {
    "high": phrase("Studies agree well on this number."),
    "moderate": phrase("We are fairly sure of this number."),
    "low": phrase("We are not very sure of this number."),
    "very low": phrase("We are far from sure of this number."),
}


def _extra(chance: Chance, frequency: Frequency, words: Words) -> str:
    if frequency.below_half:
        return sentence_case(words.frequency(frequency))
    sign = -1 if chance.probability > 0 else 1
    return words.fewer(sign * frequency.count, frequency.of)
