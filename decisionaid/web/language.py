"""The language of a visit: of its screens, its paper and the person's next visit.

The visit has one language at a time, kept with the visit itself, so that it is the same after a lock, a restart or on
another machine. Going over to another writes nothing clinical and leads back to the same page. Rejected: a language per
sign-in, which is lost on the way home and could print a page in a language that nobody at the table was reading.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..errors import InputProblem
from ..locale import languages
from .pages import open_visit_or_404, the_clinic
from .sent import same_visit

blueprint = Blueprint("language", __name__, url_prefix="/visits/<encounter_id>")


@blueprint.post("/language")
def go_over(encounter_id: str) -> Response:
    """Set another language for the visit, and show the same page in it."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    the_clinic().store.people.speak(visit.id, spoken(request.form.get("language")), g.account.id)
    table, back = url_for("encounter.table", encounter_id=visit.id), request.form.get("back", "")
    inside = back.startswith((f"{table}/", f"{table}?")) and back.isprintable() and "\\" not in back
    return redirect(back if inside else table, 303)


def spoken(language: str | None) -> str:
    """Check that a language is one of those that are installed, and return it.

    Raises:
        InputProblem: there is no such language.
    """
    if language not in languages():
        raise InputProblem("language", None, languages(), "There is no such language here. Nothing was saved.")
    return language
