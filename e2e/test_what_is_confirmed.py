"""Whoever taps "These are right" confirms what stands in the list above it, and that is what was typed last (H02)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Desk
from e2e.hands import KEPT, saved, type_values
from tests.builders import MAN_62

pytestmark = pytest.mark.hazard("H02")


def known(page: Page, field: str) -> str:
    return page.locator(f"[data-says={field}]").inner_text()


def opened(desk: Desk) -> Page:
    """The situation with everything known, its values open to be changed."""
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_values(page, {**MAN_62, "value_systolic_bp": "178"})
    page.locator("[data-then=talk]").click()
    page.wait_for_url(lambda url: "situation" not in url)
    desk.show(page, visit, "situation")
    page.locator(".known summary").click()
    return page


def test_after_a_change_the_list_says_the_new_value(desk: Desk) -> None:
    page = opened(desk)
    assert known(page, "value_systolic_bp") == "178 mmHg"
    page.fill("[name=value_systolic_bp]", "118")
    page.locator("[name=value_systolic_bp]").blur()
    saved(page)
    assert known(page, "value_systolic_bp") == "118 mmHg"
    page.locator("[name=value_current_smoker][value=yes]").check()
    page.locator("[name=list_checks][value=none]").uncheck()
    page.locator("[name=list_checks][value=flutter]").check()
    saved(page)
    assert known(page, "value_current_smoker") == "Yes"
    assert known(page, "list_checks") == "Atrial fibrillation"
    page.reload()
    assert known(page, "value_systolic_bp") == "118 mmHg"


def test_also_while_there_is_no_connection_and_after_a_look_elsewhere(desk: Desk) -> None:
    page = opened(desk)
    page.context.set_offline(True)
    page.fill("[name=value_systolic_bp]", "118")
    page.locator("[name=value_systolic_bp]").blur()
    saved(page, KEPT)
    assert known(page, "value_systolic_bp") == "118 mmHg"
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-says=value_systolic_bp]")).to_have_text("118 mmHg")


def test_a_value_that_a_question_is_open_about_does_not_stand_among_the_known_ones(desk: Desk) -> None:
    page = opened(desk)
    page.fill("[name=value_total_cholesterol]", "5.7")
    page.locator("[name=value_total_cholesterol]").blur()
    expect(page.locator("[data-problem=value_total_cholesterol]")).to_be_visible()
    expect(page.locator("[data-says=value_total_cholesterol]")).to_be_hidden()
    page.fill("[name=value_total_cholesterol]", "230")
    page.locator("[name=value_total_cholesterol]").blur()
    expect(page.locator("[data-says=value_total_cholesterol]")).to_be_visible()
    assert known(page, "value_total_cholesterol") == "230 mg/dL"
