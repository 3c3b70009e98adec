"""The page that goes home: what stands over it, and the sections that the cards say; every layout starts from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..domain.page import HEADINGS, Section, Unset, for_reading
from ..domain.readers import AtHome
from ..domain.site import Paper
from ..errors import CannotPrint
from ..told import Told, reviews


@dataclass(frozen=True)
class Page:
    """The page's whole context.

    Attributes:
        sections: each with its heading in the page's language.
        draft: that a translator has not signed yet, or "".
        paper: what the clinic prints on.
        reviews: for each card that nobody has read again in time, that it is so.
        closing: what stands at the end of every page.
    """

    title: str
    who: str
    practice: bool
    sections: tuple[Section, ...]
    draft: str
    paper: Paper
    reviews: tuple[str, ...]
    closing: str


def page(told: Told[AtHome]) -> Page:
    """The page of a plan.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    if not isinstance(told.plan.reader, AtHome):
        raise TypeError("a plan that was told for the clinic never goes home")
    say, sections = told.words.say, for_reading(told.sections)
    unset = next((part for each in sections for part in each.parts if isinstance(part, Unset)), None)
    if unset is not None:
        raise CannotPrint(unset.plain)
    day = told.words.day(told.on)
    return Page(
        title=say("Our plan") + (f" – {told.person}" if told.person else ""),
        who=" · ".join(part for part in (day[:1].upper() + day[1:], told.clinician, told.site) if part),
        practice=told.practice,
        sections=tuple(headed(each, told) for each in sections),
        draft=told.words.draft(told.aids.values()),
        paper=told.paper,
        reviews=reviews(told),
        closing=say("Sooner, if this plan gets too heavy. You can change your mind at any time."),
    )


def headed(section: Section, told: Told[AtHome]) -> Section:
    """A section with the heading of its place, where it brings none of its own."""
    heading = HEADINGS[section.slot]
    return section if section.heading or not heading else replace(section, heading=told.words.say(heading))
