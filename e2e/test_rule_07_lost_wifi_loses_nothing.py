# ruff: noqa: E501 - lines of script are kept whole
"""Lost Wi-Fi loses nothing: what was tapped is kept, sealed, on this device, and counts a single time when it is sent."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect

from e2e.clinic import Clinic
from e2e.conftest import Desk, cut_off, launch_options
from e2e.hands import KEPT, saved, tap, until
from tests.builders import MAN_62

FIVE = ("option.high", "option.moderate", "not_sure", "parked", "option.no_statin")
STORED = """() => new Promise((done) => { const asked = indexedDB.open('decisionaid');
  asked.onsuccess = () => { const base = asked.result; if (!base.objectStoreNames.contains('waiting')) return done([]);
    const all = base.transaction('waiting').objectStore('waiting').getAll(); all.onsuccess = () => { base.close(); done(all.result); }; } })"""
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new DOMException('no', 'SecurityError'); } } });"
NO_STORAGE = (
    NO_DATABASE + "for (const name of ['localStorage', 'sessionStorage']) "
    "Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
)


def waiting(page: Page, count: int) -> None:
    """So many lines are kept on the device."""
    until(page, f"async () => (await ({STORED})()).length === {count}")


def offline_taps(page: Page, taps: int) -> None:
    for number in range(taps):
        tap(page, FIVE[number % len(FIVE)])
    saved(page, KEPT)
    waiting(page, taps)


def closed_and_opened_again(playwright: Playwright, clinic: Clinic, folder: Path, taps: int) -> tuple[list[str], str]:
    """Taps without connection, the browser killed in the middle, opened again with connection: what the log then says."""

    def opened() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(folder, **launch_options(playwright))

    context = opened()
    clinic.sign_in(context.request)
    visit = clinic.begin(context.request)
    clinic.send(context.request, visit, "situation", {**MAN_62, "then": "picture"})
    page = context.new_page()
    page.goto(clinic.card(visit, "decision"))
    context.set_offline(True)
    offline_taps(page, taps)
    page.close()
    context.close()
    assert clinic.lines(visit, "arrived") == ()
    context = opened()
    clinic.sign_in(context.request)  # a browser that was closed has forgotten who signed in
    page = context.new_page()
    page.goto(clinic.card(visit, "decision"))
    saved(page)
    waiting(page, 0)
    checked = page.locator("[name=arrived]:checked").get_attribute("value") or ""
    context.close()
    return [_box(line.value) for line in clinic.lines(visit, "arrived")], checked


def _box(value: dict[str, str]) -> str:
    return f"option.{value['option']}" if value.get("option") else value["arrived"]


@pytest.mark.hazard("H08")
@pytest.mark.hazard("H09")
def test_five_choices_without_connection_survive_a_closed_browser_and_count_a_single_time(
    playwright: Playwright, clinic: Clinic, chromium: Browser, tmp_path: Path
) -> None:
    told, checked = closed_and_opened_again(playwright, clinic, tmp_path / "profile", 5)
    assert told == list(FIVE)
    assert checked == FIVE[-1]


@pytest.mark.hold
@pytest.mark.hazard("H09")
def test_fifty_choices_without_connection_survive_a_closed_browser(
    playwright: Playwright, clinic: Clinic, chromium: Browser, tmp_path: Path
) -> None:
    told, _ = closed_and_opened_again(playwright, clinic, tmp_path / "profile", 50)
    assert told == [FIVE[number % 5] for number in range(50)]


@pytest.mark.hazard("H08")
def test_an_answer_that_got_lost_on_the_way_back_doubles_nothing(desk: Desk) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    lost: list[int] = []

    def lose(route) -> None:  # type: ignore[no-untyped-def]
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/statin/decision", lose)
    tap(page, "option.high")
    saved(page, KEPT)
    saved(page)
    assert lost == [200, 200]
    assert len(desk.clinic.lines(visit, "arrived")) == 1


@pytest.mark.hazard("T07")
def test_what_waits_is_sealed_and_holds_no_token(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "Ada Example", MAN_62), "decision")
    token = page.locator("[name=csrf_token]").first.get_attribute("value") or "?"
    page.context.set_offline(True)
    page.locator("summary", has_text="Add to this").click()
    page.fill("#words", "planted where nobody may read it")
    tap(page, "option.high")
    saved(page, KEPT)
    kept = json.dumps(page.evaluate(STORED)) + page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    for secret in ("planted", "Ada", "option.high", "high", "decision", "statin", token):
        assert secret not in kept.replace("decisionaid", ""), secret
    assert len(page.evaluate(STORED)) >= 1


@pytest.mark.hazard("H04")
def test_what_waits_for_one_visit_is_sent_to_that_visit_and_no_other(desk: Desk) -> None:
    context = desk.context()
    one, other = context.new_page(), context.new_page()
    first, second = desk.visit(one, "", MAN_62), desk.visit(other, "", MAN_62)
    desk.show(one, first, "decision")
    context.set_offline(True)
    offline_taps(one, 2)
    one.close()
    context.set_offline(False)
    desk.show(other, second, "decision")
    tap(other, "parked")
    saved(other)
    waiting(other, 0)
    assert [_box(line.value) for line in desk.clinic.lines(first, "arrived")] == list(FIVE[:2])
    assert [_box(line.value) for line in desk.clinic.lines(second, "arrived")] == ["parked"]


def test_a_screen_that_rested_keeps_the_tap_until_somebody_signs_in(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    page.context.clear_cookies()
    tap(page, "option.high")
    saved(page, "Kept on this device until you sign in. Sign in")
    assert desk.clinic.lines(visit, "arrived") == ()
    page.locator("[data-saved] a").click()
    from tests.builders import NAME, PASSWORD

    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.locator("form.entry button").click()
    page.wait_for_url("**/statin/decision")
    saved(page)
    assert [_box(line.value) for line in desk.clinic.lines(visit, "arrived")] == ["option.high"]
    expect(page.locator("[value='option.high']")).to_be_checked()


def test_a_visit_that_ended_elsewhere_keeps_the_tap_and_says_so(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    desk.clinic.end(visit)
    tap(page, "option.high")
    expect(page.locator("[data-saved]")).to_contain_text("This visit has ended.")
    assert desk.clinic.lines(visit, "arrived") == ()
    assert len(page.evaluate(STORED)) == 1


def test_print_and_note_wait_for_what_is_not_saved_yet(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    page.context.set_offline(True)
    tap(page, "option.high")
    saved(page, KEPT)
    page.locator("[data-plan-way]").click()
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    assert page.url == desk.clinic.card(visit, "decision")
    page.context.set_offline(False)
    page.locator("[data-plan-way]").click()
    page.wait_for_url("**/plan")
    assert "A high dose" in page.locator("[data-decision]").inner_text()


def test_a_question_that_came_up_without_connection_waits_on_its_card(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.context.set_offline(True)
    page.fill("#value_total_cholesterol", "5.7")
    page.press("#value_total_cholesterol", "Tab")
    saved(page, KEPT)
    page.close()
    page = page.context.new_page()
    page.context.set_offline(False)
    desk.show(page, visit, "picture")
    expect(page.locator("[data-saved]")).to_contain_text("One thing is not saved yet.")
    page.locator("[data-saved] a").click()
    expect(page.locator("[data-problem=value_total_cholesterol]")).to_have_text("Is that mmol/L?")
    expect(page.locator("#value_total_cholesterol")).to_have_value("5.7")
    page.locator("[name=unit_total_cholesterol]").select_option("mmol/L")
    saved(page)
    assert page.locator("[data-problem]").count() == 0
    waiting(page, 0)
    assert desk.clinic.lines(visit, "values.total_cholesterol")[-1].value["unit"] == "mmol/L"


def test_a_kind_page_stands_where_there_is_no_connection_and_nothing_of_a_patient_was_cached(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Ada Example", MAN_62)
    desk.show(page, visit, "decision")
    tap(page, "option.high")
    saved(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    desk.show(page, visit, "plan")
    page.wait_for_load_state("networkidle")
    keys = page.evaluate(
        "async () => { const all = []; for (const name of await caches.keys()) for (const each of await (await caches.open(name)).keys()) all.push(new URL(each.url).pathname); return all; }"
    )
    assert keys
    assert [each for each in keys if not each.startswith("/static/")] == []
    page.context.set_offline(True)
    page.goto(desk.clinic.card(visit, "picture"))
    assert page.locator("h1").inner_text() == "Not connected just now"
    assert "kept on this device" in page.locator("main").inner_text()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    page.context.set_offline(False)
    page.locator("a", has_text="Try again").click()
    expect(page.locator("main .key").first).to_be_visible()


@pytest.mark.parametrize("lacks", [NO_DATABASE, NO_STORAGE], ids=["no IndexedDB", "no storage at all"])
def test_a_browser_that_keeps_less_still_saves(desk: Desk, lacks: str) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page, "", MAN_62)
    page.add_init_script(lacks)
    desk.show(page, visit, "decision")
    tap(page, "option.high")
    saved(page)
    assert [_box(line.value) for line in desk.clinic.lines(visit, "arrived")] == ["option.high"]
    assert any("no IndexedDB" in each for each in desk.problems), "its absence is said aloud"
    if lacks is NO_DATABASE:
        page.route("**/statin/decision", cut_off)
        tap(page, "parked")
        saved(page, KEPT)
        page.unroute("**/statin/decision")
        page.reload()
        saved(page)
        assert [_box(line.value) for line in desk.clinic.lines(visit, "arrived")] == ["option.high", "parked"]
    desk.problems[:] = [each for each in desk.problems if "decisionaid: " not in each]


def test_no_connection_when_the_visit_ends_locks_the_screen_and_ends_it_later(desk: Desk) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page, "Ada Example", MAN_62)
    desk.show(page, visit, "decision")
    page.locator("[data-then=plan]").click()
    page.wait_for_url("**/plan")
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    desk.show(page, visit, "decision")
    page.context.set_offline(True)
    tap(page, "option.high")
    saved(page, KEPT)
    page.route("**/statin/decision", cut_off)
    page.context.set_offline(False)
    desk.show(page, visit, "plan")
    saved(page, KEPT)
    page.locator("[data-end-form] button").click()
    expect(page.locator("[data-locked]")).to_contain_text("the screen stays empty")
    seen = page.locator("body").inner_text()
    assert "Ada" not in seen
    assert "statin" not in seen.lower()
    page.reload()
    expect(page.locator("[data-locked]")).to_be_visible()
    assert desk.clinic.lines(visit, "arrived") == ()
    page.unroute("**/statin/decision")
    with suppress(Error):  # the page may have gone on by itself in the same moment
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_url("**/sign-in?ended=1")
    assert [_box(line.value) for line in desk.clinic.lines(visit, "arrived")] == ["option.high"]
    assert (
        page.evaluate(
            "async () => (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length + localStorage.length"
        )
        == 0
    )
    assert page.evaluate(STORED) == []
