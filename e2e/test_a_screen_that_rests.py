"""A screen that nobody touches does not keep a patient on it (H05): it asks the server again when the time is up."""

from __future__ import annotations

import pytest

from e2e.conftest import Desk

MINUTE = 60_000
STAYED = "window.stayed === true"


@pytest.mark.hazard("H05")
def test_after_ten_quiet_minutes_the_page_asks_the_server_who_is_here(desk: Desk) -> None:
    page = desk.page()
    page.clock.install()
    desk.show(page, desk.visit(page), "situation")
    page.evaluate("window.stayed = true")
    page.clock.run_for(9 * MINUTE)
    assert page.evaluate(STAYED), "nothing moves before"
    page.keyboard.press("Tab")
    page.clock.run_for(9 * MINUTE)
    assert page.evaluate(STAYED), "a touch begins the ten minutes anew"
    with page.expect_navigation():
        page.clock.run_for(2 * MINUTE)
    assert not page.evaluate(STAYED)


@pytest.mark.hazard("H05")
def test_a_talk_holds_the_page_for_half_an_hour(desk: Desk) -> None:
    page = desk.page()
    page.clock.install()
    desk.show(page, desk.visit(page), "situation")
    page.evaluate("window.stayed = true")
    page.locator("[data-talk]").click()
    page.clock.run_for(25 * MINUTE)
    assert page.evaluate(STAYED)
    with page.expect_navigation():
        page.clock.run_for(7 * MINUTE)


def test_where_the_script_for_saving_does_not_arrive_the_page_is_a_plain_form(desk: Desk) -> None:
    page = desk.page()
    page.route("**/static/encounter.js*", lambda route: route.abort())
    desk.show(page, desk.visit(page), "decision")
    page.locator("[data-save]").first.wait_for(state="visible")


def test_larger_text_is_there_before_anything_is_drawn(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.locator("label.larger").click()
    desk.show(page, visit, "decision")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    assert page.locator("[data-larger]").is_checked()
    page.locator("label.larger").click()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    desk.show(page, visit, "situation")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
