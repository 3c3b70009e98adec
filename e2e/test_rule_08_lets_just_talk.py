# ruff: noqa: E501 - lines of script are kept whole
""" "Let's just talk": a plain sheet with one sentence; Escape, Enter or its button lead back to the same place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.conftest import Desk
from e2e.hands import BOXES
from tests.builders import MAN_62

OLD_BROWSER = "delete HTMLButtonElement.prototype.commandForElement; delete HTMLButtonElement.prototype.command;"
WITHOUT_COMMANDS = "addEventListener('DOMContentLoaded', () => { for (const each of document.querySelectorAll('[commandfor]')) each.removeAttribute('commandfor'); });"


@pytest.mark.parametrize("way_back", ["Escape", "Enter", "button"])
@pytest.mark.parametrize("old", [False, True], ids=["", "a browser without commandfor"])
def test_every_way_back_leads_to_the_same_place_and_focus(desk: Desk, way_back: str, old: bool) -> None:
    page = desk.page(390, height=500)
    if old:
        page.add_init_script(OLD_BROWSER + WITHOUT_COMMANDS)
    desk.show(page, desk.visit(page, "Ada Example", MAN_62), "decision")
    page.evaluate("scrollTo(0, 30)")
    page.locator("[data-talk]").focus()
    place = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    if way_back == "button":
        sheet.locator("button").click()
    else:
        page.keyboard.press(way_back)
    expect(sheet).to_have_count(0)
    expect(page.locator("[data-talk]")).to_be_focused()
    assert page.evaluate("scrollY") == place


@pytest.mark.hazard("H05")
def test_nothing_of_the_patient_is_on_the_sheet_and_it_covers_everything(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Ada Example", {**MAN_62, "words": "planted words"}, "option.no_statin")
    for card in ("situation", "picture", "decision", "plan", ""):
        desk.show(page, visit, card)
        page.locator("[data-talk]").click()
        sheet = page.locator("dialog[open]")
        words = sheet.inner_text()
        assert not any(each in words for each in ("Ada", "planted", "62", "statin", "100")), card
        assert sheet.locator(".say:visible").count() == 1
        box = page.evaluate(BOXES, "dialog[open]")[0]
        assert (box["x"], box["y"]) == (0, 0)
        assert (box["w"], box["h"]) == (1280, 900)
        sheet.locator("summary").click()
        assert sheet.locator(".say:visible").count() == 2
        page.keyboard.press("Escape")
        page.locator("[data-talk]").click()
        assert page.locator("dialog[open] .say:visible").count() == 1, (
            "another sentence is shown only when somebody asks"
        )


def test_the_sheet_holds_the_visit_open(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "picture")
    with page.expect_response(lambda answer: answer.url.endswith(f"/visits/{visit}/hold")) as held:
        page.locator("[data-talk]").click()
    assert held.value.status == 200
    assert held.value.json() == {"held": True}


def test_a_page_without_its_markup_says_so_loudly(desk: Desk) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page)
    page.route(
        f"**/visits/{visit}/statin/picture",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("data-talk", "data-gone"), content_type="text/html"
        ),
    )
    desk.show(page, visit, "picture")
    expect(page.locator("html[data-lacks]")).to_have_attribute("data-lacks", "no sheet for “let’s just talk”")
    assert any("no sheet" in each for each in desk.problems)
    desk.problems.clear()
