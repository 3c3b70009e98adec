"""What two screens contradict each other on leaves the room as what it is: not settled, and without a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import Table
from tests.cards.talk import clinic
from tests.web.correcting import papers, said_counts
from tests.web.screens import Screen, known, ways

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H15")]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def test_a_decision_in_dispute_goes_home_as_not_settled_and_without_a_number(table: Table) -> None:
    visit = known(table)
    visit.get("card/picture")
    a, b = Screen(visit, "decision"), Screen(visit, "decision")
    a.send({"arrived": "option.high", "look_again": "3mo"})
    assert (7, 100) in said_counts(papers(visit)["print"]), "so the numbers would stand there"
    b.send({"arrived": "option.no_statin"})
    told = papers(visit)
    for where, text in told.items():
        said = "Sin aclarar todavía: dos" if "Spanish" in where else "Not settled yet: two screens say different things"
        assert said in text, where
        assert said_counts(text) == set(), where
    assert "A high dose" in told["print"].split("Not settled yet")[1]
    assert "Not now" in told["print"].split("Not settled yet")[1]
    assert "Where they arrived: Not settled yet" in told["note"]
    settles = ways(a.load())
    line = next(line for said, line in settles.items() if "high dose" in said)
    assert visit.send("card/decision", {"line": line}, at="settle").status_code == 303
    assert not any("Not settled" in text for text in papers(visit).values())
    assert (7, 100) in said_counts(papers(visit)["print"])


def test_values_in_dispute_are_said_on_paper_without_their_name_and_in_the_note_with_both(table: Table) -> None:
    visit = known(table)
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.high"})
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170", "list_checks": ["", "pregnancy"]})
    b.send({"value_systolic_bp": "150", "list_checks": ["", "liver"]})
    told = papers(visit)
    for where in ("print", "PDF", "plan"):
        assert "Two screens give different values, and nobody has said yet which is right." in told[where]
        assert said_counts(told[where]) == set(), where
    assert "Dos pantallas dan valores distintos" in told["Spanish PDF"]
    assert "Not settled between two screens: systolic BP 170 mmHg / 150 mmHg" in told["note"]
    assert "170" not in told["print"]
    assert said_counts(told["note"]) == set()
