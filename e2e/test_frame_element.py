# ruff: noqa: E501 - lines of script and of pages are kept whole
"""`<decision-aid>` in pages of other sites: what it tells and to whom, how tall it is, and where the keyboard goes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from decisionaid.web.embed import ELEMENT
from decisionaid.web.static_files import texts
from e2e.chart import OTHER, Chart, frame_of, inside
from e2e.framed_room import Room, frame_room
from tests.project import ROOT

STATIC = ROOT / "static"


@pytest.fixture(scope="module")
def rooms(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    yield from frame_room(playwright, tmp_path_factory.mktemp("element"))


@pytest.fixture
def room(rooms: Room) -> Iterator[Room]:
    yield from rooms.for_one_test()


def _script(room: Room) -> str:
    digest = base64.b64encode(hashlib.sha384(texts(STATIC)[ELEMENT]).digest()).decode()
    return f'<script type="module" src="{room.clinic.url}/static/{ELEMENT}" integrity="sha384-{digest}" crossorigin="anonymous"></script>'


def _element(room: Room, code: str = "", attributes: str = "", id_: str = "cards") -> str:
    address = f"{room.clinic.url}/frame{'/' + code if code else ''}?aid=statin"
    return f'<decision-aid id="{id_}" src="{address}" {attributes}><a id="link-{id_}" href="{address}">Open the cards</a></decision-aid>'


def _page(room: Room, path: str, body: str, width: int = 1024, **headers: str) -> Page:
    page = room.context(width).new_page()
    page.goto(room.chart.hold(path, _script(room) + body, **headers))
    return page


def _events(page: Page, *types: str) -> list[dict[str, Any]]:
    return [detail for type_, detail, _ in page.evaluate("window.events") if type_ in types]


def _wait_for(page: Page, type_: str) -> None:
    page.wait_for_function("(type) => window.events.some(([each]) => each === type)", arg=type_)


def test_it_shows_the_card_and_tells_the_page_around_what_happens(room: Room) -> None:
    visit, code = room.visit()
    page = _page(room, "/tells", _element(room, code))
    cards = inside(page)
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    _wait_for(page, "card")
    assert _events(page, "ready") == [{"version": "1.0.0"}]
    assert _events(page, "card")[-1]["card"] == "situation"
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    _wait_for(page, "choice")
    assert _events(page, "choice")[0]["card"] == "decision"
    assert "option.no_statin" in json.dumps(_events(page, "choice"))
    assert _events(page, "saved")[-1] == {"pending": 0}
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
    _wait_for(page, "plan")
    assert "statin" in _events(page, "plan")[-1]["text"].lower()
    assert room.clinic.lines(visit)


def test_a_site_without_the_scope_hears_that_something_was_chosen_and_never_what(room: Room) -> None:
    _, code = room.visit()
    page = room.context().new_page()
    page.goto(room.quiet_chart.hold("/quiet", _script(room) + _element(room, code)))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    cards.locator(".arrive [data-option='option.no_statin']").click()
    _wait_for(page, "choice")
    page.evaluate("document.querySelector('decision-aid').requestPlan()")
    _wait_for(page, "plan")
    assert _events(page, "choice", "plan") == [{}, {}]
    told = json.dumps(page.evaluate("window.events"))
    assert "option" not in told
    assert "tatin" not in told


@pytest.mark.hazard("T03")
def test_nothing_is_posted_to_or_taken_from_a_page_that_is_not_listed(room: Room, tmp_path: Path) -> None:
    hostile = Chart(tmp_path, OTHER)
    _, code = room.visit()
    page = _page(
        room,
        "/hostile",
        f'<iframe src="{room.clinic.url}/frame"></iframe>'
        + _element(room, code)
        + f'<iframe id="evil" src="{hostile.hold("/evil", "<p>evil")}"></iframe>',
    )
    cards = inside(page, "decision-aid iframe")
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    _wait_for(page, "card")
    evil = next(each for each in page.frames if OTHER in each.url)
    before = page.evaluate("[window.events.length, document.querySelector('decision-aid').offsetHeight]")
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


def test_the_height_follows_the_content_down_as_well_as_up(room: Room) -> None:
    _, code = room.visit()
    page = _page(room, "/height", _element(room, code))
    cards = inside(page)
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    _wait_for(page, "card")
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


def test_a_card_as_tall_as_its_window_stops_growing_and_says_so(room: Room) -> None:
    _, code = room.visit()
    page = _page(room, "/loop", _element(room, code))
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    _wait_for(page, "card")
    frame_of(page).evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('div'), { id: 'tall' })); const sheet = new CSSStyleSheet(); sheet.replaceSync('#tall{block-size:101vh}'); document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];"
    )
    _wait_for(page, "error")
    stays = page.evaluate("document.querySelector('decision-aid').offsetHeight")
    page.wait_for_timeout(1_000)
    assert page.evaluate("document.querySelector('decision-aid').offsetHeight") == stays < 19_000
    assert _events(page, "error") == [{"code": "height"}]


def test_nothing_in_a_frame_is_fixed_or_takes_the_focus_by_itself(room: Room) -> None:
    _, code = room.visit()
    page = _page(
        room, "/focus", '<label>Note <input id="note"></label><div style="height:1500px"></div>' + _element(room, code)
    )
    page.locator("#note").focus()
    _wait_for(page, "card")
    page.keyboard.type("what the patient said")
    assert page.locator("#note").input_value() == "what the patient said"
    assert page.evaluate("scrollY") == 0
    fixed = "[...document.querySelectorAll('body *')].filter((each) => getComputedStyle(each).position === 'fixed').map((each) => each.outerHTML.slice(0, 60))"
    assert frame_of(page).evaluate(fixed) == []


def test_tab_goes_from_the_page_into_the_frame_and_out_again_and_back(room: Room) -> None:
    _, code = room.visit()
    page = _page(
        room,
        "/tab",
        '<button id="before">Before</button>' + _element(room, code, "mode=card") + '<button id="after">After</button>',
    )
    _wait_for(page, "card")
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "cards"
    assert frame_of(page).evaluate("document.activeElement.textContent.trim()") == "To the page"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "after":
            break
    assert page.evaluate("document.activeElement.id") == "after"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "cards"
    assert page.evaluate("document.querySelectorAll('[tabindex]').length") == 0


def test_without_an_answer_the_link_stays_and_the_console_says_what_is_missing(room: Room) -> None:
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    policy = f"default-src 'none'; script-src 'unsafe-inline' {room.clinic.origin}; style-src 'none'; require-trusted-types-for 'script'"
    page.goto(room.chart.hold("/policy", _script(room) + _element(room), Content_Security_Policy=policy))
    _wait_for(page, "error")
    assert page.locator("#link-cards").is_visible()
    assert _events(page, "error") == [{"code": "policy"}]
    assert any(f'add "{room.clinic.origin}" to frame-src' in text for text in said), said


def test_in_a_page_with_a_strict_policy_it_works(room: Room) -> None:
    _, code = room.visit()
    policy = f"default-src 'none'; script-src 'unsafe-inline' {room.clinic.origin}; frame-src {room.clinic.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    page = _page(room, "/strict", _element(room, code), Content_Security_Policy=policy)
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    _wait_for(page, "card")


def test_moved_taken_away_and_loaded_twice_it_stays_one_frame(room: Room) -> None:
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(room.chart.hold("/moved", _script(room) + _element(room) + '<div id="other"></div>'))
    _wait_for(page, "ready")
    page.evaluate(
        "(() => { const each = document.querySelector('decision-aid'); document.querySelector('#other').append(each); })()"
    )
    page.wait_for_timeout(300)
    count = "document.querySelector('decision-aid').shadowRoot.querySelectorAll('iframe').length"
    assert page.evaluate(count) == 1
    left = page.evaluate(
        """async () => { const each = document.querySelector('decision-aid'); let heard = 0;
      const add = window.addEventListener, live = new Set(); window.addEventListener = function (type, f, o) { if (type === 'message') { live.add(o.signal); } return add.call(window, type, f, o); };
      for (let n = 0; n < 100; n += 1) { each.remove(); await new Promise((d) => setTimeout(d, 70)); document.body.append(each); each.remove(); await new Promise((d) => setTimeout(d, 1)); }
      await new Promise((d) => setTimeout(d, 200));
      return [[...live].filter((s) => !s.aborted).length, each.shadowRoot.querySelectorAll('iframe').length]; }"""
    )
    assert left == [0, 0]
    page.evaluate("(address) => import(address + '?again')", f"{room.clinic.url}/static/{ELEMENT}")
    assert any("1.0.0 is left out" in text for text in said), said


def test_properties_and_attributes_say_the_same_also_if_they_came_before_the_file(room: Room) -> None:
    body = "<script>const early = document.createElement('decision-aid'); early.src = 'about:blank'; early.textSize = 'large'; early.id = 'early'; document.documentElement.append(early);</script>"
    page = room.context().new_page()
    page.goto(room.chart.hold("/early", body + _script(room)))
    page.wait_for_function("!!customElements.get('decision-aid')")
    page.evaluate("document.querySelector('#early').label = 'Cards'")
    assert page.evaluate(
        "(() => { const e = document.querySelector('#early'); return [e.getAttribute('src'), e.getAttribute('text-size'), e.getAttribute('label'), e.loading]; })()"
    ) == ["about:blank", "large", "Cards", "eager"]
    assert page.evaluate(
        "(() => { const e = document.querySelector('#early'); e.setAttribute('loading', 'false'); e.label = undefined; return [e.loading, e.hasAttribute('label')]; })()"
    ) == ["eager", False]
    assert page.evaluate("document.querySelector('#early').children.length") == 0


def test_a_closed_accordion_leaves_no_height_behind(room: Room) -> None:
    _, code = room.visit()
    page = _page(room, "/closed-box", f"<details id='box'><summary>Cards</summary>{_element(room, code)}</details>")
    _wait_for(page, "ready")
    page.locator("summary").click()
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    page.wait_for_function(
        "document.querySelector('decision-aid').shadowRoot.querySelector('iframe').offsetHeight > 400"
    )


def test_tokens_that_cannot_be_read_are_refused(room: Room) -> None:
    _, code = room.visit()
    page = _page(room, "/tokens", _element(room, code, 'style="--decision-aid-accent:#7a1f5c"'))
    _wait_for(page, "card")
    frame = frame_of(page)
    frame.wait_for_function(
        "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === '#7a1f5c'"
    )
    page.evaluate(
        "(() => { const e = document.querySelector('decision-aid'); e.style.setProperty('--decision-aid-accent', '#eeeeee'); e.theme = 'light'; })()"
    )
    _wait_for(page, "error")
    assert _events(page, "error") == [{"code": "contrast"}]
    assert frame.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()") == "#174f57"


def test_the_theme_decides_before_the_device_and_the_waiting_frame_has_its_colour(room: Room) -> None:
    _, code = room.visit()
    page = _page(room, "/theme", _element(room, code, "theme=dark"))
    assert (
        page.locator("decision-aid").evaluate("(each) => getComputedStyle(each).backgroundColor") == "rgb(26, 24, 22)"
    )
    _wait_for(page, "card")
    assert frame_of(page).evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(26, 24, 22)"


def test_the_page_around_paints_no_later_for_it(room: Room) -> None:
    """Its script is a module: nothing of the page waits for it."""
    _, code = room.visit()
    page = _page(
        room, "/paint", "<h1>The chart of Ada Example</h1><p>" + "words " * 400 + "</p>" + _element(room, code)
    )
    _wait_for(page, "ready")
    order = page.evaluate(
        "[performance.getEntriesByType('paint').at(-1).startTime, performance.getEntriesByType('resource').find((each) => each.name.includes('/frame/')).startTime]"
    )
    assert order[0] > 0
    assert (
        page.evaluate(
            "performance.getEntriesByType('resource').filter((each) => each.renderBlockingStatus === 'blocking').map((each) => each.name)"
        )
        == []
    )
