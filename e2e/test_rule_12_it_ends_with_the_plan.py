# ruff: noqa: E501 - lines of script are kept whole
"""It ends with the plan and not with "submit": read back, does it fit, print or nothing; leaving early leaves a plan."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.conftest import Desk
from e2e.hands import tap
from tests.builders import MAN_62


def test_the_last_screen_reads_the_plan_back_and_asks_if_it_fits(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Ada Example", MAN_62, "option.no_statin")
    desk.show(page, visit, "plan")
    seen = page.locator("main").inner_text()
    assert "No statin for now" in seen or "Not now" in seen
    assert "Does this plan fit your days?" in seen
    assert page.locator("[data-look-again]").is_visible()
    buttons = " ".join(page.locator("main button, main .button").all_inner_texts()).lower()
    assert "submit" not in buttons
    assert "print" in buttons


def test_leaving_early_still_leaves_a_plan(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    tap(page, "option.no_statin")
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent === 'Saved'")
    page.close()
    again = page.context.new_page()
    desk.show(again, visit, "plan")
    expect(again.locator("[data-decision]")).to_contain_text("No statin for now")


def test_the_print_button_prints_the_page(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62, "option.no_statin")
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    desk.show(page, visit, "print")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.hazard("H05")
def test_after_the_visit_has_ended_back_shows_nothing_and_nothing_stays_in_the_browser(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Ada Example", {**MAN_62, "words": "planted words"}, "option.no_statin")
    for card in ("situation", "decision"):
        desk.show(page, visit, card)
    tap(page, "option.high")
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent === 'Saved'")
    desk.show(page, visit, "print")
    desk.show(page, visit, "plan")
    page.locator("#larger").check()
    page.locator("[data-end-form] button").click()
    page.wait_for_url("**/sign-in?ended=1")
    expect(page.locator("[data-ended]")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("async () => (await caches.keys()).length + (await indexedDB.databases()).length") == 0
    for _ in range(4):
        page.go_back()
        seen = page.locator("body").inner_text()
        assert "Ada" not in seen
        assert "planted" not in seen
        assert "/sign-in" in page.url
        page.wait_for_load_state()
