"""What one clinic says of itself: phones, retention, and the facts that an aid lets a site change.

DATA/site.yaml is read and checked like an aid. It can set only facts marked ``site: may_change``, so that a price or a
phone number is local while no site can alter a claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from .aid import Aid
from .base import Frozen, Map
from .claims import Day

Paper = Literal["letter", "a4"]


class SiteFact(Frozen):
    """A local value for one fact of one aid."""

    phone: str | None = Field(None, pattern=r"^[0-9+() -]{2,24}$")
    money: float | None = Field(None, ge=0)
    amount: float | None = None
    expires: Day | None = Field(None, description="The last day of this price; the aid's own, if left out.")


class Site(Frozen):
    """One clinic."""

    name: str = Field("", max_length=80)
    time_zone: str = Field("", description="Such as America/Chicago; this machine's own, if left out.")

    @field_validator("time_zone")
    @classmethod
    def _a_zone_that_exists(cls, name: str) -> str:
        if name:
            try:
                ZoneInfo(name)
            except (OSError, ValueError, LookupError):
                raise ValueError(f"there is no time zone {name!r}") from None
        return name

    paper: Paper = Field("letter", description="The sheet that the page to take home is set for: letter or a4.")
    retention_days: int | None = Field(
        None,
        ge=1,
        description="How long the clinic means to keep a plan after the last look-again date. Nothing deletes it yet.",
    )
    phones: Map[str] = Field(
        default_factory=dict, description="clinic, emergency: used by every aid's fact of that name."
    )
    facts: Map[Map[SiteFact]] = Field(default_factory=dict, description="aid id -> fact id -> the local value.")


PRACTICE = Site(
    name="Practice clinic",
    retention_days=90,
    phones={"clinic": "555-0142", "emergency": "555-0100"},
)
"""A plainly fictional site: telephone numbers from the range that is kept for fiction."""


def laid_over(aid: Aid, site: Site) -> Aid:
    """The aid with the site's phones and facts in it."""
    changed: dict[str, Any] = {}
    for key, fact in aid.facts.items():
        if fact.site != "may_change":
            continue
        local = site.facts.get(aid.id, {}).get(key)
        if local is not None:
            changed[key] = fact.model_copy(update=local.model_dump(exclude_none=True))
        elif fact.phone is not None and key in site.phones:
            changed[key] = fact.model_copy(update={"phone": site.phones[key]})
    return aid.model_copy(update={"facts": {**aid.facts, **changed}}) if changed else aid


def not_allowed(aid: Aid, site: Site) -> Iterator[tuple[str, str]]:
    """(fact, why) for every local fact that the aid does not let a site change."""
    for key in site.facts.get(aid.id, {}):
        if key not in aid.facts:
            yield key, f"{aid.id} has no fact {key}"
        elif aid.facts[key].site != "may_change":
            yield key, f"{aid.id} does not let a site change {key}"
