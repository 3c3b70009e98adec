# ruff: noqa: E501 - lines of script and of pages are kept whole
"""`<decision-aid>` in any page: without an answer, under a strict policy, moved, loaded twice, set early, dark or in colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from decisionaid.web.embed import ELEMENT
from e2e.bench._page import slow_down
from e2e.chart import frame_of, inside
from e2e.element_page import element, events, page_with, script_tag, wait_for
from e2e.framed_room import Room
from e2e.hands import until


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


@pytest.mark.row("29", "30")
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


@pytest.mark.row("30")
def test_in_a_page_with_a_strict_policy_it_works(room: Room) -> None:
    _, code = room.visit()
    policy = f"default-src 'none'; script-src 'unsafe-inline' {room.clinic.origin}; frame-src {room.clinic.origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    page = page_with(room, "/strict", element(room, code), Content_Security_Policy=policy)
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    wait_for(page, "card")


@pytest.mark.row("24", "27")
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
        """async () => { const all = [], live = new Set(), add = window.addEventListener, src = document.querySelector('decision-aid').src;
      window.addEventListener = function (type, f, o) { if (type === 'message') live.add(o.signal); return add.call(window, type, f, o); };
      for (let n = 0; n < 100; n += 1) {
        const each = document.createElement('decision-aid');
        each.loading = 'lazy'; each.src = src; all.push(each);
        document.body.append(each); each.remove(); document.body.append(each); each.remove(); }
      const begun = live.size;
      await new Promise((done) => setTimeout(done, 200));
      return [begun, [...live].filter((signal) => !signal.aborted).length, all.filter((each) => each.shadowRoot.querySelector('iframe')).length]; }"""
    )
    assert left == [100, 0, 0]
    page.evaluate("(address) => import(address + '?again')", f"{room.clinic.url}/static/{ELEMENT}")
    assert any("1.0.0 is left out" in text for text in said), said


@pytest.mark.row("25", "26")
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


@pytest.mark.row("3")
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


@pytest.mark.row("12")
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


@pytest.mark.row("28")
def test_another_address_or_language_makes_another_frame_and_adds_nothing_to_go_back_to(room: Room) -> None:
    page = page_with(room, "/anew", element(room))
    wait_for(page, "error")
    before = page.evaluate("history.length")
    page.evaluate("window.first = document.querySelector('decision-aid').shadowRoot.querySelector('iframe')")
    page.evaluate("document.querySelector('decision-aid').lang = 'es'")
    page.wait_for_function("window.events.filter(([type]) => type === 'ready').length === 2")
    frames = "(() => { const all = document.querySelector('decision-aid').shadowRoot.querySelectorAll('iframe'); return [all.length, all[0] === window.first]; })()"
    assert page.evaluate(frames) == [1, False]
    assert frame_of(page).evaluate("document.documentElement.lang") == "es"
    assert page.evaluate("history.length") == before


@pytest.mark.row("25")
def test_what_a_framework_writes_in_place_of_a_word_loads_nothing_and_is_said_once(room: Room) -> None:
    said: list[str] = []
    page = room.context().new_page()
    page.on("console", lambda message: said.append(message.text))
    body = '<decision-aid src="[object Object]" label="undefined"><a href="/cards">Open the cards</a></decision-aid>'
    page.goto(room.chart.hold("/object", body + script_tag(room)))
    page.wait_for_function("Boolean(customElements.get('decision-aid'))")
    assert page.evaluate(
        "(() => { const each = document.querySelector('decision-aid'); return [each.src, each.label]; })()"
    ) == ["", ""]
    assert page.locator("text=Open the cards").is_visible()
    assert len(page.frames) == 1
    assert sum("[object Object]" in text for text in said) == 1
    assert sum('label="undefined"' in text for text in said) == 1


@pytest.mark.row("29")
def test_a_page_that_loads_and_says_nothing_leaves_the_link_and_a_late_answer_still_wins(room: Room) -> None:
    page = room.context().new_page()
    page.clock.install()
    address = f"{room.clinic.url}/healthz"
    body = f'<decision-aid id="cards" src="{address}"><a id="link-cards" href="{address}">Open the cards</a></decision-aid>'
    page.goto(room.chart.hold("/silent", script_tag(room) + body))
    until(page, "Boolean(document.querySelector('decision-aid').shadowRoot)")
    page.wait_for_load_state()
    page.clock.fast_forward(10_500)
    wait_for(page, "error")
    assert events(page, "error") == [{"code": "no-answer"}]
    assert page.locator("#link-cards").is_visible()
    page.evaluate(
        "(late) => { document.querySelector('decision-aid').shadowRoot.querySelector('iframe').src = late; }",
        f"{room.clinic.url}/frame",
    )
    wait_for(page, "ready")
    expect(page.locator("#link-cards")).to_be_hidden()


LEAST_TURNS, MOST_TURNS = 8, 30
TWO_FRAMES = 2 * 1000 / 60
"""How much one run on a quiet machine differs from the next, in milliseconds."""
LARGEST = """new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))"""


@pytest.mark.hold
def test_the_largest_paint_of_the_page_around_is_no_later_with_the_element(room: Room) -> None:
    """In turns, as a slow laptop meets both, each with an empty cache; the frame opens a visit each time.

    The best of each is compared, and a busy machine is given more turns: whatever else it does only ever adds.
    """
    seen: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(MOST_TURNS):
        for which, times in seen.items():
            times.append(_largest_paint(room, f"/largest-{which}-{turn}", with_it=which == "with"))
        with_it, without = (min(each) for each in seen.values())
        if turn >= LEAST_TURNS and with_it <= without + TWO_FRAMES:
            break
    print(f"largest paint, best of {turn + 1}: {with_it:.0f} ms with the element, {without:.0f} ms without")
    assert with_it <= without + TWO_FRAMES


def _largest_paint(room: Room, path: str, *, with_it: bool) -> float:
    _, code = room.visit()
    page = room.context().new_page()
    slow_down(page.context.new_cdp_session(page))
    words = "<h1>The chart of Ada Example</h1><p>" + "words " * 400 + "</p>"
    page.goto(room.chart.hold(path, words + (script_tag(room) + element(room, code) if with_it else "")))
    if with_it:
        wait_for(page, "card")
    found = float(page.evaluate(LARGEST))
    page.context.close()
    return found
