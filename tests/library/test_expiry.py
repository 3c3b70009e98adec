"""A price of last year is shown to nobody, on no screen (rule R16)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from decisionaid.aid_reader import read_aid
from decisionaid.domain.expiry import as_of
from decisionaid.domain.site import Site, SiteFact, laid_over
from tests.builders import Clock, Table, Visit, every_face, text_of
from tests.library.aids import TONSILS, folder_with, swapped

PRICED = swapped("price: {money: unknown,", "price: {money: 4321,")


def every_card(visit: Visit) -> str:
    """The words of all cards of a visit, and of every face of the picture."""
    cards = read_aid(TONSILS).aid.cards
    return text_of("".join([every_face(visit), *(visit.get(f"card/{each}").text for each in cards)]))


@pytest.mark.rule("R16")
@pytest.mark.parametrize(("day", "money"), [("2026-12-31", 4321), ("2027-01-01", "unknown")])
def test_a_price_is_said_to_its_last_day_and_not_after(day: str, money: object, tmp_path: Path) -> None:
    aid = read_aid(folder_with(tmp_path, PRICED)).aid
    assert as_of(aid, date.fromisoformat(day)).facts["price"].money == money
    assert aid.facts["price"].money == 4321


@pytest.mark.rule("R16")
def test_a_site_says_its_price_until_its_own_last_day() -> None:
    aid = read_aid(TONSILS).aid
    site = Site(facts={"tonsils": {"price": SiteFact(money=4000, expires="2027-12-31")}})
    priced = laid_over(aid, site)
    assert as_of(priced, date(2027, 6, 1)).facts["price"].money == 4000
    assert as_of(priced, date(2028, 1, 1)).facts["price"].money == "unknown"


@pytest.mark.rule("R16")
def test_an_expired_price_stands_on_no_card_of_a_visit(tmp_path: Path) -> None:
    text = PRICED.replace("what: A surgeon takes", "what: It costs {price}. A surgeon takes")
    folder_with(tmp_path / "aids", text)
    clock = Clock()
    table = Table(tmp_path / "data", clock=clock, more={"aids": str(tmp_path / "aids")})
    try:
        assert "$4,321" in every_card(table.open_visit(aid="tonsils"))
        clock.forward(days=60)
        later = table.stranger()
        from tests.builders import sign_in

        sign_in(later, table.store, "Another Clinician", "quite other words in a row")
        shown = every_card(table.open_visit(later, aid="tonsils"))
        assert "It costs" not in shown
        assert "A surgeon takes" in shown
        assert "4,321" not in shown
    finally:
        table.store.close()
