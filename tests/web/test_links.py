"""A link for a new colleague makes a new account, and opens nobody else's."""

from __future__ import annotations

import pytest

from decisionaid.commands import link
from decisionaid.errors import NotThere
from tests.builders import NAME, PASSWORD, Table, field_of
from tests.web.rooms import dump


def accept(table: Table, code: str, name: str, password: str):
    client = table.stranger()
    csrf = field_of(client.get(f"/start/{code}").text, "csrf_token")
    return client, client.post(f"/start/{code}", data={"csrf_token": csrf, "name": name, "password": password})


def may_sign_in(table: Table, name: str, password: str) -> bool:
    return table.store.accounts.check(name, password) is not None


@pytest.mark.hazard("T12")
def test_a_link_for_somebody_new_never_opens_a_colleagues_account(table: Table) -> None:
    code = table.store.accounts.invite()
    for name in (NAME, NAME.upper(), f"  {NAME} "):
        client, answer = accept(table, code, name, "a password of my own")
        assert answer.status_code == 409
        assert "decisionaid link --for" in answer.text
        assert client.get("/").status_code == 303, "nobody is signed in"
    assert may_sign_in(table, NAME, PASSWORD)
    assert not may_sign_in(table, NAME, "a password of my own")
    assert accept(table, code, "Somebody New", "a password of my own")[1].status_code == 303, "the link is still good"


def test_a_link_for_one_person_gives_that_person_a_new_password_whatever_name_is_sent(table: Table) -> None:
    code = table.store.accounts.invite(NAME)
    page = table.stranger().get(f"/start/{code}").text
    assert f'value="{NAME}" readonly' in page
    assert accept(table, code, "Another Clinician", "quite a new password")[1].status_code == 303
    assert may_sign_in(table, NAME, "quite a new password")
    assert not may_sign_in(table, NAME, PASSWORD)
    assert may_sign_in(table, "Another Clinician", "quite other words in a row")
    assert table.client.get("/").status_code == 303, "the sign-ins with the old password have ended"


def test_nobody_gets_a_link_under_a_name_that_nobody_has(table: Table) -> None:
    with pytest.raises(NotThere, match="Nobody named 'Nobody Here'"):
        table.store.accounts.invite("Nobody Here")
    assert link.NAME == "link"


def test_looking_at_the_sign_in_page_writes_nothing(table: Table) -> None:
    before = dump(table, without=())
    for _ in range(5):
        assert table.stranger().get("/sign-in").status_code == 200
    assert dump(table, without=()) == before
