"""The site.yaml of one clinic: its phones, retention, opening days, and the facts that an aid lets a site change.

DATA/site.yaml is read and checked like an aid. It can set only facts marked ``site: may_change``, so that a price or a
phone number is local while no site can alter a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, field_validator

from .aid import Aid
from .base import Frozen, Map, Wrong
from .facts import Country, Day, Fact, Phone
from .framing import FramingSite
from .opening import WEEKDAYS, Opening

Paper = Literal["letter", "a4"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _real(text: str) -> str:
    try:
        date.fromisoformat(text if len(text) > len("12-25") else f"2024-{text}")  # a year that has a 29 February
    except ValueError:
        raise Wrong(f"the calendar has no day {text!r}", "write a day such as 2026-12-24") from None
    return text


RealDay = Annotated[Day, AfterValidator(_real)]
Holiday = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$",
        description='A day as "2026-12-24", or "12-25" for that day of every year; in quotes.',
    ),
    AfterValidator(_real),
]


class SiteFact(Frozen):
    """A local value for one fact of one aid."""

    phone: Phone | None = Field(None, description="Instead of the aid's number.")
    money: float | None = Field(None, ge=0)
    amount: float | None = None
    expires: RealDay | None = Field(None, description="The last day of this price; the aid's own, if left out.")


class Site(Frozen):
    """One clinic."""

    name: str = Field("", max_length=80)
    time_zone: str = Field("", description="Such as America/Chicago; this machine's own, if left out.")
    country: Country | None = Field(None, description="Two letters, such as us or gb: an aid's price of that country.")
    paper: Paper = Field("letter", description="The sheet that the page to take home is set for: letter or a4.")
    days_open: tuple[Weekday, ...] = Field(
        ("monday", "tuesday", "wednesday", "thursday", "friday"),
        min_length=1,
        description="Monday to Friday, if left out; a proposed day is one of these.",
    )
    holidays: tuple[Holiday, ...] = Field((), description="Days on which the clinic is closed.")
    retention_days: int | None = Field(
        None,
        ge=1,
        description="How long a plan is kept after the last day that it speaks of; a week later it is erased.",
    )
    phones: Map[Phone] = Field(
        default_factory=dict, description="clinic, emergency: used by every aid's fact of that name."
    )
    frames: tuple[FramingSite, ...] = Field(
        (), max_length=20, description="The sites that may show the cards inside a page of theirs; nobody, if left out."
    )
    facts: Map[Map[SiteFact]] = Field(default_factory=dict, description="aid id -> fact id -> the local value.")

    @field_validator("time_zone")
    @classmethod
    def _a_zone_that_exists(cls, name: str) -> str:
        if name:
            try:
                ZoneInfo(name)
            except (OSError, ValueError, LookupError):
                close = get_close_matches(name, available_timezones(), n=1, cutoff=0.6)
                remedy = f"did you mean {close[0]}?" if close else "write it like America/Chicago"
                raise Wrong(f"there is no time zone {name!r}", remedy) from None
        return name

    @field_validator("frames")
    @classmethod
    def _each_site_a_single_time(cls, sites: tuple[FramingSite, ...]) -> tuple[FramingSite, ...]:
        origins = [each.origin for each in sites]
        twice = next((origin for origin in origins if origins.count(origin) > 1), None)
        if twice is not None:
            raise Wrong(f"{twice} stands here a second time", "keep one of the two")
        return sites

    @field_validator("days_open", "holidays")
    @classmethod
    def _each_a_single_time(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        twice = next((day for day in days if days.count(day) > 1), None)
        if twice is not None:
            raise Wrong(f"{twice} stands here a second time", "keep one of the two")
        return days

    @property
    def opening(self) -> Opening:
        """The days on which the clinic is open."""
        return Opening(frozenset(WEEKDAYS.index(day) for day in self.days_open), frozenset(self.holidays))


PRACTICE = Site(
    name="Practice clinic",
    retention_days=90,
    phones={"clinic": "555-0142", "emergency": "555-0100"},
)
"""A fictional site for practice, with telephone numbers from the range that is kept for fiction."""


def laid_over(aid: Aid, site: Site) -> Aid:
    """The aid with the site's phones and facts filled in."""
    changed: dict[str, Any] = {}
    for key, of_aid in aid.facts.items():
        fact = of_aid.in_country(site.country or "")
        if fact is not of_aid:
            changed[key] = fact
        if fact.site != "may_change":
            continue
        local = site.facts.get(aid.id, {}).get(key)
        if local is not None:
            changed[key] = fact.model_copy(update=local.model_dump(exclude_none=True))
        elif fact.phone is not None and key in site.phones:
            changed[key] = fact.model_copy(update={"phone": site.phones[key]})
    return aid.model_copy(update={"facts": {**aid.facts, **changed}}) if changed else aid


def not_allowed(aid: Aid, site: Site) -> Iterator[tuple[str, str]]:
    """(fact, reason) for every local fact that the aid does not let a site change."""
    for key, local in site.facts.get(aid.id, {}).items():
        if key not in aid.facts:
            yield key, f"{aid.id} has no fact {key}"
        elif aid.facts[key].site != "may_change":
            yield key, f"{aid.id} does not let a site change {key}"
        elif wrong := _another_sort(aid.facts[key], local):
            yield key, f"{aid.id} has {wrong}"


def _another_sort(fact: Fact, local: SiteFact) -> str:
    """What is wrong where a site gives the wrong sort of value, such as a phone for a price; "" where nothing is."""
    sort = next(name for name in ("phone", "money", "amount", "text") if getattr(fact, name) is not None)
    given = [name for name in ("phone", "money", "amount") if getattr(local, name) is not None]
    strange = [name for name in given if name != sort]
    return f"no {strange[0]} here, but {sort}" if strange else ""


def unasked_phones(site: Site, aids: Iterable[Aid]) -> Iterator[tuple[str, str]]:
    """(name, remedy) for every phone that no aid asks for. Its name is probably misspelt."""
    asked = {"clinic", "emergency"}
    asked |= {key for aid in aids for key, fact in aid.facts.items() if fact.phone is not None and fact.site}
    for key in site.phones:
        if key not in asked:
            close = get_close_matches(key, asked, n=1, cutoff=0.6)
            yield key, f"did you mean {close[0]}?" if close else f"there is {', '.join(sorted(asked))}"
