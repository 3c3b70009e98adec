# ruff: noqa: E501 - lines of script are kept whole
"""A browser on a clinic that really runs; every promise of the pages is kept here or nowhere.

A laptop without a browser skips these tests and says so; CI fails. Whatever a test does, no page may break its own content
security policy, ask another host for anything, or raise an error that nobody caught (T02, T11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from e2e.clinic import Clinic
from e2e.launching import PATIENCE as PATIENCE
from e2e.launching import QUIET as QUIET
from e2e.launching import launch_options as launch_options
from tests.builders import MAN_62

if TYPE_CHECKING:
    from e2e.framed_room import Room as FrameRoom

SHOTS = Path(__file__).parent / "shots"
WIDTHS = (390, 820, 1280)
GUARD = "addEventListener('securitypolicyviolation', (e) => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI));"


def pytest_configure(config: pytest.Config) -> None:
    expect.set_options(timeout=PATIENCE)
    config.addinivalue_line("markers", "hold: takes long; runs with -m hold")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "hold" in (config.getoption("markexpr") or ""):
        return
    for item in items:
        if item.get_closest_marker("hold"):
            item.add_marker(pytest.mark.skip(reason="takes long: pytest -m hold e2e"))


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    browser = playwright.chromium.launch(**launch_options(playwright))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def clinic(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A practice clinic with one clinician."""
    made = Clinic(tmp_path_factory.mktemp("clinic")).start()
    context = chromium.new_context()
    made.invite(context.request)
    context.close()
    yield made
    made.stop()


@dataclass
class Desk:
    """A table with one screen or more, each signed in, and what went wrong on any of them."""

    browser: Browser
    clinic: Clinic
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    """Other addresses that a test itself stands between browser and clinic."""

    def context(
        self, width: int = 1280, height: int = 900, *, signed_in: bool = True, **options: Any
    ) -> BrowserContext:
        """A browser of its own: no cookie, cache or storage of another."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(GUARD)
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._note_message(message.type, message.text))
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        if signed_in:
            self.clinic.let_in(context)
        return context

    def page(self, width: int = 1280, **options: Any) -> Page:
        """One screen, signed in."""
        return self.context(width, **options).new_page()

    def visit(self, page: Page, name: str = "", values: Any = None, arrived: str = "") -> str:
        """A visit that is under way, begun without the page."""
        request = page.context.request
        visit = self.clinic.begin(request, name)
        if values:
            self.clinic.send(request, visit, "situation", {**values, "then": "picture"})
        if arrived:
            self.clinic.send(request, visit, "decision", {"arrived": arrived, "look_again": "3mo", "then": "plan"})
        return visit

    def show(self, page: Page, visit: str, card: str) -> None:
        """Open a page of a visit and let it settle."""
        page.goto(self.clinic.card(visit, card))

    def _asked(self, url: str) -> None:
        host = urlsplit(url).netloc
        if (
            host
            and host != urlsplit(self.clinic.url).netloc
            and host not in self.others
            and not url.startswith(("data:", "blob:"))
        ):
            self.problems.append(f"another host was asked: {url}")

    def _note_message(self, kind: str, text: str) -> None:
        if kind == "error" and ("CSP" in text or "Content Security" in text or "decisionaid:" in text):
            self.problems.append(text)


@pytest.fixture
def desk(chromium: Browser, clinic: Clinic) -> Iterator[Desk]:
    """A table for one test; at its end nothing may have gone wrong unseen."""
    made = Desk(chromium, clinic)
    yield made
    for context in made.contexts:
        context.close()
    assert made.problems == []


@dataclass(frozen=True)
class Room:
    """A visit that pages can be looked at in, shared: tests that write begin one of their own."""

    page: Page
    visit: str
    cards: tuple[str, ...]


@pytest.fixture(scope="module")
def room(chromium: Browser, clinic: Clinic) -> Iterator[Room]:
    """Walk (a), with values in and a decision made."""
    desk = Desk(chromium, clinic)
    page = desk.page()
    visit = desk.visit(page, "Ada Example", MAN_62, "option.no_statin")
    desk.show(page, visit, "situation")
    cards = tuple(page.locator("nav.topics [data-topic]").evaluate_all("all => all.map(each => each.dataset.topic)"))
    yield Room(page, visit, cards)
    page.context.close()
    assert desk.problems == []


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page under e2e/shots."""

    def take(page: Page, name: str) -> Path:
        SHOTS.mkdir(exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


def cut_off(route: Route) -> None:
    """What the network does when there is none."""
    route.abort("internetdisconnected")


@pytest.fixture(scope="session")
def frame_rooms(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrameRoom]:
    """One clinic that two charts may hold, for all tests of a process."""
    from e2e.framed_room import frame_room

    yield from frame_room(playwright, tmp_path_factory.mktemp("frames"))
