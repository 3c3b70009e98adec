"""How each number was verified, and which days have passed.

`primary` was read in the study, `secondary` in a report of it (the screen says so), `computed` names its formula and
the claims it was made from, and those are verified themselves. `unverified` fails. `invented` belongs to
illustrations alone, and there everything is invented. What has expired is not shown (see `domain.expiry`): a
price is a warning, and a claim, without which the card says no number, is an error. An aid past its review day says so
on the card, and is a warning until people are asked to approve it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..domain.aid import Aid
from ..domain.claims import Claim
from ..domain.expiry import expired
from . import EVERY, Case, Finding, Level, Path, Weight
from ._days import day_of

ID = "EVID-1"
ASKS = "Is every number verified, and has no day passed?"
WHY = "A number from memory, or from last year, looks as good as a right one."
SOURCE = "Clinical rule R16; IPDASi v4, evidence; 45 CFR 170.315(b)(11)(iv)(A)"
LEVEL: Level = "draft"
KINDS = EVERY


def examine(case: Case) -> Iterator[Finding]:
    """Claims, then days."""
    illustration = case.aid.status == "illustration"
    for key, claim in case.aid.claims.items():
        yield from _verified(case.aid, key, claim, illustration=illustration)
    yield from _calendar(case)
    yield from _expired(case)


def _verified(aid: Aid, key: str, claim: Claim, *, illustration: bool) -> Iterator[Finding]:
    here = ("claims", key, "verified")
    if illustration:
        if claim.verified != "invented":
            yield Finding(here, f"{claim.verified} stands in an illustration", "write invented, or use another status")
        return
    if claim.verified == "invented":
        yield Finding(here, "an invented number", "use it in an aid with status illustration only")
    if claim.verified == "unverified":
        yield Finding(here, "nobody has verified this number", "look it up in its source, or take it out")
    if claim.verified == "computed":
        yield from _computed(aid, key, claim)


def _computed(aid: Aid, key: str, claim: Claim) -> Iterator[Finding]:
    here = ("claims", key)
    if not claim.formula.strip():
        yield Finding((*here, "verified"), "computed, and nothing says how", "write formula: ...")
    if not claim.computed_from:
        yield Finding((*here, "verified"), "computed, and nothing says from what", "write computed_from: [...]")
    for index, name in enumerate(claim.computed_from):
        part: Path = (*here, "computed_from", index)
        if aid.claims[name].verified in ("unverified", "invented"):
            yield Finding(part, f"{name} is {aid.claims[name].verified}", "compute from verified claims only")
        elif _leads_to(aid, name, key):
            yield Finding(part, f"{name} was computed from {key} itself", "compute from what was counted")


def _leads_to(aid: Aid, start: str, goal: str) -> bool:
    seen, open_ends = set[str](), [start]
    while open_ends:
        name = open_ends.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            open_ends += aid.claims[name].computed_from
    return False


def _calendar(case: Case) -> Iterator[Finding]:
    """Days that the calendar does not have, and days of the past that are still to come."""
    for path, text, past in _days(case.aid):
        day = day_of(text)
        if day is None:
            yield Finding(path, f"there is no day {text}", "write a day of the calendar")
        elif past and day > case.on:
            yield Finding(path, f"{day} is still to come", "write the day on which it happened")


def _days(aid: Aid) -> Iterator[tuple[Path, str, bool]]:
    """(path, day, whether it has to lie in the past)."""
    yield ("support", "released"), aid.support.released, True
    if aid.support.revised is not None:
        yield ("support", "revised"), aid.support.revised, True
    for key, source in aid.sources.items():
        yield ("sources", key, "seen"), source.seen, True
    for key, review in aid.reviews.items():
        yield ("reviews", key, "on"), review.on, True
    for path, text in _expiries(aid):
        yield path, text, False


def _expiries(aid: Aid) -> Iterator[tuple[Path, str]]:
    for key, fact in aid.facts.items():
        if fact.expires is not None:
            yield ("facts", key, "expires"), fact.expires
        for country, price in fact.by_country.items():
            yield ("facts", key, "by_country", country, "expires"), price.expires
    for key, claim in aid.claims.items():
        if claim.expires is not None:
            yield ("claims", key, "expires"), claim.expires


def _expired_prices(case: Case, weight: Weight) -> Iterator[Finding]:
    for key, fact in case.aid.facts.items():
        for country, price in fact.by_country.items():
            if _past(price.expires, case.on):
                here = ("facts", key, "by_country", country, "expires")
                yield Finding(here, f"this expired on {price.expires} and is not shown", "look it up again", weight)


def _expired_facts(case: Case, weight: Weight) -> Iterator[Finding]:
    for key, fact in case.aid.facts.items():
        if fact.money is not None and fact.expires is None:
            yield Finding(("facts", key), "a price never expires here", "write expires: the next 31 December")
        elif fact.expires is not None and fact.money is None and fact.phone is None:
            yield Finding(("facts", key, "expires"), "only a price or a phone number expires", "take it out")
        elif not fact.unknown and expired(fact, case.on):
            what = f"this expired on {fact.expires} and is not shown"
            yield Finding(("facts", key, "expires"), what, "look it up again", weight)


def _expired(case: Case) -> Iterator[Finding]:
    aid, approve = case.aid, case.level == "approve"
    weight: Weight = "error" if approve else "warning"
    if _past(aid.next_review, case.on):
        yield Finding(
            ("next_review",), f"the review was due on {aid.next_review}", "read it again, and date it", weight
        )
    if aid.status == "expired":
        yield Finding(("status",), "this aid has expired", "read it again before anybody uses it", weight)
    yield from _expired_facts(case, weight)
    yield from _expired_prices(case, weight)
    for key, claim in aid.claims.items():
        if claim.expires is not None and _past(claim.expires, case.on):
            yield Finding(
                ("claims", key, "expires"),
                f"this number expired on {claim.expires} and is not shown",
                "look it up again",
            )


def _past(text: str, on: date) -> bool:
    day = day_of(text)
    return day is not None and day < on
