"""The list on the plan page: what was said, card by card and line by line, and what can be done to each line.

One card is one row; where it has several lines, such as fifteen values, they stand behind that row until it is opened.
It is told for the screen of one account, so it is the one list that holds what is "just between us"; each such line is
marked, and opened from here by the patient's yes or because someone is in danger (`domain.readers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for

from ..cards import kinds
from ..domain.aid import Aid
from ..domain.disputes import is_values
from ..domain.encounter import Choice, Encounter, TakenOut
from ..domain.plan import PlanFor
from ..domain.readers import Screen
from ..locale import Words, words
from .heard import about, line_in_words

MOST_IN_BRIEF = 3


@dataclass(frozen=True)
class PlanLine:
    """One line of the log in the list, with what can be done to it.

    Attributes:
        id: names the line in a form; no seq does, because a gap would tell of a line that is not listed.
        private: only this account reads it.
        fixed: words that stand as they are, and can only be taken out.
        earlier: words that stand no more, said differently since or taken back.
    """

    id: str
    topic: str
    said: str
    words: str
    private: bool
    taken_out: TakenOut
    address: str
    language: str
    fixed: bool = False
    earlier: bool = False


@dataclass(frozen=True)
class CardLines:
    """What was said on one card, as one row of the list.

    Attributes:
        key: names the row in an address. title: of the card. aid: its title where the list has several, or "".
        brief: the first things that were said, in a few words. more: there are others.
        opened: the row that somebody has just worked in. earlier: what was said on this card and stands no more.
    """

    key: str
    title: str
    aid: str
    lines: tuple[PlanLine, ...]
    brief: tuple[str, ...] = ()
    more: bool = False
    opened: bool = False
    earlier: tuple[PlanLine, ...] = ()

    @property
    def between_us(self) -> bool:
        return any(line.private for line in self.lines)


def cards_of(
    plan: PlanFor[Screen], aids: Mapping[str, Aid], visit: Encounter, opened: str = ""
) -> tuple[CardLines, ...]:
    """The rows of the list. Lines that only take back a tap are left out.

    Args:
        opened: the row to show opened.
    """
    spoken, cards = words(visit.language), dict[str, list[tuple[Choice, PlanLine]]]()
    for line in sorted((*plan.standing, *plan.beneath), key=lambda each: each.seq):
        listed = _line(line, aids.get(line.aid_hash or ""), spoken, visit)
        if listed.said or listed.words or listed.taken_out:
            cards.setdefault(row_of(line), []).append((line, listed))
    for line in plan.earlier:
        before = _line(line, aids.get(line.aid_hash or ""), spoken, visit)
        cards.setdefault(row_of(line), []).append((line, replace(before, address="", earlier=True)))
    several = len({line.aid_id for each in cards.values() for line, _ in each}) > 1
    return tuple(_card_lines(key, each, aids, spoken, several, key == opened) for key, each in cards.items())


def row_of(line: Choice) -> str:
    """The key of the row that a line belongs to."""
    return row_key(line.aid_id, line.kind)


def row_key(aid_id: str | None, card: str) -> str:
    """The key of the row with what was said on a card of an aid."""
    return "-".join(part for part in (aid_id, card) if part)


def _card_lines(
    key: str,
    each: list[tuple[Choice, PlanLine]],
    aids: Mapping[str, Aid],
    spoken: Words,
    several: bool,
    opened: bool,
) -> CardLines:
    last = each[-1][0]
    aid, kind = aids.get(last.aid_hash or ""), kinds().get(last.kind)
    listed = [(line, shown) for line, shown in each if not shown.earlier]
    brief = [_in_brief(line, aids.get(line.aid_hash or ""), spoken) for line, shown in listed if not shown.private]
    said = tuple(dict.fromkeys(part for part in brief if part))
    return CardLines(
        key=key,
        title=spoken.say(kind.TITLE) if kind else last.kind,
        aid=aid.title if several and aid else "",
        lines=tuple(shown for _, shown in listed),
        earlier=tuple(shown for _, shown in each if shown.earlier),
        brief=said[:MOST_IN_BRIEF],
        more=len(said) > MOST_IN_BRIEF,
        opened=opened,
    )


def _in_brief(line: Choice, aid: Aid | None, spoken: Words) -> str:
    """A line in a few words; "" for one that is taken out. Values are summed up in one phrase."""
    if line.taken_out:
        return ""
    return spoken.say("The values for the picture") if is_values(line.item) else line_in_words(line, aid, spoken)


def _line(line: Choice, aid: Aid | None, spoken: Words, visit: Encounter) -> PlanLine:
    return PlanLine(
        id=line.id,
        topic=about(line, aid, spoken),
        said=_summary(line, aid, spoken),
        words=line.words or "",
        private=line.private,
        taken_out=line.taken_out,
        address=_card(line, visit) if line.aid_id else "",
        language=line.words_language or line.language,
    )


def _card(line: Choice, visit: Encounter) -> str:
    return url_for("encounter.card", encounter_id=visit.id, aid_id=line.aid_id, card=line.kind)


def reasons_of(plan: PlanFor[Screen], visit: Encounter) -> tuple[PlanLine, ...]:
    """Why lines were opened, for the page with the note only.

    Whom a danger comes from may sit at the table and read the plan.
    """
    spoken = words(visit.clinician_language)
    topic = spoken.say("Opened, because someone is in danger")
    return tuple(
        replace(_line(line, None, spoken, visit), topic=topic, address="", fixed=True) for line in plan.reasons
    )


def _summary(line: Choice, aid: Aid | None, spoken: Words) -> str:
    """What a line says, in a few words."""
    kind = kinds().get(line.kind)
    return kind.summary(line, aid, spoken) if kind else ""
