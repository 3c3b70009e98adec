"""Every format of the folder gives the same bytes for the same plan, and one small plan reads as in its golden file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from decisionaid.exports import Handout, formats
from decisionaid.locale import languages
from tests.builders import Table, Visit, text_of
from tests.cards.examples import open_visit, with_values
from tests.exports.sheets import text_in

GOLDEN = Path(__file__).parent / "golden"
AIDS = {"statin": {"decision": {"arrived": "option.moderate"}}, "my-life": {}}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    made = Table(tmp_path_factory.mktemp("clinic"))
    yield made
    made.store.close()


def handout(table: Table, visit: Visit, name: str, language: str) -> Handout:
    person = table.store.people.visit(visit.id).person_id
    found: Handout = table.app.extensions["clinic"].handout(person, visit.id, language, reader=formats()[name].READER)
    return found


def as_text(data: bytes) -> str:
    """A document as somebody reads it; what is plain text already, as it is."""
    if data.startswith(b"%PDF"):
        return text_in(data) + "\n"
    text = data.decode()
    return text_of(text) + "\n" if text.startswith("<!doctype html>") else text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("aid", AIDS)
@pytest.mark.parametrize("name", formats())
def test_a_format_gives_the_same_bytes_for_the_same_plan(table: Table, name: str, aid: str, language: str) -> None:
    visit = with_values(open_visit(table, aid, language))
    for card, data in {**AIDS[aid], "sense": {"sense": "day:not_yet"}}.items():
        assert visit.send(f"card/{card}", data).status_code == 303
    first, again = (formats()[name].render(handout(table, visit, name, language)) for _ in range(2))
    assert first == again
    assert first


@pytest.mark.parametrize("name", formats())
def test_a_small_plan_reads_as_in_the_golden_file_of_the_format(table: Table, name: str) -> None:
    visit = open_visit(table, "my-life", "en")
    visit.send("card/areas", {"mark": "people:lifts"})
    visit.send("card/sense", {"sense": "day:not_yet"})
    made = as_text(formats()[name].render(handout(table, visit, name, "en")))
    assert made == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_a_format() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(formats())
