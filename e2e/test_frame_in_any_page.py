# ruff: noqa: E501 - lines of script and of pages are kept whole
"""`<decision-aid>` in any page: without an answer, under a strict policy, moved, loaded twice, set early, dark or in colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from decisionaid.web.embed import ELEMENT
from e2e.chart import frame_of, inside
from e2e.element_page import element, events, page_with, script_tag, wait_for
from e2e.framed_room import Room, frame_room


@pytest.fixture(scope="module")
def rooms(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    yield from frame_room(playwright, tmp_path_factory.mktemp("element"))


@pytest.fixture
def room(rooms: Room) -> Iterator[Room]:
    yield from rooms.for_one_test()


def test_without_an_answer_the_link_stays_and_the_console_says_what_is_missing(room: Room) -> None:
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    policy = f"default-src 'none'; script-src 'unsafe-inline' {room.clinic.origin}; style-src 'none'; require-trusted-types-for 'script'"
    page.goto(room.chart.hold("/policy", script_tag(room) + element(room), Content_Security_Policy=policy))
    wait_for(page, "error")
    assert page.locator("#link-cards").is_visible()
    assert events(page, "error") == [{"code": "policy"}]
    assert any(f'add "{room.clinic.origin}" to frame-src' in text for text in said), said


def test_in_a_page_with_a_strict_policy_it_works(room: Room) -> None:
    _, code = room.visit()
    policy = f"default-src 'none'; script-src 'unsafe-inline' {room.clinic.origin}; frame-src {room.clinic.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    page = page_with(room, "/strict", element(room, code), Content_Security_Policy=policy)
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")


def test_moved_taken_away_and_loaded_twice_it_stays_one_frame(room: Room) -> None:
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(room.chart.hold("/moved", script_tag(room) + element(room) + '<div id="other"></div>'))
    wait_for(page, "ready")
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
    page.goto(room.chart.hold("/early", body + script_tag(room)))
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
    page = page_with(room, "/closed-box", f"<details id='box'><summary>Cards</summary>{element(room, code)}</details>")
    wait_for(page, "ready")
    page.locator("summary").click()
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    page.wait_for_function(
        "document.querySelector('decision-aid').shadowRoot.querySelector('iframe').offsetHeight > 400"
    )


def test_tokens_that_cannot_be_read_are_refused(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/tokens", element(room, code, 'style="--decision-aid-accent:#7a1f5c"'))
    wait_for(page, "card")
    frame = frame_of(page)
    frame.wait_for_function(
        "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === '#7a1f5c'"
    )
    page.evaluate(
        "(() => { const e = document.querySelector('decision-aid'); e.style.setProperty('--decision-aid-accent', '#eeeeee'); e.theme = 'light'; })()"
    )
    wait_for(page, "error")
    assert events(page, "error") == [{"code": "contrast"}]
    assert frame.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()") == "#174f57"


def test_the_theme_decides_before_the_device_and_the_waiting_frame_has_its_colour(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/theme", element(room, code, "theme=dark"))
    assert (
        page.locator("decision-aid").evaluate("(each) => getComputedStyle(each).backgroundColor") == "rgb(26, 24, 22)"
    )
    wait_for(page, "card")
    assert frame_of(page).evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(26, 24, 22)"


def test_the_page_around_paints_no_later_for_it(room: Room) -> None:
    """Its script is a module: nothing of the page waits for it."""
    _, code = room.visit()
    page = page_with(
        room, "/paint", "<h1>The chart of Ada Example</h1><p>" + "words " * 400 + "</p>" + element(room, code)
    )
    wait_for(page, "ready")
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
