"""The page on which a clinician opens a line that is just between us, because someone is in danger.

The plan lies between everybody at the table, and whom the danger comes from may sit there. So neither the words that
say why nor the box for them stand on it; this page shows nothing else, and says first that the screen is to be turned.
"""

from __future__ import annotations

from flask import Blueprint

from ..domain.readers import Screen
from ..errors import NotThere
from ..locale import words
from .encounter import _looked
from .pages import open_visit_or_404, page_for, render, the_clinic

blueprint = Blueprint("opening", __name__, url_prefix="/visits/<encounter_id>")


@blueprint.get("/opening/<line>")
def page(encounter_id: str, line: str) -> str:
    """Ask who is in danger, and how. The line itself is not shown."""
    visit = open_visit_or_404(encounter_id)
    lines = the_clinic().lines(the_clinic().store.log.read(visit.person_id), Screen(visit.account_id))
    if visit.ended is not None or line not in {each.id for each in lines.every}:
        raise NotThere("There is no such line.")
    _looked("plan", visit)
    return render("pages/opening.html", page_for(words(visit.language).say("For the clinician"), visit), line=line)
