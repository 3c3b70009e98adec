"""The page behind one number."""

from __future__ import annotations

from flask import Blueprint

from ..cards import numbers_card, numbers_kind
from ..clinic import ask_model
from .encounter import _looked, _scene
from .pages import open_visit_or_404, page_for, render, the_clinic

blueprint = Blueprint("evidence", __name__, url_prefix="/visits/<encounter_id>/<aid_id>/evidence")


@blueprint.get("/<claim>")
def page(encounter_id: str, aid_id: str, claim: str) -> str:
    """The people, the studies and the readings behind one number."""
    visit = open_visit_or_404(encounter_id)
    card = numbers_card(the_clinic().library.aid(aid_id, visit.language)) or ""
    scene = _scene(visit, aid_id, card)
    kind = numbers_kind(card)
    view = kind.behind(scene, claim, ask_model)
    _looked("card", visit)
    frame = page_for(scene.words.say(kind.BEHIND), visit, aid=scene.aid, card=card, plan=scene.plan)
    return render("pages/evidence.html", frame, scene=scene, view=view)
