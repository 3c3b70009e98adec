# ruff: noqa: E501 - lines of script are kept whole
"""What must never happen: a lost choice after "Saved", a script that somebody typed, a form from elsewhere, a page from memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Playwright, expect

from e2e.clinic import Clinic
from e2e.conftest import QUIET, Desk, launch_options
from e2e.hands import saved, tap
from tests.builders import MAN_62

KILLS = int(os.environ.get("DECISIONAID_KILLS", "3"))
BOXES = ("option.high", "option.moderate", "not_sure", "parked", "option.no_statin", "something_else")
TAP_WORKS_WITHIN = 5.0
HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "<svg/onload=window.hit=1>",
    "'><body onload=window.hit=1>",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "</template><script>window.hit=1</script>",
    "{{7*7}}{% raw %}<b onmouseover=window.hit=1>x</b>",
    "javascript:window.hit=1//",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.hit=1&gt;'>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "\u202e<scr\u0131pt>window.hit=1</scr\u0131pt>",
)


@contextmanager
def _of_its_own(chromium: Browser, folder: Path) -> Iterator[Desk]:
    """A clinic of two processes for one test, which may kill them."""
    clinic = Clinic(folder, workers=2).start()
    try:
        context = chromium.new_context()
        clinic.invite(context.request)
        context.close()
        yield Desk(chromium, clinic)
    finally:
        clinic.stop()


@pytest.mark.hazard("H07")
@pytest.mark.hazard("H08")
@pytest.mark.hazard("H10")
def test_a_choice_that_was_saved_is_there_a_single_time_after_every_process_was_killed(
    chromium: Browser, tmp_path: Path
) -> None:
    with _of_its_own(chromium, tmp_path) as desk:
        clinic, page = desk.clinic, desk.page()
        visit = desk.visit(page, "", MAN_62)
        slowest = 0.0
        for number in range(KILLS):
            box = BOXES[number % len(BOXES)]
            desk.show(page, visit, "decision")
            tap(page, box)
            saved(page)
            clinic.kill()
            clinic.start()
            began = time.monotonic()
            desk.show(page, visit, "decision")
            expect(page.locator(f"[value='{box}']")).to_be_checked()
            slowest = max(slowest, time.monotonic() - began)
            assert len(clinic.lines(visit, "arrived")) == number + 1
        print(f"{KILLS} of {KILLS} there, one each; slowest page after a restart {slowest:.2f} s")
        page.context.close()
        assert desk.problems == []


@pytest.mark.hazard("H10")
def test_a_server_that_was_killed_under_the_page_is_met_again_by_the_next_tap(
    chromium: Browser, tmp_path: Path
) -> None:
    with _of_its_own(chromium, tmp_path) as desk:
        clinic, page = desk.clinic, desk.page()
        visit = desk.visit(page, "", MAN_62)
        desk.show(page, visit, "decision")
        clinic.kill()
        tap(page, "option.high")
        saved(page, "Kept on this device until we are connected")
        clinic.start()
        began = time.monotonic()
        tap(page, "parked")
        saved(page)
        assert time.monotonic() - began < TAP_WORKS_WITHIN
        assert [line.value["arrived"] for line in clinic.lines(visit, "arrived")] == ["option", "parked"]
        page.context.close()


@pytest.mark.hazard("T02")
def test_what_somebody_types_is_shown_as_words_and_never_runs(desk: Desk) -> None:
    page = desk.page()
    for number, hostile in enumerate(HOSTILE):
        name = hostile[:80]
        visit = desk.clinic.begin(page.context.request, name)
        desk.clinic.send(page.context.request, visit, "situation", {**MAN_62, "words": hostile, "then": "picture"})
        desk.clinic.send(
            page.context.request, visit, "decision",
            {"arrived": "something_else", "words": hostile, "look_again_if": hostile, "then": "plan"},
        )  # fmt: skip
        for card in ("plan", "print") if number % 4 else ("situation", "decision", "plan", "print", "note", ""):
            desk.show(page, visit, card)
            assert page.evaluate("window.hit") is None, (number, card)
            if card in ("plan", "print"):
                assert hostile in page.locator("main").inner_text(), (number, card)
    page.goto(desk.clinic.url)
    assert page.evaluate("window.hit") is None
    assert HOSTILE[0] in page.locator("main").inner_text()


class _Elsewhere(BaseHTTPRequestHandler):
    """Another site, with a form that aims at ours."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a foreign page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


@pytest.mark.hazard("T03")
def test_a_form_or_a_frame_of_another_site_does_nothing(desk: Desk, elsewhere: str) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    token = (
        page.context.request.get(desk.clinic.card(visit, "decision"))
        .text()
        .split('name="csrf_token" value="')[1]
        .split('"')[0]
    )
    target = desk.clinic.card(visit, "decision")
    _Elsewhere.page = (
        f'<form method="post" action="{target}"><input name="csrf_token" value="{token}"><input name="encounter" value="{visit}">'
        f'<input name="arrived" value="option.high"><input name="key" value="{"k" * 20}"><button>go</button></form>'
        f'<iframe name="inside" src="{target}"></iframe>'
    ).encode()
    page.goto(elsewhere)
    inside = page.frame("inside")
    assert inside is None or "statin" not in inside.content().lower()
    page.locator("button").click()
    page.wait_for_load_state()
    assert (
        "Nothing was saved" in page.locator("body").inner_text()
        or "sign in" in page.locator("body").inner_text().lower()
    )
    assert desk.clinic.lines(visit, "arrived") == ()
    desk.problems[:] = [each for each in desk.problems if elsewhere not in each and "frame-ancestors" not in each]


@pytest.mark.hazard("H05")
def test_a_page_from_memory_shows_nothing_after_the_visit_has_ended(playwright: Playwright, clinic: Clinic) -> None:
    """With the browser's memory of whole pages switched on, which Playwright leaves off."""
    options = launch_options(playwright)
    browser = playwright.chromium.launch(
        **options, ignore_default_args=["--disable-back-forward-cache", "--disable-field-trial-config"]
    )
    try:
        desk = Desk(browser, clinic)
        page = desk.page()
        visit = desk.visit(page, "Ada Example", MAN_62, "option.no_statin")
        desk.show(page, visit, "decision")
        desk.show(page, visit, "plan")
        page.evaluate(
            "() => { const show = Object.assign(new Event('pageshow'), {}); Object.defineProperty(show, 'persisted', { value: true }); window.shown = show; }"
        )
        other = page.context.new_page()
        desk.show(other, visit, "plan")
        other.locator("[data-end-form] button").click()
        other.wait_for_url("**/sign-in?ended=1")
        with page.expect_navigation(url="**/sign-in**"):
            page.evaluate("() => { dispatchEvent(window.shown); }")
        assert "Ada" not in page.locator("body").inner_text()
        other.go_back()
        assert "Ada" not in other.locator("body").inner_text()
        assert "/sign-in" in other.url
    finally:
        browser.close()
    assert QUIET
