# ruff: noqa: E501 - lines of script and of pages are kept whole
"""Every card of every aid in a frame of 320, 640 and 1024 px: the rules, axe and the budgets hold there as in a tab.

Each card is loaded once, in the place of the one before it, and the frame is then made wider.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, Request, expect

from e2e.chart import STRICT, frame_of, inside
from e2e.framed_room import Room
from e2e.hands import BOXES, INLINE, TARGETS, WATCH, audit_frame
from e2e.test_budgets import MOST_BYTES, MOST_NODES, MOST_REQUESTS, OWN_IN_ALL
from e2e.test_rule_01_one_decision_per_screen import BEFORE, MOST_WORDS
from e2e.test_rule_03_no_counting_of_people import COUNTED
from e2e.test_rule_09_for_the_clinician_behind_one_tap import REDDISH
from e2e.test_rule_10_readable_from_the_side import BODY, QUIET, SIZE, SMALL
from e2e.test_rule_11_quiet_hands import LEAST, too_near
from tests.builders import MAN_62

WIDTHS = (320, 640, 1024)
STANDS_STILL = "progress, meter, [role=progressbar], [role=timer], [role=alert], [role=alertdialog], [aria-busy=true], :required, [draggable=true], [autofocus]:not(dialog *)"
WIDER = "[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length && each.getBoundingClientRect().right > innerWidth).map((each) => each.outerHTML.slice(0, 80))"
FIXED = "[...document.querySelectorAll('body *')].filter((each) => ['fixed', 'sticky'].includes(getComputedStyle(each).position) && each.checkVisibility()).map((each) => each.outerHTML.slice(0, 60))"
FILLED = """async ([address, values]) => { const page = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
  const form = page.querySelector('form[data-choose]'), of = (name) => form.querySelector(`[name=${name}]`).value;
  const body = new URLSearchParams({ ...Object.fromEntries(['csrf_token', 'encounter', 'key', 'seen'].map((name) => [name, of(name)])), ...values });
  return (await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })).status; }"""
AF_74 = {
    "value_age": "74",
    "value_sex": "female",
    "value_now": "nothing",
    "list_score": "hypertension",
    "list_checks": "none",
}
SAID = {
    "statin": (
        ("situation", {**MAN_62, "words": "the stairs at home", "then": "picture"}),
        ("decision", {"arrived": "option.no_statin", "look_again": "3mo", "then": "plan"}),
    ),
    "my-life": (
        ("areas", {"mark": "people:lifts"}),
        ("workload", {"pick": "pills"}),
        ("workload", {"how": "pills:hard"}),
    ),
    "af-stroke": (("situation", {**AF_74, "then": "picture"}),),
}
OF_A_MODEL = re.compile(r"\b(?:the|same) score\b")
"""A published score that sorts people by a chance; what is counted of nobody is how far they have come."""
SOME = ("picture", "decision", "situation", "plan", "print")


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def _begun(room: Room, aid: str, language: str = "en") -> tuple[Page, str]:
    """A visit in a frame in which something was said; the address of its pages."""
    visit, code = room.visit()
    page = room.context(1100, 1000).new_page()
    page.clock.install()
    src = f"{room.clinic.url}/frame/{code}?aid={aid}"
    frame = f'<iframe title="Cards" sandbox="{STRICT}" src="{src}" width="1024" height="900" style="border:0"></iframe>'
    page.goto(room.chart.hold(f"/cards-{aid}", f"<main><h1>Chart</h1>{frame}</main>"))
    expect(inside(page).locator("nav.topics")).to_be_visible()
    for card, values in SAID[aid]:
        assert frame_of(page).evaluate(FILLED, [f"/visits/{visit}/{aid}/{card}", values]) == 200, card
    return page, f"/visits/{visit}"


def _pages(frame: Frame, top: str, aid: str, only: tuple[str, ...] = ()) -> Iterator[str]:
    cards = frame.evaluate(
        "[...document.querySelectorAll('nav.topics [data-topic]')].map((each) => each.dataset.topic)"
    )
    assert len(cards) > 4
    for card in only or (*cards, "plan", "note", "print", ""):
        address = f"{top}/{aid}/{card}" if card in cards else f"{top}/{card}".rstrip("/")
        frame.evaluate("(address) => decisionaid.go(address)", address)
        frame.evaluate(
            "new Promise((done) => (document.readyState === 'complete' ? done() : addEventListener('load', done)))"
        )
        yield card or "topics"


def _rules(frame: Frame, card: str) -> list[str]:
    """What does not hold, of what can be seen on one page."""
    wrong = []
    if frame.evaluate("document.querySelectorAll('h1').length") != 1:
        wrong.append("one heading")
    if card not in ("plan", "note", "print", "topics") and len(words := frame.evaluate(BEFORE)) > MOST_WORDS:
        wrong.append(f"{len(words)} words before the first picture or choice")
    if found := COUNTED.search(OF_A_MODEL.sub("", frame.evaluate("document.body.innerText"))):
        wrong.append(f"counts {found.group()}")
    if frame.evaluate("(all) => document.querySelectorAll(all).length", STANDS_STILL):
        wrong.append("an alarm, a bar, or a field that is required")
    boxes = frame.evaluate(BOXES, "main [name=whole]")
    if len({(round(box["w"]), round(box["h"])) for box in boxes}) > 1:
        wrong.append("the open ends are not boxes of the same size")
    if frame.evaluate(REDDISH) or frame.evaluate(FIXED):
        wrong.append("red, or fixed")
    if frame.evaluate(SIZE, "body") < (BODY if card != "print" else QUIET) or frame.evaluate(SMALL, QUIET):
        wrong.append(f"small words {frame.evaluate(SMALL, QUIET)}")
    if frame.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"scrolls sideways: {frame.evaluate(WIDER)}")
    if (nodes := frame.evaluate("document.querySelectorAll('*').length")) > MOST_NODES:
        wrong.append(f"{nodes} nodes")
    frame.evaluate(
        "document.querySelectorAll('main details:not([open])').forEach((each) => { each.open = true; each.dataset.opened = ''; })"
    )
    targets = f":is({TARGETS}):not({INLINE}, [data-basis] a, dialog *, .skip, .sr)"
    taps = [box for box in frame.evaluate(BOXES, targets) if box["w"] > 1]
    wrong += [f"{b['what']!r} is {b['w']:.0f} x {b['h']:.0f}" for b in taps if min(b["h"], b["w"]) < LEAST - 0.5]
    frame.evaluate("document.querySelectorAll('[data-opened]').forEach((each) => { each.open = false; })")
    near = ((a, b) for at, a in enumerate(taps) for b in taps[at + 1 :] if too_near(a, b))
    return wrong + [f"{a['what']!r} stands too near {b['what']!r}" for a, b in near]


def _wide(page: Page, width: int) -> None:
    page.evaluate("(width) => { document.querySelector('iframe').width = width; }", width)
    frame_of(page).evaluate(
        "(width) => new Promise((done) => { const look = () => (innerWidth === width ? done() : requestAnimationFrame(look)); look(); })",
        width,
    )


def _everywhere(room: Room, aid: str, only: tuple[str, ...] = (), widths: tuple[int, ...] = WIDTHS) -> int:
    page, top = _begun(room, aid)
    frame, found, looked = frame_of(page), [], 0
    for card in _pages(frame, top, aid, only):
        for width in widths:
            _wide(page, width)
            looked += 1
            found += [f"{card} at {width}: {each}" for each in (*_rules(frame, card), *audit_frame(frame))]
    assert found == [], "\n".join(found)
    return looked


def test_the_rules_hold_in_a_narrow_frame_and_in_a_wide_one(room: Room) -> None:
    assert _everywhere(room, "statin", SOME, (320, 1024)) == 2 * len(SOME)


SCRIPTS = "[...document.scripts].map(({ src }) => src.split('#')[0]).filter(Boolean)"


def _cost(room: Room, aid: str) -> dict[str, tuple[int, int, int]]:
    """What each page of a visit asks for in a frame that has met none of it: requests, bytes, and the bytes of script."""
    page, top = _begun(room, aid)
    page.context.route("**/*", lambda route: route.continue_())  # whoever looks on makes the browser keep nothing
    answers: list[Request] = []
    page.on("requestfinished", lambda request: answers.append(request))
    frame, cost, script_sizes = frame_of(page), {}, dict[str, int]()
    for card in _pages(frame, top, aid):
        sizes = [(each.url.split("#")[0], each.sizes()["responseBodySize"]) for each in answers]
        script_sizes |= {url: size for url, size in sizes if ".js" in url and size}  # no size: it was here already
        scripts = [script_sizes[url] for url in frame.evaluate(SCRIPTS)]
        others = [size for url, size in sizes if ".js" not in url]
        cost[card] = (len(others) + len(scripts), sum(others) + sum(scripts), sum(scripts))
        answers.clear()
    return cost


@pytest.mark.parametrize("aid", ["statin", "my-life"])
def test_every_card_in_a_frame_costs_what_a_first_card_may(room: Room, aid: str) -> None:
    cost = _cost(room, aid)
    print(f"{aid}, of each page requests, bytes, bytes of script: {cost}")
    assert len(cost) > 8
    assert all(requests > 1 and size > scripts > 2_000 for requests, size, scripts in cost.values())
    most = (MOST_REQUESTS, MOST_BYTES, OWN_IN_ALL)
    assert {card: each for card, each in cost.items() if any(map(operator.gt, each, most))} == {}


@pytest.mark.hold
@pytest.mark.parametrize("aid", list(SAID))
def test_the_rules_hold_on_every_card_at_every_width(room: Room, aid: str) -> None:
    looked = _everywhere(room, aid)
    print(f"{aid}: {looked} states")
    assert looked >= 3 * 8


@pytest.mark.hold
@pytest.mark.parametrize("aid", list(SAID))
def test_nothing_moves_by_itself_for_half_a_minute_in_a_frame(room: Room, aid: str) -> None:
    page, top = _begun(room, aid)
    frame = frame_of(page)
    for card in _pages(frame, top, aid):
        frame.evaluate(WATCH)
        page.clock.run_for(30_000)
        assert frame.evaluate("window.moved.changes") == [], card
