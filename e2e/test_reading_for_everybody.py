# ruff: noqa: E501 - lines of script are kept whole
"""Readable for everybody: axe finds nothing; zoom, narrow screens, spacing, contrast, motion, direction and keys all hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Desk, Room
from e2e.hands import audit, tap
from tests.builders import MAN_62

SCREENS = [(390, "light", "none"), (1280, "dark", "none"), (1280, "light", "active"), (390, "dark", "active")]
ALL_SCREENS = [
    (width, scheme, forced) for width in (390, 1280) for scheme in ("light", "dark") for forced in ("none", "active")
]
WIDER = """() => [...document.querySelectorAll('body *')].filter((each) => !each.closest('.scroll, svg, dialog:not([open])'))
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.tagName + '.' + each.className + ' ' + Math.round(each.getBoundingClientRect().right))"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility() && !each.closest('svg') && getComputedStyle(each).clipPath === 'none')
  .filter((each) => { const s = getComputedStyle(each); return s.overflowX !== 'visible' && s.overflowX !== 'auto' && each.scrollWidth > each.clientWidth + 1; })
  .map((each) => each.tagName + '.' + each.className)"""
STATES = ("situation", "picture", "decision", "plan", "print", "note", "")


def every_state(desk: Desk, page: Page, room: Room) -> list[str]:
    """Every page of a visit, a visit in which nothing was said, and the pages around it; what axe finds on each."""
    forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(f"{name}: {each}" for each in audit(page, forced=forced))

    for card in dict.fromkeys((*room.cards, *STATES)):
        desk.show(page, room.visit, card)
        for panel in page.locator("main details").all():
            panel.evaluate("each => { each.open = true; }")
        look(card or "table")
    empty = desk.visit(page)
    for card in ("situation", "picture", "plan"):
        desk.show(page, empty, card)
        look(f"empty {card}")
    page.locator("[data-talk]").click()
    look("let's just talk")
    page.goto(desk.clinic.url)
    look("library")
    page.goto(f"{desk.clinic.url}/visits/nowhere")
    look("a page that is not there")
    return found


@pytest.mark.parametrize(("width", "scheme", "forced"), SCREENS)
def test_axe_finds_nothing(desk: Desk, room: Room, width: int, scheme: str, forced: str) -> None:
    page = desk.page(width, color_scheme=scheme, forced_colors=forced)
    found = every_state(desk, page, room)
    assert not found, "\n".join(found)


@pytest.mark.hold
@pytest.mark.parametrize(("width", "scheme", "forced"), ALL_SCREENS)
def test_axe_finds_nothing_in_any_combination(desk: Desk, room: Room, width: int, scheme: str, forced: str) -> None:
    page = desk.page(width, color_scheme=scheme, forced_colors=forced)
    found = every_state(desk, page, room)
    assert not found, "\n".join(found)


def test_a_question_that_asks_back_and_the_sign_in_page_hold_as_well(desk: Desk) -> None:
    page = desk.page(390)
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.fill("#value_total_cholesterol", "5.7")
    page.press("#value_total_cholesterol", "Tab")
    expect(page.locator("[data-problem]")).to_be_visible()
    assert audit(page) == []
    stranger = desk.page(390, signed_in=False)
    stranger.goto(f"{desk.clinic.url}/sign-in")
    assert audit(stranger) == []


@pytest.mark.parametrize("how", ["320 px", "twice the size", "spaced", "right to left"])
def test_nothing_runs_out_of_the_page(desk: Desk, room: Room, how: str, shot: Callable[[Page, str], Path]) -> None:
    page = desk.page(320 if how == "320 px" else 1280 if how == "twice the size" else 390)
    wrong: dict[str, list[str]] = {}
    for card in dict.fromkeys((*room.cards, *STATES)):
        desk.show(page, room.visit, card)
        if how == "twice the size":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        if how == "right to left":
            page.evaluate("document.documentElement.dir = 'rtl'")
        if how == "spaced":
            page.evaluate(
                "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
                SPACED,
            )
        for panel in page.locator("main details").all():
            panel.evaluate("each => { each.open = true; }")
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        beyond = page.evaluate(WIDER) + page.evaluate(CLIPPED) if how != "right to left" else []
        if width[0] > width[1] or beyond:
            wrong[card or "table"] = [f"{width[0]} > {width[1]}", *beyond[:4]]
        if how in ("right to left", "320 px") and card in ("picture", "decision", "plan"):
            shot(page, f"{how.replace(' ', '-')}-{card}")
    assert wrong == {}


def test_arrays_fill_from_the_inline_start(desk: Desk, room: Room) -> None:
    page = desk.page()
    desk.show(page, room.visit, "picture")
    page.evaluate("document.documentElement.dir = 'rtl'")
    box = page.evaluate(
        "() => { const svg = document.querySelector('svg.array'); const b = svg.getBoundingClientRect();"
        " const e = svg.querySelector('.event').getBoundingClientRect(); return { start: b.right - e.right, end: e.left - b.left }; }"
    )
    assert box["start"] < box["end"] or box["end"] < 10, box


def test_whoever_asks_for_less_motion_gets_none(desk: Desk, room: Room) -> None:
    page = desk.page(reduced_motion="reduce")
    for card in ("picture", "decision", "plan"):
        desk.show(page, room.visit, card)
        assert page.evaluate("document.getAnimations().length") == 0
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
        )
        assert moving == 0, card


def test_the_tab_key_goes_through_the_card_in_the_order_it_reads(desk: Desk) -> None:
    page = desk.page(1280)
    desk.show(page, desk.visit(page, "", MAN_62), "decision")
    page.evaluate("document.body.focus()")
    places = []
    for _ in range(40):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const all = [...document.querySelectorAll('*')]; const b = e.getBoundingClientRect();"
            " const seen = getComputedStyle(e).outlineStyle !== 'none' || e.matches('input');"
            " return { at: all.indexOf(e), name: (e.name || e.innerText || '').slice(0, 30), seen, size: b.width * b.height }; }"
        )
        if place is None:
            break
        places.append(place)
    order = [place["at"] for place in places]
    assert order == sorted(order)
    assert all(place["seen"] for place in places), places
    names = [place["name"] for place in places]
    assert names[0] == "To the page"
    assert names.count("arrived") == 1, "a group of boxes is one stop"
    assert names[-5:] == ["Talk", "Topics", "Plan", "Paper", "End"]


def test_the_names_of_the_boxes_are_their_words(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page, "", MAN_62), "decision")
    snapshot = page.locator("fieldset.arrive").aria_snapshot()
    for words in (
        "Start a statin, or not now?",
        "A moderate dose",
        "A high dose",
        "Not sure yet",
        "Let us come back to this",
    ):
        assert words in snapshot, snapshot
    tap(page, "option.high")
    expect(page.get_by_role("radio", name="A high dose")).to_be_checked()
    expect(page.get_by_role("status")).to_have_text("Saved")


def test_every_array_has_a_sentence_for_its_name(desk: Desk, room: Room) -> None:
    page = desk.page()
    desk.show(page, room.visit, "picture")
    names = page.locator("svg[role=img]").evaluate_all(
        "all => all.map((e) => e.getAttribute('aria-label') || e.textContent)"
    )
    assert names
    assert all(len(name.split()) >= 5 for name in names), names


def test_what_two_screens_say_and_a_visit_that_has_ended_hold_as_well(desk: Desk) -> None:
    page = desk.page(390)
    visit, other = desk.visit(page, "", MAN_62), page.context.new_page()
    for screen, pressure in ((page, "118"), (other, "150")):
        desk.show(screen, visit, "situation")
        screen.locator(".known details").evaluate("each => { each.open = true; }")
        screen.fill("[name=value_systolic_bp]", pressure)
    for screen in (page, other):
        screen.locator("[name=value_systolic_bp]").blur()
        expect(screen.get_by_role("status")).to_have_text("Saved")
    expect(other.locator("[data-dispute]")).to_be_visible()
    expect(other.locator(".newer")).to_be_visible()
    assert audit(other) == []
    desk.clinic.end(visit)
    desk.show(page, visit, "decision")
    expect(page.locator("[data-ended]")).to_be_visible()
    assert audit(page) == []
