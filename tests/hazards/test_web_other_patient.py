"""One patient's words never reach another patient's plan, whatever windows are open (hazard H04)."""

from __future__ import annotations

import random
import re

import pytest

from tests.builders import MAN_62, WOMAN_50, Table, Visit, field_of, text_of
from tests.web.rooms import dump

pytestmark = pytest.mark.hazard("H04")

WRITES = {
    "card/situation": {"words": "planted", "then": "stay"},
    "card/purpose": {"door": "weigh"},
    "card/issues": {"pick": "cost"},
    "card/leaning": {"leans_patient": "option.moderate"},
    "card/decision": {"arrived": "option.moderate", "then": "stay"},
    "card/questions": {"own": "planted", "own_name": "planted-planted"},
    "undo": {"line": "its own"},
    "private": {"line": "its own", "private": "yes"},
    "take-out": {"line": "its own"},
    "end": {},
}
HIDDEN = ("csrf_token", "encounter", "key", "seen")


def _pair(table: Table) -> tuple[Visit, Visit]:
    a, b = table.open_visit(name="Ana Unseen"), table.open_visit(name="Bruno Unseen")
    for visit in (a, b):
        assert (
            visit.send("card/situation", {**MAN_62, "words": f"said in {visit.id}", "then": "stay"}).status_code == 303
        )
    return a, b


def _words_kept(table: Table, visit: Visit) -> set[str]:
    person = table.store.people.visit(visit.id).person_id
    return {line.words for line in table.store.log.read(person) if line.words}


@pytest.mark.parametrize("page", WRITES)
def test_a_form_of_one_visit_sent_to_another_writes_nothing(table: Table, page: str) -> None:
    a, b = _pair(table)
    source = page if page.startswith("card/") else "plan"
    hidden = {name: field_of(a.get(source).text, name) for name in HIDDEN}
    before = dump(table)
    for accept in ("text/html", "application/json"):
        answer = a.client.post(b.address(page), data={**hidden, **WRITES[page]}, headers={"Accept": accept})
        assert answer.status_code == 409
        assert "another visit" in text_of(answer.text)
    assert dump(table) == before
    assert table.store.people.visit(b.id).ended is None


@pytest.mark.parametrize("page", WRITES)
def test_the_same_form_sent_to_its_own_visit_is_taken(table: Table, page: str) -> None:
    """So that the test above cannot pass because the forms are wrong."""
    a, _ = _pair(table)
    source = page if page.startswith("card/") else "plan"
    named = re.search(r'data-line="([^"]+)">(?:(?!data-line).)*said in', a.get("plan").text, re.DOTALL)
    assert named, "the plan lists what was said"
    data = {**WRITES[page], **({"line": named.group(1)} if "line" in WRITES[page] else {})}
    assert a.send(source, data, at=page).status_code == 303


def test_two_visits_in_one_browser_written_in_turns_never_cross(table: Table) -> None:
    a, b = _pair(table)
    turns, written = random.Random(4), {a.id: {f"said in {a.id}"}, b.id: {f"said in {b.id}"}}
    pages = {visit.id: visit.get("card/questions").text for visit in (a, b)}
    for number in range(40):
        visit = turns.choice((a, b))
        if turns.random() < 0.5:
            pages[visit.id] = visit.get("card/questions").text
        hidden = {name: field_of(pages[visit.id], name) for name in HIDDEN} | {"key": f"turn-{number:08d}"}
        words = f"turn {number} of {visit.id}"
        data = {**hidden, "own": words, "own_name": f"name-{number:08d}"}
        assert visit.client.post(visit.address("card/questions"), data=data).status_code == 303
        written[visit.id].add(words)
    for visit, other in ((a, b), (b, a)):
        assert _words_kept(table, visit) == written[visit.id]
        for page in ("plan", "print", "note?plain=1"):
            assert other.id not in text_of(visit.get(page).text), page
    assert table.store.verify()


def test_the_same_key_in_two_visits_is_two_choices(table: Table) -> None:
    a, b = _pair(table)
    for visit in (a, b):
        answer = visit.send(
            "card/situation", {"words": f"again in {visit.id}", "key": "the-same-key-1", "then": "stay"}
        )
        assert answer.status_code == 303
    assert _words_kept(table, a) == {f"said in {a.id}", f"again in {a.id}"}
    assert _words_kept(table, b) == {f"said in {b.id}", f"again in {b.id}"}


def test_a_line_of_another_patient_cannot_be_undone_hidden_or_taken_out(table: Table) -> None:
    a, b = _pair(table)
    for number in range(3):
        a.send("card/situation", {"words": f"line {number}", "then": "stay"})
    last = table.store.log.read(table.store.people.visit(a.id).person_id)[-1].id
    before = dump(table)["choice"]
    for page in ("undo", "private", "take-out"):
        assert b.send("plan", {"line": last}, at=page).status_code in (404, 409)
    assert dump(table)["choice"] == before


def test_every_form_of_a_visit_names_the_visit_it_was_made_for(table: Table) -> None:
    a, _ = _pair(table)
    for page in ("plan", "", *(each for each in WRITES if each.startswith("card/"))):
        for form in re.findall(r'<form\b[^>]*method="post".*?</form>', a.get(page).text, flags=re.DOTALL):
            assert field_of(form, "encounter") == a.id, page
            assert field_of(form, "csrf_token")


def test_the_person_s_name_stands_over_the_plan_and_over_the_topics(table: Table) -> None:
    a, _ = _pair(table)
    assert "Ana Unseen" in text_of(a.get("plan").text)
    assert "Ana Unseen" in text_of(a.get("").text)
    assert "Bruno" not in a.get("plan").text + a.get("").text + a.get("card/situation").text


def test_a_woman_s_numbers_never_stand_on_a_man_s_page(table: Table) -> None:
    a, b = table.open_visit(), table.open_visit()
    a.send("card/situation", {**MAN_62, "then": "picture"})
    b.send("card/situation", {**WOMAN_50, "then": "picture"})
    for _ in range(3):
        assert 'data-count="7"' in a.get("card/picture").text
        assert 'data-count="9"' in b.get("card/picture").text
        assert 'data-count="9"' not in a.get("card/picture").text.split("data-strip")[0]
