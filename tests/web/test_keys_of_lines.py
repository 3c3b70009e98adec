"""Every line of one form has a key of its own, however long the names of its places are."""

from __future__ import annotations

from tests.builders import Table


def test_two_long_places_in_one_form_are_two_lines_and_sent_again_no_more(table: Table) -> None:
    visit = table.open_visit(aid="my-life")
    data = {"key": "k" * 40, "words_good_day": "a walk", "words_keep": "Sunday church", "words_hope": "to dance"}
    for _ in range(2):
        assert visit.send("card/matters", data).status_code == 303
    person = table.store.people.visit(visit.id).person_id
    assert sorted(line.words or "" for line in table.store.log.read(person)) == ["Sunday church", "a walk", "to dance"]
