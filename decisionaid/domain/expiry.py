"""What has expired is not said: a price of last year becomes a price that nobody has given yet (rule R16).

The aid, its hash and what a choice cites stay as they are; only what a screen or a page says changes with the day.
"""

from __future__ import annotations

from datetime import date

from .aid import Aid
from .claims import Fact


def as_of(aid: Aid, on: date) -> Aid:
    """The aid as it may be said on a day.

    Example:
        >>> expired(Fact(money=40, currency="USD", expires="2026-12-31"), date(2027, 1, 1))
        True
    """
    gone = {key: _unknown(fact) for key, fact in aid.facts.items() if expired(fact, on)}
    return aid.model_copy(update={"facts": {**aid.facts, **gone}}) if gone else aid


def expired(fact: Fact, on: date) -> bool:
    """Whether its last day has passed; that day itself still counts."""
    return fact.expires is not None and fact.expires < on.isoformat()


def _unknown(fact: Fact) -> Fact:
    part = "money" if fact.money is not None else "phone" if fact.phone is not None else None
    return fact.model_copy(update={part: "unknown"}) if part else fact
