# ruff: noqa: E501 - lines of script are kept whole
"""The clinician's material sits behind closed panels; no alerts, badges or colours of urgency."""

from __future__ import annotations

from e2e.conftest import Desk, Room

REDDISH = """() => [...document.querySelectorAll('body *')].flatMap((each) => {
  const style = getComputedStyle(each);
  return [style.color, style.backgroundColor, style.borderTopColor].map((text) => {
    const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return a > 0 && r > 170 && g < 70 && b < 70 ? each.tagName + '.' + each.className + ' ' + text : null; }).filter(Boolean); })"""


def test_where_a_number_comes_from_is_closed_until_somebody_asks(desk: Desk, room: Room) -> None:
    desk.show(room.page, room.visit, "picture")
    assert room.page.locator("details.clinical").count() >= 2
    assert room.page.locator("details.clinical[open]").count() == 0
    assert "Khan" not in room.page.locator("main").inner_text()
    room.page.locator("[data-basis] > summary").click()
    seen = room.page.locator("[data-basis]").inner_text()
    assert "Khan" in seen
    assert "PREVENT" in seen or "prevent" in seen


def test_no_page_alarms(desk: Desk, room: Room) -> None:
    for card in (*room.cards, "plan", "print", ""):
        desk.show(room.page, room.visit, card)
        assert (
            room.page.locator("[role=alert], [role=alertdialog], .badge, .alert, .warning, .danger, .success").count()
            == 0
        )
        assert room.page.evaluate(REDDISH) == [], card
