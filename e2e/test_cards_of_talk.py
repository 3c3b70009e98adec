"""Doors, issues, leanings and questions: boxes of one size, one tap each, the same with and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import WIDTHS, Desk
from e2e.hands import BOXES, audit, saved, saving
from tests.builders import MAN_62

OPEN_ENDS = {"Not sure yet", "Let us come back to this"}
GROUPS = {
    "purpose": ".taps .tap",
    "issues": ".taps .tap",
    "leaning": "[data-voice=patient] .box",
    "questions": ".taps .tap",
}

# the coloured edge is what tells an option from another one, and all that may differ
LOOK = """(each) => { each.classList.remove("edged"); const s = getComputedStyle(each);
  return [s.color, s.backgroundColor, s.borderColor, s.fontWeight, s.boxShadow].join(); }"""


def pressed(page: Page) -> list[str]:
    """The words of every box that is chosen."""
    found = page.locator("main .tap[aria-pressed=true]").all_inner_texts()
    return [each.strip() for each in found]


@pytest.mark.hazard("H14")
@pytest.mark.parametrize("card", GROUPS)
def test_every_box_of_a_card_has_the_same_size_and_look_and_none_is_chosen(desk: Desk, card: str) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), card)
    labels = {each.strip() for each in page.locator(GROUPS[card]).all_inner_texts()}
    assert labels >= OPEN_ENDS
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        boxes = page.evaluate(BOXES, GROUPS[card])
        for side in ("w", "h"):
            sizes = [box[side] for box in boxes]
            assert max(sizes) - min(sizes) <= 1, (width, side, boxes)
    looks = page.locator(GROUPS[card]).evaluate_all(f"all => all.map({LOOK})")
    assert len(set(looks)) == 1
    assert page.locator("main :checked:not(option), main [aria-pressed=true]").count() == 0


@pytest.mark.hazard("H14")
def test_every_option_has_the_same_room_on_an_issue(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.clinic.send(page.context.request, visit, "issues", {"pick": "food"})
    desk.show(page, visit, "issues")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        ways = page.evaluate(BOXES, "[data-issue=food] .way")
        assert len(ways) == 3
        for side in ("w", "h"):
            assert max(each[side] for each in ways) - min(each[side] for each in ways) <= 1, (width, side, ways)


@pytest.mark.parametrize("script", [True, False])
def test_one_tap_on_an_issue_shows_the_options_side_by_side(desk: Desk, script: bool) -> None:
    page = desk.page(java_script_enabled=script)
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "issues")
    page.locator("[data-tap=routine]").click()
    expect(page.locator("[data-issue=routine] .way")).to_have_count(3)
    assert pressed(page) == ["What I do each day"]
    assert [line.value for line in desk.clinic.lines(visit, "issues.routine")] == [{"picked": True}]


@pytest.mark.parametrize("script", [True, False])
def test_a_question_of_their_own_and_who_thinks_about_it(desk: Desk, script: bool) -> None:
    page = desk.page(java_script_enabled=script)
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "questions")
    page.locator("#own").fill("What would my mother have said?")
    page.get_by_role("button", name="Keep this question").click()
    mine = page.locator("[data-open-question]")
    expect(mine).to_contain_text("What would my mother have said?")
    expect(page.locator("#own")).to_have_value("")
    mine.get_by_role("button", name="You").click()
    expect(mine.locator("[aria-pressed=true]")).to_have_text("You")
    page.locator("#own").fill("And a second one?")
    page.get_by_role("button", name="Keep this question").click()
    expect(page.locator("[data-open-question]")).to_have_count(2)


@pytest.mark.parametrize("script", [True, False])
def test_the_picture_is_drawn_another_way_with_one_tap_and_goes_quiet_with_another(desk: Desk, script: bool) -> None:
    page = desk.page(java_script_enabled=script)
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "picture")
    page.locator("[data-tap=bars]").click()
    expect(page.locator("svg[data-figure=bars]").first).to_be_visible()
    page.locator("[data-tap=none]").click()
    expect(page.locator("[data-no-numbers]")).to_be_visible()
    assert "in 100" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Show me the numbers").click()
    expect(page.locator("main .key").first).to_have_text("About 7 in 100")


def test_a_leaning_is_saved_by_its_tap_and_the_yes_by_its_own(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "leaning")
    page.locator("[data-voice=patient] [data-option=not_sure]").click()
    saved(page)
    expect(page.locator("[data-voice=patient] :checked")).to_have_count(1)
    with saving(page):
        page.locator("[name=print_patient]").check()
    assert [line.value["print"] for line in desk.clinic.lines(visit, "leans.patient")] == [False, True]


def test_a_view_is_kept_when_its_box_is_left_and_just_between_us_can_follow(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.clinic.send(page.context.request, visit, "purpose", {"door": "differ"})
    desk.show(page, visit, "purpose")
    page.locator("#view_patient").fill("I feel well.")
    page.locator("#agreed").focus()
    saved(page)
    page.locator("form.lines summary").click()
    with saving(page):
        page.locator("[name=private][value='view.patient']").check()
    assert [line.private for line in desk.clinic.lines(visit, "view.patient")] == [False, True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("card", [*GROUPS, "picture"])
def test_axe_finds_nothing_on_a_card_that_was_talked_about(desk: Desk, card: str, scheme: str) -> None:
    page = desk.page(390, color_scheme=scheme)
    visit = desk.visit(page, "", MAN_62)
    for kind, data in {
        "purpose": {"door": "differ"},
        "issues": {"pick": "harms"},
        "leaning": {"leans_patient": "option.high", "leans_clinician": "not_sure"},
        "questions": {"ask": "questions.feel"},
        "picture": {"display": "bars"},
    }.items():
        desk.clinic.send(page.context.request, visit, kind, data)
    desk.show(page, visit, card)
    for panel in page.locator("main details").all():
        panel.evaluate("each => { each.open = true; }")
    assert [each for each in audit(page) if ".watermark" not in each] == []  # the band of practice is in every page
