"""The table of one visit and its cards. A choice is a plain form, which the script only makes instant.

Three hops in: `choose` finds aid and card, `forms` reads what was sent, the log writes it. Three hops out: the next
page tells it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, g, jsonify, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from ..cards import NewLine, Scene, kinds, numbers_kind
from ..domain.conversation import THROUGH_NAMES, VOICE_NAMES
from ..domain.encounter import Choice, Encounter
from ..domain.readers import Screen
from ..errors import CardProblems, NotApproved, NotThere
from ..store import Appended
from .forms import entered, form_for, given, problems_of
from .given_back import comes_back, stands_on
from .heard import MOST_NEWER, disputes, newer_here, newer_in_words, newer_that_may_be_seen
from .numbers_seen import note_numbers_seen, numbers_seen
from .pages import is_of_a_return, open_visit_or_404, page_for, render, review_of, the_clinic, topics_of
from .plan_lines import cards_of, row_key
from .problems import wants_json
from .resume_visit import where_left_off
from .sent import Sent, not_overtaken, not_taken_back, same_visit, sent, still_offered, write

blueprint = Blueprint("encounter", __name__, url_prefix="/visits/<encounter_id>")


@blueprint.get("")
def table(encounter_id: str) -> str:
    """The cards on the table, each with what is on it; an aid that somebody has talked about comes first."""
    clinic, visit = the_clinic(), open_visit_or_404(encounter_id)
    choices = clinic.store.log.read(visit.person_id)
    plan, cited = clinic.plan(choices, visit.language, Screen(visit.account_id), at=visit)
    _looked("table", visit)
    aids, rows = [], {each.key: each for each in cards_of(plan, cited, visit)}
    for entry in clinic.library.entries.values():
        if _may_open(entry.id, visit):
            aid = clinic.library.aid(entry.id, visit.language)
            topics = topics_of(visit, aid, plan)
            aids.append((aid, topics, {each.card: rows.get(row_key(aid.id, each.card)) for each in topics}))
    aids.sort(key=lambda each: not any(each[2].values()))
    return render(
        "pages/table.html",
        page_for("", visit, seen=plan.seen, aids=[aid for aid, _, _ in aids], newer=newer_here(choices, visit)),
        aids=aids,
        plan=plan,
        review_of=review_of,
        left_off=where_left_off(visit, choices),
        person=clinic.store.people.find(visit.person_id),
        first=[(aid.title, topic) for aid, topics, _ in aids for topic in topics if is_of_a_return(topic.card)],
    )


@blueprint.get("/<aid_id>/<card>")
def card(encounter_id: str, aid_id: str, card: str) -> str:
    """The page of one card."""
    visit = open_visit_or_404(encounter_id)
    _looked("card", visit)
    choices = the_clinic().store.log.read(visit.person_id)
    if not comes_back():
        return _card_page(visit, _scene(visit, aid_id, card, choices=choices), card, choices)
    frame = sent(choices)
    scene = _scene(visit, aid_id, card, choices=frame.shown(choices, visit))
    return _card_page(visit, scene, card, choices, TypedAgain(entered(kinds()[card].fields(scene)), {}, frame))


@blueprint.post("/<aid_id>/<card>")
def choose(encounter_id: str, aid_id: str, card: str) -> Response | tuple[str, int]:
    """Write what was changed on a card; then show the next card, or the same one with "Saved"."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    choices = the_clinic().store.log.read(visit.person_id)
    frame = sent(choices)
    scene, lines, found = _read(visit, aid_id, card, choices, frame)
    if found:
        return _asked_back(scene, card, TypedAgain(entered(kinds()[card].fields(scene)), found, frame), choices)
    not_taken_back(choices, lines, frame)
    not_overtaken(choices, scene, lines, frame)
    done = write(visit, scene, card, lines, frame)
    after = (*choices, *(each.choice for each in done if not each.again))
    if _shows_numbers(then := request.form.get("then", "")):
        _on_the_screen(_scene(visit, aid_id, then, choices=after), then)
    newer = newer_that_may_be_seen(tuple(line for each in done for line in each.newer), after, visit)
    return _answer(scene, card, done, newer)


def _read(
    visit: Encounter, aid_id: str, card: str, choices: tuple[Choice, ...], frame: Sent
) -> tuple[Scene, tuple[NewLine, ...], Mapping[str, str]]:
    """Read the form of this request: its card as it was shown, what is new in it, and what has to be asked back."""
    shown = frame.shown(choices, visit)
    scene = _scene(visit, aid_id, card, choices=shown)
    declared = kinds()[card].fields(scene)
    form = form_for(declared, scene.words)
    form.validate_on_submit()
    if found := problems_of(form):
        return scene, (), found
    try:
        lines = kinds()[card].accept(scene, given(form, declared))
        still_offered(scene if shown == choices else _scene(visit, aid_id, card, choices=choices), lines)
    except CardProblems as asked:
        return scene, (), asked.problems
    return scene, lines, {}


def holds_something_new(visit: Encounter) -> bool:
    """Whether the form of this request holds anything that the page it stands on has not saved."""
    page, args = stands_on()
    if page != "encounter.card":
        return bool(request.form.get("reason"))
    choices = the_clinic().store.log.read(visit.person_id)
    _, lines, found = _read(visit, args["aid_id"], args["card"], choices, sent(choices))
    return bool(lines or found)


@blueprint.post("/hold")
def hold(encounter_id: str) -> Response:
    """Keep the visit open for half an hour ("Let's just talk")."""
    visit = open_visit_or_404(encounter_id)
    session["held"] = the_clinic().store.clock().isoformat()
    return jsonify(held=True) if wants_json() else redirect(url_for("encounter.table", encounter_id=visit.id), 303)


@blueprint.get("/wait-key")
def wait_key(encounter_id: str) -> Response:
    """The key that seals unsent data in the browser, and a fresh token for forms."""
    visit = open_visit_or_404(encounter_id)
    return jsonify(key=key_that_seals(visit.id), csrf=generate_csrf(), ended=visit.ended is not None)


def key_that_seals(encounter_id: str) -> str:
    """The key of a visit that seals unsent data in the browser. It stays the same after a new sign-in or a restart.

    Worked out and not stored, and given to nobody but the account of the visit. A key kept with the sign-in would be
    gone with it.
    """
    return the_clinic().store.keys.blind(f"what waits in the browser|{encounter_id}")


@blueprint.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {"wait_key": key_that_seals, "voice_names": VOICE_NAMES, "through_names": THROUGH_NAMES}


@blueprint.after_app_request
def _worker_of_visits(response: Any) -> Any:
    """Let the service worker, which is a static file, control the pages of visits, and no others."""
    if request.path == "/static/sw.js":
        response.headers["Service-Worker-Allowed"] = url_for("encounter.table", encounter_id="")
    return response


@dataclass(frozen=True)
class TypedAgain:
    """A form that could not be saved: what was typed, and what to say beside each field.

    The page keeps its key and what it had seen: the fields that nobody touched are as old as it is.
    """

    entered: Mapping[str, Any]
    problems: Mapping[str, str]
    frame: Sent


def _card_page(
    visit: Encounter,
    scene: Scene,
    card: str,
    choices: tuple[Choice, ...],
    typed: TypedAgain | None = None,
) -> str:
    module = kinds()[card]
    if typed is not None:
        scene = replace(scene, entered=typed.entered, problems=typed.problems)
    _on_the_screen(scene, card)
    page = page_for(scene.words.say(module.TITLE), visit, aid=scene.aid, card=card, plan=scene.plan)
    page = replace(page, newer=newer_here(choices, visit))
    if typed is not None:
        page = replace(page, key=typed.frame.key_again(), seen=typed.frame.named or page.seen, came_back=True)
        page = replace(page, typed=typed.entered)
    return render(
        "pages/card.html",
        page,
        scene=scene,
        view=module.show(scene),
        kind=card,
        disputes=disputes(visit, scene.plan, scene.aid.id, card),
    )


def _on_the_screen(scene: Scene, card: str) -> None:
    if _shows_numbers(card):
        note_numbers_seen(scene, numbers_kind(card).claims_on(scene))


def _shows_numbers(card: str) -> bool:
    return card in kinds() and kinds()[card].TRAITS.shows_numbers


def _scene(visit: Encounter, aid_id: str, card: str, *, choices: tuple[Choice, ...] | None = None) -> Scene:
    if not _may_open(aid_id, visit):
        raise NotApproved(
            "No clinician of this clinic has approved this card yet, so it opens in practice only. "
            "To approve it: decisionaid approve"
        )
    scene = the_clinic().scene(visit, aid_id, ask=_asked(), choices=choices)
    if card not in scene.aid.cards or card not in kinds():
        raise NotThere("This aid has no such card.")
    return replace(scene, numbers_seen=numbers_seen(scene))


def _asked() -> dict[str, str]:
    """What the address asks for; a form says itself on which face of its card it stands."""
    return {**request.args.to_dict(), **({"face": request.form["face"]} if request.form.get("face") else {})}


def _may_open(aid_id: str, visit: Encounter) -> bool:
    clinic = the_clinic()
    if aid_id not in clinic.library.entries:
        raise NotThere("There is no such card.")
    today, opened = clinic.today(), clinic.local(visit.opened).date()
    # whoever sits with a patient when the last day ends goes on; what was withdrawn is shut in every visit
    day = opened if today - opened <= timedelta(days=1) else today
    return visit.practice or clinic.store.accounts.approved(clinic.library.entries[aid_id].hash, min(day, today))


def _asked_back(scene: Scene, card: str, typed: TypedAgain, choices: tuple[Choice, ...]) -> Response | tuple[str, int]:
    if wants_json():
        field, said = next(iter(typed.problems.items()))
        response = jsonify(problem=said, field=field, problems=dict(typed.problems))
        response.status_code = 400
        return response
    return _card_page(scene.encounter, scene, card, choices, typed), 400


def _answer(scene: Scene, card: str, done: tuple[Appended, ...], newer: tuple[Choice, ...]) -> Response:
    """Go to the next page. Whoever wrote over a newer line is told there what the other screen said."""
    visit, over = scene.encounter.id, " ".join(line.id for line in newer[:MOST_NEWER]) or None
    then = request.form.get("then", "")
    here: dict[str, Any] = {"encounter_id": visit, "aid_id": scene.aid.id, "card": card, "face": scene.ask.get("face")}
    next_page = {
        "talk": url_for("encounter.table", encounter_id=visit, over=over),
        "plan": url_for("plan.page", encounter_id=visit, over=over),
        **{
            each: url_for("encounter.card", encounter_id=visit, aid_id=scene.aid.id, card=each, over=over)
            for each in scene.aid.cards
        },
    }.get(then, url_for("encounter.card", **here, saved=1, over=over))
    if wants_json():
        return jsonify(
            saved=True,
            seen=done[-1].choice.id if done else "",
            again=any(each.again for each in done),
            newer=newer_in_words(newer, scene.words.language),
            next=next_page,
            said=scene.words.say("Saved"),
        )
    return redirect(next_page, 303)


def _looked(family: str, visit: Encounter) -> None:
    store = the_clinic().store
    store.audit.looked(store.clock(), g.account.id, family, visit.person_id, visit.id)
