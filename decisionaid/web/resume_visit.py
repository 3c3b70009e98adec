"""Another visit of the same person: where they left off, and going on from today's list.

A person is found again only through the list of today, by the account that opened the visit, and only by name: a visit
without a name was for that visit alone, and nobody could tell whose it was (hazard H04).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from ..domain.encounter import Choice, Encounter
from ..errors import Conflict, NotThere
from ..left_off import lines_left_off
from .pages import open_visit_or_404, the_clinic

blueprint = Blueprint("again", __name__)
TODAY = timedelta(hours=16)


@dataclass(frozen=True)
class LeftOff:
    """What the first page of another visit begins with.

    Attributes:
        day: of the visit before. lines: at most three.
    """

    day: str
    lines: tuple[str, ...]


def where_left_off(visit: Encounter, choices: tuple[Choice, ...]) -> LeftOff | None:
    """Where this person left off before this visit; None at a first visit."""
    clinic = the_clinic()
    before = [each for each in clinic.store.people.visits_of(visit.person_id) if each.opened < visit.opened]
    if not before:
        return None
    handout = clinic.handout(visit.person_id, before[-1].id, visit.language, choices=choices)
    return LeftOff(handout.words.day(handout.on), lines_left_off(replace(handout, day=clinic.today())))


def todays_visits() -> tuple[Encounter, ...]:
    """This account's visits of today, newest first."""
    clinic = the_clinic()
    return clinic.store.people.visits_since(clinic.store.clock() - TODAY, g.account.id)


def may_go_on(visit: Encounter, today: Sequence[Encounter], named: bool) -> bool:
    """Whether this is the newest visit of a person with a name, and has ended."""
    newest = next((each for each in today if each.person_id == visit.person_id), None)
    return named and newest is not None and newest.id == visit.id and visit.ended is not None


@blueprint.post("/visits/<encounter_id>/again")
def go_on(encounter_id: str) -> Response:
    """Open a new visit of the same person, or go to the one that is open."""
    visit, clinic = open_visit_or_404(encounter_id), the_clinic()
    today = todays_visits()
    if visit.id not in {each.id for each in today}:
        raise NotThere("This visit is not in the list of today.")
    if visit.ended is None:
        return redirect(url_for("encounter.table", encounter_id=visit.id), 303)
    if visit.practice != clinic.settings.practice:
        raise Conflict("Practice and real visits are never mixed. Begin a new visit.")
    if not clinic.store.people.find(visit.person_id).name:
        raise Conflict("This visit had no name, so nobody can tell that it is the same person. Begin a new visit.")
    new = clinic.store.arrivals.go_on(
        visit.person_id,
        g.account.id,
        clinic.store.clock() - TODAY,
        practice=visit.practice,
        clinician=visit.clinician_language,
    )
    return redirect(url_for("encounter.table", encounter_id=new.id), 303)
