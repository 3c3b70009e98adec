"""The script that is served is joined and packed at the start: hands that do the same on both find no difference.

One walk, done with what is served and with the modules as they stand in the source: the same pages are shown, the same
things are sent in the same order, and the same lines stand in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

from playwright.sync_api import Page, Request, Route, expect

from e2e.conftest import Desk, cut_off
from e2e.hands import KEPT, saved, tap
from tests.builders import MAN_62

SOURCE = Path(__file__).parent.parent / "static" / "encounter"
OWN_EACH_TIME = {"csrf_token", "key", "said_at", "encounter", "seen"}


def test_the_served_script_and_its_source_do_the_same(desk: Desk) -> None:
    served, source = _walk(desk, from_source=False), _walk(desk, from_source=True)
    assert len(served) > 20
    assert served == source


def _walk(desk: Desk, *, from_source: bool) -> list[str]:
    """What was shown, sent and written, in its order."""
    page = desk.page(service_workers="block")
    modules: set[str] = set()
    if from_source:
        _take_the_source(page, modules)
    visit = desk.visit(page, "Ada Example", MAN_62)
    told: list[str] = []
    page.on("requestfinished", lambda request: told.extend(_sent(request, visit)))

    def shown() -> None:
        told.append(f"{page.url.split(visit)[-1]} {page.locator('[data-saved]').first.inner_text()}")

    _fill_in(desk, page, visit, shown)
    _without_connection(desk, page, visit, shown)
    _talk_and_end(desk, page, visit, shown)
    told += [f"{line.item} {sorted(dict(line.value).items())}" for line in desk.clinic.lines(visit)]
    assert modules == ({path.name for path in SOURCE.glob("*.js")} if from_source else set())
    page.context.close()
    return told


def _take_the_source(page: Page, modules: set[str]) -> None:
    def give(route: Route) -> None:
        name = route.request.url.split("/")[-1]
        modules.add(name)
        route.fulfill(body=(SOURCE / name).read_bytes(), content_type="text/javascript")

    entry = 'import "/static/encounter/main.js";'
    page.route("**/static/encounter.js*", lambda route: route.fulfill(body=entry, content_type="text/javascript"))
    page.route("**/static/encounter/*.js", give)


def _sent(request: Request, visit: str) -> list[str]:
    if request.method != "POST":
        return []
    data = parse_qsl(request.post_data or "", keep_blank_values=True)
    fields = [f"{name}={value}" for name, value in data if name not in OWN_EACH_TIME]
    return [f"{request.url.replace(visit, '…').split('/', 3)[-1]} {fields}"]


def _fill_in(desk: Desk, page: Page, visit: str, shown: Callable[[], None]) -> None:
    desk.show(page, visit, "situation")
    page.fill("#words", "My father died of a stroke at 61")
    page.press("#words", "Tab")
    saved(page)
    page.locator(".known summary").click()
    page.fill("#value_systolic_bp", "1780")
    page.press("#value_systolic_bp", "Tab")
    expect(page.locator("[data-problem=value_systolic_bp]")).to_be_visible()
    shown()
    page.fill("#value_systolic_bp", "142")
    page.press("#value_systolic_bp", "Tab")
    saved(page)
    assert page.locator("[data-problem]").count() == 0
    page.locator("[data-then=picture]").click()
    page.wait_for_url("**/picture")
    shown()


def _without_connection(desk: Desk, page: Page, visit: str, shown: Callable[[], None]) -> None:
    desk.show(page, visit, "decision")
    page.context.set_offline(True)
    tap(page, "option.high")
    saved(page, KEPT)
    page.locator("[data-plan-way]").click()
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    shown()
    tap(page, "option.moderate")
    saved(page, KEPT)
    page.route("**/statin/decision", _unless_a_page)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[value='option.moderate']")).to_be_checked()
    page.unroute("**/statin/decision")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    shown()


def _unless_a_page(route: Route) -> None:
    if route.request.method == "GET":
        route.continue_()
    else:
        cut_off(route)


def _talk_and_end(desk: Desk, page: Page, visit: str, shown: Callable[[], None]) -> None:
    desk.show(page, visit, "questions")
    page.locator(".ask .tap").first.click()
    expect(page.locator(".thinks")).to_be_visible()  # the card was told anew
    page.locator("[data-talk]").click()
    page.locator("[data-sheet] button").click()
    page.locator("label.larger").click()
    shown()
    desk.show(page, visit, "plan")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    page.locator("[data-end-form] button").click()
    page.wait_for_url("**/sign-in?ended=1")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    shown()
