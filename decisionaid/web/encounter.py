"""The table of one visit: cards in any order; a choice is a plain form, which the script only makes instant.

Three hops in: `choose` finds aid and card, `forms` reads what was sent, the log writes it. Three hops out: the next
page tells it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Blueprint, g, jsonify, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from ..cards import Line, Scene, kinds
from ..cards._values import Problems
from ..domain.encounter import Choice, Encounter, Hand, NewChoice
from ..domain.readers import Screen
from ..errors import Conflict, InputProblem, NotApproved, NotThere
from ..settings import new_id
from .forms import entered, form_for, given, problems_of
from .left_off import left_off
from .pages import open_visit_or_404, page_for, render, review_of, teller, told_words, topics_of
from .pictured import note_pictured, was_pictured
from .problems import wants_json

MOST_SEEN = 4
blueprint = Blueprint("encounter", __name__, url_prefix="/visits/<encounter_id>")


@blueprint.get("")
def table(encounter_id: str) -> str:
    """The map of topics, aid by aid: every topic within two taps of every card."""
    tell, visit = teller(), open_visit_or_404(encounter_id)
    choices = tell.store.log.read(visit.person_id)
    plan, _ = tell.plan(choices, visit.language, Screen(visit.account_id))
    _looked("table", visit)
    aids = []
    for entry in tell.library.entries.values():
        if _may_open(entry.id, visit):
            aid = tell.library.aid(entry.id, visit.language)
            aids.append((aid, topics_of(visit, aid, plan)))
    return render(
        "pages/table.html",
        page_for("", visit, seen=plan.seen, aids=[aid for aid, _ in aids]),
        aids=aids,
        plan=plan,
        review_of=review_of,
        left_off=left_off(visit),
        person=tell.store.people.find(visit.person_id),
    )


@blueprint.get("/<aid_id>/<card>")
def card(encounter_id: str, aid_id: str, card: str) -> str:
    """One card."""
    visit = open_visit_or_404(encounter_id)
    _looked("card", visit)
    return _card_page(visit, aid_id, card)


@blueprint.post("/<aid_id>/<card>")
def choose(encounter_id: str, aid_id: str, card: str) -> Response | tuple[str, int]:
    """Write what was chosen; then the next card, or the same one with "Saved"."""
    visit = open_visit_or_404(encounter_id)
    _same_visit(visit)
    scene = _scene(visit, aid_id, card)
    declared = kinds()[card].fields(scene)
    form = form_for(declared, scene.words)
    form.validate_on_submit()
    found: Mapping[str, str] = problems_of(form)
    lines: tuple[Line, ...] = ()
    if not found:
        try:
            lines = kinds()[card].accept(scene, given(form, declared))
        except Problems as asked:
            found = asked.problems
    if found:
        return _asked_back(visit, aid_id, card, entered(declared), found)
    newer, again, seen = _write(visit, scene, card, lines)
    if request.form.get("then") == "picture":
        note_pictured(_scene(visit, aid_id, card))
    return _answer(visit, scene, card, newer, again, seen)


@blueprint.post("/hold")
def hold(encounter_id: str) -> Response:
    """ "Let's just talk" holds the visit open for half an hour."""
    visit = open_visit_or_404(encounter_id)
    session["held"] = teller().store.clock().isoformat()
    return jsonify(held=True) if wants_json() else redirect(url_for("encounter.table", encounter_id=visit.id), 303)


@blueprint.get("/wait-key")
def wait_key(encounter_id: str) -> Response:
    """The key that seals what waits in the browser while there is no connection, and a token that is still good."""
    visit = open_visit_or_404(encounter_id)
    return jsonify(key=key_that_seals(visit.id), csrf=generate_csrf(), ended=visit.ended is not None)


def key_that_seals(encounter_id: str) -> str:
    """One key for each visit, the same after a new sign-in, a restart or a lost cookie: what waits must open again.

    Worked out and not stored, and given to nobody but the account of the visit. A key kept with the sign-in would be
    gone with it.
    """
    return teller().store.keys.blind(f"what waits in the browser|{encounter_id}")


@blueprint.app_context_processor
def _for_the_script() -> dict[str, Any]:
    return {"wait_key": key_that_seals}


@blueprint.after_app_request
def _worker_of_visits(response: Any) -> Any:
    """The worker stands among the static files, and may look after the pages of visits and no others."""
    if request.path == "/static/sw.js":
        response.headers["Service-Worker-Allowed"] = "/visits/"
    return response


def _card_page(
    visit: Encounter,
    aid_id: str,
    card: str,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> str:
    choices = teller().store.log.read(visit.person_id)
    scene = _scene(visit, aid_id, card, typed, problems, choices)
    module = kinds()[card]
    if card == "picture" and "years" not in scene.ask:
        note_pictured(scene)
    page = page_for(scene.words.say(module.TITLE), visit, aid=scene.aid, card=card, plan=scene.plan)
    return render(
        "pages/card.html",
        page,
        scene=scene,
        view=module.show(scene),
        form=form_for(module.fields(scene), scene.words),
        kind=card,
    )


def _scene(
    visit: Encounter,
    aid_id: str,
    card: str,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    choices: tuple[Choice, ...] | None = None,
) -> Scene:
    if not _may_open(aid_id, visit):
        raise NotApproved(
            "No clinician of this clinic has approved this card yet, so it opens in practice only. "
            "To approve it: decisionaid approve"
        )
    scene = teller().scene(visit, aid_id, entered=typed, problems=problems, ask=request.args.to_dict(), choices=choices)
    if card not in scene.aid.cards or card not in kinds():
        raise NotThere("This aid has no such card.")
    return replace(scene, pictured=was_pictured(scene))


def _may_open(aid_id: str, visit: Encounter) -> bool:
    tell = teller()
    if aid_id not in tell.library.entries:
        raise NotThere("There is no such card.")
    return visit.practice or tell.store.accounts.approved(tell.library.entries[aid_id].hash, tell.today())


def _same_visit(visit: Encounter) -> None:
    """The page speaks of the visit of its address (hazard H04)."""
    if request.form.get("encounter") != visit.id:
        raise Conflict("This page belongs to another visit. Nothing was saved; please open the visit again.")


def _asked_back(
    visit: Encounter, aid_id: str, card: str, typed: Mapping[str, Any], found: Mapping[str, str]
) -> Response | tuple[str, int]:
    if wants_json():
        field, said = next(iter(found.items()))
        response = jsonify(problem=said, field=field, problems=dict(found))
        response.status_code = 400
        return response
    return _card_page(visit, aid_id, card, typed, found), 400


def _write(visit: Encounter, scene: Scene, card: str, lines: tuple[Line, ...]) -> tuple[tuple[Choice, ...], bool, str]:
    """Every line in a transaction of its own, under a key of its own: sending again fills only what is missing."""
    store, again = teller().store, False
    newer: tuple[Choice, ...] = ()
    seen = ""
    edition = teller().library.edition(scene.aid.id)
    key, saw = _key(), _saw(visit)
    for line in lines:
        new = NewChoice(
            key=f"{key}-{sha256(line.item.encode()).hexdigest()[:16]}",
            kind=card,
            aid_id=scene.aid.id,
            aid_hash=scene.aid_hash,
            item=line.item,
            value=line.value,
            words=line.words,
            words_language=line.words_language,
            voice=line.voice,
            via=line.via,
            private=line.private,
            language=visit.language,
            said_at=_said_at(),
            saw_seq=saw,
            shown=line.shown,
        )
        done = store.log.append(visit.person_id, visit.id, hand(), new, edition=edition)
        newer, again, seen = (*newer, *done.newer), again or done.again, done.choice.id
    return newer, again, seen


def _answer(visit: Encounter, scene: Scene, card: str, newer: tuple[Choice, ...], again: bool, seen: str) -> Response:
    then = request.form.get("then", "")
    next_page = {
        "picture": url_for("encounter.card", encounter_id=visit.id, aid_id=scene.aid.id, card="picture"),
        "talk": url_for("encounter.table", encounter_id=visit.id),
        "plan": url_for("plan.page", encounter_id=visit.id),
    }.get(then, url_for("encounter.card", encounter_id=visit.id, aid_id=scene.aid.id, card=card, saved=1))
    if wants_json():
        return jsonify(
            saved=True,
            seen=seen,
            again=again,
            newer=told_words(_may_be_told(newer, visit), scene),
            next=next_page,
            said=scene.words.say("Saved"),
        )
    return redirect(next_page, 303)


def hand() -> Hand:
    """Who touches this screen."""
    return Hand(role="clinician", account_id=g.account.id)


def _key() -> str:
    key = request.form.get("key", "")
    if not key:
        return new_id()
    if not 8 <= len(key) <= 40 or not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
        raise InputProblem(
            "key",
            None,
            "8 to 40 letters and digits",
            "This page is not whole. Please load it again; nothing was saved.",
        )
    return key


def _saw(visit: Encounter) -> int | None:
    """Up to where the log was on the screen; a page names the newest line it showed, and a queue may name a few."""
    named = request.form.get("seen", "")
    return teller().store.log.newest_of(visit.person_id, frozenset(named.split()[:MOST_SEEN])) if named else None


def _may_be_told(newer: tuple[Choice, ...], visit: Encounter) -> tuple[Choice, ...]:
    """Of what was said in the meantime, the lines that this screen may see."""
    if not newer:
        return ()
    choices = teller().store.log.read(visit.person_id)
    here = {line.id for line in teller().lines(choices, Screen(visit.account_id)).every}
    return tuple(line for line in newer if line.id in here)


def _said_at() -> datetime | None:
    try:
        return datetime.fromisoformat(request.form.get("said_at", ""))
    except ValueError:
        return None


def _looked(family: str, visit: Encounter) -> None:
    store = teller().store
    store.audit.looked(store.clock(), g.account.id, family, visit.person_id, visit.id)
