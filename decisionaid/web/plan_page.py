"""The plan read back, the page to take home, the note, and the end of the visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..cards import kinds
from ..domain.aid import Aid
from ..domain.encounter import Choice, Encounter, NewChoice, TakenOut
from ..domain.plan import PRIVACY, UNDO, Plan
from ..errors import CannotPrint, InputProblem, NotThere
from ..exports import Told, formats
from ..exports import html as paper_page
from ..locale import Words, languages, words
from .encounter import _key, _looked, _same_visit, hand
from .language import spoken
from .pages import open_visit_or_404, page_for, render, teller
from .problems import wants_json
from .sign_in import leave_to

blueprint = Blueprint("plan", __name__, url_prefix="/visits/<encounter_id>")


@dataclass(frozen=True)
class PlanLine:
    """One line of the log as the plan page lists it, with what can be done to it."""

    seq: int
    topic: str
    said: str
    words: str
    private: bool
    taken_out: TakenOut
    address: str
    language: str


@dataclass(frozen=True)
class Paper:
    """The page to take home in another language.

    Attributes:
        page, pdf: its addresses.
    """

    words: Words
    page: str
    pdf: str


@blueprint.get("/plan")
def page(encounter_id: str) -> str:
    """The plan, read back; the same as the page to take home, with what is just between us marked."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    return _plan_page(visit)


def _plan_page(visit: Encounter, problem: str = "") -> str:
    tell = teller()
    told = tell.told(visit.person_id, visit.id if visit.ended else None, visit.language)
    choices = tell.store.log.read(visit.person_id)
    printed = tell.store.people.was_printed(visit.person_id, visit.opened)
    try:
        read_back = paper_page.page(told)
        missing = ""
    except CannotPrint as unset:
        read_back, missing = None, unset.plain
    return render(
        "pages/plan.html",
        page_for(
            words(visit.language).say("Our plan"), visit, choices=choices, printed=printed, aids=told.aids.values()
        ),
        told=read_back,
        plan=told.plan,
        missing=missing or problem,
        lines=_lines(told.plan, told, visit),
        papers=_papers(visit, visit.language),
        person=tell.store.people.find(visit.person_id),
    )


def _lines(plan: Plan, told: Told, visit: Encounter) -> tuple[PlanLine, ...]:
    """Every line that says something; one that only takes a tap back says nothing any more."""
    listed = (
        PlanLine(
            seq=line.seq,
            topic=told.words.say(kinds()[line.kind].TITLE) if line.kind in kinds() else line.kind,
            said=_said(line, told.aids.get(line.aid_hash or ""), told),
            words=line.words or "",
            private=line.private,
            taken_out=line.taken_out,
            address=url_for("encounter.card", encounter_id=visit.id, aid_id=line.aid_id, card=line.kind)
            if line.aid_id
            else "",
            language=line.words_language or line.language,
        )
        for line in plan.standing
    )
    return tuple(line for line in listed if line.said or line.words or line.taken_out)


def _said(line: Choice, aid: Aid | None, told: Told) -> str:
    """What a line says, in a few words."""
    if line.item == "values" and aid is not None:
        return told.words.plural(
            "{count} value confirmed", "{count} values confirmed", len(line.value.get("inputs", {}))
        )
    if line.item == "arrived" and aid is not None:
        option = aid.options.get(str(line.value.get("option") or ""))
        if option is not None:
            return option.name
        named = {"something_else": "Something else", "not_sure": "Not sure yet", "parked": "Let us come back to this"}
        return told.words.say(named.get(str(line.value.get("arrived")), ""))
    in_words = getattr(kinds().get(line.kind), "said", None)
    return str(in_words(line, aid, told.words)) if in_words else ""


@blueprint.post("/undo")
def undo(encounter_id: str) -> AnyResponse:
    """Take a line back: a new line that withdraws it."""
    visit = open_visit_or_404(encounter_id)
    return _about_line(visit, NewChoice(key=_key(), kind=UNDO, value={}, withdraws=_seq(), language=visit.language))


@blueprint.post("/private")
def private(encounter_id: str) -> AnyResponse:
    """ "Just between us", or not any more."""
    visit, kept = open_visit_or_404(encounter_id), request.form.get("private", "yes") == "yes"
    return _about_line(
        visit, NewChoice(key=_key(), kind=PRIVACY, value={"line": _seq(), "private": kept}, language=visit.language)
    )


def _about_line(visit: Encounter, new: NewChoice) -> AnyResponse:
    _same_visit(visit)
    _listed(visit, _seq())
    done = teller().store.log.append(visit.person_id, visit.id, hand(), new)
    return _back(visit, done.choice.seq)


@blueprint.post("/take-out")
def take_out(encounter_id: str) -> AnyResponse:
    """Destroy the words of a line for good; whether they have left the disk yet is said as it is."""
    visit = open_visit_or_404(encounter_id)
    _same_visit(visit)
    seq = _seq()
    _listed(visit, seq)
    gone = teller().store.log.take_out(visit.person_id, visit.id, hand(), seq, _key())
    spoken = words(visit.language)
    return _back(visit, None, taken_out=gone, said=spoken.say("taken out" if gone else "being taken out"))


def _listed(visit: Encounter, seq: int) -> None:
    """A line of this person; of a visit that has ended, one that its page lists, and none that was said later.

    Raises:
        NotThere: there is no such line.
    """
    tell = teller()
    choices = tell.store.log.read(visit.person_id)
    if visit.ended is not None:
        choices = tell.told(visit.person_id, visit.id, visit.language).plan.standing
    if not any(line.seq == seq for line in choices):
        raise NotThere("There is no such line.")


def _back(visit: Encounter, seq: int | None, **more: Any) -> AnyResponse:
    address = url_for("plan.page", encounter_id=visit.id, saved=1)
    return jsonify(saved=True, seq=seq, next=address, **more) if wants_json() else redirect(address, 303)


def _seq() -> int:
    raw = request.form.get("seq", "")
    if not raw.isdecimal() or len(raw) > 9:
        raise InputProblem(
            "seq", None, "the number of a line", "This page is not whole. Please load it again; nothing was saved."
        )
    return int(raw)


@blueprint.get("/print")
def paper(encounter_id: str) -> str | tuple[str, int]:
    """The page to take home. It is handed over when somebody opens it to print."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    tell = teller()
    told = tell.told(visit.person_id, visit.id if visit.ended else None, _language(visit))
    try:
        page_told = paper_page.page(told)
    except CannotPrint as unset:
        return _plan_page(visit, unset.plain), unset.status
    text = render_template(
        "exports/page.html",
        page=page_told,
        say=told.words.say,
        words=told.words,
        linked=True,
        back=url_for("plan.page", encounter_id=visit.id),
        others=_papers(visit, told.words.language),
    )
    if _is_opened():
        tell.hand_over(told, visit.person_id, "html", text.encode(), g.account.id)
    return text


def _language(visit: Encounter) -> str:
    """The language of one page that leaves: the one that was asked for, or the visit's."""
    asked = request.args.get("language")
    return spoken(asked) if asked is not None else visit.language


def _papers(visit: Encounter, language: str) -> tuple[Paper, ...]:
    """The same page in each other language, a page of its own."""
    return tuple(
        Paper(
            words(each),
            url_for("plan.paper", encounter_id=visit.id, language=each),
            url_for("plan.pdf", encounter_id=visit.id, language=each),
        )
        for each in languages()
        if each != language
    )


def _is_opened() -> bool:
    """Somebody opened the page: not a checker of links, nor a browser that looks ahead."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@blueprint.get("/plan.pdf")
def pdf(encounter_id: str) -> Response | tuple[str, int]:
    """The same page as PDF; its name says nothing of a patient."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    tell = teller()
    told = tell.told(visit.person_id, visit.id if visit.ended else None, _language(visit))
    export = formats()["pdf"]
    try:
        data: bytes = export.render(told)
    except CannotPrint as unset:
        return _plan_page(visit, unset.plain), unset.status
    if _is_opened():
        tell.hand_over(told, visit.person_id, export.NAME, data, g.account.id)
    answer = Response(data, mimetype=export.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="plan.pdf"'
    return answer


@blueprint.get("/note")
def note(encounter_id: str) -> str | Response:
    """The clinician's note, to read or to copy."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    tell = teller()
    told = tell.told(visit.person_id, visit.id if visit.ended else None, visit.clinician_language)
    data: bytes = formats()["note"].render(told)
    if _is_opened():
        tell.hand_over(told, visit.person_id, "note", data, g.account.id)
    if "plain" in request.args:
        return Response(data, mimetype="text/plain")
    return render(
        "pages/note.html",
        page_for(told.words.say("The note for the chart"), visit, language=visit.clinician_language),
        note=data.decode(),
        plain_address=url_for("plan.note", encounter_id=visit.id, plain=1),
    )


@blueprint.post("/end")
def end(encounter_id: str) -> AnyResponse:
    """Close the visit, clear this screen, and go to the sign-in page."""
    visit = open_visit_or_404(encounter_id)
    _same_visit(visit)
    teller().store.people.end_visit(visit.id, g.account.id)
    return leave_to(url_for("sign_in.page", ended=1, language=visit.language if visit.language != "en" else None))
