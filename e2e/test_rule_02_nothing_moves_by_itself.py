"""Nothing moves by itself: half a minute of silence changes nothing on the page but, perhaps, the saved word."""

from __future__ import annotations

from e2e.conftest import Desk
from e2e.hands import SHIFTS, WATCH, saved, tap
from tests.builders import MAN_62

PLACE = """() => { const r = document.querySelector('.arrive').getBoundingClientRect();
  return [r.x, r.y, r.width, r.height]; }"""


def test_half_a_minute_of_silence_changes_nothing(desk: Desk) -> None:
    page = desk.page()
    page.clock.install()
    visit = desk.visit(page, "Ada Example", MAN_62, "option.no_statin")
    page.goto(desk.clinic.url)
    addresses = [desk.clinic.card(visit, card) for card in ("situation", "picture", "decision", "plan", "")]
    for address in (desk.clinic.url, *addresses):
        page.goto(address)
        page.evaluate(WATCH)
        page.clock.run_for(30_000)
        page.wait_for_timeout(100)
        assert page.evaluate("window.moved") == {"shift": 0, "changes": []}, address


def test_half_a_minute_after_a_tap_without_connection_only_the_saved_word_changes(desk: Desk) -> None:
    page = desk.page()
    page.clock.install()
    desk.show(page, desk.visit(page, "", MAN_62), "decision")
    page.context.set_offline(True)
    tap(page, "option.high")
    saved(page, "Kept on this device until we are connected")
    page.evaluate(WATCH)
    page.clock.run_for(30_000)
    page.wait_for_timeout(100)
    assert page.evaluate("window.moved") == {"shift": 0, "changes": []}
    page.context.set_offline(False)


def test_a_tap_shifts_nothing_that_was_not_tapped(desk: Desk) -> None:
    for width in (390, 1280):
        page = desk.page(width)
        desk.show(page, desk.visit(page, "", MAN_62), "decision")
        page.evaluate(WATCH)
        before = page.evaluate(PLACE)
        tap(page, "option.high")
        saved(page)
        assert page.evaluate(PLACE) == before
        page.context.set_offline(True)
        tap(page, "option.moderate")
        saved(page, "Kept on this device until we are connected")
        assert page.evaluate(PLACE) == before, f"the longer quiet line moves the card at {width}"
        page.context.set_offline(False)
        assert page.evaluate(SHIFTS)["sum"] == 0
