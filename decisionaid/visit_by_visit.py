"""A plan taken apart by visits, for a chart: what was said in this visit, and what stands from before with its day.

The plan goes on over visits, and the page that goes home tells it whole. A note is read as the record of one visit: a
decision of three months ago must not stand in it as if it had been made today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from .cards import tellers
from .domain.encounter import Encounter
from .domain.opening import Opening, on_open_days
from .domain.plan import plan_from
from .domain.readers import AtHome, Outside, VisibleLines
from .errors import NotThere
from .handout import Handout

Told = tuple[Handout[Outside], ...]


def visit_by_visit(
    whole: Handout[Outside],
    visits: tuple[Encounter, ...],
    visit: Encounter | None,
    talk: Callable[[Encounter], tuple[date, str]],
    opening: Opening,
) -> Told:
    """This visit, whether or not something was said in it; then earlier ones of which something stands, newest first.

    A page that goes home is told whole, so nothing is taken apart for it.

    Args:
        whole: the plan as it stands after the visit. visits: of the person, oldest first.
        talk: gives the day and the clinician of a visit.
    """
    if visit is None or isinstance(whole.plan.reader, AtHome):
        return ()
    told: dict[str, Handout[Outside]] = {visit.id: _of_one_visit(whole, visit, talk, opening)}
    for each in reversed(visits):
        if each.id != visit.id and any(line.encounter_id == each.id for line in whole.plan.standing):
            told[each.id] = replace(_of_one_visit(whole, each, talk, opening), stands_from_before=True)
    return tuple(told.values())


def _of_one_visit(
    whole: Handout[Outside], visit: Encounter, talk: Callable[[Encounter], tuple[date, str]], opening: Opening
) -> Handout[Outside]:
    """What was said in one visit and stands. How chances are drawn is a wish for every visit, and stays."""
    plan = whole.plan
    lines = tuple(line for line in plan.standing if line.encounter_id == visit.id)
    disputed = {of: each for of, each in plan.disputed.items() if each[-1] in lines}
    here = plan_from(whole.aids, VisibleLines(plan.reader, lines, disputed=disputed), tellers())
    on, clinician = talk(visit)
    plan = on_open_days(here.with_(displays=plan.displays), opening)
    return replace(whole, plan=plan, on=on, clinician=clinician, talks={})


def visit_of(visits: tuple[Encounter, ...], encounter_id: str | None, within: str | None = None) -> Encounter | None:
    """The visit that was asked for, or the one it is asked in, or the newest one; None where there is no visit."""
    asked_for = encounter_id or within
    if not asked_for:
        return visits[-1] if visits else None
    visit = next((each for each in visits if each.id == asked_for), None)
    if visit is None:
        raise NotThere("This person has no such visit.")
    return visit
