"""Expired numbers and prices are not shown. A price of last year becomes a price that nobody has given yet (rule R16).

A number whose last day has passed is no number any more, nor is one that was worked out from it (hazard H06).

The aid, its hash and what a choice cites stay as they are; only what a screen or a page says changes with the day. An
aid past its day of review still shows its numbers, and says so; one whose status is expired shows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from .aid import Aid
from .chances import NoNumber, Numbers
from .claims import Claim
from .facts import Fact


def as_of(aid: Aid, on: date) -> Aid:
    """The aid as it may be shown on a day.

    Example:
        >>> expired(Fact(money=40, currency="USD", expires="2026-12-31"), date(2027, 1, 1))
        True
    """
    gone = {key: _unknown(fact) for key, fact in aid.facts.items() if expired(fact, on)}
    return aid.model_copy(update={"facts": {**aid.facts, **gone}}) if gone else aid


def expired(fact: Fact, on: date) -> bool:
    """Whether the last day of a fact has passed. On that day itself it still counts."""
    return fact.expires is not None and fact.expires < on.isoformat()


def review_due(aid: Aid, on: date) -> str:
    """The day by which somebody should have read the aid again, if it has passed; else ""."""
    return aid.next_review if aid.next_review < on.isoformat() else ""


def unexpired(numbers: Numbers, aid: Aid, on: date) -> Numbers:
    """The numbers that may be shown on a day."""
    gone = NoNumber("expired")
    if aid.status == "expired":
        return Numbers(numbers.values, none=dict.fromkeys(aid.claims, gone), closed=gone)
    old = frozenset(key for key in aid.claims if _is_old(key, aid.claims, on))
    if not old:
        return numbers
    kept = {key: each for key, each in numbers.chances.items() if key not in old}
    return replace(numbers, chances=kept, none={**numbers.none, **dict.fromkeys(old, gone)})


def _is_old(key: str, claims: Mapping[str, Claim], on: date) -> bool:
    """Whether the last day of a claim has passed, or that of a claim that it was made from."""
    open_, seen = [key], set[str]()
    while open_:
        at = open_.pop()
        if at in seen or at not in claims:
            continue
        seen.add(at)
        claim = claims[at]
        if claim.expires is not None and claim.expires < on.isoformat():
            return True
        open_ += [*claim.computed_from, *claim.between, *claim.together, *([claim.from_] if claim.from_ else [])]
    return False


def _unknown(fact: Fact) -> Fact:
    part = "money" if fact.money is not None else "phone" if fact.phone is not None else None
    return fact.model_copy(update={part: "unknown"}) if part else fact
