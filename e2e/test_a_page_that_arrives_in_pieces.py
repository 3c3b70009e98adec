"""A page that a slow line brings in pieces appears whole: nobody sees half of it, and nothing moves when more comes.

Where the promise was broken, it showed one time in many: columns became narrower as the last one came, and the tools of
the bar moved aside. So every page is brought here in pieces with a pause after each, which shows it every time.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from urllib.parse import urlsplit

import pytest

from e2e.conftest import Desk, Room

PIECES, PAUSE_SECONDS = 12, 0.04
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => shifts.push(
  [one.value, ...one.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "gone").slice(0, 80))])))
  .observe({ type: "layout-shift", buffered: true });
"""


@contextmanager
def slow_line(clinic_url: str) -> Iterator[str]:
    """A line to the clinic that brings a page in pieces, and files as they come; yields its address."""

    class Line(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {name: self.headers[name] for name in ("Cookie", "Accept") if self.headers[name]}
            with urllib.request.urlopen(urllib.request.Request(clinic_url + self.path, headers=asked)) as answer:
                data, headers = answer.read(), dict(answer.headers)
            self.send_response(200)
            for name in ("Content-Type", "Content-Security-Policy", "Cache-Control"):
                self.send_header(name, headers[name])
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in pieces(data) if headers["Content-Type"].startswith("text/html") else [data]:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                time.sleep(PAUSE_SECONDS if piece is not data else 0)
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def pieces(page: bytes) -> list[bytes]:
    """The page cut between its elements: the head first, and the body in parts of about one length."""
    ends = [found.end() for found in re.finditer(rb"</(?:div|section|li|a|p|form|label|fieldset)>", page)]
    cuts = [0, page.index(b"<body"), *ends[:: max(1, len(ends) // PIECES)], len(page)]
    return [page[start:end] for start, end in pairwise(cuts)]


def _moved(desk: Desk, room: Room, cards: tuple[str, ...], width: int) -> dict[str, object]:
    """What moved on each page while it arrived."""
    found: dict[str, object] = {}
    context = desk.context(width)
    context.add_init_script(SHIFTS)
    with slow_line(desk.clinic.url) as line:
        desk.others.add(urlsplit(line).netloc)
        for card in cards:
            page = context.new_page()
            page.goto(line + (card if card.startswith("/") else urlsplit(desk.clinic.card(room.visit, card)).path))
            page.wait_for_load_state("networkidle")
            page.wait_for_function("() => performance.getEntriesByType('paint').length")
            if shifts := page.evaluate("shifts"):
                found[card] = shifts
            page.close()
    return found


def test_a_page_in_pieces_appears_whole(desk: Desk, room: Room) -> None:
    assert _moved(desk, room, ("workload", "picture"), 1280) == {}


@pytest.mark.hold
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_in_pieces_appears_whole(desk: Desk, room: Room, width: int) -> None:
    assert _moved(desk, room, (*room.cards, "evidence/baseline", "plan", "note", "", "/", "/ended"), width) == {}
