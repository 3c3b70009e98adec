"""A dispute is settled with one tap, by somebody who knows what the page showed and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import Table
from tests.cards.talk import clinic
from tests.web.screens import Screen, known, values, ways

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def test_two_screens_that_settle_a_dispute_differently_are_asked_again(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    b.send({"value_systolic_bp": "150"})
    pages = [(screen, ways(screen.load())) for screen in (a, b)]
    for (screen, lines_of), says in zip(pages, ("170 mmHg", "150 mmHg"), strict=True):
        answer = visit.client.post(visit.address("settle"), data={**screen.hidden, "line": lines_of[says]})
        assert answer.status_code == 303
    assert set(ways(a.load())) == set(ways(b.load())) == {"170 mmHg", "150 mmHg"}
    assert "systolic_bp" not in values(table, visit)


def test_whoever_did_not_see_that_it_was_settled_takes_nothing_of_it_back(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    page = a.hidden["key"]
    a.send({"value_systolic_bp": "170"}, key=f"{page}-first-of-page"[:40])
    b.send({"value_systolic_bp": "150"})
    settles = ways(b.load())
    assert visit.client.post(visit.address("settle"), data={**b.hidden, "line": settles["170 mmHg"]}).status_code == 303
    a.send({"value_systolic_bp": "165"}, key=f"{page}-second-of-page"[:40])
    assert set(ways(a.load())) == {"170 mmHg", "165 mmHg"}, "one screen says 170 is right, the other says 165"


def test_the_same_choice_with_another_day_is_told_apart(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit, "decision"), Screen(visit, "decision")
    a.send({"arrived": "option.high", "look_again": "3mo"})
    b.send({"arrived": "option.high", "look_again": "6mo"})
    said = ways(a.load())
    assert len(said) == 2, said
    assert all(each.startswith("A high dose") for each in said)
    c, d = Screen(visit, "leaning"), Screen(visit, "leaning")
    c.send({"leans_patient": "not_sure", "print_patient": "yes"})
    d.send({"leans_patient": "not_sure"})
    assert len(ways(c.load())) == 2


def test_a_box_of_a_list_that_nobody_answers_is_no_when_somebody_says_so_and_not_by_another_save(table: Table) -> None:
    visit = known(table, list_checks="vessels")
    a, b = Screen(visit), Screen(visit)
    a.send({"list_checks": [""]})
    b.send({"list_checks": ["", "vessels", "flutter"]})
    assert ("vessels" in values(table, visit), values(table, visit)["flutter"]) == (False, True)
    a.load()
    a.send({"value_egfr": "75"})
    assert "vessels" not in values(table, visit), "an answer that nobody gave"
    a.load()
    a.send({}, then="picture")
    assert (values(table, visit)["vessels"], values(table, visit)["flutter"]) == (False, True)


def test_a_form_that_comes_again_without_what_it_said_is_not_answered_with_saved(table: Table) -> None:
    visit = known(table)
    a = Screen(visit)
    assert a.send({"value_systolic_bp": "170"}).status_code == 303
    back = a.send({"value_systolic_bp": "140"})
    assert back.status_code == 409, "what stands is 170, and this page says 140"
    assert "that is what was saved" in back.text
    assert values(table, visit)["systolic_bp"] == 170
