# ruff: noqa: E501 - lines of script are kept whole
"""Readable from the side: 20 px and more, key numbers 28 px and more, a larger mode one tap away."""

from __future__ import annotations

import pytest

from e2e.conftest import Desk, Room

SMALL = """(least) => [...document.querySelectorAll('body *')].filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((each) => each.getClientRects().length && parseFloat(getComputedStyle(each).fontSize) < least)
  .map((each) => getComputedStyle(each).fontSize + ' ' + each.tagName + ' ' + each.innerText.slice(0, 40))"""
SIZE = "(selector) => Math.min(...[...document.querySelectorAll(selector)].map((e) => parseFloat(getComputedStyle(e).fontSize)))"
BODY, KEY, QUIET = 20, 28, 18


@pytest.mark.parametrize(("mode", "body", "key"), [("usual", BODY, KEY), ("larger", 24, 36)])
def test_words_and_key_numbers_are_large(desk: Desk, room: Room, mode: str, body: int, key: int) -> None:
    page = desk.page()
    for card in (*room.cards, "plan", ""):
        desk.show(page, room.visit, card)
        if mode == "larger" and not page.locator("#larger").is_checked():
            page.locator("#larger").check()
        assert page.evaluate(SIZE, "body") >= body, card
        assert page.evaluate(SMALL, QUIET) == [], card
    desk.show(page, room.visit, "picture")
    assert page.evaluate(SIZE, "section[data-of='100'] .key") >= key
    assert page.evaluate(SIZE, "main .key") >= KEY


def test_larger_text_is_one_tap_away_and_stays_in_this_tab_without_moving_the_next_page(desk: Desk, room: Room) -> None:
    from e2e.hands import SHIFTS

    page = desk.page()
    desk.show(page, room.visit, "picture")
    page.locator("#larger").check()
    desk.show(page, room.visit, "decision")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    assert page.evaluate(SHIFTS) == {"sum": 0, "from": []}
    other = page.context.new_page()
    desk.show(other, room.visit, "decision")
    assert other.evaluate("getComputedStyle(document.body).fontSize") == "20px"
