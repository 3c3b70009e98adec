"""Somebody is found again, however a keyboard, a scanner or a copied text writes the same name and number (H04)."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import select, update

from decisionaid.domain.alike import composed, same_name, same_number
from decisionaid.store import Store
from decisionaid.store.engine import reading, writing
from decisionaid.store.tables import account, person_identifier
from tests.builders import PASSWORD, Table, field_of, text_of
from tests.web.test_whose import begin, visit_of

CASES = Path(__file__).parents[1] / "cases"
NUMBERS = json.loads((CASES / "10_numbers_that_look_the_same.json").read_text())
NAMES = json.loads((CASES / "11_names_that_are_the_same.json").read_text())
HYPHENS = NUMBERS["hyphen"]

pytestmark = pytest.mark.hazard("H04")


def person_of(table: Table, answer: object) -> str:
    return table.store.people.visit(visit_of(table, answer).id).person_id


@pytest.mark.parametrize(
    ("first", "again"),
    [
        *((NUMBERS["first"], each) for each in NUMBERS["again"]),
        *((one, other) for one in HYPHENS for other in HYPHENS if one != other),
        ("4711-A", "4711\u2212a"),
        ("4711", "\u0664\u0667\u0661\u0661"),
        ("4711", "47\u00ad11"),
        ("4711", "4711\ufe0f"),
        ("4711", " 47\u202f11\u3000"),
    ],
)
def test_a_number_that_looks_the_same_finds_the_same_person(table: Table, first: str, again: str) -> None:
    who = person_of(table, begin(table, NUMBERS["name"], first))
    assert person_of(table, begin(table, NUMBERS["name"], again)) == who


@pytest.mark.parametrize("other", ["12345687", "12345678-", "1234567", "1234-5678", "l2345678", "12345678a"])
def test_a_number_that_is_another_stays_another(table: Table, other: str) -> None:
    who = person_of(table, begin(table, "Jane Roe", NUMBERS["first"]))
    assert person_of(table, begin(table, "Jane Roe", other)) != who


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *NAMES["patient"],
        *(pair[::-1] for pair in NAMES["patient"]),
        ("Jane Roe", "Jane\u200b Roe"),
        ("Anne-Marie Roe", "Anne\u2011Marie Roe"),
        ("Ó Súilleabháin", "ó súilleabháin"),
        ("Keʻala Roe", "Ke'ala Roe"),
    ],
)
def test_a_name_that_is_the_same_finds_the_same_person(table: Table, one: str, other: str) -> None:
    who = person_of(table, begin(table, one, "4711"))
    assert person_of(table, begin(table, other, "4711")) == who


@pytest.mark.parametrize("other", ["Jose Nunez", "José Núñes", "José Nuñez", "José"])
def test_a_name_without_its_accents_is_another_name(table: Table, other: str) -> None:
    person_of(table, begin(table, "José Núñez", "4711"))
    assert begin(table, other, "4711").status_code == 409


def test_a_number_of_signs_that_nobody_sees_is_no_number(table: Table) -> None:
    one, two = (person_of(table, begin(table, "Jane Roe", "\u200b\ufeff")) for _ in range(2))
    assert one != two
    with reading(table.store.engine) as connection:
        assert connection.execute(select(person_identifier.c.blind)).all() == []


@pytest.mark.parametrize("pair", [*NAMES["clinician"], *NAMES["patient"]])
@pytest.mark.parametrize("back", [False, True])
def test_a_clinician_signs_in_with_name_and_password_composed_in_another_way(
    table: Table, pair: list[str], back: bool
) -> None:
    here, there = pair[::-1] if back else pair
    accounts = table.store.accounts
    made = accounts.accept(accounts.invite(), here, f"{here} in a row")
    for name, password in ((there, f"{here} in a row"), (here, f"{here} in a row"), (there, f"{here} in a row")):
        assert accounts.check(name, password) == made
    other = unicodedata.normalize("NFD" if here == unicodedata.normalize("NFC", here) else "NFC", here)
    assert accounts.check(there, f"{other} in a row") == made
    assert accounts.check(there, f"{here} in a raw") is None
    assert accounts.named(there) == made


def test_the_same_through_the_page_of_the_sign_in(table: Table) -> None:
    ((kept, typed),) = NAMES["clinician"]
    browser = table.stranger()
    address = f"/start/{table.store.accounts.invite()}"
    for name, password, at in ((kept, f"{typed} {PASSWORD}", address), (typed, f"{kept} {PASSWORD}", "/sign-in")):
        csrf = field_of(browser.get(at).text, "csrf_token")
        answer = browser.post(at, data={"csrf_token": csrf, "name": name, "password": password})
        assert answer.status_code == 303, text_of(answer.text)
        browser = table.stranger()


def test_two_accounts_of_one_name_are_not_made(table: Table) -> None:
    accounts = table.store.accounts
    accounts.accept(accounts.invite(), "Jane O'Hara", "some words in a row")
    address = f"/start/{accounts.invite()}"
    browser = table.stranger()
    csrf = field_of(browser.get(address).text, "csrf_token")
    answer = browser.post(
        address, data={"csrf_token": csrf, "name": "jane o\u2019hara", "password": "other words in a row"}
    )
    assert answer.status_code == 409
    assert "Somebody signs in with this name already" in answer.text


@pytest.mark.parametrize("kept", ["Jane O\u2019Hara", "Jose\u0301 Nu\u0301n\u0303ez", "Jane\u200b Roe"])
def test_accounts_numbers_and_names_that_an_older_program_wrote_go_on(table: Table, kept: str) -> None:
    """As they were kept before: the blind value of the text as it was typed, the password as it was typed."""
    accounts, keys = table.store.accounts, table.store.keys
    made = accounts.accept(accounts.invite(), "Somebody", "words in a row")
    who = person_of(table, begin(table, "Jane Roe", "4711"))
    typed = "\uff14\uff17\u201311"
    with writing(table.store.engine) as connection:
        connection.execute(
            update(account)
            .where(account.c.id == made.id)
            .values(
                form=1,
                name=keys.seal(kept, f"account|{made.id}|name"),
                name_blind=keys.blind(kept),
                password=accounts._passwords._hasher.hash(f"{kept} in a row"),
            )
        )
        sealed = keys.seal(typed, f"person_identifier|{who}|clinic")
        old = {"form": 1, "blind": keys.blind(f"clinic|{typed}"), "sealed": sealed}
        connection.execute(update(person_identifier).values(**old))
    for _ in range(2):
        assert accounts.check(kept, f"{kept} in a row") is not None, "at once, also without a start in between"
        assert person_of(table, begin(table, "Jane Roe", typed)) == who
    again = Store(table.settings, table.clock)
    for name in (kept, composed(kept), same_name(kept), unicodedata.normalize("NFD", kept)):
        found = again.accounts.check(name, f"{kept} in a row")
        assert found is not None, name
        assert found.id == made.id
    again.close()
    assert person_of(table, begin(table, "Jane Roe", "47-11")) == who


def test_two_people_of_older_days_whose_numbers_are_now_the_same_stay_two(table: Table) -> None:
    """The older one is met by every way to type it, the other by exactly what was typed for them."""
    keys, typed = table.store.keys, ("47-11", "47\u201311")
    people = [person_of(table, begin(table, f"Number {at}", f"0{at}")) for at in (1, 2)]
    with writing(table.store.engine) as connection:
        for who, number in zip(people, typed, strict=True):
            sealed = keys.seal(number, f"person_identifier|{who}|clinic")
            old = {"form": 1, "blind": keys.blind(f"clinic|{number}"), "sealed": sealed}
            connection.execute(update(person_identifier).where(person_identifier.c.person_id == who).values(**old))
    for _ in range(2):
        Store(table.settings, table.clock).close()
        assert person_of(table, begin(table, "Number 1", "47-11")) == people[0]
        assert person_of(table, begin(table, "Number 1", "47\u201211")) == people[0]
        assert person_of(table, begin(table, "Number 2", "47\u201311")) == people[1]
        assert begin(table, "Number 2", "47-11").status_code == 409


def test_what_is_kept_of_a_name_is_how_it_was_written(table: Table) -> None:
    visit = visit_of(table, begin(table, "Jane\u200b O\u2019Hara \u8fbb\U000e0100 \u0645\u06cc\u200c\u0631", "4711"))
    kept = table.store.people.find(table.store.people.visit(visit.id).person_id).name
    assert kept == "Jane O\u2019Hara \u8fbb\U000e0100 \u0645\u06cc\u200c\u0631"


def test_making_alike_twice_changes_nothing() -> None:
    for text in (
        "O\u2019Hara \u0130\u017f\u00df",
        "\uff11\u2013\u00b2 \u2460\ufb03",
        "\u1100\u1161 \u0628\u200d\u0628",
    ):
        assert same_name(same_name(text)) == same_name(text)
        assert same_number(same_number(text)) == same_number(text)
        assert composed(composed(text)) == composed(text)
