"""What counts as a try to sign in, and what does not: each is held at the accounts themselves (ASVS 6.3.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from decisionaid.errors import TooManyTries
from decisionaid.store.engine import reading, writing
from decisionaid.store.tables import attempt
from decisionaid.store.tries import KNOWN, KNOWN_DAYS, LIMITS, WINDOW
from tests.builders import NAME, PASSWORD, Table

HOME = "198.51.100.7"
FREE = LIMITS["name and address"].free


def try_it(table: Table, password: str = "wrong words", address: str = HOME, name: str = NAME) -> str:
    try:
        return "in" if table.store.accounts.check(name, password, address) else "no"
    except TooManyTries:
        return "wait"


def rows(table: Table) -> tuple[int, int]:
    """(tries that count, addresses that are known)."""
    with reading(table.store.engine) as connection:
        kept = connection.execute(select(attempt.c.name_blind)).scalars().all()
    known = sum(each.startswith(KNOWN) for each in kept)
    return len(kept) - known, known


def test_an_address_that_is_known_is_slowed_as_any_other_when_it_guesses(table: Table) -> None:
    assert try_it(table, PASSWORD) == "in"
    assert [try_it(table) for _ in range(FREE + 1)] == ["no"] * FREE + ["wait"]


def test_whoever_signs_in_rightly_uses_up_no_try_of_the_name_or_of_the_address(table: Table) -> None:
    for number in range(LIMITS["name"].free + 1):
        assert try_it(table, PASSWORD, f"192.0.2.{number}") == "in"
    assert rows(table)[0] == 0


def test_slips_before_the_right_password_are_forgotten(table: Table) -> None:
    for _ in range(3):
        assert [try_it(table) for _ in range(FREE - 1)] == ["no"] * (FREE - 1)
        assert try_it(table, PASSWORD) == "in"


def test_what_could_not_be_checked_just_now_was_no_try(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(kept: str | None, password: str) -> bool:
        raise TooManyTries("Many people sign in just now.", 5)

    with monkeypatch.context() as patch:
        patch.setattr(table.store.accounts._passwords, "fits", busy)
        assert [try_it(table) for _ in range(3 * FREE)] == ["wait"] * 3 * FREE
    assert rows(table)[0] == 0
    assert try_it(table, PASSWORD) == "in"


def test_tries_are_kept_for_their_quarter_of_an_hour_and_known_addresses_for_thirty_days(table: Table) -> None:
    table.clock.forward(days=40)  # what others did before is past
    assert try_it(table, PASSWORD) == "in"
    assert try_it(table, address="192.0.2.1") == "no"
    assert rows(table) == (3, 1)
    table.clock.forward(seconds=WINDOW.total_seconds() + 1)
    assert try_it(table, address="192.0.2.2") == "no"
    assert rows(table) == (3, 1), "the one before is gone"
    table.clock.forward(seconds=(KNOWN_DAYS + timedelta(seconds=1)).total_seconds())
    assert try_it(table, address="192.0.2.2") == "no"
    assert rows(table) == (3, 0)


def test_what_lies_in_a_time_that_the_clock_came_back_from_is_forgotten(table: Table) -> None:
    table.clock.forward(days=400)
    assert [try_it(table) for _ in range(FREE)] == ["no"] * FREE
    table.clock.forward(days=-400)
    assert try_it(table, PASSWORD) == "in"
    assert rows(table)[0] == 0


def test_an_account_that_was_closed_opens_with_no_password(table: Table) -> None:
    from decisionaid.store.tables import account

    with writing(table.store.engine) as connection:
        connection.execute(account.update().values(disabled_at=table.clock.now.isoformat()))
    assert try_it(table, PASSWORD) == "no"
    assert not table.store.accounts.any()
