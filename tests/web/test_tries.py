"""Guessing passwords goes slowly, however many try at a time; and nobody locks anybody else out by it (ASVS 6.3.1)."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from werkzeug.test import TestResponse

from decisionaid.errors import TooManyTries
from decisionaid.store.blinds import name_blinds
from decisionaid.store.engine import sqlite_module
from decisionaid.store.passwords import AT_A_TIME, MOST_WAITING
from decisionaid.store.tries import LIMITS, a_try, network_of
from tests.builders import NAME, PASSWORD, Table, text_of
from tests.web.rooms import OTHERS_PASSWORD, tokens
from tests.web.test_sessions import at_a_time, locked

FREE = LIMITS["name and address"].free


class Counting:
    """The hasher, and how many were at it at a time."""

    def __init__(self, inner: Any, takes: float = 0.0) -> None:
        self.inner, self.takes = inner, takes
        self.verified = self.now = self.most = 0
        self.lock = threading.Lock()

    def hash(self, password: str) -> str:
        return str(self._counted(self.inner.hash, password))

    def verify(self, kept: str, password: str) -> bool:
        with self.lock:
            self.verified += 1
        return bool(self._counted(self.inner.verify, kept, password))

    def _counted(self, ask: Any, *given: str) -> Any:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            time.sleep(self.takes)
            return ask(*given)
        finally:
            with self.lock:
                self.now -= 1


@pytest.fixture
def counting(table: Table) -> Counting:
    passwords = table.store.accounts._passwords
    passwords.fits(None, "so that the password of nobody is there")
    passwords._hasher = Counting(passwords._hasher, takes=0.005)  # type: ignore[assignment]
    return passwords._hasher  # type: ignore[return-value]


def enter(table: Table, name: str, password: str, address: str = "192.0.2.1") -> TestResponse:
    client = table.stranger()
    client.environ_base["REMOTE_ADDR"] = address
    return client.post("/sign-in", data={**tokens(client), "name": name, "password": password})


def all_at_once(*doing: Any) -> list[TestResponse]:
    answers: list[TestResponse] = []
    at_a_time(*[partial(lambda each: answers.append(each()), each) for each in doing])
    return answers


def test_sixty_wrong_passwords_at_once_are_five_tries(table: Table, counting: Counting) -> None:
    said = [each.status_code for each in all_at_once(*[partial(enter, table, NAME, "wrong")] * 60)]
    assert len(said) == 60
    assert counting.verified <= FREE
    assert said.count(400) == counting.verified
    assert said.count(429) == 60 - counting.verified
    assert enter(table, NAME, PASSWORD).status_code == 429


def test_a_password_costs_its_memory_two_at_a_time(table: Table, counting: Counting) -> None:
    names = [f"Nobody {number}" for number in range(60)]
    answers = all_at_once(*[partial(enter, table, name, "wrong words") for name in names])
    assert {each.status_code for each in answers} <= {400, 429}
    assert counting.most <= AT_A_TIME
    assert all(int(each.headers["Retry-After"]) for each in answers if each.status_code == 429)
    turned_away = [each for each in answers if each.status_code == 429]
    assert len(turned_away) <= 60 - AT_A_TIME - MOST_WAITING
    counting.takes = 0.0
    again = [enter(table, name, "wrong words").status_code for name in names[:20]]
    assert set(again) == {400}, "whoever was turned away has not used up a try"


def test_choosing_a_password_waits_its_turn_too(table: Table, counting: Counting) -> None:
    codes = [table.store.accounts.invite() for _ in range(20)]

    def accept(code: str) -> TestResponse:
        client = table.stranger()
        given = {**tokens(client), "name": f"New {code[:8]}", "password": "four words in row"}
        return client.post(f"/start/{code}", data=given)

    answers = all_at_once(*[partial(accept, code) for code in codes])
    assert {each.status_code for each in answers} <= {303, 429}
    assert counting.most <= AT_A_TIME
    assert sum(table.store.accounts.invited(code) for code in codes) == len(
        [each for each in answers if each.status_code == 429]
    ), "who was turned away still has a good link"


def test_a_link_that_is_over_costs_no_password(table: Table, counting: Counting) -> None:
    client = table.stranger()
    given = {**tokens(client), "name": "Nora New", "password": "four words in row"}
    counting.most = 0
    assert client.post("/start/never-given", data=given).status_code == 403
    assert counting.most == 0


def test_somebody_who_guesses_does_not_lock_out_whoever_owns_the_name(table: Table) -> None:
    assert [enter(table, NAME, "wrong").status_code for _ in range(20)] == [400] * FREE + [429] * 15
    assert enter(table, NAME, PASSWORD, "192.0.2.2").status_code == 303, "another address does not wait at all"
    waited = 0
    while enter(table, NAME, "wrong").status_code == 429:
        table.clock.forward(seconds=1)
        waited += 1
    assert waited == 15
    for _ in range(8):
        table.clock.forward(seconds=60)
        assert enter(table, NAME, "wrong").status_code == 400, "a minute is the longest wait"
    table.clock.forward(seconds=60)
    assert enter(table, NAME, PASSWORD).status_code == 303
    assert enter(table, NAME, "wrong").status_code == 400, "and the slips before it are forgotten"


def test_a_clock_that_is_set_back_makes_nobody_wait_longer(table: Table) -> None:
    """Tries of the time that did not come yet still count, so that a guesser gains nothing but one more."""
    for _ in range(8):
        enter(table, NAME, "a wrong password")
        table.clock.forward(seconds=LIMITS["name and address"].most_seconds)
    table.clock.forward(minutes=-12)
    assert enter(table, NAME, "wrong again").status_code == 400
    assert enter(table, NAME, PASSWORD).status_code == 429
    table.clock.forward(seconds=LIMITS["name and address"].most_seconds)
    assert enter(table, NAME, PASSWORD).status_code == 303


def test_guesses_from_everywhere_are_slowed_and_a_known_address_is_not(table: Table) -> None:
    home = "198.51.100.7"
    assert enter(table, NAME, PASSWORD, home).status_code == 303
    table.clock.forward(days=2)
    for number in range(LIMITS["name"].free):
        assert enter(table, NAME, "wrong", f"192.0.2.{number}").status_code == 400
    assert enter(table, NAME, "wrong", "192.0.2.200").status_code == 429
    assert enter(table, NAME, PASSWORD, home).status_code == 303
    table.clock.forward(seconds=LIMITS["name"].most_seconds)
    assert enter(table, NAME, PASSWORD, "192.0.2.201").status_code == 303, "a new address waits for seconds"


def test_one_password_for_many_names_is_slowed(table: Table) -> None:
    for number in range(LIMITS["address"].free):
        assert enter(table, f"Nobody {number}", "wrong").status_code == 400
    assert enter(table, "Another Clinician", OTHERS_PASSWORD).status_code == 429
    assert enter(table, "Another Clinician", OTHERS_PASSWORD, "192.0.2.2").status_code == 303
    table.clock.forward(seconds=LIMITS["address"].most_seconds)
    assert enter(table, "Another Clinician", OTHERS_PASSWORD).status_code == 303


def test_a_try_is_timed_when_it_has_the_database(table: Table) -> None:
    """A try that took its time first and then waited would find what was counted meanwhile in its future."""
    accounts, refused = table.store.accounts, []
    tried = a_try(table.store.keys.blind, name_blinds(table.store.keys, NAME)[0], "192.0.2.1")

    def check() -> None:
        try:
            accounts.check(NAME, "wrong", "192.0.2.1")
        except TooManyTries as problem:
            refused.append(problem)

    with closing(sqlite_module().connect(str(table.data / "decisionaid.db"), isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        waiting = threading.Thread(target=check)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive(), "it waits for the database"
        table.clock.forward(minutes=30)
        for number in range(FREE):
            row = (f"other {number}", "here", tried.counted["name and address"], table.clock.now.isoformat())
            raw.execute("INSERT INTO attempt (id, site_id, name_blind, at) VALUES (?, ?, ?, ?)", row)
        raw.execute("COMMIT")
    waiting.join(20)
    assert len(refused) == 1


def test_a_try_that_is_turned_away_does_not_hold_up_whoever_writes(table: Table) -> None:
    for _ in range(FREE):
        enter(table, NAME, "wrong")
    with locked(table), pytest.raises(TooManyTries):
        table.store.accounts.check(NAME, PASSWORD, "192.0.2.1")


def test_waiting_says_so_on_the_page_and_to_the_program(table: Table) -> None:
    for _ in range(FREE):
        enter(table, NAME, "wrong")
    answer = enter(table, NAME, PASSWORD)
    assert "Please wait a minute and try again." in text_of(answer.text)
    assert PASSWORD not in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unix:", "", False),
    ],
)
def test_the_addresses_of_one_customer_are_one(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_waits_double_up_to_their_most() -> None:
    limit = LIMITS["name and address"]
    waits = [limit.wait(tries) for tries in (0, 4, 5, 6, 7, 8, 5_000)]
    assert waits == [timedelta(seconds=each) for each in (0, 0, 15, 30, 60, 60, 60)]
