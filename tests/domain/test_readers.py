"""Who may see which line: whoever heard it, everybody, or the clinic, and nobody is told that a line is there (H17)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from decisionaid.domain.encounter import Choice, Hand, InputShown, NumberShown, Shown
from decisionaid.domain.readers import (
    EHR,
    HELPER,
    NOTE,
    OUTSIDE,
    PAPER,
    SECOND_SCREEN,
    Reader,
    Screen,
    VisibleLines,
    lines_for,
)
from tests.domain.test_plan import line, privacy, undo

pytestmark = pytest.mark.hazard("H17")

ELLEN, AMIR = Screen("ellen"), Screen("amir")
EVERYBODY: tuple[Reader, ...] = (ELLEN, AMIR, *OUTSIDE)
OTHERS: tuple[Reader, ...] = (AMIR, *OUTSIDE)
HIS = Hand(role="clinician", account_id="amir")
WORDS = {"decision": {"said": "arrived", "look_again_if": "arrived"}}


def seqs(reader: Reader, *choices: Choice) -> list[int]:
    return [each.seq for each in lines_for(reader, choices, WORDS).standing]


def opened(seq: int, of: int, why: str, **more: Any) -> Choice:
    value = {"line": of, "private": False, "why": why}
    return line(seq, "", **{"kind": "privacy", "value": value, "aid_id": None, **more})


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_a_line_between_us_is_read_by_the_account_that_heard_it_and_by_nobody_else(reader: Reader) -> None:
    assert seqs(ELLEN, line(1, private=True)) == [1]
    assert seqs(reader, line(1, private=True)) == []
    assert seqs(reader, line(1), privacy(2, 1)) == []
    assert seqs(reader, line(1)) == [1]


def test_a_line_of_no_account_is_read_by_no_account() -> None:
    nobody = line(1, private=True, hand=Hand(role="patient_screen"))
    assert [seqs(reader, nobody) for reader in (*EVERYBODY, Screen(None))] == [[]] * 8


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_the_patients_yes_opens_that_line_for_everybody(reader: Reader) -> None:
    assert seqs(reader, line(1, private=True), opened(2, 1, "yes")) == [1]
    assert seqs(reader, line(1, private=True), line(2, "said", private=True), opened(3, 1, "yes")) == [1]


def test_danger_opens_a_line_to_the_clinic_and_never_to_what_goes_home() -> None:
    log = (line(1, private=True), opened(2, 1, "danger", words="her brother, tonight"))
    assert {reader for reader in OTHERS if seqs(reader, *log) == [1]} == {AMIR, NOTE, EHR}
    assert [seqs(reader, *log) for reader in (PAPER, HELPER, SECOND_SCREEN)] == [[], [], []]
    assert [each.words for each in lines_for(AMIR, log, {}).reasons] == ["her brother, tonight"]
    assert [lines_for(reader, log, {}).reasons for reader in OUTSIDE] == [()] * 5


def test_a_reason_is_not_read_where_the_line_is_not() -> None:
    log = (line(1, private=True), opened(2, 1, "danger", words="her brother"), privacy(3, 1))
    assert (lines_for(AMIR, log, {}).reasons, len(lines_for(ELLEN, log, {}).reasons)) == ((), 1)


def test_a_mark_on_an_open_line_covers_what_others_said_before_and_each_keeps_their_own() -> None:
    log = (line(1, hand=HIS), line(2), privacy(3, 2))
    assert [seqs(reader, *log) for reader in (ELLEN, AMIR)] == [[2], [1]]
    assert [seqs(reader, *log) for reader in OUTSIDE] == [[]] * 5


def test_a_mark_on_what_only_one_may_see_says_nothing_to_others() -> None:
    log = (line(1, hand=HIS), line(2, private=True), privacy(3, 2))
    assert [seqs(reader, *log) for reader in OTHERS] == [[1]] * 6
    assert [seqs(reader, line(1, private=True), opened(2, 1, "yes"), privacy(3, 1, hand=HIS)) for reader in OTHERS] == [
        [],
        *[[]] * 5,
    ]


def test_only_a_mark_shuts_a_line_that_was_opened() -> None:
    log = (line(1, private=True), opened(2, 1, "yes"), line(3, private=True))
    assert [seqs(reader, *log) for reader in OTHERS] == [[1]] * 6
    assert [seqs(reader, *log, privacy(4, 3)) for reader in OTHERS] == [[]] * 6


def test_what_is_said_after_danger_opened_a_line_is_between_us_again() -> None:
    log = (line(1, private=True), opened(2, 1, "danger", words="why"), line(3))
    assert (seqs(ELLEN, *log), seqs(AMIR, *log)) == ([3], [1])


@pytest.mark.parametrize("why", ["yes", "danger"])
def test_whoever_may_not_read_a_line_opens_nothing(why: str) -> None:
    log = (line(1, private=True), opened(2, 1, why, words="guessed", hand=HIS))
    assert [seqs(reader, *log) for reader in OTHERS] == [[]] * 6


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_words_that_were_saved_openly_before_the_tap_are_covered_by_it(reader: Reader) -> None:
    assert seqs(reader, line(1), line(2, private=True)) == []
    assert seqs(reader, line(1), line(2, private=True), undo(3, 2)) == []
    assert seqs(reader, line(1, "other"), line(2, private=True)) == [1]


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_words_said_with_a_private_decision_are_private_with_it_in_either_order(reader: Reader) -> None:
    decision = {"kind": "decision"}
    before = (line(1, "said", **decision), line(2, "arrived", private=True, **decision))
    after = (*before, line(3, "look_again_if", **decision))
    marked = (line(1, "arrived", **decision), line(2, "said", **decision), privacy(3, 1))
    assert [seqs(reader, *log) for log in (before, after, marked)] == [[], [], []]
    assert [seqs(ELLEN, *log) for log in (before, after, marked)] == [[1, 2], [1, 2, 3], [1, 2]]


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_a_private_detail_leaves_what_it_belongs_to(reader: Reader) -> None:
    assert seqs(reader, line(1, "tasks.pills"), line(2, "tasks.pills.how", private=True)) == [1]
    assert seqs(reader, line(1, "arrived", kind="decision"), line(2, "said", kind="decision", private=True)) == [1]
    assert seqs(reader, line(1, "own.a", private=True), line(2, "own.a.thinks")) == []


def test_a_line_written_over_what_is_between_us_is_open_and_takes_nothing_away() -> None:
    log = (line(1, private=True), line(2, hand=HIS))
    for reader in EVERYBODY:
        told = lines_for(reader, log, {})
        assert [(each.seq, each.private) for each in told.standing] == [(2, False)]
        assert [each.seq for each in told.beneath] == ([1] if reader == ELLEN else [])


def test_a_private_line_marks_nothing_that_another_account_said() -> None:
    assert [seqs(reader, line(1, hand=HIS), line(2, private=True)) for reader in OTHERS] == [[1]] * 6
    told = lines_for(AMIR, (line(1, hand=HIS), line(2, private=True)), {})
    assert not told.standing[0].private


def test_a_leaning_without_its_yes_stays_on_screens_and_replaces_one_that_had_it() -> None:
    log = (line(1, "leans.patient", value={"print": True}), line(2, "leans.patient", value={"print": False}))
    assert [seqs(reader, *log) for reader in EVERYBODY] == [[2], [2], *[[]] * 5]
    assert seqs(PAPER, log[0]) == [1]


SHOWN = Shown(
    numbers=(NumberShown(claim="base", outcome="event", chance=0.07, count=7, of=100),),
    inputs=(InputShown(input="smoker", value=True), InputShown(input="age", value=62.0, unit="a")),
)
VALUES = {"inputs": {"smoker": {"is": True}, "age": {"amount": 62, "unit": "a"}}}


def shown(reader: Reader, *log: Choice) -> Shown | None:
    return lines_for(reader, log, {}).standing[-1].shown


@pytest.mark.parametrize("reader", OTHERS, ids=str)
def test_numbers_stay_and_leave_out_values_that_this_reader_may_not_see(reader: Reader) -> None:
    decided = line(3, "arrived", kind="decision", shown=SHOWN)
    assert shown(reader, line(1, "values", value=VALUES), decided) == SHOWN
    assert shown(ELLEN, line(1, "values", value=VALUES, private=True), decided) == SHOWN
    kept = shown(reader, line(1, "values", value=VALUES, private=True), decided)
    assert kept is not None
    assert (kept.numbers, kept.inputs) == (SHOWN.numbers, ())
    before = {"inputs": {"smoker": {"is": False}, "age": {"amount": 62, "unit": "a"}}}
    kept = shown(
        reader, line(1, "values", value=before, hand=HIS), line(2, "values", value=VALUES, private=True), decided
    )
    assert kept is not None
    assert kept.inputs == ()


ITEMS = ("words", "said", "arrived", "own.a", "own.a.thinks", "tasks.b", "tasks.b.how", "leans.patient")
SECRET = "marzipan"


def random_log(dice: random.Random, *, marks: bool = True) -> list[Choice]:
    """Two clinicians at one table: lines, changes of mind, marks and undos; what is private holds the secret word."""
    log: list[Choice] = []
    for seq in range(1, dice.randint(3, 16)):
        account, kind = dice.choice(("ellen", "amir")), dice.choice(("situation", "decision"))
        hand, about = Hand(role="clinician", account_id=account), dice.random()
        if log and about < 0.15:
            log.append(undo(seq, dice.choice(log).seq, hand=hand))
        elif log and marks and about < 0.3:
            log.append(privacy(seq, dice.choice(log).seq, True, hand=hand))
        elif log and about < 0.4:
            log.append(opened(seq, dice.choice(log).seq, dice.choice(("yes", "danger")), hand=hand))
        else:
            private = dice.random() < 0.3
            words = f"{SECRET} {seq}" if private else f"open {seq}"
            log.append(line(seq, dice.choice(ITEMS), kind=kind, private=private, hand=hand, words=words))
    return log


def without_what_nobody_else_sees(log: list[Choice], told: VisibleLines[Reader]) -> list[Choice]:
    """The log as if what this reader may not see had never been said, nor anything about it."""
    may = {each.seq for each in told.every}
    gone = {each.seq for each in log if each.kind in ("situation", "decision") and each.seq not in may}
    about = {each.seq for each in log if each.withdraws in gone or each.value.get("line") in gone}
    about |= {each.seq for each in log if each.withdraws in about}
    return [each for each in log if each.seq not in gone | about]


def test_what_a_reader_gets_is_the_same_as_if_the_rest_had_never_been_said() -> None:
    """Not even that it is there: 4,000 random logs, every reader, the whole of what they get."""
    dice, hidden = random.Random(17), 0
    for _ in range(4_000):
        log = random_log(dice, marks=False)
        for reader in EVERYBODY:
            told = lines_for(reader, log, WORDS)
            bare = without_what_nobody_else_sees(log, told)
            hidden += len(bare) < len(log)
            again = lines_for(reader, bare, WORDS)
            assert (told.standing, told.beneath, told.every) == (again.standing, again.beneath, again.every), reader
    assert hidden > 5_000, "the logs hold what is between us"


def test_no_private_word_that_nobody_opened_reaches_another_reader() -> None:
    dice = random.Random(18)
    for _ in range(2_000):
        log = [each for each in random_log(dice) if each.value.get("why") is None]
        for reader in OUTSIDE:
            assert SECRET not in repr(lines_for(reader, log, WORDS)), reader
        for reader, account in ((ELLEN, "ellen"), (AMIR, "amir")):
            told = lines_for(reader, log, WORDS)
            heard = [each for each in (*told.every, *told.standing, *told.beneath) if SECRET in (each.words or "")]
            assert {each.hand.account_id for each in heard} <= {account}
