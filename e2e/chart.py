# ruff: noqa: E501 - lines of script and of pages are kept whole
"""A chart that holds the cards: a page of another site, over TLS, and a clinic that serves frames to it.

Both names lead to this machine in a browser that was started with `RULES`; to the browser they are two sites.
"""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect

from decisionaid.store.doors import Opens
from e2e.clinic import Clinic
from tests.builders import MAN_62, NAME, PASSWORD
from tests.project import free_port
from tests.test_project_tls import certificate

CARDS, CHART, QUIET, OTHER = "cards.example", "chart.example", "quiet.example", "hostile.example"
RULES = f"--host-resolver-rules=MAP {CARDS} 127.0.0.1, MAP *.{CARDS} 127.0.0.1, MAP {CHART} 127.0.0.1, MAP {QUIET} 127.0.0.1, MAP {OTHER} 127.0.0.1"
ORDINARY = "allow-forms allow-modals allow-popups allow-same-origin allow-scripts allow-downloads"
STRICT = "allow-forms allow-same-origin allow-scripts"
KEEPS_EVENTS = """addEventListener('message', (e) => (window.heard ??= []).push([e.origin, e.data]));
window.events = [];
for (const each of ['ready', 'card', 'choice', 'saved', 'plan', 'ended', 'error'])
  document.addEventListener('decision-aid:' + each, (e) => window.events.push([each, e.detail, e.target.id]));"""


class FramedClinic(Clinic):
    """A practice clinic over TLS whose cards some sites may hold."""

    def __init__(self, folder: Path, frames: str, prefix: str = "") -> None:
        super().__init__(folder)
        self.data.mkdir(parents=True)
        (self.data / "site.yaml").write_text(f'name: "Our clinic"\nframes:\n{frames}', encoding="utf-8")
        self._tls = certificate(folder, "cards")
        self._prefix = prefix
        self.origin = f"https://{CARDS}:{self.port}"
        self.url = f"{self.origin}{prefix}"
        self._local = f"https://127.0.0.1:{self.port}{prefix}"

    def flags(self) -> list[str]:
        return ["--host", "0.0.0.0", *self._tls]

    def settings(self) -> dict[str, str]:
        return {"DECISIONAID_PREFIX": self._prefix} if self._prefix else {}

    def account(self) -> str:
        """The clinician; her own browser need not be here."""
        accounts = self.store.accounts
        found = accounts.named(NAME)
        return str((found or accounts.accept(accounts.invite(), NAME, PASSWORD)).id)

    def visit(self, name: str = "Ada Example") -> str:
        """A visit that is under way in a tab elsewhere."""
        people = self.store.people
        return str(people.open_visit(people.add(name=name).id, self.account(), practice=True).id)

    def code(self, visit: str, opens: Opens = "frame") -> str:
        """What the clinician makes there."""
        return self.store.doors.make(visit, self.account(), opens)


class Chart:
    """Pages of the site that holds the frame."""

    def __init__(self, folder: Path, host: str = CHART) -> None:
        flags = certificate(folder, host)
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        pages, self.port = self.pages, free_port()

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body, headers = pages.get(self.path.split("?")[0], ("<!doctype html><title>Nothing</title>", {}))
                self.send_response(200)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Answers)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(flags[1], flags[3])
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.origin = f"https://{host}:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def hold(self, path: str, body: str, **headers: str) -> str:
        """Serve a page; returns its address."""
        html = f"<!doctype html><html lang='en'><title>Chart</title><meta charset='utf-8'><script>{KEEPS_EVENTS}</script>{body}"
        self.pages[path] = (html, {name.replace("_", "-"): value for name, value in headers.items()})
        return f"{self.origin}{path}"

    def stop(self) -> None:
        self._server.shutdown()


def inside(page: Page, selector: str = "iframe") -> FrameLocator:
    """What stands in the frame, also where it stands in a shadow root."""
    return page.frame_locator(selector)


def frame_of(page: Page, at: int = 0) -> Frame:
    """The frame itself."""
    return [each for each in page.frames if each != page.main_frame][at]


FILL = """(form, values) => { for (const [name, value] of Object.entries(values)) for (const field of form.querySelectorAll(`[name="${name}"]`))
  if (['radio', 'checkbox'].includes(field.type)) field.checked ||= field.value === value; else field.value = value;
  form.querySelector('button[name=then][value=picture]').click(); }"""


def to_the_picture(cards: FrameLocator) -> None:
    """The values are filled in and confirmed."""
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    cards.locator("form[data-choose]").evaluate(FILL, MAN_62)
    expect(cards.locator("[data-card=picture]")).to_be_visible()


def refuse_storage(context: BrowserContext) -> None:
    """As a browser does that keeps nothing for a site in a frame: the first touch throws."""
    context.add_init_script(
        """if (window.top !== window) for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException('refused', 'SecurityError'); } });"""
    )
