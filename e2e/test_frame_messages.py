# ruff: noqa: E501 - lines of script and of pages are kept whole
"""Who may speak to a card and to its element: each check of a message alone, with everything else as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page

from decisionaid.web.static_files import texts
from e2e.chart import OTHER, Chart
from e2e.element_page import STATIC, element, events, page_with, wait_for
from e2e.framed_room import Room
from e2e.hands import until

pytestmark = [pytest.mark.row("E23"), pytest.mark.hazard("T03")]
A_WHILE = 300
HELLO = "parent.postMessage({ decisionaid: 'hello', version: 1 }, '*')"
PORT = """(to) => { const { port1, port2 } = new MessageChannel(); window.got = []; port1.onmessage = ({ data }) => got.push(data.type);
  to.postMessage({ decisionaid: 'port', look: {} }, '*', [port2]); }"""


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def _held_by(room: Room, listed: str, more: str = "") -> Page:
    """A card with the script of a frame and nothing else, in a page of another site."""
    for name in ("framed.js", "hosted.js"):
        room.chart.pages[f"/{name}"] = (texts(STATIC)[name].decode(), {"Content-Type": "text/javascript"})
    html = f"""<!doctype html><html lang="en" data-framed='[["{listed}"]]'><title>Card</title><script src="/framed.js"></script><body data-card="x"><main>A card</main>"""
    room.chart.pages["/card"] = (html, {})
    page = room.context().new_page()
    page.goto(room.quiet_chart.hold("/holds", f'<iframe src="{room.chart.origin}/card"></iframe>{more}'))
    return page


def _at(page: Page, part: str) -> Frame:
    return next(each for each in page.frames if part in each.url)


def test_a_card_speaks_to_a_listed_page_and_takes_its_port(room: Room) -> None:
    page = _held_by(room, room.quiet_chart.origin)
    until(page, "(window.heard ?? []).some(([, data]) => data.decisionaid === 'hello')")
    page.evaluate(f"({PORT})(frames[0])")
    until(page, "got.includes('card')")


def test_a_card_in_a_page_that_is_not_listed_says_nothing_and_takes_no_port(room: Room) -> None:
    page = _held_by(room, "https://elsewhere.example")
    page.evaluate(f"({PORT})(frames[0])")
    page.wait_for_timeout(A_WHILE)
    assert page.evaluate("[window.heard ?? [], got]") == [[], []]


def test_a_card_takes_no_port_from_a_neighbour_even_of_its_own_site(room: Room) -> None:
    room.chart.hold("/beside", "<p>Beside it")
    page = _held_by(room, room.quiet_chart.origin, f'<iframe src="{room.chart.origin}/beside"></iframe>')
    beside = _at(page, "/beside")
    beside.evaluate(f"({PORT})(parent.frames[0])")
    page.wait_for_timeout(A_WHILE)
    assert beside.evaluate("got") == []


def test_an_element_answers_no_other_frame_of_the_same_site(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/same-site", element(room, code) + f'<iframe src="{room.clinic.url}/frame"></iframe>')
    wait_for(page, "card")
    beside = _at(page, f"{room.clinic.origin}/frame")
    beside.evaluate("(() => { window.got = []; addEventListener('message', ({ data }) => got.push(data)); })()")
    beside.evaluate(HELLO)
    page.wait_for_timeout(A_WHILE)
    assert beside.evaluate("got") == []


def test_an_element_is_not_ready_because_another_site_in_its_frame_says_so(room: Room, tmp_path: Path) -> None:
    hostile = Chart(tmp_path, OTHER)
    address = hostile.hold("/evil", "<p>evil")
    page = page_with(room, "/taken-over", f'<decision-aid src="{room.clinic.url}/healthz"></decision-aid>')
    until(page, "Boolean(document.querySelector('decision-aid').shadowRoot?.querySelector('iframe'))")
    page.evaluate(
        "(to) => { document.querySelector('decision-aid').shadowRoot.querySelector('iframe').src = to; }", address
    )
    for _ in range(100):
        if any(OTHER in each.url for each in page.frames):
            break
        page.wait_for_timeout(50)
    _at(page, OTHER).evaluate(HELLO)
    page.wait_for_timeout(A_WHILE)
    assert events(page, "ready") == []
    hostile.stop()
