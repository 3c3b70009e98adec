"""What the first card asks, and when."""

from __future__ import annotations

from pathlib import Path

from tests.builders import MAN_62, Table, text_of

SHEET = Path(__file__).parents[2] / "static" / "cards" / "situation.css"


def test_how_strong_the_statin_is_waits_for_the_answer_that_there_is_one(table: Table) -> None:
    page = table.open_visit().get("card/situation").text
    assert '<input type="radio" name="value_statin" value="yes" data-opens>' in page
    assert 'data-only-if="statin=yes" id="value_dose"' in page
    assert ":not(:has([data-opens]:checked)) [data-only-if] { display: none; }" in SHEET.read_text(encoding="utf-8")


def test_a_question_says_its_facts_and_never_their_names(table: Table) -> None:
    page = text_of(table.open_visit().get("card/situation").text)
    assert "190 mg/dL" in page
    assert "{" not in page


def test_somebody_without_a_statin_is_not_asked_how_strong_it_is(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    assert "How strong is the statin?" not in text_of(visit.get("card/situation").text)
