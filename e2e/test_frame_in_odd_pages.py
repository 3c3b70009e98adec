# ruff: noqa: E501 - lines of script and of pages are kept whole
"""Pages around that get in the way: long ones, printed ones, dark ones, other directions, style sheets of their own, and silence."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from e2e.chart import STRICT, frame_of, inside, to_the_picture
from e2e.element_page import element, events, page_with, script_tag, wait_for
from e2e.framed_room import Room
from e2e.hands import until

TOP = "document.querySelector('decision-aid').getBoundingClientRect().top"
TITLES = "[...document.querySelectorAll('decision-aid')].map((each) => each.shadowRoot.querySelector('iframe').title)"
TALL = (
    "[...document.querySelectorAll('decision-aid')].map((each) => each.shadowRoot.querySelector('iframe').offsetHeight)"
)
PHONE = '<meta name="viewport" content="width=device-width">'
LONG = '<div style="height:1500px"></div>'


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def _plain(room: Room, code: str, more: str = "", sandbox: str = STRICT) -> str:
    return f'<iframe id="cards" title="Cards" sandbox="{sandbox}" src="{room.clinic.url}/frame/{code}?aid=statin" {more}></iframe>'


@pytest.mark.row("5", "8")
def test_the_next_card_comes_into_view_and_a_card_that_arrives_moves_nothing(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/next", LONG + element(room) + '<p id="here">' + "words " * 900 + "</p>" + LONG)
    wait_for(page, "error")
    page.locator("#here").evaluate("(each) => each.scrollIntoView()")
    at = page.locator("#here").evaluate("(each) => each.getBoundingClientRect().top")
    frame_of(page).evaluate(
        "(code) => { document.querySelector('[name=code]').value = code; document.querySelector('[data-enter]').requestSubmit(); }",
        code,
    )
    wait_for(page, "card")
    page.wait_for_function(f"{TALL}[0] > 900")
    assert abs(page.locator("#here").evaluate("(each) => each.getBoundingClientRect().top") - at) <= 1
    page.evaluate("scrollTo(0, 1400)")
    inside(page).locator("[data-plan-way]").click()
    expect(inside(page).locator("[data-plan]")).to_be_visible()
    assert page.evaluate("scrollY") == 1400
    inside(page).locator(".bar nav a").first.click()
    expect(inside(page).locator("[data-topic=purpose]").first).to_be_visible()
    inside(page).locator("[data-topic=purpose]").first.click()
    expect(inside(page).locator("[data-card=purpose]")).to_be_visible()
    inside(page).locator("nav.topics [data-topic=decision]").scroll_into_view_if_needed()
    page.evaluate(f"scrollBy(0, {TOP} + 300)")
    inside(page).locator("nav.topics [data-topic=decision]").click()
    expect(inside(page).locator("[data-card=decision]")).to_be_visible()
    page.wait_for_function(f"Math.abs({TOP}) < 2")


@pytest.mark.row("6", "28")
def test_a_place_on_the_card_is_shown_within_the_frame_and_nothing_is_loaded_for_it(room: Room) -> None:
    _, code = room.visit()
    page = room.context(1024, 600).new_page()
    base = f'<base href="{room.chart.origin}/elsewhere/">'
    page.goto(room.chart.hold("/base", base + _plain(room, code, 'width="900" height="500"')))
    cards = inside(page)
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    with page.expect_request("**/situation"):
        cards.locator("h1").click()  # it looks what another screen has said
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    before = page.evaluate("history.length")
    cards.locator(".skip").focus()
    page.keyboard.press("Enter")
    frame = frame_of(page)
    until(frame, "location.hash === '#main'")
    assert frame.evaluate("document.activeElement.id") == "main"
    assert [url for url in asked if not url.startswith("data:")] == []
    cards.locator("[data-end]").click()
    expect(cards.locator("[data-end-form]")).to_be_in_viewport()
    assert page.evaluate("history.length") == before
    assert page.url == f"{room.chart.origin}/base"


@pytest.mark.row("7")
def test_a_wheel_and_a_finger_over_the_card_move_the_page_and_a_low_frame_scrolls_by_keys(room: Room) -> None:
    visit, code = room.visit()
    page = page_with(room, "/wheel", element(room, code) + LONG)
    to_the_picture(inside(page))
    frame = frame_of(page)
    page.wait_for_function(f"{TALL}[0] > 900")
    page.evaluate("scrollTo(0, 0)")
    until(frame, "document.documentElement.scrollHeight <= innerHeight + 1")
    inside(page).locator("main svg").first.hover()
    at = page.evaluate("scrollY")
    page.mouse.wheel(0, 400)
    page.wait_for_function("(at) => scrollY > at + 300", arg=at)
    held = "[...document.querySelectorAll('body *')].filter((each) => !/^(auto|manipulation|pan-y)$/.test(getComputedStyle(each).touchAction)).map((each) => each.outerHTML.slice(0, 60))"
    assert frame.evaluate(held) == []
    low = room.context().new_page()
    low.goto(room.chart.hold("/low", _plain(room, room.clinic.code(visit), 'width="900" height="400"')))
    expect(inside(low).locator("[data-card=picture]")).to_be_visible()
    inside(low).locator("h1").click()
    low.keyboard.press("PageDown")
    until(frame_of(low), "scrollY > 100")


@pytest.mark.row("10")
def test_the_field_for_a_code_and_its_button_fit_above_a_keyboard(room: Room) -> None:
    context = room.context(390, 340, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(room.chart.hold("/phone", PHONE + LONG + script_tag(room) + element(room) + LONG))
    wait_for(page, "error")
    until(frame_of(page), "innerHeight >= document.documentElement.scrollHeight - 1")  # its place on the page stays now
    page.locator("decision-aid").evaluate("each => each.scrollIntoView()")
    for _ in range(20):  # a finger tries again where the page was still finding its place
        inside(page).locator("[name=code]").tap()
        if frame_of(page).evaluate("document.activeElement.id") == "code":
            break
        page.wait_for_timeout(100)
    assert frame_of(page).evaluate("document.activeElement.id") == "code"
    for each in ("[name=code]", "[data-enter] button"):
        expect(inside(page).locator(each)).to_be_in_viewport(ratio=1)


@pytest.mark.row("3", "11", "22", "31")
def test_two_cards_on_a_page_have_a_name_and_a_height_each(room: Room) -> None:
    (_, one), (_, other) = room.visit(), room.visit("Ben Example")
    hidden = element(room, other, 'label=" "', "two")
    both = element(room, one, 'label="First visit"', "one") + f'<div id="tab" style="display:none">{hidden}</div>'
    page = page_with(room, "/both", both)
    page.wait_for_function("window.events.filter(([type]) => type === 'card').length === 2")
    assert page.evaluate(TITLES) == ["First visit", "What is going on?"]
    page.wait_for_function(f"{TALL}[0] > 900")
    assert page.evaluate(TALL)[1] == 0
    inside(page, "#one iframe").locator("[data-plan-way]").click()
    page.evaluate("document.querySelector('#tab').style.display = ''")
    page.wait_for_function(f"{TALL}[1] > 900 && {TALL}[1] < 9000 && {TALL}[0] < {TALL}[1]")
    assert page.evaluate("document.querySelector('#one').shadowRoot.querySelector('iframe').allow") == "clipboard-write"
    assert "Example" not in " ".join(page.evaluate(TITLES))


DRAWN = """() => [...document.querySelectorAll('button.tap[aria-pressed=true]')].map((each) => [getComputedStyle(each).outlineStyle,
  getComputedStyle(each.querySelector('.mark'), '::before').content !== 'none', matchMedia('(forced-colors: active)').matches])"""


@pytest.mark.row("13")
@pytest.mark.hazard("H14")
def test_in_a_contrast_theme_what_was_chosen_has_a_mark_a_line_and_a_word(room: Room) -> None:
    _, code = room.visit()
    page = room.context(forced_colors="active").new_page()
    page.goto(room.chart.hold("/contrast", _plain(room, code, 'width="900" height="800"')))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=purpose]").click()
    cards.locator("button.tap").first.click()
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    until(frame_of(page), f"JSON.stringify(({DRAWN})()) === '[[\"solid\",true,true]]'")


@pytest.mark.row("14")
def test_language_and_direction_are_those_of_the_card(room: Room) -> None:
    _, code = room.visit()
    page = room.context(640).new_page()
    body = f"<script>document.documentElement.lang = 'ar'; document.documentElement.dir = 'rtl';</script>{script_tag(room)}"
    page.goto(room.chart.hold("/rtl", body + element(room, code) + element(room, "", "lang=es", "door")))
    wait_for(page, "card")
    page.wait_for_function("window.events.some(([type, , id]) => type === 'error' && id === 'door')")
    said = "[document.documentElement.lang, document.documentElement.dir, document.documentElement.scrollWidth <= innerWidth]"
    assert [each.evaluate(said) for each in page.frames[1:]] == [["en", "ltr", True], ["es", "ltr", True]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.row("15")
def test_a_style_sheet_of_the_page_reaches_the_frame_by_its_part_alone(room: Room) -> None:
    _, code = room.visit()
    sheet = "html { font-size: 62.5% } * { all: unset } iframe { aspect-ratio: 16/9; max-height: 400px; display: none }"
    style = f"<style>{sheet} .dark::part(frame) {{ display: none }} style, script, head {{ display: none }}</style>"
    page = page_with(room, "/styled", style + element(room, code) + element(room, "", 'class="dark"', "hidden"))
    cards = inside(page, "#cards iframe")
    expect(cards.locator("[data-card=situation]")).to_be_visible()
    page.wait_for_function(f"{TALL}[0] > 900")
    wide = page.evaluate(
        "[document.querySelector('#cards').shadowRoot.querySelector('iframe').offsetWidth, innerWidth]"
    )
    assert wide[0] > wide[1] * 0.9
    text = cards.locator("body").evaluate("(each) => getComputedStyle(each).fontSize")
    assert float(text.removesuffix("px")) >= 20
    page.wait_for_function("window.events.some(([type, , id]) => type === 'ready' && id === 'hidden')")
    assert page.locator("#link-hidden").is_visible()
    assert not page.locator("#link-cards").is_visible()
    page.evaluate(
        "(() => { const each = document.querySelector('#hidden'); each.className = ''; each.scrollIntoView(); })()"
    )
    expect(page.locator("#link-hidden")).to_be_hidden()


@pytest.mark.row("18")
def test_a_code_that_was_used_is_told_to_the_page_around_and_a_new_one_goes_on(room: Room) -> None:
    visit, code = room.visit()
    room.clinic.store.doors.open(code, "frame")
    page = page_with(room, "/used", element(room, code))
    wait_for(page, "error")
    assert events(page, "error") == [{"code": "code-refused"}]
    page.evaluate("(address) => { document.querySelector('decision-aid').src = address; }", f"{room.clinic.url}/frame")
    page.wait_for_function("window.events.filter(([type]) => type === 'error').length === 2")
    assert events(page, "error")[1] == {"code": "code-needed"}
    inside(page).locator("[name=code]").fill(room.clinic.code(visit))
    inside(page).locator("[data-enter] button").click()
    wait_for(page, "card")


def _on_paper(page: Page) -> str:
    text = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(io.BytesIO(page.pdf())))
    return " ".join(text.split())


SHOWN = """() => { const told = []; window.print = () => { told.push(getComputedStyle(document.querySelector('main')).display); };
  document.querySelector('[data-print]').click(); return told; }"""
ELSEWHERE = "Please print this from the cards: choose “Plan”, then print. They open at"


@pytest.mark.row("20")
def test_on_paper_of_the_page_around_a_card_says_where_it_is_printed_and_shows_no_number(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/paper", "<h1>Chart</h1>" + _plain(room, code, 'width="900" height="800"'))
    cards = inside(page)
    to_the_picture(cards)
    assert "in 100" in str(cards.locator("main").inner_text())
    text = _on_paper(page)
    assert text.startswith("Chart")
    assert f"What could happen {ELSEWHERE} {room.clinic.url}/frame" in text
    assert "in 100" not in text
    assert code not in text
    expect(cards.locator("[data-card=picture]")).to_be_visible()


@pytest.mark.row("20")
def test_the_page_that_goes_home_is_whole_on_its_own_paper_and_on_no_other(room: Room) -> None:
    _, code = room.visit()
    page = page_with(room, "/paper-element", "<h1>Chart</h1>" + element(room, code))
    cards = inside(page)
    cards.locator("[data-plan-way]").click()
    cards.locator("[data-print-way]").click()
    expect(cards.locator("[data-print]")).to_be_visible()
    text = _on_paper(page)
    assert f"Our plan {ELSEWHERE}" in text
    assert "Ada Example" not in text
    page.emulate_media(media="print")
    assert frame_of(page).evaluate(SHOWN) == ["block"]
    until(frame_of(page), "!('printing' in document.documentElement.dataset)")
    assert frame_of(page).evaluate("getComputedStyle(document.querySelector('main')).display") == "none"


@pytest.mark.row("16")
def test_a_frame_asks_for_no_worker(room: Room) -> None:
    _, code = room.visit()
    context = room.context()
    context.add_init_script(
        "if (navigator.serviceWorker) navigator.serviceWorker.register = () => { window.asked = true; return Promise.reject(); };"
    )
    page = context.new_page()
    page.goto(room.chart.hold("/worker", _plain(room, code, 'width="900" height="800"')))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=purpose]").click()
    cards.locator("button.tap").first.click()
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    assert frame_of(page).evaluate("[Boolean(navigator.serviceWorker), window.asked ?? false]") == [True, False]
