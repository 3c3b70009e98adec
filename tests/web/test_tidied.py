"""What is typed or pasted keeps words and numbers apart: a sign that nobody sees never joins two of them (H03)."""

from __future__ import annotations

import pytest

from decisionaid.cards._values import amounts_in
from decisionaid.web.forms import tidy
from decisionaid.web.sign_in import one_line
from tests.builders import MAN_62, Table
from tests.cards.talk import plan

pytestmark = pytest.mark.hazard("H03")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("  as it is ", "as it is"),
        ("5\t10 mg", "5 10 mg"),
        ("5\x1f10\u00a0mg", "5 10 mg"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\x0btwo\x0cthree\x85four\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("be\x00ll \x07\x1b[31m \x7f\x9b", "bell [31m"),
        ("half \ud800 a sign, \ue000 a private one", "half  a sign,  a private one"),
        ("dose ≥ 10 µg, 🙏 Ωé", "dose ≥ 10 µg, 🙏 Ωé"),
        ("\n\t ", ""),
    ],
)
def test_control_characters_go_and_what_parts_two_words_still_parts_them(typed: str | None, kept: str | None) -> None:
    assert tidy(typed) == kept


def test_a_name_stays_on_one_line_with_its_parts_apart() -> None:
    assert one_line("Ann\tMarie\r\nLee\u2028Diaz\x00") == "Ann Marie Lee Diaz"


@pytest.mark.parametrize("typed", ["1 200", "1\u202f200", "1\u00a0200", "1'200", "1’200", "1200"])
def test_a_space_or_an_apostrophe_may_part_thousands(typed: str) -> None:
    assert amounts_in(typed)["decimal"] == 1200


@pytest.mark.parametrize("typed", ["12 0", "1 20", "1 4 0", "12 0,5", "120 80", "1 2000", "0 200", "12'0", "1 200 0"])
def test_digits_with_a_space_elsewhere_are_not_one_number(typed: str) -> None:
    assert amounts_in(typed) == {}


@pytest.mark.parametrize("typed", ["14 0", "14\t0", "14\u00a00"])
def test_two_numbers_in_one_box_are_asked_back_and_not_read_as_one(table: Table, typed: str) -> None:
    visit = table.open_visit(name="Sam Rivera")
    answer = visit.send("card/situation", {**MAN_62, "value_systolic_bp": typed, "then": "picture"})
    assert answer.status_code == 400
    assert plan(table, visit).situation == {}


def test_a_pasted_table_keeps_its_columns_apart_on_every_page(table: Table) -> None:
    visit = table.open_visit(name="Sam Rivera")
    visit.send("card/situation", {**MAN_62, "words": "metformin\t500 mg\t2\r\nramipril\x0b5\t10 mg", "then": "picture"})
    for page in ("plan", "print", "note", "card/situation"):
        text = visit.get(page).text
        assert "metformin 500 mg 2" in text, page
        assert "5 10 mg" in text, page
