"""Each card's state here, what the check says of it, what changed since the last approval; approving and withdrawing.

Somebody approves with her own sign-in, the very edition that the page showed: a card that changed meanwhile asks for
another look. An approval that ended or was withdrawn closes the card for new visits; a plan is read as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.edition_changes import EditionChange, changes_between
from ..domain.phrases import phrase
from ..errors import Conflict, InputProblem
from ..library import Entry
from ..locale import Words, words
from ..rules import Case, judge
from ..store.approvals import Approval
from .pages import own_language, page_for, render, the_clinic
from .permissions import TABLE

blueprint = Blueprint("approvals", __name__, url_prefix="/approvals")
SOON = timedelta(days=30)
MOST_CHANGES = 200
_CHANGED = phrase("This card has changed since you opened the page. Nothing was approved; please look at it again.")
_TICK = phrase("Please tick that you have read the card. Nothing was approved.")


@dataclass(frozen=True)
class ReportLine:
    """One finding of the check, in English as the command says it."""

    rule: str
    level: str
    place: str
    what: str
    remedy: str


@dataclass(frozen=True)
class CardState:
    """One card as the page shows it.

    Attributes:
        said: its state, in words. soon: that the approval ends within a month, or "".
        compared: with which approval the changes are; "" where there is none to compare with.
    """

    id: str
    title: str
    version: str
    hash: str
    open: bool
    said: str
    soon: str
    report: tuple[ReportLine, ...]
    compared: str
    changes: tuple[EditionChange, ...]
    may_be_approved: bool


@blueprint.get("")
def page() -> str:
    """Every card."""
    clinic, spoken = the_clinic(), words(own_language())
    standing = clinic.store.approvals.standing()
    return render(
        "pages/approvals.html",
        page_for(spoken.say("Cards and their approvals"), language=spoken.language),
        cards=tuple(_state(each, standing.get(each.hash), spoken) for each in clinic.library.entries.values()),
        broken=clinic.library.broken,
        may=g.account.role in TABLE["approvals.approve"],
        today=clinic.today().isoformat(),
        reads_cards=g.account.role in TABLE["library.open_visit"],
    )


@blueprint.post("/approve")
def approve() -> Response:
    """Approve the edition that the page showed."""
    clinic, entry = the_clinic(), _entry()
    if request.form.get("hash") != entry.hash or entry.status == "illustration":
        raise Conflict(_CHANGED)
    if request.form.get("read") != "yes":
        raise InputProblem("read", None, "yes", _TICK)
    until = _last_day(request.form.get("until", "").strip())
    clinic.store.approvals.keep(entry.edition)
    clinic.store.accounts.approve(entry.id, entry.hash, g.account.name, until)
    return redirect(url_for("approvals.page", _anchor=entry.id), 303)


@blueprint.post("/withdraw")
def withdraw() -> Response:
    """Take the approval of a card back."""
    entry = _entry()
    the_clinic().store.approvals.withdraw(entry.id, entry.hash, g.account.id)
    return redirect(url_for("approvals.page", _anchor=entry.id), 303)


def _entry() -> Entry:
    found = the_clinic().library.entries.get(request.form.get("aid", ""))
    if found is None:
        raise Conflict(_CHANGED)
    return found


def _last_day(text: str) -> date | None:
    if not text:
        return None
    wrong = phrase("The last day is not a day from today on. Nothing was approved.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputProblem("until", None, "a day", wrong) from None
    if day < the_clinic().today():
        raise InputProblem("until", None, "a day", wrong)
    return day


def _state(entry: Entry, stands: Approval | None, spoken: Words) -> CardState:
    clinic, today = the_clinic(), the_clinic().today()
    last = clinic.store.approvals.last_of(entry.id)
    before = clinic.store.log.editions(frozenset({last.aid_hash})).get(last.aid_hash) if last else None
    other = before is not None and last is not None and last.aid_hash != entry.hash
    opens = stands is not None and stands.opens(today)
    changed = () if before is None or not other else changes_between(before, entry.edition)[:MOST_CHANGES]
    since = "" if last is None or not other else spoken.day(clinic.local(last.at).date())
    return CardState(
        entry.id,
        entry.title(spoken.language),
        entry.edition.aid.version,
        entry.hash,
        opens,
        _in_words(stands, opens, spoken),
        spoken.say("It ends soon.") if opens and _ends_soon(stands, today) else "",
        _report(entry.hash, today, entry.compiled),
        spoken.say("Since the approval of {day}:", day=since) if since else "",
        changed,
        entry.status != "illustration",
    )


def _ends_soon(stands: Approval | None, today: date) -> bool:
    return stands is not None and stands.until is not None and stands.until - today <= SOON


def _in_words(stands: Approval | None, opens: bool, spoken: Words) -> str:
    if stands is None:
        return spoken.say("Nobody here has approved this edition.")
    clinic = the_clinic()
    name, day = clinic.store.accounts.find(stands.by).name, spoken.day(clinic.local(stands.at).date())
    if stands.withdrawn:
        return spoken.say("Withdrawn by {name} on {day}.", name=name, day=day)
    if stands.until is None:
        return spoken.say("Approved by {name} on {day}.", name=name, day=day)
    until = spoken.day(stands.until)
    if opens:
        return spoken.say("Approved by {name} on {day}, until {until}.", name=name, day=day, until=until)
    return spoken.say("The approval by {name} ended on {until}.", name=name, until=until)


@lru_cache(maxsize=64)
def _report(hash_: str, on: date, compiled: str) -> tuple[ReportLine, ...]:
    """What every rule finds in an edition on a day."""
    from ..domain.aid import Edition

    case = Case(Edition.model_validate_json(compiled), on, "review")
    return tuple(
        ReportLine(verdict.rule, each.level, " › ".join(map(str, each.path)), each.what, each.remedy)
        for verdict in judge(case)
        for each in verdict.findings
    )
