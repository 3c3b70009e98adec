"""What is just between us leaves the room on no paper, in no file, in no log (hazard H17)."""

from __future__ import annotations

import pypdfium2
import pytest

from decisionaid.exports import formats
from tests.builders import MAN_62, Table, Visit, text_of
from tests.web.rooms import Heard, dump

pytestmark = pytest.mark.hazard("H17")

SECRET = "Quixotevv"
OPENLY = "Walkablexx"

WAYS = {
    "in their own words": [("situation", {"words": SECRET, "words_private": "yes", "then": "stay"})],
    "with the decision": [
        ("decision", {"arrived": "option.moderate", "words": SECRET, "private": "yes", "then": "stay"})
    ],
    "what would make us look again": [
        ("decision", {"arrived": "option.moderate", "look_again_if": SECRET, "private": "yes"})
    ],
    "something else in words": [
        ("decision", {"arrived": "something_else", "words": SECRET, "private": "yes", "then": "stay"})
    ],
    "a question": [("questions", {"own": SECRET, "own_name": "own-question-1", "private": "yes"})],
    "a view": [("purpose", {"door": "differ"}), ("purpose", {"view_patient": SECRET, "private": "view.patient"})],
}


def _visit(table: Table, way: str, *, private: bool = True) -> Visit:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    for card, data in WAYS[way]:
        given = {key: value for key, value in data.items() if private or "private" not in key}
        answer = visit.send(f"card/{card}", given)
        assert answer.status_code == 303, text_of(answer.text)
    return visit


def _everything_that_leaves(table: Table, visit: Visit) -> dict[str, str]:
    """The text of every page and file that leaves the room."""
    person = table.store.people.visit(visit.id).person_id
    told = table.app.extensions["clinic"].handout(person)
    made = {f"web {page}": visit.get(page).text for page in ("print", "note", "note?plain=1")}
    made["web pdf"] = _text_of_pdf(visit.get("plan.pdf").data)
    for name, export in formats().items():
        data = export.render(told)
        made[f"file {name}"] = _text_of_pdf(data) if data[:4] == b"%PDF" else data.decode()
    return made


def _text_of_pdf(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages) + data.decode("latin-1")


@pytest.mark.parametrize("way", WAYS)
def test_a_private_line_is_on_no_paper_and_in_no_file(table: Table, way: str) -> None:
    visit = _visit(table, way)
    for name, text in _everything_that_leaves(table, visit).items():
        assert SECRET.casefold() not in text.casefold(), name
    assert SECRET in visit.get("plan").text, "on the screen it stands, marked"
    assert "Just between us" in visit.get("plan").text


@pytest.mark.parametrize("way", WAYS)
def test_the_same_line_said_openly_is_there(table: Table, way: str) -> None:
    """So that the test above cannot pass because the line is told nowhere."""
    visit = _visit(table, way, private=False)
    found = {name for name, text in _everything_that_leaves(table, visit).items() if SECRET in text}
    assert {"web print", "web pdf", "file html", "file pdf"} <= found, found


@pytest.mark.parametrize("way", WAYS)
def test_a_line_marked_later_leaves_every_paper_and_comes_back_when_the_mark_is_lifted(table: Table, way: str) -> None:
    visit = _visit(table, way, private=False)
    person = table.store.people.visit(visit.id).person_id
    named = [line.id for line in table.store.log.read(person) if line.words == SECRET]
    for mark, hidden in (("yes", True), ("no", False)):
        for line in named:
            assert visit.send("plan", {"line": line, "private": mark, "why": "yes"}, at="private").status_code == 303
        papers = _everything_that_leaves(table, visit)
        assert (SECRET in papers["web print"]) is not hidden
        assert (SECRET in papers["file pdf"]) is not hidden
        assert not (hidden and any(SECRET in text for text in papers.values()))


@pytest.mark.parametrize("way", WAYS)
def test_a_change_of_mind_about_the_words_keeps_the_mark(table: Table, way: str) -> None:
    visit = _visit(table, way)
    card, data = WAYS[way][-1]
    later = {
        **{key: value for key, value in data.items() if "private" not in key},
    }
    later = {key: (f"{value} again" if value == SECRET else value) for key, value in later.items()}
    assert visit.send(f"card/{card}", later).status_code == 303
    for name, text in _everything_that_leaves(table, visit).items():
        assert SECRET not in text, name


def test_a_private_decision_leaves_no_trace_of_itself_on_paper(table: Table) -> None:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "words": OPENLY, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "look_again": "3mo", "private": "yes", "then": "stay"})
    for name, text in _everything_that_leaves(table, visit).items():
        for word in ("moderate dose", "February", "statin pill", "muscle pain"):
            assert word not in text, (name, word)
        assert OPENLY in text, name


@pytest.mark.parametrize("way", WAYS)
def test_no_words_of_anybody_stand_in_audit_tables_files_or_logs(table: Table, way: str) -> None:
    with Heard() as heard:
        visit = _visit(table, way)
        _everything_that_leaves(table, visit)
        visit.send("plan", at="end")
    rows = "\n".join(row for rows in dump(table, without=()).values() for row in rows)
    assert SECRET not in heard.text + rows
    for file in (path for path in table.data.rglob("*") if path.is_file()):
        assert SECRET.encode() not in file.read_bytes(), file.name


@pytest.mark.parametrize("way", WAYS)
def test_words_taken_out_are_gone_from_every_page_and_say_so(table: Table, way: str) -> None:
    visit = _visit(table, way, private=False)
    person = table.store.people.visit(visit.id).person_id
    for named in [line.id for line in table.store.log.read(person) if line.words == SECRET]:
        assert visit.send("plan", {"line": named}, at="take-out").status_code == 303
    for name, text in _everything_that_leaves(table, visit).items():
        assert SECRET not in text, name
    for page in ("plan", "", "card/situation", "card/decision", "card/questions", "card/purpose"):
        assert SECRET not in visit.get(page).text, page
    assert "taken out" in visit.get("plan").text
    assert all(line.words is None for line in table.store.log.read(person) if line.taken_out)
    assert table.store.verify()
