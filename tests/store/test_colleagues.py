"""Accounts: who leaves is out at once and stays as a name; links are one at a time and can be called back (T06)."""

from __future__ import annotations

import pytest

from decisionaid.domain.roles import ROLES
from decisionaid.errors import Conflict, NotAllowed, NotThere
from decisionaid.store.weak_passwords import _common, is_common
from tests.store.clinic import Clinic

pytestmark = pytest.mark.hazard("T06")
PASSWORD = "quite a few words"


def account(clinic: Clinic, name: str = "Ellen Price", role: str | None = None) -> str:
    accounts = clinic.store.accounts
    return accounts.accept(accounts.invite(role=role), name, PASSWORD).id  # type: ignore[arg-type]


def states(clinic: Clinic) -> dict[str, str]:
    return {each.name: each.state for each in clinic.store.colleagues.listed()}


def test_whoever_is_disabled_is_out_on_every_screen_and_cannot_come_back_in(clinic: Clinic) -> None:
    who, other = account(clinic), account(clinic, "Sam Rivera")
    accounts, colleagues = clinic.store.accounts, clinic.store.colleagues
    screens = [accounts.sign_in(who, "clinician") for _ in range(3)]
    theirs = accounts.sign_in(other, "clinician")
    link = accounts.invite("Ellen Price")
    colleagues.disable("ellen  price")
    assert [accounts.signed_in(each) for each in screens] == [None] * 3
    assert accounts.signed_in(theirs) is not None
    assert accounts.check("Ellen Price", PASSWORD) is None
    assert not accounts.invited(link)
    with pytest.raises(NotAllowed):
        accounts.accept(link, "Ellen Price", "other words in a row")
    with pytest.raises(Conflict, match="disabled"):
        accounts.invite("Ellen Price")
    assert states(clinic) == {"Ellen Price": "disabled", "Sam Rivera": "active"}
    colleagues.enable("Ellen Price")
    assert [accounts.signed_in(each) for each in screens] == [None] * 3, "what was ended stays ended"
    assert accounts.check("Ellen Price", PASSWORD) is not None


def test_an_account_that_wrote_something_stays_as_a_name_and_another_one_is_gone(clinic: Clinic) -> None:
    wrote, idle = account(clinic), account(clinic, "Sam Rivera")
    clinic.store.people.open_visit(clinic.person, wrote, practice=True)
    clinic.store.accounts.sign_in(idle, "clinician")
    clinic.store.accounts.invite("Sam Rivera")
    assert clinic.store.colleagues.remove("Ellen Price") == "removed"
    assert clinic.store.colleagues.remove("Sam Rivera") is None
    assert states(clinic) == {"Ellen Price": "removed"}
    assert clinic.store.accounts.find(wrote).name == "Ellen Price"
    assert clinic.store.accounts.check("Ellen Price", PASSWORD) is None
    with pytest.raises(NotThere):
        clinic.store.accounts.find(idle)
    clinic.store.verify()
    assert account(clinic, "Sam Rivera") != idle


def test_an_account_has_one_link_at_a_time_and_it_can_be_called_back(clinic: Clinic) -> None:
    account(clinic)
    accounts, colleagues = clinic.store.accounts, clinic.store.colleagues
    first, second, new = accounts.invite("Ellen Price"), accounts.invite("Ellen Price"), accounts.invite()
    assert (accounts.invited(first), accounts.invited(second), accounts.invited(new)) == (False, True, True)
    assert [each.links for each in colleagues.listed()] == [1]
    assert colleagues.call_back_links("Ellen Price") == 1
    assert (accounts.invited(second), accounts.invited(new)) == (False, True)
    assert (colleagues.open_links(), colleagues.call_back_links(), colleagues.call_back_links()) == (1, 1, 0)
    assert not accounts.invited(new)


@pytest.mark.parametrize("role", ROLES)
def test_a_link_gives_the_role_that_it_was_printed_for(clinic: Clinic, role: str) -> None:
    who = account(clinic, role=role)
    assert clinic.store.accounts.find(who).role == role


def test_a_role_is_changed_at_once_and_signs_in_anew(clinic: Clinic) -> None:
    who = account(clinic)
    screen = clinic.store.accounts.sign_in(who, "clinician")
    clinic.store.colleagues.give_role("Ellen Price", "front_desk")
    assert clinic.store.accounts.find(who).role == "front_desk"
    assert clinic.store.accounts.signed_in(screen) is None


def test_nobody_of_that_name_is_said_and_changes_nothing(clinic: Clinic) -> None:
    account(clinic)
    some = clinic.store.colleagues
    for do in (
        some.disable,
        some.enable,
        some.remove,
        some.call_back_links,
        lambda name: some.give_role(name, "clinician"),
    ):
        with pytest.raises(NotThere, match="Nothing was changed"):
            do("Ellen")
    assert states(clinic) == {"Ellen Price": "active"}


@pytest.mark.only("sqlite", "a list, and no database")
def test_common_passwords_are_known_however_they_are_typed_and_no_sign_is_asked_for() -> None:
    assert len(_common()) > 1_500
    assert all(len(each) >= 10 for each in _common())
    common = ["1234567890", "Password123", "PASSWORD1234", "qwertyuiop", "aaaaaaaaaa", "abcabcabcabc", "12 34 56 78 90"]
    for each in (*common, "decisionaid", "decisionaid 2026", "Ellen Price 12"):
        assert is_common(each, "Ellen Price"), each
    good = (
        "a few words in a row",
        "quite other words",
        "one two three four",
        "ellen price likes tea",
        "zwölf boxkämpfer",
    )
    assert [each for each in good if is_common(each, "Ellen Price")] == []
