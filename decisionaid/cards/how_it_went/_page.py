"""What was said of each planned thing, on the page that goes home and in the note of that visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ...domain.aid import Aid
from ...domain.how_it_went import How, Next, SaidOfThing, Since, ThingWent, by_thing
from ...domain.page import ChartPart, Item, ListPart, OwnWordsPart, Section, SentencePart
from ...domain.phrases import phrase
from ...domain.readers import Outside
from ...handout import Handout, in_their_words
from ...locale import Words
from .._next_step import OF_A_TASK, STEPS, thing_in_words
from ._things import sort_of
from ._words import IN_SHORT, SINCE_IN_SHORT, Sort

AGREED_BEFORE = phrase("What else stands here was agreed before. Nothing new has been agreed yet.")
WAY_ON = phrase("What next: {step}")


def sections(handout: Handout[Outside]) -> Iterator[Section]:
    """How it went, thing by thing. What was said in an earlier visit stands on the page of that visit."""
    said = by_thing(handout.plan.of(SaidOfThing))
    here = [each for each in said if each.on >= handout.on and each.aid_hash in handout.aids]
    items = [item for each in here if (item := _item(each, handout)) is not None]
    chart = (ChartPart(_charted(items, handout.words), kept=True),) if items else ()
    older = (SentencePart(handout.words.say(AGREED_BEFORE)),) if any(_is_older(each, handout) for each in here) else ()
    yield Section("went", (ListPart(tuple(items)), *older, *chart) if items else ())


def _is_older(each: ThingWent, handout: Handout[Outside]) -> bool:
    """Whether the page still has a decision for something of which they have said since that it was stopped."""
    stopped = each.how == "not" and sort_of(each.thing, _edition_with(each, handout)) == "medicine"
    decided = handout.plan.decisions.get(each.aid_id)
    return stopped and decided is not None and decided.seq < each.seq


def _item(each: ThingWent, handout: Handout[Outside]) -> Item | None:
    words, aid = handout.words, _edition_with(each, handout)
    name, sort = thing_in_words(each.thing, aid, words), sort_of(each.thing, aid)
    said = went_in_words(each, aid, sort, words) if sort else ""
    spoken = each.words if each.words and each.words.words else None
    own = OwnWordsPart(spoken.words or "", spoken.language) if spoken else None
    if not (name and said) and not own:
        return None
    return Item(text=f"{said[:1].upper()}{said[1:]}." if said else "", strong=f"{name}:" if name else "", own=own)


def _edition_with(each: ThingWent, handout: Handout[Outside]) -> Aid:
    """The edition that has the thing: it was planned in an earlier one, and the newest may have it no more."""
    cited = handout.aids[each.aid_hash]
    every = (cited, *(aid for aid in handout.aids.values() if aid.id == each.aid_id))
    return next((aid for aid in every if sort_of(each.thing, aid)), cited)


def _charted(items: list[Item], words: Words) -> str:
    """All of it as one line of a chart."""
    said = []
    for each in items:
        own = in_their_words(each.own.words, words) if each.own else ""
        said.append(" ".join(part for part in (each.strong, each.text, own) if part))
    return " ".join([words.say("How it went:"), *said])


def went_in_words(each: ThingWent, aid: Aid, sort: Sort | None, words: Words) -> str:
    """How one thing goes, since when, what got in the way and what next, in a few words; "" where nobody says how.

    Details alone are what is left of an earlier visit when a later one spoke of the thing: half of what was said.
    """
    if not each.how:
        return ""
    since = each.since if (sort, each.how) == ("medicine", "not") else ""
    first = ("since", since) if since else ("how", each.how)  # "not begun" and "stopped after a few days" say how
    told = [first, *(("way", way) for way in each.ways), ("next", each.next)]
    return " · ".join(filter(None, (_of_part(part, value, aid, sort, words) for part, value in told)))


def part_in_words(said: SaidOfThing, aid: Aid, words: Words) -> str:
    """One line of the card in a few words."""
    return _of_part(said.part, said.value, aid, sort_of(said.thing, aid), words)


def _of_part(part: str, value: str, aid: Aid, sort: Sort | None, words: Words) -> str:
    if part == "way":
        hindrance = aid.how_it_went.in_the_way.get(value)
        return hindrance.say if hindrance else ""
    said = {
        "how": IN_SHORT[sort or "task"].get(cast(How, value)),
        "since": SINCE_IN_SHORT.get(cast(Since, value)),
        "next": OF_A_TASK.get(value) if sort == "task" else STEPS.get(cast(Next, value)),
    }.get(part)
    return (words.say(WAY_ON, step=words.say(said)) if part == "next" else words.say(said)) if said else ""
