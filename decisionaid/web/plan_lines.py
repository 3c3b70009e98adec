"""The list of lines on the plan page: what was said, line by line, and what can be done to each.

It is told for the screen of one account, so it is the one list that holds what is "just between us"; each such line is
marked, and opened from here by the patient's yes or because someone is in danger (`domain.readers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for

from ..cards import kinds
from ..domain.aid import Aid
from ..domain.encounter import Choice, Encounter, TakenOut
from ..domain.plan import PlanFor
from ..domain.readers import Screen
from ..locale import Words, words
from .heard import about


@dataclass(frozen=True)
class PlanLine:
    """One line of the log as the plan page lists it, with what can be done to it.

    Attributes:
        id: names the line in a form; no seq does, because a gap would tell of a line that is not listed.
        private: only this account reads it.
        fixed: words that stand as they are, and can only be taken out.
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


def lines_of(plan: PlanFor[Screen], aids: Mapping[str, Aid], visit: Encounter) -> tuple[PlanLine, ...]:
    """Every line that says something; one that only takes a tap back says nothing any more."""
    spoken = words(visit.language)
    standing = sorted((*plan.standing, *plan.beneath), key=lambda line: line.seq)
    listed = [_line(line, aids.get(line.aid_hash or ""), spoken, visit) for line in standing]
    return tuple(line for line in listed if line.said or line.words or line.taken_out)


def _line(line: Choice, aid: Aid | None, spoken: Words, visit: Encounter) -> PlanLine:
    return PlanLine(
        id=line.id,
        topic=about(line, aid, spoken),
        said=_said(line, aid, spoken),
        words=line.words or "",
        private=line.private,
        taken_out=line.taken_out,
        address=_card(line, visit) if line.aid_id else "",
        language=line.words_language or line.language,
    )


def _card(line: Choice, visit: Encounter) -> str:
    return url_for("encounter.card", encounter_id=visit.id, aid_id=line.aid_id, card=line.kind)


def reasons_of(plan: PlanFor[Screen], visit: Encounter) -> tuple[PlanLine, ...]:
    """Why lines were opened, for the page with the note and no other: whom a danger comes from may sit at the table and
    read the plan.
    """
    spoken = words(visit.clinician_language)
    topic = spoken.say("Opened, because someone is in danger")
    return tuple(
        replace(_line(line, None, spoken, visit), topic=topic, address="", fixed=True) for line in plan.reasons
    )


def _said(line: Choice, aid: Aid | None, spoken: Words) -> str:
    """What a line says, in a few words."""
    kind = kinds().get(line.kind)
    return kind.said(line, aid, spoken) if kind else ""
