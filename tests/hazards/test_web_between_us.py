"""A colleague who finds the same person reads nothing that was said "just between us", nor that it was said (H17)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.builders import MAN_62, Table, Visit, field_of, sign_in, text_of

pytestmark = pytest.mark.hazard("H17")

SECRET = "Quixotevv"
PAGES = (
    "", "plan", "print", "note", "note?plain=1", "card/situation", "card/purpose", "card/picture", "card/issues",
    "card/leaning", "card/questions", "card/decision",
)  # fmt: skip

PRIVATELY: Mapping[str, list[tuple[str, dict[str, str]]]] = {
    "words": [("situation", {"words": SECRET, "words_private": "yes"})],
    "a decision and its words": [("decision", {"arrived": "option.high", "words": SECRET, "private": "yes"})],
    "a question": [("questions", {"own": SECRET, "own_name": "own-question-1", "private": "yes"})],
    "a view": [("purpose", {"view_patient": SECRET, "private": "view.patient"})],
}


def found_again(table: Table, visit: Visit | None = None) -> Visit:
    """A visit of the person with this name and number: a new person, or by a colleague who finds the same one."""
    client = table.client if visit is None else table.stranger()
    if visit is not None:
        sign_in(client, table.store, "Another Clinician", "quite other words in a row")
    data = {"csrf_token": field_of(client.get("/").text, "csrf_token"), "aid": "statin"}
    answer = client.post("/visits", data={**data, "name": "Rosa Unseen", "number": "A-17"})
    assert answer.status_code == 303, answer.text
    found = Visit(client, answer.location.split("/visits/")[1].split("/")[0])
    if visit is not None:
        people = table.store.people
        assert people.visit(found.id).person_id == people.visit(visit.id).person_id
    return found


def told(table: Table, privately: list[tuple[str, dict[str, str]]]) -> tuple[Visit, Visit]:
    """One visit with open words and what was said privately, and a colleague's visit of the same person after it."""
    mine = found_again(table)
    mine.send("card/situation", {**MAN_62, "words": "I want to walk again.", "then": "picture"})
    mine.send("card/questions", {"ask": "questions.feel"})
    for card, data in privately:
        assert mine.send(f"card/{card}", data).status_code == 303
    return mine, found_again(table, mine)


def as_read(visit: Visit) -> dict[str, str]:
    """Every page, whole, with what differs from one page load to the next taken out."""
    return {page: re.sub(r"[\w.-]{20,}", "*", visit.get(page).text) for page in PAGES}


def line_of(table: Table, visit: Visit, words: str = SECRET) -> str:
    person = table.store.people.visit(visit.id).person_id
    return next(line.id for line in table.store.log.read(person) if line.words == words)


@pytest.mark.parametrize("way", [way for way in PRIVATELY if way != "words"])
def test_a_colleague_reads_the_very_pages_they_would_if_it_had_never_been_said(
    table: Table, tmp_path, way: str
) -> None:
    mine, theirs = told(table, PRIVATELY[way])
    bare = Table(tmp_path / "bare", clock=table.clock)
    _, untold = told(bare, [])
    before, after = as_read(untold), as_read(theirs)
    bare.store.close()
    for page in PAGES:
        assert after[page] == before[page], page
        assert SECRET not in theirs.get(page).text, page
    assert SECRET in mine.get("plan").text
    assert "Only you read this line here." in text_of(mine.get("plan").text)


def test_private_words_in_place_of_open_ones_leave_no_trace_for_a_colleague(table: Table) -> None:
    mine, theirs = told(table, PRIVATELY["words"])
    for page in PAGES:
        text = theirs.get(page).text
        assert SECRET not in text, page
        assert "data-private" not in text, page
        assert "I want to walk again." not in text, "what the mark covers is covered with it"
    assert SECRET in mine.get("card/situation").text


@pytest.mark.parametrize("act", ["undo", "private", "take-out"])
def test_a_line_of_a_colleague_is_not_there_to_be_touched(table: Table, act: str) -> None:
    mine, theirs = told(table, PRIVATELY["words"])
    guess = {"line": line_of(table, mine), "private": "no", "why": "yes"}
    assert theirs.send("plan", guess, at=act).status_code == 404
    assert theirs.send("plan", {**guess, "line": "no-such-line"}, at=act).status_code == 404
    assert SECRET in mine.get("plan").text
    assert SECRET not in theirs.get("plan").text


def test_the_other_screen_tells_of_open_lines_alone(table: Table) -> None:
    mine, theirs = told(table, [])
    shown = theirs.get("card/situation").text
    stale = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "seen")}

    def newer(key: str) -> list[str]:
        data = {**stale, "key": key, "words": f"said by a colleague {key}"}
        return theirs.client.post(
            theirs.address("card/situation"), data=data, headers={"Accept": "application/json"}
        ).json

    mine.send("card/situation", {"words": SECRET, "words_private": "yes"})
    answer = newer("key-number-1")
    assert (answer["saved"], answer["newer"]) == (True, [])
    assert "seq" not in answer
    mine.send("plan", {"line": line_of(table, mine), "private": "no", "why": "yes"}, at="private")
    assert newer("key-number-2")["newer"] != []


def test_no_page_counts_lines_so_that_a_gap_could_tell(table: Table) -> None:
    _, theirs = told(table, PRIVATELY["a question"])
    theirs.send("card/issues", {"pick": "cost"})
    for page in ("plan", "card/issues"):
        seen = field_of(theirs.get(page).text, "seen")
        assert not seen.isdecimal(), page
    lines = re.findall(r'data-line="([^"]+)"', theirs.get("plan").text)
    assert lines
    assert not [line for line in lines if line.isdecimal()]


def test_the_patients_yes_opens_a_line_for_colleagues_and_paper(table: Table) -> None:
    mine, theirs = told(table, PRIVATELY["a question"])
    data = {"line": line_of(table, mine), "private": "no"}
    for why in ("", "because"):
        assert mine.send("plan", {**data, "why": why}, at="private").status_code == 400
        assert SECRET not in theirs.get("plan").text
    assert mine.send("plan", {**data, "why": "yes"}, at="private").status_code == 303
    for page in ("plan", "print", "note"):
        assert SECRET in theirs.get(page).text, page


def test_danger_opens_a_line_only_with_its_reason_and_never_to_paper(table: Table) -> None:
    mine, theirs = told(table, PRIVATELY["a question"])
    data = {"line": line_of(table, mine), "private": "no", "why": "danger"}
    for reason in ("", "   "):
        answer = mine.send("plan", {**data, "reason": reason}, at="private")
        assert answer.status_code == 400
        assert "Who is in danger, and how? Nothing was opened." in text_of(answer.text)
        assert SECRET not in theirs.get("plan").text
    assert mine.send("plan", {**data, "reason": "her brother, tonight"}, at="private").status_code == 303
    for visit in (mine, theirs):
        assert "Opened, because someone is in danger “her brother, tonight”" in text_of(visit.get("plan").text)
        assert SECRET in visit.get("note").text
        assert SECRET not in visit.get("print").text
        assert "her brother" not in visit.get("print").text + visit.get("note").text


def test_a_reason_can_be_taken_out(table: Table) -> None:
    mine, _ = told(table, PRIVATELY["a question"])
    data = {"line": line_of(table, mine), "private": "no", "why": "danger", "reason": "her brother, tonight"}
    mine.send("plan", data, at="private")
    assert mine.send("plan", {"line": line_of(table, mine, "her brother, tonight")}, at="take-out").status_code == 303
    assert "her brother" not in mine.get("plan").text


def test_the_taps_are_there_in_both_languages_without_a_script(table: Table) -> None:
    mine, _ = told(table, PRIVATELY["a question"])
    page = text_of(mine.get("plan").text)
    for said in ("The patient says yes: open it", "Someone is in danger: open it to the clinic", "It stays off paper."):
        assert said in page
    mine.send("plan", {"language": "es", "back": ""}, at="language")
    page = text_of(mine.get("plan").text)
    for said in ("El paciente dice que sí: abrirlo", "Alguien está en peligro: abrirlo a la clínica", "en el papel."):
        assert said in page
