"""Live charts come only when somebody asks, stand where the still ones stood, and keep the rules of the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Desk
from tests.builders import MAN_62

DRAWN = ".plot.drawn .live svg.main-svg"


def asked_for(page: Page) -> list[str]:
    """Every address that the page asks for from now on."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    return seen


def evidence(desk: Desk, page: Page, claim: str) -> None:
    visit = desk.visit(page, values=MAN_62)
    desk.show(page, visit, f"evidence/{claim}")


def test_the_library_is_not_fetched_before_somebody_looks_behind_a_number(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, values=MAN_62)
    seen = asked_for(page)
    desk.show(page, visit, "picture")
    page.wait_for_load_state("networkidle")
    assert not [url for url in seen if "vendor" in url]
    page.locator("[data-basis] summary").click()
    page.locator('[data-evidence][href$="moderate_dose"]').click()
    expect(page.locator(DRAWN).first).to_be_visible()
    assert len([url for url in seen if "plotly-basic" in url]) == 1


def test_a_page_of_readings_fetches_the_library_only_when_a_panel_is_opened(desk: Desk) -> None:
    page = desk.page()
    seen = asked_for(page)
    evidence(desk, page, "baseline")
    page.wait_for_load_state("networkidle")
    assert not [url for url in seen if "plotly-basic" in url]
    for key in ("systolic_bp", "hdl"):
        page.locator(f'[data-reading="{key}"] summary').click()
        expect(page.locator(f'[data-reading="{key}"] {DRAWN}').first).to_be_visible()
    assert len([url for url in seen if "plotly-basic" in url]) == 1


@pytest.mark.hazard("T11")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_live_chart_stands_on_the_still_one_and_takes_the_colours_of_the_page(
    desk: Desk, width: int, scheme: str, shot: Callable[[Page, str], Path]
) -> None:
    """What went wrong on the way, such as a style that the page forbids, fails the test when the desk is cleared."""
    page = desk.page(width, color_scheme=scheme)
    evidence(desk, page, "moderate_dose")
    before = page.locator("[data-still]").bounding_box()
    expect(page.locator(DRAWN).first).to_be_visible()
    assert page.locator("[data-still]").bounding_box() == before
    assert page.locator(DRAWN).first.bounding_box() == pytest.approx(before, abs=1)
    event = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--event').trim()")
    mark = page.locator(".live .points path").first.evaluate("each => getComputedStyle(each).fill")
    assert mark == "rgb({}, {}, {})".format(*bytes.fromhex(event.removeprefix("#")))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"evidence-{width}-{scheme}")


def test_the_words_of_the_live_chart_are_those_of_the_still_one(desk: Desk) -> None:
    page = desk.page()
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    still = page.locator(".still text").all_text_contents()
    live = page.locator(".live .annotation-text").all_text_contents()
    assert sorted(live) == sorted(still)


def test_nothing_on_the_page_moves_when_the_live_chart_comes(desk: Desk) -> None:
    page = desk.page(390)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((each) => {"
        " window.moved += each.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    assert page.evaluate("window.moved") == 0


def test_the_live_chart_grows_with_the_text(desk: Desk) -> None:
    page = desk.page(1280)
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    small = page.locator(DRAWN).first.bounding_box()
    page.locator("#larger").check()
    assert small
    page.wait_for_function(
        "tall => document.querySelector('.live svg.main-svg').clientHeight > tall", arg=small["height"] * 1.1
    )
    assert page.locator(DRAWN).first.bounding_box() == pytest.approx(page.locator("[data-still]").bounding_box(), abs=1)


def test_without_a_script_the_pictures_words_and_tables_are_all_there(desk: Desk) -> None:
    page = desk.page(390, java_script_enabled=False)
    evidence(desk, page, "moderate_dose")
    expect(page.locator(".still > svg")).to_be_visible()
    expect(page.locator("[data-trials]")).to_contain_text("In all of these studies")
    page.locator("[data-trials] summary").click()
    expect(page.locator("[data-trials] table")).to_contain_text("0.79 (0.77–0.81)")


def test_on_paper_the_still_picture_stands_and_the_live_chart_does_not(desk: Desk) -> None:
    page = desk.page()
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".live")).to_be_hidden()
    expect(page.locator(".still > svg")).to_be_visible()


def test_when_the_library_cannot_be_fetched_the_still_picture_stays(desk: Desk) -> None:
    page = desk.page()
    page.route("**/plotly-basic*", lambda route: route.abort())
    with page.expect_console_message(lambda message: "the still one stays" in message.text):
        evidence(desk, page, "moderate_dose")
    expect(page.locator(".still > svg")).to_be_visible()
    expect(page.locator(".answers")).to_be_hidden()


def words_under(page: Page, place: str = "[data-trials]") -> str:
    """The words that stand under a chart, and that a screen reader hears as its value."""
    words = page.locator(f"{place} .answers > :visible")
    expect(words).to_have_count(1)
    said = words.text_content() or ""
    assert page.locator(f"{place} .live").evaluate("each => each.ariaValueText") == said
    return said


def faded(page: Page) -> list[bool]:
    return page.locator(".live .points path").evaluate_all(
        "all => all.map((each) => Number(getComputedStyle(each).opacity) < 0.5)"
    )


def test_a_point_that_is_touched_says_its_study_in_words(desk: Desk) -> None:
    page = desk.page(390, has_touch=True)
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    assert words_under(page).startswith("Touch a study")
    answers = page.locator("[data-answer]").all_text_contents()
    assert len(answers) == page.locator(".live .points path").count() > 1
    height = page.evaluate("document.documentElement.scrollHeight")
    for at, answer in enumerate(answers):
        point = page.locator(".live .points path").nth(at)
        point.evaluate("each => each.scrollIntoView({ block: 'center' })")
        box = point.bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".answers > [data-now]")).to_have_text(answer)
        assert words_under(page) == answer
        assert faded(page) == [other != at for other in range(len(answers))]
        page.wait_for_timeout(300)  # a hand is no faster
    assert page.evaluate("document.documentElement.scrollHeight") == height, "nothing moved"


def test_the_arrow_keys_go_from_point_to_point_and_stop_at_the_ends(desk: Desk) -> None:
    page = desk.page()
    evidence(desk, page, "moderate_dose")
    expect(page.locator(DRAWN).first).to_be_visible()
    answers = page.locator("[data-answer]").all_text_contents()
    place = page.get_by_role("slider")
    expect(place).to_have_accessible_name(re.compile("^Touch a study"))
    place.focus()
    heard = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home", "ArrowUp"):
        page.keyboard.press(key)
        heard.append(words_under(page))
    last = answers[-1]
    second = answers[min(1, len(answers) - 1)]
    assert heard == [answers[0], second, answers[0], last, last, answers[0], answers[0]]
    expect(place).to_have_attribute("aria-valuetext", answers[0])
    expect(place).to_have_attribute("aria-valuenow", "1")
    expect(place).to_have_attribute("aria-valuemax", str(len(answers)))


def test_a_bar_of_a_reading_says_what_the_card_would_say(desk: Desk) -> None:
    page = desk.page()
    evidence(desk, page, "baseline")
    page.locator('[data-reading="systolic_bp"] summary').click()
    place = '[data-reading="systolic_bp"]'
    expect(page.locator(f"{place} {DRAWN}").first).to_be_visible()
    page.locator(f"{place} .live").focus()
    page.keyboard.press("Home")
    assert words_under(page, place) in page.locator(f"{place} .lines li").all_text_contents()
