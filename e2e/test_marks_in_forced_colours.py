# ruff: noqa: E501 - lines of script are kept whole
"""A box that nobody chose carries no mark, whatever the colours of the system are (hazard H14)."""

from __future__ import annotations

import pytest

from e2e.conftest import Desk
from e2e.hands import saved, until
from tests.builders import MAN_62

DRAWN = """() => [...document.querySelectorAll('button.tap')].filter((each) =>
  getComputedStyle(each.querySelector('.mark'), '::before').content !== 'none').map((each) => each.dataset.tap ?? each.value)"""
PRESSED = "() => [...document.querySelectorAll('button.tap[aria-pressed=true]')].map((each) => each.dataset.tap ?? each.value)"


@pytest.mark.hazard("H14")
@pytest.mark.parametrize("forced", ["none", "active"])
def test_a_check_mark_stands_in_the_chosen_box_and_in_no_other(desk: Desk, forced: str) -> None:
    page = desk.page(820, forced_colors=forced)
    visit = desk.visit(page, values=MAN_62)
    for card in ("picture", "purpose", "issues", "workload", "sense"):
        desk.show(page, visit, card)
        assert page.locator("button.tap").count(), card
        assert page.evaluate(DRAWN) == page.evaluate(PRESSED), card
    page.locator("button.tap").first.click()
    page.locator("button.tap[aria-pressed=true]").wait_for()
    saved(page)
    until(page, f"(({DRAWN})()).length === 1 && JSON.stringify(({DRAWN})()) === JSON.stringify(({PRESSED})())")
