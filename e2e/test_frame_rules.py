# ruff: noqa: E501 - lines of script and of pages are kept whole
"""In a frame: what a card costs, two patients at a time, a visit that ended elsewhere, and a frame without storage or origin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from e2e.chart import STRICT, frame_of, inside, refuse_storage
from e2e.framed_room import Room


@pytest.fixture
def room(frame_rooms: Room) -> Iterator[Room]:
    yield from frame_rooms.for_one_test()


def _frame(room: Room, code: str, width: int, id_: str = "cards") -> str:
    return f'<iframe id="{id_}" title="Cards {id_}" sandbox="{STRICT}" src="{room.clinic.url}/frame/{code}?aid=statin" width="{width}" height="900" style="border:0"></iframe>'


def test_what_a_card_in_a_frame_costs(room: Room) -> None:
    """From the door to the card: what the card itself asks for, and how much of it is script."""
    _, code = room.visit()
    context = room.context()
    page = context.new_page()
    asked: list[tuple[str, int]] = []
    page.on("requestfinished", lambda request: asked.append((request.url, request.sizes()["responseBodySize"])))
    page.goto(room.chart.hold("/cost", _frame(room, code, 1024)))
    expect(inside(page).locator("[data-card=situation]")).to_be_visible()
    page.wait_for_timeout(500)
    ours = [(url, size) for url, size in asked if room.clinic.origin in url]
    card = [size for url, size in ours if f"/frame/{code}" not in url]
    print(f"a card in a frame: {sum(size for _, size in ours)} bytes in {len(ours)} requests with its door")
    assert sum(card) <= 25 * 1024
    assert len(card) <= 6
    assert sum(size for url, size in ours if ".js" in url) <= 15 * 1024
    assert not [url for url, _ in ours if "hosted.js" in url], "a page that hands over no port is told nothing"


def _two(room: Room, path: str) -> tuple[Page, list[str]]:
    (one, first), (other, second) = room.visit("Ada Example"), room.visit("Ben Example")
    context = room.context(1400)
    refuse_storage(context)
    page = context.new_page()
    page.goto(room.chart.hold(path, _frame(room, first, 640, "one") + _frame(room, second, 640, "two")))
    for id_, name in (("one", "Ada Example"), ("two", "Ben Example")):
        expect(page.frame_locator(f"#{id_}").locator("[data-whose]")).to_have_text(name)
    return page, [one, other]


SEND = """async ([count, mark]) => {
  const of = (name) => document.querySelector(`form[data-choose] [name=${name}]`).value, { pathname } = location;
  const seen = of('seen'), encounter = of('encounter'), token = of('csrf_token'), key = of('key').slice(0, 22);
  const statuses = [];
  for (let n = 0; n < count; n += 1) {
    const body = new URLSearchParams({ csrf_token: token, encounter, seen, key: `${key}-${mark}${n}`.slice(0, 40), then: 'stay', words: `${mark} says ${n}` });
    statuses.push((await fetch(pathname, { method: 'POST', body, headers: { Accept: 'application/json' } })).status);
  }
  return statuses; }"""


def _write(room: Room, path: str, each: int) -> None:
    page, visits = _two(room, path)
    frames = {
        mark: next(frame for frame in page.frames if frame.url.find(visit) > 0)
        for mark, visit in zip(("ada", "ben"), visits, strict=True)
    }
    for mark, frame in frames.items():
        frame.evaluate(f"window.writes = ({SEND})([{each}, '{mark}'])")  # both at the same time
    for frame in frames.values():
        assert set(frame.evaluate("window.writes")) == {200}
    for mark, visit in zip(frames, visits, strict=True):
        said = [line.words for line in room.clinic.lines(visit) if line.words]
        assert sorted(said) == sorted(f"{mark} says {n}" for n in range(each))


@pytest.mark.hazard("H04")
def test_two_patients_in_two_frames_of_one_browser_never_cross(room: Room) -> None:
    _write(room, "/two", 20)


@pytest.mark.hold
@pytest.mark.hazard("H04")
def test_a_thousand_writes_in_two_frames_never_cross(room: Room) -> None:
    _write(room, "/thousand", 500)


@pytest.mark.hazard("H04")
def test_a_frame_whose_visit_was_ended_elsewhere_says_so_and_writes_nothing(room: Room) -> None:
    visit, code = room.visit()
    page = room.context().new_page()
    page.goto(room.chart.hold("/over", _frame(room, code, 1024)))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    expect(cards.locator("[data-card=decision]")).to_be_visible()
    room.clinic.end(visit)
    cards.locator(".arrive [data-option='option.no_statin']").click()
    expect(cards.locator("[data-door][data-state=ended]")).to_be_visible()
    expect(cards.locator("h1")).to_have_text("The visit has ended, and this screen is clear.")
    assert cards.locator("[data-whose], .arrive").count() == 0, "nothing of the visit is shown there any more"
    assert room.clinic.lines(visit) == ()


@pytest.mark.hazard("H05")
def test_a_tab_of_one_visit_that_ended_elsewhere_shows_nothing_of_it_as_soon_as_somebody_comes_back(room: Room) -> None:
    visit = room.clinic.visit("Ada Example")
    page = room.context().new_page()
    page.goto(f"{room.clinic.url}/open/{room.clinic.code(visit, 'tab')}")
    page.locator("form.entry button").click()
    page.wait_for_url("**/visits/*")
    page.goto(f"{room.clinic.url}/visits/{visit}/statin/decision#words")
    expect(page.locator(".arrive")).to_be_visible()
    page.wait_for_load_state("networkidle")  # its script hears what happens from now on
    room.clinic.end(visit)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-ended]")).to_have_text("The visit has ended, and this screen is clear.")
    assert page.locator("nav.topics, .arrive").count() == 0


@pytest.mark.row("16")
@pytest.mark.hazard("H09")
def test_what_waits_in_a_frame_without_storage_is_kept_in_the_page_and_said_so(room: Room) -> None:
    visit, code = room.visit()
    context = room.context()
    refuse_storage(context)
    page = context.new_page()
    page.goto(room.chart.hold("/wait", _frame(room, code, 1024)))
    cards = inside(page)
    cards.locator("nav.topics [data-topic=decision]").click()
    expect(cards.locator("[data-card=decision]")).to_be_visible()
    context.set_offline(True)
    cards.locator(".arrive [data-option='option.no_statin']").click()
    expect(cards.locator("[data-saved]")).to_have_text(
        "Kept in this page until we are connected. Closing it would lose it"
    )
    context.set_offline(False)
    frame_of(page).evaluate("dispatchEvent(new Event('online'))")
    expect(cards.locator("[data-saved]")).to_have_text("Saved")
    assert [line.value.get("option") for line in room.clinic.lines(visit) if line.kind == "decision"]


@pytest.mark.row("4")
def test_lets_just_talk_opens_beside_its_button_and_not_in_the_middle_of_a_tall_frame(room: Room) -> None:
    _, code = room.visit()
    page = room.context().new_page()
    tall = _frame(room, code, 1024).replace('height="900"', 'height="3000"')
    page.goto(room.chart.hold("/talk", tall))
    cards = inside(page)
    cards.locator("[data-talk]").click()
    expect(cards.locator("[data-sheet]")).to_be_visible()
    box = frame_of(page).evaluate("document.querySelector('[data-sheet] .say').getBoundingClientRect().top")
    assert box < 500
    cards.get_by_role("button", name="Back to where we were").click()
    assert frame_of(page).evaluate("document.activeElement.matches('[data-talk]')")


@pytest.mark.row("23")
def test_a_sandbox_without_an_origin_says_which_word_is_missing(room: Room) -> None:
    _, code = room.visit()
    page = room.context().new_page()
    frame = _frame(room, code, 1024).replace(STRICT, "allow-forms allow-scripts allow-popups")
    page.goto(room.chart.hold("/null", frame))
    expect(inside(page).locator("[data-unhelped]")).to_be_visible()
    expect(inside(page).locator("[data-unhelped]")).to_contain_text("allow-same-origin")
    expect(inside(page).locator("[data-tab]")).to_be_visible()
