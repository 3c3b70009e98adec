"""Checking passwords: two at a time, some more wait, and whoever comes then is told to come back (T10, ASVS 11.4.2)."""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from argon2.exceptions import VerifyMismatchError

from decisionaid.errors import TooManyTries
from decisionaid.store import passwords
from decisionaid.store.passwords import AT_A_TIME, LONGEST_WAIT_SECONDS, MOST_WAITING, Passwords


class Slow:
    """A hasher that goes on when it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.now = self.most = 0
        self.asked: list[tuple[str, str]] = []
        self.lock = threading.Lock()

    def hash(self, password: str) -> str:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.let.wait(60)
        with self.lock:
            self.now -= 1
        return f"kept {password}"

    def verify(self, kept: str, password: str) -> bool:
        self.asked.append((kept, password))
        if kept != f"kept {password}":
            raise VerifyMismatchError
        return True


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.let.set()


@pytest.fixture
def gate(slow: Slow) -> Passwords:
    made = Passwords()
    made._hasher = slow  # type: ignore[assignment]
    return made


def until(gate: Passwords, inside: int) -> None:
    for _ in range(6_000):
        if gate._inside == inside:
            return
        time.sleep(0.005)
    raise AssertionError(gate._inside)


def begin(gate: Passwords, count: int) -> tuple[list[threading.Thread], list[Any]]:
    said: list[Any] = []

    def one() -> None:
        try:
            said.append(gate.hash("words in a row"))
        except TooManyTries as problem:
            said.append(problem)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for each in threads:
        each.start()
    return threads, said


@pytest.mark.hazard("T10")
def test_two_are_at_it_eight_wait_and_the_next_is_told_to_come_back(gate: Passwords, slow: Slow) -> None:
    threads, said = begin(gate, AT_A_TIME + MOST_WAITING)
    until(gate, AT_A_TIME + MOST_WAITING)
    for ask in (lambda: gate.hash("one more"), lambda: gate.fits("kept it", "one more"), lambda: gate.fits(None, "x")):
        with pytest.raises(TooManyTries) as problem:
            ask()
        assert problem.value.seconds == LONGEST_WAIT_SECONDS
    assert gate._inside == AT_A_TIME + MOST_WAITING, "whoever was turned away takes no place"
    slow.let.set()
    for each in threads:
        each.join(60)
    assert said == ["kept words in a row"] * (AT_A_TIME + MOST_WAITING)
    assert (slow.most, gate._inside) == (AT_A_TIME, 0)
    assert gate.hash("again") == "kept again"


@pytest.mark.hazard("T10")
def test_nobody_waits_for_ever_for_a_turn(gate: Passwords, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    threads, _ = begin(gate, AT_A_TIME)
    until(gate, AT_A_TIME)
    monkeypatch.setattr(passwords, "LONGEST_WAIT_SECONDS", 0.01)
    with pytest.raises(TooManyTries):
        gate.hash("one more")
    assert gate._inside == AT_A_TIME
    slow.let.set()
    for each in threads:
        each.join(60)


def test_a_turn_is_given_back_by_whoever_failed(gate: Passwords, slow: Slow) -> None:
    slow.let.set()
    for _ in range(AT_A_TIME + MOST_WAITING + 1):
        assert not gate.fits("kept it", "another")
    assert gate._inside == 0


def test_an_unknown_name_costs_a_check_and_fits_nothing(gate: Passwords, slow: Slow) -> None:
    slow.let.set()
    assert not gate.fits(None, "words")
    assert not gate.fits(None, gate._nobody.removeprefix("kept ")), "not even the password of nobody"
    assert [kept for kept, _ in slow.asked] == [gate._nobody] * 2


@pytest.mark.parametrize("kept", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_a_password_fits_however_its_letters_were_composed(gate: Passwords, slow: Slow, kept: Any, typed: Any) -> None:
    slow.let.set()
    words = "caf\u00e9 con leche"
    before = f"kept {unicodedata.normalize(kept, words)}"
    assert gate.fits(before, unicodedata.normalize(typed, words))
    assert not gate.fits(before, "cafe con leche")
    assert gate.hash(unicodedata.normalize(typed, words)) == f"kept {words}"
