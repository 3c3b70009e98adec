# ruff: noqa: E501 - lines of script are kept whole
"""One outcome a face, in few words and few screens; marks that can be counted, and key numbers on one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from e2e.clinic import Clinic
from e2e.conftest import Desk
from tests.builders import MAN_62

SCREENS = {390: (844, 4), 820: (1180, 2), 1280: (900, 2)}
"""Width -> the height of such a screen, and the most screens of a page."""
MOST_WORDS = 120
MARK = 20
FACES = ("", "?face=aches", "?face=sugar", "?face=ascvd-1000")

BEFORE_MORE = """() => { const end = document.querySelector('main details');
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); let words = '';
  while (walk.nextNode()) { const at = walk.currentNode;
    if (end && (end.contains(at) || end.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    if (!at.parentElement.closest('svg, .first-button') && at.parentElement.checkVisibility()) words += ' ' + at.data; }
  return words.split(/\\s+/).filter(Boolean).length; }"""
MARKS = """() => [...document.querySelectorAll('main svg.array, main svg.bar-of:has([data-apart])')].map((each) =>
  20 * each.getBoundingClientRect().width / each.viewBox.baseVal.width)"""
"""How wide a mark of twenty units is on the screen."""
BROKEN = """() => [...document.querySelectorAll('.key')].filter((each) => { const range = document.createRange(); range.selectNodeContents(each);
  const room = each.parentElement.getBoundingClientRect(), own = range.getBoundingClientRect();
  return own.height > 1.6 * parseFloat(getComputedStyle(each).fontSize) || own.right > room.right + 1; }).map((each) => each.textContent)"""
AREA = "() => [...document.querySelectorAll('main .way svg')].reduce((sum, each) => { const box = each.getBoundingClientRect(); return sum + box.width * box.height; }, 0)"
TOPS = "() => [...document.querySelectorAll('main .array')].map((each) => [each.getBoundingClientRect().top, each.getBoundingClientRect().left].map(Math.round))"


@pytest.fixture(scope="module", params=["en", "es"])
def card(request: pytest.FixtureRequest, chromium: Browser, clinic: Clinic) -> Iterator[tuple[Page, str]]:
    """The picture card of walk (a) in one language, and its address."""
    desk = Desk(chromium, clinic)
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    if request.param == "es":
        desk.show(page, visit, "picture")
        page.locator("button:has-text('Español')").first.click()
        page.wait_for_selector("html[lang=es]")
    yield page, clinic.card(visit, "picture")
    page.context.close()
    assert desk.problems == []


def seen(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": SCREENS[width][0]})
    page.goto(address)


@pytest.mark.parametrize("width", SCREENS)
def test_a_face_is_few_screens_and_few_words(card: tuple[Page, str], width: int) -> None:
    page, address = card
    height, most = SCREENS[width]
    for face in FACES:
        seen(page, address + face, width)
        assert page.evaluate("document.documentElement.scrollHeight") <= most * height, face
        assert page.evaluate(BEFORE_MORE) <= MOST_WORDS, face
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), face
        assert all(mark >= MARK for mark in page.evaluate(MARKS)), face
        assert page.evaluate(BROKEN) == [], face


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_larger_text_breaks_no_key_number_and_no_row_of_pictures(card: tuple[Page, str], width: int) -> None:
    page, address = card
    seen(page, address, width)
    usual = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.key')).fontSize)")
    page.locator("#larger").check()
    for face in FACES:
        seen(page, address + face, width)
        assert page.evaluate(BROKEN) == [], face
    seen(page, address, width)
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.key')).fontSize)") > usual
    by_left: dict[int, list[int]] = {}
    for top, left in page.evaluate(TOPS):
        by_left.setdefault(left, []).append(top)
    firsts = {tops[0] for tops in by_left.values()}
    assert len(firsts) == 1, "pictures of one row begin at one height"
    page.locator("#larger").uncheck()


def test_the_main_outcome_is_in_one_view_at_820_and_in_two_on_a_telephone(card: tuple[Page, str]) -> None:
    page, address = card
    for width, most in ((820, 1), (390, 2)):
        seen(page, address, width)
        end = page.evaluate("document.querySelector('main section.part').getBoundingClientRect().bottom + scrollY")
        assert end <= most * SCREENS[width][0]


@pytest.mark.parametrize("width", SCREENS)
def test_a_harm_is_never_drawn_larger_than_the_main_outcome(card: tuple[Page, str], width: int) -> None:
    page, address = card
    seen(page, address, width)
    main = page.evaluate(AREA)
    for face in ("?face=aches", "?face=sugar"):
        seen(page, address + face, width)
        assert 0 < page.evaluate(AREA) <= main, face


def test_a_face_is_reached_by_the_keyboard_and_by_one_tap_without_a_script(desk: Desk) -> None:
    page = desk.page(java_script_enabled=False)
    desk.show(page, desk.visit(page, "", MAN_62), "picture")
    page.locator("[data-face=aches]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/picture?face=aches")
    assert page.locator("main h2").first.inner_text() == "Muscle pain or weakness, in 4.3 years"


def test_another_way_to_draw_it_stays_on_its_face(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), "picture")
    page.locator("[data-face=aches]").click()
    page.wait_for_url("**/picture?face=aches")
    with page.expect_response(lambda each: "face=aches" in each.url and each.request.method == "GET"):
        page.locator("[data-tap=table]").click()
    page.locator("[data-outcome=aches] table[data-figure-table=aches]").first.wait_for()
