# ruff: noqa: E501 - lines of script are kept whole
""" "Not sure yet" and "Let us come back to this" are boxes like any other, and none is chosen beforehand."""

from __future__ import annotations

import re

import pytest

from e2e.conftest import WIDTHS, Desk
from e2e.hands import BOXES, saved, tap
from tests.builders import MAN_62

OPEN_ENDS = {"Not sure yet", "Let us come back to this"}


@pytest.mark.hazard("H14")
@pytest.mark.rule("R7")
def test_every_place_to_arrive_has_the_same_size(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        boxes = page.evaluate(BOXES, ".arrive .box")
        assert len(boxes) >= 5
        for side in ("w", "h"):
            sizes = [box[side] for box in boxes]
            assert max(sizes) - min(sizes) <= 1, (width, side, boxes)
    labels = {each.strip() for each in page.locator(".arrive .label").all_inner_texts()}
    assert labels >= OPEN_ENDS


@pytest.mark.hazard("H14")
def test_nothing_is_chosen_beforehand_on_any_card(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    for card in page.locator("nav.topics [data-topic]").evaluate_all("all => all.map(each => each.dataset.topic)"):
        desk.show(page, visit, card)
        chosen = page.locator("main :checked:not(option), main [aria-pressed=true]")
        assert chosen.count() == 0, f"{card}: {chosen.first.evaluate('each => each.outerHTML')}"


@pytest.mark.hazard("H14")
def test_no_box_looks_better_than_another(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), "decision")
    looks = page.locator(".arrive .box").evaluate_all(
        "all => all.map((each) => { const s = getComputedStyle(each); return [s.color, s.backgroundColor, s.borderColor, s.fontWeight].join() })"
    )
    assert len(set(looks)) == 1, looks
    edges = page.locator(".arrive .edged").evaluate_all("all => all.map((each) => getComputedStyle(each).boxShadow)")
    assert len(edges) == len(set(edges)) == 3, "each option has an edge of its own, in its own colour"
    assert len({re.sub(r"rgba?\([^)]*\)", "", each) for each in edges}) == 1, "none is wider"


def test_the_two_twins_have_the_same_size_and_look(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), "situation")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        one, other = page.evaluate(BOXES, ".twins button")
        assert abs(one["w"] - other["w"]) <= 1, width
        assert abs(one["h"] - other["h"]) <= 1, width


def test_not_sure_yet_is_kept_as_a_state_and_not_as_a_failure(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    tap(page, "not_sure")
    saved(page)
    assert [line.value["arrived"] for line in desk.clinic.lines(visit, "arrived")] == ["not_sure"]
    assert page.locator("main [role=alert], main .ask-back").count() == 0
