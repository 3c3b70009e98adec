"""The page says "being taken out" until the key of the words has left the disk (H17, T14)."""

from __future__ import annotations

from contextlib import closing

import pytest

from decisionaid.store.engine import sqlite_module
from tests.builders import Table, Visit, text_of
from tests.web.rooms import tokens

pytestmark = [pytest.mark.hazard("H17"), pytest.mark.hazard("T14")]

SAID = {"en": ("being taken out", "taken out"), "es": ("se está quitando", "quitado")}


def visit_with_words(table: Table, language: str) -> Visit:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {"words": "a line that Rosa regrets", "then": "stay"})
    visit.send("card/questions", {"own": "a question that Rosa regrets", "own_name": "abcdefgh-1"})
    table.store.people.speak(visit.id, language, "somebody")
    return visit


def with_words(table: Table, visit: Visit) -> list[str]:
    return [line.id for line in table.store.log.read(table.store.people.visit(visit.id).person_id) if line.words]


@pytest.mark.parametrize("language", SAID)
def test_taken_out_is_said_on_page_card_and_in_json_only_when_it_is_so(table: Table, language: str) -> None:
    leaving, gone = SAID[language]
    visit = visit_with_words(table, language)
    named = with_words(table, visit)
    assert len(named) == 2
    data = tokens(visit.client, visit.id)
    with closing(sqlite_module().connect(str(table.data / "decisionaid.db"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM choice").fetchone()
        for line in named:
            sent = {**data, "line": line, "key": f"take-out-{line[:8]}"}
            answer = visit.client.post(
                visit.address("take-out"), data=sent, headers={"Accept": "application/json"}
            ).get_json()
            assert (answer["saved"], answer["taken_out"], answer["said"]) == (True, False, leaving)
        page = visit.get("plan").text
        assert page.count('data-taken-out="leaving"') == 2
        assert 'data-taken-out="gone"' not in page
        assert leaving in text_of(page)
        assert leaving in text_of(visit.get("card/questions").text)
        assert "Rosa regrets" not in page
        reader.execute("COMMIT")
    assert table.store.leaving.finish()
    page = visit.get("plan").text
    assert page.count('data-taken-out="gone"') == 2
    assert leaving not in text_of(page)
    assert gone in text_of(page)
    assert f"<i>{gone}</i>" in visit.get("card/questions").text
    sent = {**data, "line": named[0], "key": f"take-out-{named[0][:8]}"}
    again = visit.client.post(visit.address("take-out"), data=sent, headers={"Accept": "application/json"}).get_json()
    assert (again["taken_out"], again["said"]) == (True, gone)
