"""Quiet hands: targets of 48 px with 8 px between, at most one tap per choice, no typing, no drag, no hover."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

from e2e.conftest import Desk, Room
from e2e.hands import BOXES, INLINE, TARGETS, bar_at_rest, saved, saving, tap, taps_on, type_values
from tests.builders import MAN_62

LEAST, BETWEEN = 48, 8


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_and_apart(desk: Desk, room: Room, width: int) -> None:
    room.page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for card in (*room.cards, "plan", "print", "note", ""):
        desk.show(room.page, room.visit, card)
        for panel in room.page.locator("main details").all():
            panel.evaluate("each => { each.open = true; }")
        bar_at_rest(room.page)
        targets = f":is({TARGETS}):not({INLINE}, [data-basis] a, dialog *, .skip, .sr)"
        boxes = [box for box in room.page.evaluate(BOXES, targets) if box["w"] > 1]
        wrong += [
            f"{card}: {b['what']!r} is {b['w']:.0f} x {b['h']:.0f}"
            for b in boxes
            if b["h"] < LEAST - 0.5 or b["w"] < LEAST - 0.5
        ]
        wrong += [
            f"{card}: {gap(a, b):.1f} px between {a['what']!r} and {b['what']!r}"
            for a, b in combinations(boxes, 2)
            if too_near(a, b)
        ]
    room.page.set_viewport_size({"width": 1280, "height": 900})
    assert not wrong, "\n".join(wrong)


def gap(one: dict[str, float], other: dict[str, float]) -> float:
    across = max(one["x"], other["x"]) - min(one["x"] + one["w"], other["x"] + other["w"])
    down = max(one["y"], other["y"]) - min(one["y"] + one["h"], other["y"] + other["h"])
    return max(across, down)


def too_near(one: dict[str, float], other: dict[str, float]) -> bool:
    """Two that do not stand inside each other; half a pixel is forgiven to rounding."""
    return -1 < gap(one, other) < BETWEEN - 0.5


def test_from_the_library_with_values_in_it_is_two_taps_to_the_picture(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Two Taps", MAN_62)
    page.goto(desk.clinic.url)
    page.locator(f"a[data-visit][href*='{visit}']").click()
    page.locator("[data-topic=picture][href*='/statin/']").click()
    page.wait_for_url("**/picture")
    assert page.locator("main .key").count() >= 1


def test_with_values_in_one_tap_confirms_them_and_shows_the_picture(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), "situation")
    page.locator("[data-then=picture]").click()
    page.wait_for_url("**/picture")
    assert "7 in 100" in page.locator("main .key").first.inner_text()


def test_nothing_is_required_and_a_whole_card_takes_eight_taps_at_most_without_typing(desk: Desk) -> None:
    page = desk.page()
    taps = taps_on(page)
    visit = desk.visit(page, "Few Taps", MAN_62)
    page.goto(desk.clinic.url)
    page.locator(f"a[data-visit][href*='{visit}']").click()
    page.locator("[data-topic=picture][href*='/statin/']").click()
    page.locator("main a.button", has_text="Where we are now").click()
    tap(page, "option.no_statin")
    page.locator("label.pick", has=page.locator("[name=look_again][value='3mo']")).click()
    saved(page)
    page.locator("[data-then=plan]").click()
    page.wait_for_url("**/plan")
    assert 5 <= len(taps) <= 8, taps
    line = desk.clinic.lines(visit, "arrived")[-1]
    assert line.value["arrived"] == "not_now"
    assert page.locator("[data-look-again]").is_visible()


def test_no_field_is_required_and_nothing_needs_a_drag_or_a_hover(desk: Desk, room: Room) -> None:
    for card in (*room.cards, "plan"):
        desk.show(room.page, room.visit, card)
        assert (
            room.page.locator(
                ":required, [aria-required=true], [draggable=true], [title]:not(iframe):not(svg *)"
            ).count()
            == 0
        ), card


def test_an_empty_visit_can_go_on_without_a_single_value(desk: Desk) -> None:
    page = desk.page()
    page.goto(desk.clinic.url)
    page.locator("[data-aid-card=statin]").click()
    page.locator("[data-then=talk]").click()
    page.wait_for_url(re.compile(r"/visits/[\w-]+$"))
    assert page.locator("[data-topic]").count() >= 3


def test_keys_alone_choose_and_read_the_plan_back(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    page.locator("[name=arrived]").first.focus()
    page.keyboard.press("Space")
    saved(page)
    with saving(page):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=arrived]").nth(1)).to_be_checked()
    expect(page.locator("[name=arrived]").nth(1)).to_be_focused()  # it stays where the keys are
    assert len(desk.clinic.lines(visit, "arrived")) == 2


def test_typed_values_need_no_tap_to_be_kept(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_values(page, MAN_62)
    page.locator("[data-then=talk]").click()
    page.wait_for_url(re.compile(r"/visits/[\w-]+$"))
    assert len([each for each in desk.clinic.lines(visit) if each.item.startswith("values.")]) >= 10
