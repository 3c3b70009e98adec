"""Two screens on one visit: what a screen had on its page, which lines stand, and what is in dispute (H07)."""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.cards import later_stands
from decisionaid.domain.chances import NoNumber, Numbers
from decisionaid.domain.disputes import (
    as_shown,
    disputed_lines,
    gives_value,
    is_values,
    knew,
    numbers_without,
    of_form,
    page_of,
    same_statement,
    standing_lines,
)
from decisionaid.domain.encounter import Choice, InputShown
from decisionaid.domain.plan import Plan
from decisionaid.domain.readers import ABOUT_LINES, subject_of
from tests.domain.people import MAN_62, numbers
from tests.domain.test_plan import line

pytestmark = pytest.mark.hazard("H07")

A, B = "a" * 22, "b" * 22
"""The ids of two pages."""


def form(page: str, number: int = 1, item: str = "") -> str:
    """The key of a form of a page, or of one of its lines."""
    return f"{page}-{number:016d}" + (f"-{number:016x}" if item else "")


def wrote(seq: int, page: str, saw: int | None, item: str = "arrived", **more: Any) -> Choice:
    return line(seq, item, key=f"{page}-{seq:010d}-{seq:016x}", saw_seq=saw, **more)


def settled(seq: int, of: int, saw: int) -> Choice:
    return line(seq, "", kind="settled", value={"line": of}, aid_id=None, key=f"s{seq:020d}", saw_seq=saw)


def standing(*lines: Choice) -> list[list[int]]:
    return [[each.seq for each in found] for found in standing_lines(lines, subject_of, ABOUT_LINES).values()]


def test_a_line_takes_the_place_of_what_its_writer_had_seen_or_wrote_on_the_same_page() -> None:
    assert knew(wrote(2, B, 1), wrote(1, A, None))
    assert not knew(wrote(2, B, 0), wrote(1, A, None))
    assert knew(wrote(2, A, 0), wrote(1, A, 0)), "the page wrote it itself"
    assert knew(wrote(2, B, None), wrote(1, A, None)), "written by somebody who knew all"
    assert knew(wrote(2, B, 0), wrote(1, A, 0, visit="visit-0")), "of an earlier visit"


def test_the_page_of_a_line_and_its_form_are_read_from_its_key() -> None:
    key = f"{A}-0123456789abcdef"
    assert (page_of(key), of_form(key)) == (A, A)
    long = f"{A}-tap7-0123456789abcdef"
    assert (page_of(long), of_form(long)) == (A, f"{A}-tap7")
    assert (page_of("short"), of_form("short")) == ("short", "short")


def test_two_lines_that_did_not_know_each_other_both_stand_and_a_third_that_saw_both_stands_alone() -> None:
    one, two = wrote(1, A, 0), wrote(2, B, 0)
    assert standing(one, two) == [[1, 2]]
    assert standing(one, two, wrote(3, B, 2)) == [[3]]
    assert standing(one, two, wrote(3, B, 0)) == [[1, 3]], "it knew its own line only"
    assert standing(one, wrote(2, B, 0, "said")) == [[1], [2]], "two questions"


def test_what_was_settled_is_said_again_and_a_line_that_did_not_know_it_is_in_dispute_with_it() -> None:
    one, two = wrote(1, A, 0), wrote(2, B, 0)
    assert standing(one, two, settled(3, 1, 2)) == [[1]]
    assert standing(one, two, settled(3, 1, 2), wrote(4, B, 2)) == [[1, 4]]
    assert standing(one, two, settled(3, 1, 2), settled(4, 2, 2)) == [[1, 2]], "two screens settled it differently"
    assert standing(one, two, settled(3, 2, 1)) == [[2]]
    assert standing(one, settled(2, 9, 1), line(3, "", kind="undo", aid_id=None, withdraws=9)) == [[1]]


def test_a_line_that_was_said_again_stands_where_it_was_said_last() -> None:
    one, two = wrote(1, A, 0), wrote(2, B, 0)
    lines = standing_lines((one, two, settled(3, 1, 1)), subject_of, ABOUT_LINES)
    assert [[each.seq for each in found] for found in lines.values()] == [[2, 1]]


def test_a_dispute_has_one_line_for_each_thing_that_is_said() -> None:
    first, same, other = (wrote(seq, A, 0, value={"is": value}) for seq, value in ((1, 1), (2, 1), (3, 2)))
    assert disputed_lines((first, same, other)) == (first, other)
    assert disputed_lines((first, same)) == ()
    gone = wrote(4, B, 0, value={"is": 3}, taken_out="gone")
    assert disputed_lines((first, gone)) == (), "words that were taken out are in dispute with nothing"


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("picture", "display"),
        ("purpose", "door"),
        ("situation", "values"),
        ("questions", "whole"),
        ("leaning", "whole"),
    ],
)
def test_of_some_things_the_later_one_simply_stands(kind: str, item: str) -> None:
    two = tuple(wrote(seq, A, 0, item, kind=kind, value={"is": seq}) for seq in (1, 2))
    assert disputed_lines(two, later_stands()) == ()
    elsewhere = tuple(wrote(seq, A, 0, "arrived", kind=kind, value={"is": seq}) for seq in (1, 2))
    assert disputed_lines(elsewhere, later_stands()) == elsewhere


def test_who_wrote_it_when_and_from_which_source_is_not_what_it_says() -> None:
    one = line(1, value={"is": True, "on": "2026-11-23", "source": "typed", "as_of": "x", "text": "yes"}, words="so ")
    assert same_statement(one, line(2, value={"is": True}, words="so", voice="patient"))
    assert same_statement(line(1), line(2, words=""))
    assert not same_statement(one, line(2, value={"is": True}, words="not so"))
    assert not same_statement(one, line(2, value={"is": False}, words="so"))
    assert not same_statement(one, line(2, value={"is": True, "unit": "a"}, words="so"))


def test_a_value_of_the_person_is_known_by_its_item() -> None:
    assert [is_values(item) for item in ("values", "values.age", "words", "values_of", "checks")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_values_in_dispute_are_named_for_each_card() -> None:
    two = (line(1), line(2))
    asked = {
        ("situation", "statin", "values.age"): two,
        ("situation", "other", "values.hdl"): two,
        ("situation", "statin", "words"): two,
        ("decision", "statin", "arrived"): two,
    }
    assert Plan(disputed=asked).disputed_values("statin") == ("age",)


def test_no_number_is_worked_out_while_a_value_is_in_dispute_and_the_value_is_named() -> None:
    made = numbers(MAN_62)
    waiting = numbers_without(made, ("hdl",))
    assert waiting.chances == {}
    assert waiting.closed == NoNumber("asks", inputs=("hdl",))
    assert waiting.none == dict.fromkeys([*made.chances, *made.none], waiting.closed)
    assert waiting.values == made.values
    assert numbers_without(made, ()) is made
    open_still = numbers(MAN_62, age=None)
    assert numbers_without(open_still, ("hdl",)).closed == waiting.closed
    for closed in (numbers(MAN_62, vessels=True), Numbers({}, closed=NoNumber("expired"))):
        assert numbers_without(closed, ("hdl",)) is closed, "another reason for none stays"


LOG = (
    line(1, key=form(B, 1, "x"), visit="visit-0"),
    line(2, key=form(A, 1, "x")),
    line(3, key=form(B, 2, "x")),
    line(4, key=form(A, 2, "x")),
    line(5, key=form(B, 3, "x")),
)


def had(form_key: str, seen: int | None) -> list[int]:
    return [each.seq for each in as_shown(LOG, "visit-1", form_key, seen)]


def test_a_page_had_what_it_had_seen_and_what_it_wrote_itself_in_this_visit() -> None:
    assert had(form(A, 9), 1) == [1, 2, 4]
    assert had(form(A, 9), 2) == [1, 2, 4]
    assert had(form(B, 9), 0) == [3, 5], "what a page of another visit wrote is not its own"
    assert had(form(A, 9), None) == [1, 2, 3, 4, 5], "a form that names no line knew all of them"


def test_a_form_that_is_sent_again_gets_the_log_of_its_first_time() -> None:
    first, again = line(3, key=form(A, 2, "x")), line(4, key=form(A, 2, "x"))
    log = (line(1, key=form(B, 1, "x")), line(2, key=form(A, 1, "x")), first, again, line(5, key=form(B, 2, "x")))
    assert [each.seq for each in as_shown(log, "visit-1", form(A, 2), None)] == [1, 2]
    assert [each.seq for each in as_shown(log, "visit-1", form(A, 2), 1)] == [1, 2]
    assert [each.seq for each in as_shown(log, "visit-2", form(A, 2), None)] == [1, 2, 3, 4, 5], "of another visit"


def test_a_line_says_a_value_where_it_gives_this_very_one() -> None:
    smoker, age = InputShown(input="smoker", value=False), InputShown(input="age", value=62.0, unit="a")
    assert gives_value(line(1, "values.smoker", value={"is": False}), smoker)
    assert gives_value(line(1, "values.age", value={"amount": 62}), age)
    assert gives_value(line(1, "values", value={"inputs": {"age": {"amount": 62}}}), age)
    assert not gives_value(line(1, "values", value={"inputs": {}}), age)
    assert not gives_value(line(1, "values", value={}), age)
    assert not gives_value(line(1, "values.age", value={"amount": 63}), age)
    assert not gives_value(line(1, "values.smoker", value={"is": False, "cleared": True}), smoker)
    assert not gives_value(line(1, "values.hdl", value={"amount": 62}), age)
