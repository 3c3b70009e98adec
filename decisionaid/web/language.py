"""The language of a visit: of its screens, its paper and the person's next visit.

The visit has one language at a time, kept with the visit itself, so that it is the same after a lock, a restart or on
another machine. Going over to another writes nothing clinical and leads back to the same page. Rejected: a language per
sign-in, which is lost on the way home and could print a page in a language that nobody at the table was reading.

Without the script, the words in the boxes of a page come along with the tap (`go_over`) and stand there again, not
saved.
Whether there are any is judged in the language in which they were typed.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.phrases import phrase
from ..errors import InputProblem
from ..locale import languages, words
from .encounter import holds_something_new
from .given_back import given_back
from .pages import open_visit_or_404, the_clinic
from .sent import same_visit

STILL_HERE = phrase("What you typed is still here, and not saved yet.")
blueprint = Blueprint("language", __name__, url_prefix="/visits/<encounter_id>")


@blueprint.post("/language")
def go_over(encounter_id: str) -> Response:
    """Set another language for the visit, and show the same page in it."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    language, unsaved = spoken(language_tapped()), "go_over" in request.form and holds_something_new(visit)
    the_clinic().store.people.speak(visit.id, language, g.account.id)
    table, back = url_for("encounter.table", encounter_id=visit.id), request.values.get("back", "")
    inside = back.startswith((f"{table}/", f"{table}?")) and back.isprintable() and "\\" not in back
    with_it = given_back(200, words(language).say(STILL_HERE)) if unsaved else None
    return with_it or redirect(back if inside else table, 303)


def language_tapped() -> str | None:
    """The language of the button: of one that stands alone, or of one in a form that has a language of its own."""
    return request.form.get("go_over", request.form.get("language"))


def spoken(language: str | None) -> str:
    """Check that a language is one of those that are installed, and return it.

    Raises:
        InputProblem: there is no such language.
    """
    if language not in languages():
        raise InputProblem("language", None, languages(), "There is no such language here. Nothing was saved.")
    return language
