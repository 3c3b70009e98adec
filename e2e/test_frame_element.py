# ruff: noqa: E501 - lines of script and of pages are kept whole
"""`<decision-aid>` in pages of other sites: what it tells and to whom, how tall it is, and where the keyboard goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.chart import OTHER, Chart, frame_of, inside
from e2e.element_page import element, events, page_with, script_tag, wait_for
from e2e.framed_room import Room
from e2e.hands import settled


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def test_it_shows_the_card_and_tells_the_page_around_what_happens(room: Room) -> None:
    visit, code = room.visit()
    page = page_with(room, "/tells", element(room, code))
    cards = inside(page)
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")
    assert events(page, "ready") == [{"version": "1.0.0"}]
    assert events(page, "card")[-1]["card"] == "situation"
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    wait_for(page, "choice")
    assert events(page, "choice")[0]["card"] == "decision"
    assert "option.no_statin" in json.dumps(events(page, "choice"))
    assert events(page, "saved")[-1] == {"pending": 0}
    assert not page.locator("#link-cards").is_visible()
    assert (
        page.locator("decision-aid").evaluate("(each) => each.shadowRoot.querySelector('iframe').title")
        == "Where we are now"
    )
    assert (
        page.evaluate(
            "(() => { try { 'use strict'; window.events.at(-1)[1].x = 1; } catch {} return window.events.at(-1)[1].x ?? null; })()"
        )
        is None
    )
    page.evaluate("document.querySelector('decision-aid').requestPlan()")
    wait_for(page, "plan")
    assert "statin" in events(page, "plan")[-1]["text"].lower()
    assert room.clinic.lines(visit)


@pytest.mark.row("E23")
def test_a_site_without_the_scope_hears_that_something_was_chosen_and_never_what(room: Room) -> None:
    _, code = room.visit()
    page = room.context().new_page()
    page.goto(room.quiet_chart.hold("/quiet", script_tag(room) + element(room, code)))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    wait_for(page, "choice")
    page.evaluate("document.querySelector('decision-aid').requestPlan()")
    wait_for(page, "plan")
    assert events(page, "choice", "plan") == [{}, {}]
    told = json.dumps(page.evaluate("window.events"))
    assert "option" not in told
    assert "tatin" not in told


@pytest.mark.hazard("H09")
def test_a_card_whose_script_for_the_page_around_comes_late_is_told_of_all_the_same(room: Room) -> None:
    visit, code = room.visit()
    context, refused = room.context(), []
    context.route("**/hosted.js*", lambda route: route.abort() if not refused else route.continue_())
    context.on("requestfailed", lambda request: refused.append(request.url))
    page = context.new_page()
    page.goto(room.chart.hold("/late", script_tag(room) + element(room, code)))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    wait_for(page, "card")
    assert len(refused) == 1
    assert events(page, "card")[-1]["card"] == "decision"
    assert page.evaluate("document.querySelector('decision-aid').offsetHeight") > 320
    assert room.clinic.lines(visit)


@pytest.mark.row("31", "E23")
@pytest.mark.hazard("T03")
def test_nothing_is_posted_to_or_taken_from_a_page_that_is_not_listed(room: Room, tmp_path: Path) -> None:
    hostile = Chart(tmp_path, OTHER)
    _, code = room.visit()
    page = page_with(
        room,
        "/hostile",
        f'<iframe src="{room.clinic.url}/frame"></iframe>'
        + element(room, code)
        + f'<iframe id="evil" src="{hostile.hold("/evil", "<p>evil")}"></iframe>',
    )
    cards = inside(page, "decision-aid iframe")
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")
    evil = next(each for each in page.frames if OTHER in each.url)
    before = settled(page, "[window.events.length, document.querySelector('decision-aid').offsetHeight]")
    evil.evaluate(
        """() => { for (const message of [{ decisionaid: 'hello', version: 1 }, { type: 'height', height: 9000 }, { decisionaid: 'port', look: {} }, 'x', null, 7])
      { parent.postMessage(message, '*'); parent.frames[0].postMessage(message, '*', message?.decisionaid === 'port' ? [new MessageChannel().port2] : []); } }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("[window.events.length, document.querySelector('decision-aid').offsetHeight]") == before
    assert [data for origin, data in evil.evaluate("window.heard ?? []") if origin != hostile.origin] == []
    hello = {"decisionaid": "hello", "version": 1}
    assert [data for origin, data in page.evaluate("window.heard") if origin == room.clinic.origin] == [hello, hello]
    hostile.stop()


@pytest.mark.row("2")
def test_the_height_follows_the_content_down_as_well_as_up(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/height", element(room, code))
    cards = inside(page)
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")
    fits = "() => { const frame = document.querySelector('decision-aid').shadowRoot.querySelector('iframe'); return frame.offsetHeight; }"
    content = lambda: frame_of(page).evaluate("Math.ceil(document.body.getBoundingClientRect().height)")  # noqa: E731
    page.wait_for_function(f"(most) => Math.abs(({fits})() - most) < 3", arg=content())
    tall = page.evaluate(fits)
    frame_of(page).evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('p'), { id: 'more', textContent: 'more '.repeat(2000) }))"
    )
    page.wait_for_function(f"(was) => ({fits})() > was + 200", arg=tall)
    frame_of(page).evaluate("document.querySelector('#more').remove()")
    page.wait_for_function(f"(was) => Math.abs(({fits})() - was) < 3", arg=tall)


@pytest.mark.row("1")
def test_a_card_as_tall_as_its_window_stops_growing_and_says_so(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/loop", element(room, code))
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")
    frame_of(page).evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('div'), { id: 'tall' })); const sheet = new CSSStyleSheet(); sheet.replaceSync('#tall{block-size:101vh}'); document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];"
    )
    wait_for(page, "error")
    stays = page.evaluate("document.querySelector('decision-aid').offsetHeight")
    page.wait_for_timeout(1_000)
    assert page.evaluate("document.querySelector('decision-aid').offsetHeight") == stays < 19_000
    assert events(page, "error") == [{"code": "height"}]


@pytest.mark.row("4", "8")
def test_nothing_in_a_frame_is_fixed_or_takes_the_focus_by_itself(room: Room) -> None:
    _, code = room.visit()
    page = page_with(
        room, "/focus", '<label>Note <input id="note"></label><div style="height:1500px"></div>' + element(room, code)
    )
    page.locator("#note").focus()
    wait_for(page, "card")
    page.keyboard.type("what the patient said")
    assert page.locator("#note").input_value() == "what the patient said"
    assert page.evaluate("scrollY") == 0
    fixed = "[...document.querySelectorAll('body *')].filter((each) => getComputedStyle(each).position === 'fixed').map((each) => each.outerHTML.slice(0, 60))"
    assert frame_of(page).evaluate(fixed) == []


def test_tab_goes_from_the_page_into_the_frame_and_out_again_and_back(room: Room) -> None:
    _, code = room.visit()
    page = page_with(
        room,
        "/tab",
        '<button id="before">Before</button>' + element(room, code, "mode=card") + '<button id="after">After</button>',
    )
    wait_for(page, "card")
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.id === 'cards'")
    assert frame_of(page).evaluate("document.activeElement.textContent.trim()") == "To the page"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "after":
            break
    assert page.evaluate("document.activeElement.id") == "after"
    page.keyboard.press("Shift+Tab")
    page.wait_for_function("document.activeElement.id === 'cards'")
    assert page.evaluate("document.querySelectorAll('[tabindex]').length") == 0
