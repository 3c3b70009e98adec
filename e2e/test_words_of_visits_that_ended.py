"""What was typed and not saved leaves a device when its visit has ended elsewhere, and after a week at the latest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Desk
from e2e.test_words_being_typed import DRAFTS, WORDS, drafts, quick, type_into

pytestmark = pytest.mark.hazard("H05")


def typed(desk: Desk, page: Page, number: int = 1) -> str:
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_into(page, "#words", WORDS, number)
    return visit


@pytest.mark.parametrize("where", ["the shelf", "another visit"])
def test_a_draft_goes_when_the_device_learns_that_its_visit_has_ended(desk: Desk, where: str) -> None:
    page = quick(desk)
    ended, still = typed(desk, page), typed(desk, page, 2)
    desk.clinic.end(ended)
    if where == "the shelf":
        page.goto(f"{desk.clinic.url}/")
    else:
        desk.show(page, still, "decision")
    drafts(page, 1)
    assert [each["visit"] for each in page.evaluate(DRAFTS)] == [still]
    desk.show(page, still, "situation")
    expect(page.locator("#words")).to_have_value(WORDS)


def test_at_sign_out_nothing_stays_of_visits_that_ended_meanwhile(desk: Desk) -> None:
    page = quick(desk)
    visit = typed(desk, page)
    page.goto(f"{desk.clinic.url}/")
    drafts(page, 1)
    desk.clinic.end(visit)
    page.locator("form[action$='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_a_draft_of_a_visit_that_nobody_can_ask_about_goes_after_a_week(desk: Desk) -> None:
    page = quick(desk)
    visit = typed(desk, page)
    page.goto(f"{desk.clinic.url}/")
    age = """(days) => new Promise((done) => { const asked = indexedDB.open('decisionaid');
      asked.onsuccess = () => { const all = asked.result.transaction('drafts', 'readwrite').objectStore('drafts');
        all.openCursor().onsuccess = ({ target: { result: row } }) => {
          if (row) { row.update({ ...row.value, visit: 'of-somebody-else', at: Date.now() - days * 86_400_000 });
            row.continue(); } };
        all.transaction.oncomplete = () => { asked.result.close(); done(); }; } })"""
    page.evaluate(age, 6.9)
    page.reload()
    page.wait_for_load_state("networkidle")
    drafts(page, 1)
    page.evaluate(age, 7.1)
    page.reload()
    drafts(page, 0)
    assert visit
