"""No-break spaces of a word processor become plain ones at the door, so that every sentence can break."""

from __future__ import annotations

from tests.builders import Table
from tests.cases import case


def test_the_line_of_the_case_is_kept_with_spaces_that_may_break(table: Table) -> None:
    line = case(5)["sooner_if"]
    visit = table.open_visit(name="Rosa\u00a0Morales")
    visit.send("card/decision", {"arrived": "option.no_statin", "look_again_if": line, "words": line, "then": "plan"})
    person = table.store.people.visit(visit.id).person_id
    kept = [said.words for said in table.store.log.read(person) if said.words]
    assert kept == [line.replace("\u00a0", " ")] * 2
    for page in ("print", "plan", "card/decision"):
        assert "us\u00a0if" not in visit.get(page).text
