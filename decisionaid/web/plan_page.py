"""The plan page, the page to take home, the note, and the end of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ..domain.encounter import MAX_WORDS, Choice, Encounter, NewChoice
from ..domain.phrases import phrase
from ..domain.readers import ABOUT_LINES, PRIVACY, TAKEN_OUT, UNDO, Screen, VisibleLines, subject_of
from ..errors import CannotPrint, InputProblem, NotThere
from ..exports import formats
from ..exports import html as paper_page
from ..locale import Words, languages, words
from .encounter import _looked
from .heard import disputes, newer_here
from .language import spoken
from .pages import open_visit_or_404, page_for, render, the_clinic
from .plan_lines import cards_of, reasons_of, row_of
from .problems import wants_json
from .screen import hosts, is_framed
from .sent import hand, key_for, same_visit
from .sign_in import leave_to

blueprint = Blueprint("plan", __name__, url_prefix="/visits/<encounter_id>")
WHY = ("yes", "danger")
"""The reasons that open a line which is just between us: the patient's yes, or a danger with its reason."""


@dataclass(frozen=True)
class PaperLink:
    """A link to the page to take home in another language.

    Attributes:
        page, pdf: its addresses.
    """

    words: Words
    page: str
    pdf: str


@blueprint.get("/plan")
def page(encounter_id: str) -> str:
    """The plan, read back. It is the same as the page to take home, with what is just between us marked."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    return _plan_page(visit)


def _plan_page(visit: Encounter, problem: str = "") -> str:
    clinic = the_clinic()
    choices = clinic.store.log.read(visit.person_id)
    handout = clinic.handout(
        visit.person_id, visit.id if visit.ended else None, visit.language, choices=choices, within=visit.id
    )
    until = clinic.until(visit) if visit.ended else None
    plan, aids = clinic.plan(choices, visit.language, Screen(visit.account_id), until)
    printed = clinic.store.people.was_printed(visit.person_id, visit.opened)
    try:
        read_back = paper_page.printed_page(handout)
        missing = ""
    except CannotPrint as unset:
        read_back, missing = None, unset.plain
    return render(
        "pages/plan.html",
        page_for(
            words(visit.language).say("Our plan"),
            visit,
            seen=plan.seen,
            printed=printed,
            aids=aids.values(),
            newer=newer_here(choices, visit),
        ),
        disputes=disputes(visit, plan) if not visit.ended else (),
        told=read_back,
        missing=missing or problem,
        cards=cards_of(plan, aids, visit, opened=request.args.get("row", "")),
        papers=_papers(visit, visit.language),
        person=clinic.store.people.find(visit.person_id),
    )


@blueprint.post("/undo")
def undo(encounter_id: str) -> AnyResponse:
    """Take a line back, by a new line that withdraws it."""
    visit = open_visit_or_404(encounter_id)
    line = _line(visit)
    key = key_for(UNDO, line.id)
    new = NewChoice(key=key, kind=UNDO, value={}, withdraws=line.seq, language=visit.language)
    return _about_line(visit, line, new)


@blueprint.post("/private")
def private(encounter_id: str) -> AnyResponse | tuple[str, int]:
    """Make a line "just between us", or open it again because the patient says yes or someone is in danger."""
    visit, why = open_visit_or_404(encounter_id), request.form.get("why", "")
    line, reason = _line(visit), request.form.get("reason", "").strip()[:MAX_WORDS]
    value: dict[str, Any] = {"line": line.seq, "private": request.form.get("private", "yes") == "yes"}
    if not value["private"]:
        value["why"] = why
        if why not in WHY or (why == "danger" and not reason):
            raise InputProblem("reason", None, "said", phrase("Who is in danger, and how? Nothing was opened."))
    words = reason if why == "danger" and not value["private"] else None
    key = key_for(PRIVACY, line.id, value["private"], value.get("why"))
    new = NewChoice(key=key, kind=PRIVACY, value=value, words=words or None, language=visit.language)
    return _about_line(visit, line, new)


def _about_line(visit: Encounter, line: Choice, new: NewChoice) -> AnyResponse:
    the_clinic().store.log.append(visit.person_id, visit.id, hand(), new)
    return _back(visit, line)


@blueprint.post("/take-out")
def take_out(encounter_id: str) -> AnyResponse:
    """Destroy the words of a line and of its earlier wordings, and say whether they have left the disk."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    lines = _lines(visit)
    line = _named_in(lines)
    key, earlier = key_for(TAKEN_OUT, line.id), _earlier_wordings(line, lines)
    log = the_clinic().store.log
    gone = log.take_out(visit.person_id, visit.id, hand(), line.seq, key, earlier=earlier)
    spoken = words(visit.language)
    return _back(visit, line, taken_out=gone, said=spoken.say("taken out") if gone else spoken.say("being taken out"))


def _earlier_wordings(line: Choice, lines: VisibleLines[Screen]) -> tuple[int, ...]:
    """The earlier wordings of a line that this screen may see; () for words that are themselves earlier ones."""
    if line.kind in ABOUT_LINES or any(each.seq == line.seq for each in lines.earlier):
        return ()
    return tuple(each.seq for each in lines.every if subject_of(each) == subject_of(line) and each.seq < line.seq)


def _back(visit: Encounter, line: Choice, **more: Any) -> AnyResponse:
    """Go back to the row that was worked in, which is open again."""
    row = row_of(line)
    address = url_for("plan.page", encounter_id=visit.id, saved=1, row=row, _anchor=f"row-{row}")
    return jsonify(saved=True, next=address, **more) if wants_json() else redirect(address, 303)


def _lines(visit: Encounter) -> VisibleLines[Screen]:
    """The lines that this screen may see. Of an ended visit, only those from before its end."""
    clinic, until = the_clinic(), the_clinic().until(visit) if visit.ended else None
    return clinic.lines(clinic.store.log.read(visit.person_id), Screen(visit.account_id), until)


def _line(visit: Encounter) -> Choice:
    """The line that the form names.

    Raises:
        Conflict: the page is another visit's. InputProblem: no line is named. NotThere: there is no such line.
    """
    same_visit(visit)
    return _named_in(_lines(visit))


def _named_in(lines: VisibleLines[Screen]) -> Choice:
    named = request.form.get("line", "")
    if not named:
        raise InputProblem("line", None, "a line", "This page is not whole. Please load it again; nothing was saved.")
    found = next((line for line in (*lines.every, *lines.reasons) if line.id == named), None)
    if found is None:
        raise NotThere("There is no such line.")
    return found


@blueprint.get("/print")
def paper(encounter_id: str) -> str | tuple[str, int]:
    """The page to take home. Opening it to print counts as handing it over."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    clinic = the_clinic()
    handout = clinic.handout(visit.person_id, visit.id if visit.ended else None, _language(visit), within=visit.id)
    try:
        page_told = paper_page.printed_page(handout)
    except CannotPrint as unset:
        return _not_printed(visit, unset)
    text = render_template(
        "exports/page.html",
        page=page_told,
        say=handout.words.say,
        words=handout.words,
        linked=True,
        framed=hosts() if is_framed() else "",
        back=url_for("plan.page", encounter_id=visit.id)
        if visit.account_id == g.account.id
        else url_for("library.page"),
        others=_papers(visit, handout.words.language),
    )
    if _is_opened():
        clinic.hand_over(handout, visit.person_id, "html", text.encode(), g.account.id)
    return text


def _not_printed(visit: Encounter, unset: CannotPrint) -> tuple[str, int]:
    """The plan page with the reason. Only its clinician sees that page, since it shows what is just between them."""
    if visit.account_id != g.account.id:
        raise unset
    return _plan_page(visit, unset.plain), unset.status


def _language(visit: Encounter) -> str:
    """The language of a page that leaves: the one that was asked for, or the visit's."""
    asked = request.args.get("language")
    return spoken(asked) if asked is not None else visit.language


def _papers(visit: Encounter, language: str) -> tuple[PaperLink, ...]:
    """Links to the same page in every other language."""
    return tuple(
        PaperLink(
            words(each),
            url_for("plan.paper", encounter_id=visit.id, language=each),
            url_for("plan.pdf", encounter_id=visit.id, language=each),
        )
        for each in languages()
        if each != language
    )


def _is_opened() -> bool:
    """Whether a person opened the page: not a link checker, nor a browser that loads ahead."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@blueprint.get("/plan.pdf")
def pdf(encounter_id: str) -> Response | tuple[str, int]:
    """The page to take home as PDF. Its file name says nothing about the patient."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    clinic = the_clinic()
    handout = clinic.handout(visit.person_id, visit.id if visit.ended else None, _language(visit), within=visit.id)
    export = formats()["pdf"]
    try:
        data: bytes = export.render(handout)
    except CannotPrint as unset:
        return _not_printed(visit, unset)
    if _is_opened():
        clinic.hand_over(handout, visit.person_id, export.NAME, data, g.account.id)
    answer = Response(data, mimetype=export.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="plan.pdf"'
    return answer


@blueprint.get("/note")
def note(encounter_id: str) -> str | Response:
    """The clinician's note, to read or to copy."""
    visit = open_visit_or_404(encounter_id)
    _looked("plan", visit)
    clinic = the_clinic()
    export = formats()["note"]
    until = visit.id if visit.ended else None
    choices = clinic.store.log.read(visit.person_id)
    handout = clinic.handout(
        visit.person_id, until, visit.clinician_language, reader=export.READER, choices=choices, within=visit.id
    )
    data: bytes = export.render(handout)
    if _is_opened():
        clinic.hand_over(handout, visit.person_id, "note", data, g.account.id)
    if "plain" in request.args:
        return Response(data, mimetype="text/plain")
    return render(
        "pages/note.html",
        page_for(handout.words.say("The note for the chart"), visit, language=visit.clinician_language),
        note=data.decode(),
        reasons=reasons_of(clinic.plan(choices, visit.language, Screen(visit.account_id))[0], visit),
        plain_address=url_for("plan.note", encounter_id=visit.id, plain=1),
    )


@blueprint.post("/end")
def end(encounter_id: str) -> AnyResponse:
    """Close the visit, clear this screen, and show the sign-in page."""
    visit = open_visit_or_404(encounter_id)
    same_visit(visit)
    the_clinic().store.people.end_visit(visit.id, g.account.id)
    return leave_to(url_for("sign_in.page", ended=1, language=visit.language if visit.language != "en" else None))
