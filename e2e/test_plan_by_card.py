"""The rows of the plan are opened by keyboard, without a script, on a narrow screen, and show what can be done."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.conftest import Desk
from e2e.hands import audit
from tests.builders import MAN_62

WORDS = "My father died of this"


def test_a_value_is_undone_by_keyboard_on_a_telephone_without_a_script(desk: Desk) -> None:
    page = desk.page(390, java_script_enabled=False)
    visit = desk.visit(page, values={**MAN_62, "words": WORDS})
    desk.show(page, visit, "plan")
    row = page.locator("[data-row='statin-situation']")
    line = row.locator("li[data-line]", has_text="140 mmHg")
    expect(line).to_be_hidden()
    row.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(line).to_be_visible()
    assert page.locator("main").evaluate("main => main.scrollWidth <= main.clientWidth")
    line.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    line.locator("form[data-line-act=undo] button").focus()
    page.keyboard.press("Enter")
    expect(line).to_have_count(0)
    expect(row.locator("li[data-line]", has_text="220 mg/dL")).to_be_visible()


def test_rows_that_are_open_are_readable_by_everybody(desk: Desk) -> None:
    page = desk.page(390)
    visit = desk.visit(page, values={**MAN_62, "words": WORDS}, arrived="option.no_statin")
    desk.show(page, visit, "plan")
    page.locator("[data-row] summary").first.click()
    page.locator("[data-row] .menu > summary").first.click()
    assert audit(page) == []
