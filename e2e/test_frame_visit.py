# ruff: noqa: E501 - lines of script and of pages are kept whole
"""A whole visit in a frame of a chart on another site, over TLS: in an ordinary sandbox and in a strict one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.chart import ORDINARY, OTHER, STRICT, Chart, frame_of, inside, refuse_storage
from e2e.framed_room import Room
from e2e.hands import walk_to_the_plan


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def _open(room: Room, context: BrowserContext, code: str, sandbox: str, path: str = "/visit") -> Page:
    frame = f'<iframe id="cards" title="Cards" sandbox="{sandbox}" src="{room.clinic.url}/frame/{code}?aid=statin" width="1000" height="800"></iframe>'
    page = context.new_page()
    page.goto(room.chart.hold(path, f"<h1>Chart</h1>{frame}<button>After</button>"))
    return page


def _to_the_plan(room: Room, page: Page, visit: str) -> None:
    walk_to_the_plan(inside(page))
    assert [each.value.get("option") for each in room.clinic.lines(visit) if each.kind == "decision"]


@pytest.mark.row("16", "E20")
@pytest.mark.hazard("H09")
@pytest.mark.parametrize("sandbox", [ORDINARY, STRICT], ids=["ordinary", "strict"])
@pytest.mark.parametrize("storage", ["kept", "refused"])
def test_a_whole_visit_from_card_to_paper(room: Room, sandbox: str, storage: str) -> None:
    context = room.context()
    if storage == "refused":
        refuse_storage(context)
    visit, code = room.visit()
    page = _open(room, context, code, sandbox, f"/{storage}-{len(sandbox)}")
    _to_the_plan(room, page, visit)
    cards = inside(page)
    cards.locator("[data-in-a-tab=print] button").click()
    address = str(cards.locator("[data-address]").text_content())
    if "popups" in sandbox:
        with context.expect_page() as opened:
            cards.locator("[data-open]").click()
        tab = opened.value
    else:
        tab = context.new_page()  # nothing opened: the address is typed
        tab.goto(address)
    tab.get_by_role("button", name="Open the visit").click()
    expect(tab.locator("[data-decision]")).to_be_visible()
    assert tab.url.endswith(f"/visits/{visit}/print")


@pytest.mark.row("21")
def test_print_in_a_strict_sandbox_says_that_nothing_was_printed(room: Room) -> None:
    context = room.context()
    visit, code = room.visit()
    page = _open(room, context, code, STRICT, "/print")
    _to_the_plan(room, page, visit)
    cards = inside(page)
    cards.locator("[data-print-way]").click()
    cards.locator("[data-print]").click()
    expect(cards.locator("[data-not-printed]")).to_be_visible()


@pytest.mark.row("22")
def test_a_copy_that_is_refused_marks_the_text_and_never_says_copied(room: Room) -> None:
    context = room.context()
    visit, code = room.visit()
    page = _open(room, context, code, STRICT, "/copy")
    _to_the_plan(room, page, visit)
    cards = inside(page)
    cards.locator("[data-in-a-tab=pdf] button").click()
    cards.locator("[data-copy]").click()
    expect(cards.locator("[data-copy-said]")).to_have_text("Marked. Copy it with the keyboard.")
    assert frame_of(page).evaluate("getSelection().toString()").startswith(f"{room.clinic.url}/open/")


@pytest.mark.row("E20")
@pytest.mark.hazard("H09")
def test_nothing_is_lost_when_the_frame_is_closed_in_mid_sentence(room: Room) -> None:
    context = room.context()
    visit, code = room.visit()
    page = _open(room, context, code, STRICT, "/closed")
    cards = inside(page)
    words = cards.locator("[name=words]").first
    words.fill("the stairs at")
    words.press("Tab")
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    page.evaluate("document.querySelector('iframe').remove()")
    assert [each.words for each in room.clinic.lines(visit) if each.words] == ["the stairs at"]


@pytest.mark.row("18")
def test_a_frame_that_is_loaded_anew_asks_for_a_code_and_goes_on_at_the_same_card(room: Room) -> None:
    context = room.context()
    refuse_storage(context)
    visit, code = room.visit()
    page = _open(room, context, code, STRICT, "/anew")
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    expect(cards.locator("[data-card=decision]")).to_be_visible()
    context.clear_cookies()
    page.evaluate("(() => { const f = document.querySelector('iframe'); f.src = f.src; })()")
    expect(cards.locator("[data-refused]")).to_contain_text("used before")
    cards.locator("[name=code]").fill(room.clinic.code(visit))
    cards.get_by_role("button", name="Open the visit").click()
    expect(cards.locator("[data-card=decision]")).to_be_visible()


@pytest.mark.row("28")
def test_one_back_leaves_the_page_around(room: Room) -> None:
    context = room.context()
    _, code = room.visit()
    page = context.new_page()
    page.goto(room.chart.hold("/before", "<h1>Before</h1>"))
    frame = (
        f'<iframe sandbox="{STRICT}" src="{room.clinic.url}/frame/{code}?aid=statin" width="900" height="700"></iframe>'
    )
    page.goto(room.chart.hold("/here", frame))
    cards = inside(page)
    for topic in ("decision", "purpose", "situation"):
        cards.locator(f"nav.topics [data-topic={topic}]").click()
        expect(cards.locator(f"[data-card={topic}]")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Before")


@pytest.mark.row("E19", "E23")
@pytest.mark.hazard("T03")
def test_a_site_that_is_not_listed_gets_nothing_to_show(room: Room, tmp_path: Path) -> None:
    hostile = Chart(tmp_path, OTHER)
    context = room.context()
    _visit, code = room.visit()
    page = context.new_page()
    page.goto(
        hostile.hold("/", f'<iframe src="{room.clinic.url}/frame/{code}?aid=statin" width="900" height="700"></iframe>')
    )
    page.wait_for_timeout(1_000)
    assert not [each for each in page.frames if "cards.example" in each.url and each.locator("[data-card]").count()]
    assert page.evaluate("window.heard ?? []") == []
    hostile.stop()
