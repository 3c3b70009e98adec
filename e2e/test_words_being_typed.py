# ruff: noqa: E501 - lines of script are kept whole
"""Nothing that is being typed is lost: it is in its box again after the lock, a reload, Back or another address.

It lies sealed on this device and in no log, shows in no other visit, and goes when it is saved or when the visit ends.
"""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Desk, Room
from e2e.hands import saved, stand_in, tap, until
from e2e.test_rule_07_lost_wifi_loses_nothing import NO_DATABASE
from tests.builders import MAN_62, NAME, PASSWORD
from tests.cases import case

WORDS = str(case(6)["words"])
MINUTE = 60_000
LAST_KEY = "addEventListener('input', () => { window.lastKey = Date.now(); }, true);"
NOT_SENT_WHEN_HIDDEN = "document.addEventListener('visibilitychange', (e) => e.stopImmediatePropagation(), true);"
"""A tab that is hidden sends what is in its boxes, if it has the time; these tests are about when it has not."""
NOT_SENT_WHEN_LEFT = (
    "for (const how of ['change', 'focusout']) addEventListener(how, (e) => e.stopImmediatePropagation(), true)"
)
"""A box that is left sends its words, and closing a window leaves its box: on some runs it has the time, on others not."""
DRAFTS = """() => new Promise((done) => { const asked = indexedDB.open('decisionaid');
  asked.onsuccess = () => { const base = asked.result; if (!base.objectStoreNames.contains('drafts')) { base.close(); return done([]); }
    const all = base.transaction('drafts').objectStore('drafts').getAll(); all.onsuccess = () => { base.close(); done(all.result); }; } })"""
HIDE = """() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange')); delete document.hidden; }"""
BOXES = "textarea, input[type=date], input:not([type])"


def drafts(page: Page, count: int) -> None:
    """So many drafts lie on the device."""
    until(page, f"async () => (await ({DRAFTS})()).length === {count}")


def quick(desk: Desk, **options: object) -> Page:
    """A screen that is gone before it can send anything."""
    page = desk.page(**options)
    page.add_init_script(NOT_SENT_WHEN_HIDDEN)
    return page


def type_into(page: Page, box: str, words: str, count: int = 1) -> None:
    """Key by key, with the cursor left in the box."""
    stand_in(page, box)
    page.evaluate(LAST_KEY)
    page.keyboard.type(words)
    drafts(page, count)
    until(page, f"async () => (await ({DRAFTS})()).some((each) => each.at >= window.lastKey)")


@pytest.mark.hazard("H09")
def test_words_in_a_box_are_there_after_the_lock_and_the_sign_in(desk: Desk) -> None:
    page = desk.page()
    page.clock.install()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_into(page, "#words", WORDS)
    page.context.clear_cookies()
    page.clock.run_for(11 * MINUTE)
    page.wait_for_url(re.compile(r"/sign-in\?"))
    assert WORDS not in page.content()
    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.locator("form.entry button").click()
    page.wait_for_url("**/situation")
    expect(page.locator("#words")).to_have_value(WORDS)
    page.locator("#words").press("End")
    page.keyboard.press("Tab")
    saved(page)
    drafts(page, 0)
    assert [line.words for line in desk.clinic.lines(visit, "words")] == [WORDS]


def test_every_box_of_every_card_keeps_what_is_typed(desk: Desk, room: Room) -> None:
    page = quick(desk)
    visit = desk.visit(page, "", {"value_age": "62"}, "parked")
    tried, lost = 0, []
    for card in (*room.cards, "plan"):
        desk.show(page, visit, card)
        names = page.locator(f"main form :is({BOXES})").evaluate_all("all => all.map((each) => [each.id, each.type])")
        for box, kind in names:
            typed = {"date": "05112027", "text": "77"}.get(kind, "some words")
            type_into(page, f"#{box}", typed)
            shown = page.locator(f"#{box}").input_value()
            page.reload()
            try:
                expect(page.locator(f"#{box}")).to_have_value(shown)
                expect(page.locator(f"#{box}")).to_be_visible()
            except AssertionError:
                lost.append(f"{card} {box}: {page.locator(f'#{box}').input_value()}, not {shown}")
            page.evaluate(
                "() => new Promise((done) => { const asked = indexedDB.deleteDatabase('decisionaid'); asked.onsuccess = asked.onerror = done; })"
            )
            desk.show(page, visit, card)
            tried += 1
    assert lost == []
    assert tried >= 10
    assert {line.item.partition(".")[0] for line in desk.clinic.lines(visit)} <= {"values", "arrived"}


def test_back_and_another_address_bring_the_words_back(desk: Desk) -> None:
    page = quick(desk)
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    type_into(page, "#words", WORDS)
    desk.show(page, visit, "plan")
    page.go_back()
    expect(page.locator("#words")).to_have_value(WORDS)
    expect(page.locator("#words")).to_be_visible()
    desk.show(page, visit, "situation")
    expect(page.locator("#words")).to_have_value("")
    desk.show(page, visit, "decision")
    expect(page.locator("#words")).to_have_value(WORDS)


def test_a_draft_goes_when_its_words_are_saved_and_when_the_box_is_emptied(desk: Desk) -> None:
    page = quick(desk)
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    type_into(page, "#words", WORDS)
    page.reload()
    expect(page.locator("#words")).to_have_value(WORDS)
    tap(page, "option.high")
    saved(page)
    drafts(page, 0)
    assert [line.words for line in desk.clinic.lines(visit, "said")][-1] == WORDS
    desk.show(page, visit, "situation")
    type_into(page, "#words", "no")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    drafts(page, 0)


@pytest.mark.hazard("T07")
def test_a_draft_is_sealed_and_shows_in_no_other_visit_and_to_nobody_else(desk: Desk) -> None:
    page = quick(desk)
    visit, other = desk.visit(page, "Ada Example"), desk.visit(page, "Ada Example")
    desk.show(page, visit, "situation")
    type_into(page, "#words", WORDS)
    kept = json.dumps(page.evaluate(DRAFTS)) + page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    for secret in (*WORDS.split(" "), "Ada", "situation", "statin"):
        assert len(secret) < 4 or secret not in kept, secret
    desk.show(page, other, "situation")
    expect(page.locator("#words")).to_have_value("")
    drafts(page, 1)
    with pytest.raises(AssertionError):
        expect(page.locator("#words")).not_to_have_value("", timeout=300)
    desk.clinic.colleague(page.context.request)
    answer = page.goto(desk.clinic.card(visit, "situation"))
    assert answer is not None
    assert answer.status == 404
    assert WORDS not in page.content()
    third = desk.visit(page, "Ada Example")
    desk.show(page, third, "situation")
    with pytest.raises(AssertionError):
        expect(page.locator("#words")).not_to_have_value("", timeout=300)


@pytest.mark.hazard("H05")
def test_the_end_of_the_visit_clears_its_drafts_and_those_alone(desk: Desk) -> None:
    page = quick(desk)
    first, second = desk.visit(page), desk.visit(page)
    for number, visit in enumerate((first, second), 1):
        desk.show(page, visit, "situation")
        type_into(page, "#words", WORDS, number)
    desk.show(page, first, "plan")
    page.locator("[data-end-form] button").click()
    page.wait_for_url("**/sign-in?ended=1")
    left = page.evaluate(DRAFTS)
    assert [each["visit"] for each in left] == [second]
    desk.clinic.sign_in(page.context.request)
    desk.show(page, second, "situation")
    expect(page.locator("#words")).to_have_value(WORDS)
    desk.show(page, second, "plan")
    page.locator("[data-end-form] button").click()
    page.wait_for_url("**/sign-in?ended=1")
    assert (
        page.evaluate("async () => (await indexedDB.databases()).length + localStorage.length + sessionStorage.length")
        == 0
    )
    assert desk.clinic.lines(first) == desk.clinic.lines(second) == ()


def test_a_visit_that_ended_on_another_screen_leaves_no_draft(desk: Desk) -> None:
    page = quick(desk)
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_into(page, "#words", WORDS)
    desk.clinic.end(visit)
    desk.show(page, visit, "plan")
    drafts(page, 0)


def test_without_the_database_of_the_browser_the_words_are_kept_all_the_same(desk: Desk) -> None:
    page = quick(desk)
    page.add_init_script(NO_DATABASE)
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.locator("#words").focus()
    page.keyboard.type(WORDS)
    page.wait_for_function("() => Object.keys(localStorage).some((each) => each.startsWith('decisionaid.draft.'))")
    assert WORDS not in page.evaluate("JSON.stringify({...localStorage})")
    page.reload()
    expect(page.locator("#words")).to_have_value(WORDS)
    page.locator("#words").press("Tab")
    saved(page)
    page.wait_for_function("() => !Object.keys(localStorage).some((each) => each.startsWith('decisionaid.draft.'))")
    desk.problems[:] = [each for each in desk.problems if "no IndexedDB" not in each]


def test_two_tabs_on_one_card_keep_what_each_of_them_holds(desk: Desk) -> None:
    context = desk.context()
    context.add_init_script(NOT_SENT_WHEN_HIDDEN)
    one, other = context.new_page(), context.new_page()
    visit = desk.visit(one, "", MAN_62)
    for page in (one, other):
        desk.show(page, visit, "decision")
    type_into(one, "#words", "from one")
    type_into(other, "#look_again_if", "from the other", 2)
    one.reload()
    expect(one.locator("#words")).to_have_value("from one")
    other.locator("#look_again_if").press("Tab")
    saved(other)
    drafts(one, 1)
    one.locator("#words").press("Tab")
    saved(one)
    drafts(one, 0)
    other.reload()
    expect(other.locator("#words")).to_have_value("from one")
    expect(other.locator("#look_again_if")).to_have_value("from the other")


@pytest.mark.hazard("H09")
def test_older_words_never_go_silently_over_what_another_screen_has_saved(desk: Desk) -> None:
    page, elsewhere = quick(desk), desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    was_newest = page.locator("body").get_attribute("data-seen")
    assert was_newest
    page.context.set_offline(True)
    type_into(page, "#words", "typed before")
    page.evaluate(NOT_SENT_WHEN_LEFT)
    page.close(run_before_unload=False)
    desk.show(elsewhere, visit, "decision")
    elsewhere.locator("summary", has_text="Add to this").click()
    elsewhere.fill("#words", "saved since")
    tap(elsewhere, "option.high")
    saved(elsewhere)
    page = page.context.new_page()
    page.context.set_offline(False)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    desk.show(page, visit, "decision")
    expect(page.locator("#words")).to_have_value("typed before")
    expect(page.locator("[data-older=words]")).to_have_text("Another screen has saved since: “saved since”")
    page.evaluate(HIDE)
    tap(page, "option.moderate")
    saved(page)
    assert [each for each in sent if "typed" in each] == []
    assert desk.clinic.lines(visit, "said")[-1].words == "saved since"
    page.locator("#words").focus()
    page.keyboard.press("End")
    page.keyboard.type(", and now")
    with page.expect_response("**/statin/decision"):
        page.keyboard.press("Tab")
    drafts(page, 0)
    assert f"knew={was_newest}" in sent[-1], "the server is told what was known when the words were typed"
    assert [line.words for line in desk.clinic.lines(visit, "said")][-1] == "typed before, and now"


@pytest.mark.hazard("H05")
def test_a_name_typed_on_the_shelf_does_not_stay_for_the_next_patient(desk: Desk) -> None:
    page = quick(desk)
    desk.show(page, desk.visit(page), "situation")
    page.goto(f"{desk.clinic.url}/")
    page.locator("details.who summary").click()
    page.locator("#name").focus()
    page.keyboard.type("Ada Example")
    page.locator("#number").focus()
    page.keyboard.type("4711")
    page.reload()
    page.locator("details.who summary").click()
    assert page.locator("#name").input_value() == page.locator("#number").input_value() == ""
    assert page.evaluate(DRAFTS) == []
    page.goto(f"{desk.clinic.url}/sign-in")
    page.go_back()
    assert page.locator("#name").input_value() == ""
