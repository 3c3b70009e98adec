"""What else a reader gets of a log: earlier visits, what was settled, ids on a screen, values behind numbers.

Each of these is a way on which a private line could be guessed at, so each is asked for every reader (H17).
"""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.domain.encounter import Choice, Hand, InputShown, NumberShown, Shown
from decisionaid.domain.readers import NOTHING, OUTSIDE, PAPER, Reader, Screen, VisibleLines, all_lines, lines_for
from tests.domain.test_plan import line, privacy, undo
from tests.domain.test_readers import AMIR, ELLEN, EVERYBODY, HIS, OTHERS, opened, seqs

pytestmark = pytest.mark.hazard("H17")


def settled(seq: int, of: int, **more: Any) -> Choice:
    return line(seq, "", **{"kind": "settled", "value": {"line": of}, "aid_id": None, **more})


def taken_out(seq: int, of: int, **more: Any) -> Choice:
    return line(seq, "", **{"kind": "taken_out", "value": {"line": of}, "aid_id": None, **more})


def got(reader: Reader, *log: Choice, visits: set[str] | None = None) -> VisibleLines[Reader]:
    return lines_for(reader, log, {}, visits=visits)


def apart(seq: int, item: str = "arrived", **more: Any) -> Choice:
    """A line whose writer had seen no other."""
    return line(seq, item, saw_seq=0, **more)


FIRST, LATER = {"visit-1"}, {"visit": "visit-2"}


def test_what_is_said_after_a_visit_is_in_no_copy_of_it_although_a_word_of_it_was_taken_out_later() -> None:
    log = (line(1), line(2, "said", **LATER), taken_out(3, 1))
    assert [each.seq for each in got(ELLEN, *log, visits=FIRST).standing] == [1]
    log = (line(1), line(2, "said", **LATER), privacy(3, 1))
    told = got(ELLEN, *log, visits=FIRST)
    assert [(each.seq, each.private) for each in told.standing] == [(1, True)]
    assert got(PAPER, *log, visits=FIRST).standing == ()


def test_what_a_visit_did_to_an_earlier_line_is_in_its_copy_up_to_its_last_word() -> None:
    log = (line(1), line(2, "said", **LATER), undo(3, 1), line(4, "own", **LATER))
    assert [each.seq for each in got(ELLEN, *log, visits=FIRST).standing] == [2]
    log = (line(1, private=True), line(2, "said", **LATER), opened(3, 1, "yes"))
    assert [each.seq for each in got(PAPER, *log, visits=FIRST).standing] == [1, 2]


def test_a_line_that_was_taken_back_or_that_speaks_of_others_says_nothing_of_the_person() -> None:
    log = (line(2, "said"), undo(4, 2), line(1), privacy(3, 1), taken_out(6, 1), settled(5, 1))
    assert [each.seq for each in all_lines(log).standing] == [1]
    assert [each.seq for each in all_lines((line(2), line(1), line(3, "said"))).standing] == [2, 3], "whatever order"


@pytest.mark.parametrize("reader", EVERYBODY, ids=str)
def test_only_lines_that_say_something_are_among_those_that_a_reader_sees(reader: Reader) -> None:
    log = (line(1), line(2), undo(3, 2), taken_out(4, 1), settled(5, 1), opened(6, 1, "yes"))
    assert [each.seq for each in got(reader, *log).every] == [1, 2]


@pytest.mark.parametrize("reader", EVERYBODY, ids=str)
def test_two_screens_that_contradict_each_other_are_said_to_until_somebody_settles_it(reader: Reader) -> None:
    two = (apart(1, value={"is": 1}), apart(2, value={"is": 2}))
    told = got(reader, *two)
    assert [each.seq for each in told.standing] == [2], "meanwhile the later one stands"
    assert [[each.seq for each in lines] for lines in told.disputed.values()] == [[1, 2]]
    right = got(reader, *two, settled(3, 1, saw_seq=2))
    assert ([each.seq for each in right.standing], dict(right.disputed)) == ([1], {})
    taken_back = got(reader, *two, settled(3, 1, saw_seq=2), undo(4, 3))
    assert [each.seq for each in taken_back.standing] == [2]
    assert len(taken_back.disputed) == 1


def test_a_dispute_with_a_line_that_a_reader_may_not_see_is_none_for_them() -> None:
    two = (apart(1, value={"is": 1}), apart(2, value={"is": 2}, hand=HIS, private=True))
    assert len(got(AMIR, *two).disputed) == 1
    for reader in (ELLEN, *OUTSIDE):
        told = got(reader, *two, settled(3, 2, saw_seq=2, hand=HIS))
        assert (dict(told.disputed), [each.seq for each in told.standing]) == ({}, [1])


def test_the_newest_line_that_a_screen_speaks_of_is_one_that_it_may_see() -> None:
    log = (line(1), line(2, "said", private=True), settled(3, 2))
    assert got(ELLEN, *log).seen == "line-3"
    assert {got(reader, *log).seen for reader in OTHERS} == {"line-1"}
    assert {got(reader, *log[1:]).seen for reader in OTHERS} == {NOTHING}
    assert {got(reader, *log, settled(4, 1)).seen for reader in OTHERS} == {"line-4"}
    assert got(ELLEN).seen == NOTHING


def test_a_page_has_seen_what_was_taken_back_of_its_lines_and_nothing_about_the_others() -> None:
    log = (line(1), line(2, "said", private=True))
    for reader in OTHERS:
        assert got(reader, *log, undo(3, 1)).seen == "line-3"
        assert got(reader, *log, undo(3, 1), undo(4, 3)).seen == "line-4"
        assert got(reader, *log, undo(3, 2)).seen == "line-1"
        assert got(reader, *log, undo(3, 2), undo(4, 3)).seen == "line-1"
        assert got(reader, *log, privacy(3, 2)).seen == "line-1"
    assert got(ELLEN, *log, undo(3, 2)).seen == "line-3"


def test_beneath_is_what_this_account_heard_and_another_wrote_over_and_nothing_else() -> None:
    assert [each.seq for each in got(ELLEN, line(1, private=True), line(2, hand=HIS)).beneath] == [1]
    assert got(ELLEN, line(1, private=True)).beneath == (), "it stands"
    assert got(ELLEN, line(1, private=True), opened(2, 1, "danger", words="why"), line(3)).beneath == (), "it is open"
    changed = (line(1, private=True), line(2, private=True), privacy(3, 2, False), opened(4, 2, "yes"), line(5))
    assert got(ELLEN, *changed).beneath == (), "she changed her mind herself"
    assert got(AMIR, line(1, private=True), line(2, hand=HIS)).beneath == ()


def test_a_reason_whose_words_were_taken_out_is_still_said_to_have_been_given() -> None:
    log = (line(1, private=True), opened(2, 1, "danger", taken_out="gone"))
    assert [each.seq for each in got(AMIR, *log).reasons] == [2]
    assert got(ELLEN, line(1, private=True), opened(2, 1, "yes")).reasons == ()


def test_an_undo_that_was_itself_taken_back_leaves_the_question_private() -> None:
    log = (line(1, private=True), undo(2, 1), undo(3, 2), line(4))
    assert [seqs(reader, *log) for reader in OTHERS] == [[]] * len(OTHERS)
    assert seqs(ELLEN, *log) == [4]


def test_what_was_said_while_it_was_private_keeps_the_question_private_by_itself() -> None:
    log = (line(1, private=True), line(2), undo(3, 1), line(4))
    assert [seqs(reader, *log) for reader in OTHERS] == [[]] * len(OTHERS)
    assert [seqs(reader, *log, undo(5, 2), undo(6, 4), line(7)) for reader in OTHERS] == [[7]] * len(OTHERS)


SMOKER = InputShown(input="smoker", value=True)
DECIDED = Shown(numbers=(NumberShown(claim="base", outcome="event", chance=0.07, count=7, of=100),), inputs=(SMOKER,))


@pytest.mark.parametrize(
    "openly",
    [
        line(2, "values.smoker", value={"is": True}, aid_id="another card", hand=HIS),
        line(4, "values.smoker", value={"is": True}, hand=HIS),
        line(2, "smoker", value={"is": True}, hand=HIS, kind="questions"),
        line(2, "values.age", value={"is": True}, hand=HIS),
        line(2, "values.smoker", value={"is": False}, hand=HIS),
        line(2, "values.smoker", value={"is": True, "cleared": True}, hand=HIS),
    ],
    ids=["of another card", "after the decision", "no value", "another value", "another answer", "cleared"],
)
@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_a_value_counts_as_seen_only_where_this_very_value_was_said_openly_before(
    reader: Reader, openly: Choice
) -> None:
    private = line(1, "values.smoker", value={"is": True}, private=True)
    decided = line(3, "arrived", kind="decision", shown=DECIDED)
    seen = {each.seq: each for each in got(reader, private, openly, decided).standing}[3].shown
    assert seen is not None
    assert (seen.numbers, seen.inputs) == (DECIDED.numbers, ())
    same = line(2, "values.smoker", value={"is": True}, hand=HIS)
    seen = {each.seq: each for each in got(reader, private, same, decided).standing}[3].shown
    assert seen == DECIDED


def test_a_screen_of_no_account_hears_nothing_of_an_account() -> None:
    log = (line(1, private=True), line(2, "said"), opened(3, 1, "danger", words="why"))
    assert [each.seq for each in got(Screen(None), *log).standing] == [1, 2], "a screen of the clinic"
    assert [each.seq for each in got(Screen(None), log[0], log[1]).standing] == [2]


def test_what_was_settled_otherwise_is_not_beneath() -> None:
    two = (apart(1, value={"is": 1}, hand=HIS), apart(2, value={"is": 2}, private=True))
    told = got(ELLEN, *two, settled(3, 1, saw_seq=2))
    assert ([each.seq for each in told.standing], told.beneath) == ([1], ())


def test_a_mark_on_another_question_shuts_nothing_that_was_opened() -> None:
    log = (line(1, private=True), opened(2, 1, "yes"), line(3, "said"), privacy(4, 3), line(5, private=True))
    assert [seqs(reader, *log) for reader in OTHERS] == [[1]] * len(OTHERS)


def test_a_mark_that_covers_a_detail_of_somebody_says_nothing_of_what_they_say_next() -> None:
    log = (line(1, "tasks.pills.how", hand=HIS), line(2, "tasks.pills"), privacy(3, 2))
    for reader in OUTSIDE:
        assert seqs(reader, *log) == []
        assert seqs(reader, *log, line(4, "tasks.pills", hand=HIS)) == [4]


def test_a_yes_that_was_taken_back_opens_nothing() -> None:
    log = (line(1, private=True), opened(2, 1, "yes"), undo(3, 2))
    assert [seqs(reader, *log) for reader in OTHERS] == [[]] * len(OTHERS)


def test_what_is_said_after_the_patients_yes_is_open_like_the_line_itself() -> None:
    log = (line(1, private=True), opened(2, 1, "yes"), line(3))
    assert [seqs(reader, *log) for reader in EVERYBODY] == [[3]] * len(EVERYBODY)


def test_somebody_without_an_account_opens_nothing_that_was_heard_without_one() -> None:
    nobody = Hand(role="clinician", account_id=None)
    log = (line(1, private=True, hand=nobody), opened(2, 1, "yes", hand=nobody))
    assert [seqs(reader, *log) for reader in EVERYBODY] == [[]] * len(EVERYBODY)


def test_a_mark_on_a_line_that_says_nothing_is_passed_over() -> None:
    assert [each.seq for each in got(ELLEN, line(1), undo(2, 9), privacy(3, 2)).standing] == [1]


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_what_was_made_private_at_another_visit_is_private_in_the_copy_of_this_one_too(reader: Reader) -> None:
    log = (line(1), privacy(2, 1).model_copy(update={"encounter_id": LATER["visit"]}))
    assert got(reader, *log, visits=FIRST).standing == ()
    assert [each.seq for each in got(reader, log[0], visits=FIRST).standing] == [1]


def test_what_was_said_before_in_other_words_is_listed_on_a_screen_and_for_nobody_outside() -> None:
    log = (line(1, "said", words="first"), line(2, "said", words="then"), line(3, "arrived"), line(4, "arrived"))
    assert [each.seq for each in got(ELLEN, *log).earlier] == [1], "words alone, and not those that stand"
    assert [got(reader, *log).earlier for reader in OUTSIDE] == [()] * len(OUTSIDE)
    leaving = log[0].model_copy(update={"words": None, "taken_out": "leaving"})
    gone = log[0].model_copy(update={"words": None, "taken_out": "gone"})
    assert [[each.seq for each in got(ELLEN, one, *log[1:]).earlier] for one in (leaving, gone)] == [[1], []]
