"""One tap answers every open question with no, and from the shelf to the first picture it takes few taps."""

from __future__ import annotations

import re

import pytest

from tests.builders import MAN_62, Table, Visit, text_of
from tests.cards.talk import lines, plan
from tests.web.correcting import said_counts
from tests.web.test_values_of_before import Person, back

__all__ = ["back"]
TYPED = {key: MAN_62[f"value_{key}"] for key in ("age", "total_cholesterol", "hdl", "systolic_bp", "egfr")}
YES_NO = {"bp_treated", "diabetes", "current_smoker", "statin"}
CHECKS = {"vessels", "flutter", "very_high", "pregnancy", "liver"}
MOST_TAPS = 6


def values(table: Table, visit: Visit) -> dict[str, object]:
    return {each.input: each.value for each in plan(table, visit).situation["statin"]}


def test_from_the_shelf_to_the_first_picture_it_takes_at_most_six_taps_beside_the_typing(table: Table) -> None:
    visit = table.open_visit()
    taps = [{"value_sex": "male"}, {"no_to_all": "yes"}, {"then": "picture"}]
    typed = {f"value_{key}": value for key, value in TYPED.items()}
    visit.send("card/situation", typed)
    for tap in taps:
        assert visit.send("card/situation", tap).status_code == 303
    assert (7, 100) in said_counts(text_of(visit.get("card/picture").text))
    assert 1 + len(taps) <= MOST_TAPS, "the card on the shelf is a tap too"


def test_no_to_all_answers_every_yes_and_no_and_the_list_and_nothing_else(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {"no_to_all": "yes"})
    assert values(table, visit) == dict.fromkeys([*YES_NO, *CHECKS], False)
    assert "No to all of these" not in visit.get("card/situation").text


def test_what_was_answered_stays_and_what_is_tapped_with_it_counts(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {"value_diabetes": "yes"})
    visit.send("card/situation", {"value_statin": "yes", "list_checks": ["flutter"], "no_to_all": "yes"})
    held = values(table, visit)
    assert {key for key, value in held.items() if value is True} == {"diabetes", "statin", "flutter"}
    assert {key for key, value in held.items() if value is False} == (YES_NO | CHECKS) - {
        "diabetes",
        "statin",
        "flutter",
    }


def test_a_value_that_cannot_be_read_keeps_everything_on_the_page(table: Table) -> None:
    visit = table.open_visit()
    answer = visit.send("card/situation", {"value_hdl": "4000", "no_to_all": "yes"})
    assert answer.status_code == 400
    assert [line for line in lines(table, visit) if line.item.startswith("values.")] == []


@pytest.mark.hazard("H02")
def test_what_was_yes_in_an_earlier_visit_is_never_answered_with_no_by_the_way(back: Person) -> None:
    back.say({"value_diabetes": "yes", "then": "stay"})
    back.comes_back(days=400)
    assert "No to all of these" in back.visit.get("card/situation").text
    back.say({"no_to_all": "yes"})
    assert "diabetes" not in values(back.clinic.table, back.visit)
    assert values(back.clinic.table, back.visit)["bp_treated"] is False


def test_a_number_is_typed_on_a_keyboard_of_numbers_with_a_key_to_the_next_one(table: Table) -> None:
    boxes = re.findall(r"<input id=\"value_[^>]*>", table.open_visit().get("card/situation").text)
    assert len(boxes) == len(TYPED)
    assert all('enterkeyhint="next"' in each and 'inputmode="decimal"' in each for each in boxes)
