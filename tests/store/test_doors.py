"""Codes that open one visit on another screen: made, used a single time, and ended with the sign-in of their maker."""

from __future__ import annotations

import pytest

from decisionaid.errors import Conflict, NotAllowed
from tests.store.clinic import Clinic

PASSWORD = "words in quite a row"


def somebody_who_signs_in(clinic: Clinic) -> str:
    return clinic.store.accounts.accept(clinic.store.accounts.invite(), "Dr Maker", PASSWORD).id


def test_a_code_opens_its_visit_a_single_time(clinic: Clinic) -> None:
    maker = somebody_who_signs_in(clinic)
    code = clinic.store.doors.make(clinic.visit.id, maker, "frame")
    opened = clinic.store.doors.open(code.lower(), "frame")
    assert (opened.encounter_id, opened.account_id) == (clinic.visit.id, maker)
    with pytest.raises(NotAllowed):
        clinic.store.doors.open(code, "frame")


def test_old_codes_are_swept_away_when_a_new_one_is_made(clinic: Clinic) -> None:
    maker = somebody_who_signs_in(clinic)
    clinic.store.doors.make(clinic.visit.id, maker, "tab")
    clinic.clock.forward(days=2)
    clinic.store.doors.make(clinic.visit.id, maker, "tab")
    with clinic.looking() as raw:
        assert len(raw.rows("seat", "WHERE site_id='here'")) == 1


@pytest.mark.hazard("T06")
@pytest.mark.parametrize("way", ["a new password", "signing out"])
def test_a_code_that_nobody_used_ends_with_the_sign_in_of_its_maker(clinic: Clinic, way: str) -> None:
    maker = somebody_who_signs_in(clinic)
    code = clinic.store.doors.make(clinic.visit.id, maker, "tab")
    if way == "a new password":
        clinic.store.accounts.accept(clinic.store.accounts.invite("Dr Maker"), "Dr Maker", "other words in a row")
    else:
        clinic.store.accounts.forget_codes(maker)
    with pytest.raises(NotAllowed):
        clinic.store.doors.open(code, "tab")


@pytest.mark.hazard("H04")
def test_a_visit_that_has_ended_gets_no_code_and_opens_by_none(clinic: Clinic) -> None:
    maker = somebody_who_signs_in(clinic)
    code = clinic.store.doors.make(clinic.visit.id, maker, "frame")
    clinic.store.people.end_visit(clinic.visit.id, maker)
    with pytest.raises(NotAllowed):
        clinic.store.doors.open(code, "frame")
    with pytest.raises(Conflict):
        clinic.store.doors.make(clinic.visit.id, maker, "frame")
