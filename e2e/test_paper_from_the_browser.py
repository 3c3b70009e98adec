"""The page printed by the browser: a simple plan is one sheet, and nothing lies outside it or a narrow screen."""

from __future__ import annotations

import pytest

from e2e.conftest import Desk
from tests.builders import MAN_62
from tests.cases import case
from tests.exports.sheets import outside, sheets_in

LANGUAGES = ("en", "es")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", ["Letter", "A4"])
def test_a_simple_plan_is_one_sheet(desk: Desk, language: str, sheet: str) -> None:
    page = desk.page()
    visit = desk.visit(page, "Rosa Morales", MAN_62, "option.no_statin")
    page.goto(f"{desk.clinic.url}/visits/{visit}/print?language={language}")
    assert sheets_in(page.pdf(format=sheet)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_stay_on_the_sheet_and_on_a_narrow_screen(desk: Desk, language: str) -> None:
    read = case(5)
    name, word = read["also"][0].split(" ")[0], read["also"][1]
    page = desk.page()
    visit = desk.visit(page, name, {**MAN_62, "words": word}, "option.no_statin")
    page.set_viewport_size({"width": 320, "height": 700})
    for address in (f"print?language={language}", "plan", "note"):
        page.goto(f"{desk.clinic.url}/visits/{visit}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    page.goto(f"{desk.clinic.url}/visits/{visit}/print?language={language}")
    for sheet in ("Letter", "A4"):
        assert outside(page.pdf(format=sheet)) == [], sheet
