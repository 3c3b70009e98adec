"""The page that documents `<decision-aid>` shows it at work: every attribute, event, method and theme, and a dialog."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page, expect

from e2e.conftest import Desk
from e2e.hands import audit_frame, until

PAPER = "getComputedStyle(document.body).backgroundColor"
TOKEN = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"


@pytest.fixture
def page(desk: Desk) -> Page:
    """The page with a practice visit in its frame."""
    page = desk.page(820)
    page.goto(f"{desk.clinic.url}/embed")
    page.get_by_role("button", name="Begin a practice visit here").click()
    expect(page.frame_locator("#cards iframe").locator("[data-card=situation]")).to_be_visible()
    return page


def _cards(page: Page) -> Frame:
    (found,) = (each for each in page.frames if each != page.main_frame)
    return found


def _hears(page: Page, words: str) -> None:
    expect(page.locator("[data-events] li").filter(has_text=words).first).to_be_attached()


def test_every_attribute_method_and_event_works_where_it_is_described(desk: Desk, page: Page) -> None:
    cards = _cards(page)
    _hears(page, 'decision-aid:ready {"version"')
    _hears(page, 'decision-aid:card {"card":"situation"')
    for theme, paper in (("dark", "rgb(26, 24, 22)"), ("light", "rgb(250, 246, 239)")):
        page.locator("[data-attribute=theme]").select_option(theme)
        until(cards, f"{PAPER} === '{paper}'")
    page.locator("[data-attribute=text-size]").select_option("large")
    until(cards, "parseFloat(getComputedStyle(document.body).fontSize) >= 24")
    page.locator("[data-attribute=mode]").select_option("card")
    until(cards, "!document.querySelector('nav.topics').checkVisibility()")
    page.locator("[data-attribute=mode]").select_option("visit")
    page.locator("[data-token=accent]").select_option("#7a1f5c")
    until(cards, f"{TOKEN} === '#7a1f5c'")
    page.locator("[data-token=accent]").select_option("#e8e8e8")
    _hears(page, 'decision-aid:error {"code":"contrast"}')
    page.locator("[data-method=pause]").click()
    until(cards, "document.querySelector('[data-sheet]').open")
    page.locator("[data-method=resume]").click()
    until(cards, "!document.querySelector('[data-sheet]').open")
    page.locator("[data-method=focus]").click()
    until(page, "document.activeElement.id === 'cards'")
    page.frame_locator("#cards iframe").locator("nav.topics [data-topic=decision]").click()
    page.frame_locator("#cards iframe").locator(".arrive [data-option='option.no_statin']").click()
    _hears(page, "option.no_statin")
    _hears(page, 'decision-aid:saved {"pending":0}')
    page.locator("[data-method=requestPlan]").click()
    _hears(page, 'decision-aid:plan {"text"')
    page.locator("[data-method=print]").click()
    until(cards, "Boolean(document.querySelector('[data-print]'))")
    page.frame_locator("#cards iframe").locator(".screen a").first.click()
    page.frame_locator("#cards iframe").locator("[data-end-form] button").click()
    _hears(page, "decision-aid:ended")
    assert desk.problems == []


@pytest.mark.row("9")
def test_in_a_dialog_tab_goes_into_the_card_and_on_to_the_button_after_it(page: Page) -> None:
    page.locator("[data-dialog]").click()
    cards = _cards(page)
    expect(page.locator("dialog[open] decision-aid")).to_be_visible()
    assert page.locator("dialog [tabindex]").count() == 0
    frame = "document.querySelector('#cards').shadowRoot.querySelector('iframe')"
    assert page.evaluate(f"{frame}.hasAttribute('tabindex')") is False
    assert cards.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="-1"], [tabindex="0"])\').length') == 0
    expect(page.locator("dialog")).to_contain_text("without one it would leave the page")
    page.evaluate("document.querySelector('#cards').focus()")
    until(page, "document.activeElement.id === 'cards'")
    cards.locator("nav.topics a").last.focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-close]')"):
            break
    assert page.evaluate("document.activeElement.matches('[data-close]')")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "cards"
    page.locator("[data-close]").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#example > decision-aid")).to_be_visible()
    assert len(page.frames) == 2, "the frame was moved and not made anew"


def test_axe_finds_nothing_on_it_or_in_its_frame(page: Page) -> None:
    assert audit_frame(page.main_frame) == []
    assert audit_frame(_cards(page)) == []
