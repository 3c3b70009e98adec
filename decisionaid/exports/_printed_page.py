"""The page that goes home, before it is laid out. HTML and PDF both start from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..domain.page import HEADINGS, DayPart, MissingPart, Section, for_reading
from ..domain.readers import AtHome
from ..domain.site import Paper
from ..errors import CannotPrint
from ..handout import Handout, late_reviews
from ..locale import Words


@dataclass(frozen=True)
class PrintedPage:
    """Everything on the page.

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


def printed_page(handout: Handout[AtHome]) -> PrintedPage:
    """Make the page of a plan.

    Raises:
        CannotPrint: the page has a safety net and a phone number in it is missing.
    """
    if not isinstance(handout.plan.reader, AtHome):
        raise TypeError("a plan that was told for the clinic never goes home")
    say, sections = handout.words.say, for_reading(handout.sections)
    unset = next((part for each in sections for part in each.parts if isinstance(part, MissingPart)), None)
    if unset is not None:
        raise CannotPrint(unset.plain)
    day = handout.words.day(handout.on)
    return PrintedPage(
        title=say("Our plan") + (f" – {handout.person}" if handout.person else ""),
        who=" · ".join(part for part in (day[:1].upper() + day[1:], handout.clinician, handout.site) if part),
        practice=handout.practice,
        sections=tuple(headed(each, handout) for each in sections),
        draft=handout.words.draft(handout.aids.values()),
        paper=handout.paper,
        reviews=late_reviews(handout),
        closing=_closing(sections, handout.words),
    )


def _closing(sections: tuple[Section, ...], words: Words) -> str:
    """The closing sentence. "Sooner" is said only where there is a day to look again."""
    if any(isinstance(part, DayPart) for each in sections for part in each.parts):
        return words.say("Sooner, if this plan gets too heavy. You can change your mind at any time.")
    return words.say("Tell us if this plan gets too heavy. You can change your mind at any time.")


def headed(section: Section, handout: Handout[AtHome]) -> Section:
    """A section with the heading of its place, unless it brings its own."""
    heading = HEADINGS[section.slot]
    return section if section.heading or not heading else replace(section, heading=handout.words.say(heading))
