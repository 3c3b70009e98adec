"""The rules of the pages on every card of both aids in both languages; the statin card in English has its own files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.clinic import Clinic
from e2e.conftest import Desk
from e2e.hands import BOXES, INLINE, KEPT, TARGETS, WATCH, audit, bar_at_rest, saved, taps_on
from e2e.test_rule_01_one_decision_per_screen import BEFORE, MOST_WORDS
from e2e.test_rule_03_no_counting_of_people import COUNTED
from e2e.test_rule_09_for_the_clinician_behind_one_tap import REDDISH
from e2e.test_rule_10_readable_from_the_side import BODY, QUIET, SIZE, SMALL
from e2e.test_rule_11_quiet_hands import LEAST, gap, too_near
from tests.builders import MAN_62, field_of

ROOMS = [("my-life", "en"), ("my-life", "es"), ("statin", "es")]
TAPS = {
    "areas": ({"mark": "people:lifts"}, {"mark": "money:weighs"}),
    "workload": ({"pick": "pills"}, {"how": "pills:hard"}, {"pick": "visits"}, {"room": "too_full"}),
}

BOX = {
    "my-life": ("areas", "button[data-tap^='{}:'][aria-pressed=false]"),
    "statin": ("decision", ".arrive [data-option='{}']"),
}
ROADS = {
    "my-life": (
        "[data-topic=areas]",
        "[data-tap='home:lifts']",
        "[data-topic=workload]",
        "[data-tap=just_full]",
    ),
    "statin": ("[data-topic=picture]", "[data-topic=decision]", ".arrive [data-option='option.no_statin']"),
}
TWO = {"my-life": ("money", "people"), "statin": ("option.high", "parked")}
IN_SPANISH = {
    "Saved": "Guardado",
    KEPT: "Guardado en este aparato hasta tener conexión",
    "Does this plan fit your days?": "¿Cabe este plan en sus días?",
}


@dataclass
class Elsewhere:
    """A visit on another aid or in another language, and the addresses of its pages."""

    page: Page
    url: str
    aid: str
    language: str
    cards: tuple[str, ...] = field(default_factory=tuple)

    def says(self, english: str) -> str:
        """The same words in the language of the visit."""
        return english if self.language == "en" else IN_SPANISH[english]

    @property
    def visit(self) -> str:
        return self.top.rsplit("/", 1)[1]

    def box(self, which: int) -> Locator:
        """A box that is not ticked yet, of the card on which one tap is a choice."""
        return self.page.locator(BOX[self.aid][1].format(TWO[self.aid][which])).first

    def pages(self) -> Iterator[str]:
        """Every card, the plan, and the map of topics."""
        for address in (*(f"{self.url}/{card}" for card in self.cards), f"{self.top}/plan", self.top):
            self.page.goto(address)
            yield address.removeprefix(self.top)

    @property
    def top(self) -> str:
        return self.url.rsplit("/", 1)[0]


@pytest.fixture(scope="module", params=ROOMS, ids="-".join)
def elsewhere(request: pytest.FixtureRequest, chromium: Browser, clinic: Clinic) -> Iterator[Elsewhere]:
    aid, language = request.param
    desk = Desk(chromium, clinic)
    page = desk.page()
    ask = page.context.request
    csrf = field_of(ask.get(f"{clinic.url}/").text(), "csrf_token")
    begun = {"csrf_token": csrf, "aid": aid, "name": "Ada Example", "language": language}
    url = ask.post(f"{clinic.url}/visits", form=begun).url.rsplit("/", 1)[0]
    made = Elsewhere(page, url, aid, language)
    page.goto(begun_at := f"{url}/{'situation' if aid == 'statin' else 'matters'}")
    made.cards = tuple(page.locator("nav.topics [data-topic]").evaluate_all("all => all.map(e => e.dataset.topic)"))
    for card, taps in TAPS.items() if aid == "my-life" else {"situation": ({**MAN_62, "then": "picture"},)}.items():
        for data in taps:
            shown = ask.get(f"{url}/{card}").text()
            hidden = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
            assert ask.post(f"{url}/{card}", form={**hidden, **data}).ok, begun_at
    yield made
    page.context.close()
    assert desk.problems == []


def test_one_heading_and_few_words_before_the_first_picture_or_choice(elsewhere: Elsewhere) -> None:
    for where in elsewhere.pages():
        assert elsewhere.page.locator("h1").count() == 1, where
        if where.strip("/") not in ("plan", ""):
            words = elsewhere.page.evaluate(BEFORE)
            assert len(words) <= MOST_WORDS, f"{where}: {len(words)} words: {' '.join(words)}"


def test_nothing_moves_by_itself_for_half_a_minute(desk: Desk, elsewhere: Elsewhere) -> None:
    page = desk.page()
    page.clock.install()
    for card in elsewhere.cards:
        page.goto(f"{elsewhere.url}/{card}")
        page.evaluate(WATCH)
        page.clock.run_for(30_000)
        page.wait_for_timeout(60)
        assert page.evaluate("window.moved") == {"shift": 0, "changes": []}, card


def test_nobody_is_counted_alarmed_or_made_to_fill_in(elsewhere: Elsewhere) -> None:
    page = elsewhere.page
    for where in elsewhere.pages():
        assert COUNTED.search(page.locator("body").inner_text()) is None, where
        assert page.locator("progress, meter, [role=progressbar], [role=timer]").count() == 0, where
        assert page.locator("[role=alert], .badge, .alert, .warning, .danger").count() == 0, where
        assert page.locator(":required, [aria-required=true], [draggable=true]").count() == 0, where
        assert page.evaluate(REDDISH) == [], where


def test_every_topic_is_one_tap_away(elsewhere: Elsewhere) -> None:
    for card in elsewhere.cards:
        elsewhere.page.goto(f"{elsewhere.url}/{card}")
        links = elsewhere.page.locator("nav.topics a[data-topic]")
        assert sorted(links.evaluate_all("all => all.map(e => e.dataset.topic)")) == sorted(elsewhere.cards)


def test_the_open_ends_are_boxes_of_the_same_size_as_each_other(elsewhere: Elsewhere) -> None:
    for card in elsewhere.cards:
        elsewhere.page.goto(f"{elsewhere.url}/{card}")
        boxes = elsewhere.page.evaluate(BOXES, "main [name=whole]")
        assert len({round(box["w"]) for box in boxes}) <= 1, (card, boxes)
        assert len({round(box["h"]) for box in boxes}) <= 1, (card, boxes)


def test_words_are_large(elsewhere: Elsewhere) -> None:
    for where in elsewhere.pages():
        assert elsewhere.page.evaluate(SIZE, "body") >= BODY, where
        assert elsewhere.page.evaluate(SMALL, QUIET) == [], where


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_and_apart(elsewhere: Elsewhere, width: int) -> None:
    elsewhere.page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for where in elsewhere.pages():
        for panel in elsewhere.page.locator("main details").all():
            panel.evaluate("each => { each.open = true; }")
        bar_at_rest(elsewhere.page)
        targets = f":is({TARGETS}):not({INLINE}, [data-basis] a, dialog *, .skip, .sr)"
        boxes = [box for box in elsewhere.page.evaluate(BOXES, targets) if box["w"] > 1]
        wrong += [
            f"{where}: {b['what']!r} is {b['w']:.0f} x {b['h']:.0f}" for b in boxes if min(b["h"], b["w"]) < LEAST - 0.5
        ]
        near = ((a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :] if too_near(a, b))
        wrong += [f"{where}: {gap(a, b):.1f} px between {a['what']!r} and {b['what']!r}" for a, b in near]
    elsewhere.page.set_viewport_size({"width": 1280, "height": 900})
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("width", "scheme", "forced"), [(320, "light", "none"), (820, "dark", "none"), (1280, "light", "active")]
)
def test_axe_finds_nothing(desk: Desk, elsewhere: Elsewhere, width: int, scheme: str, forced: str) -> None:
    page = desk.page(width, color_scheme=scheme, forced_colors=forced)
    found = []
    for card in (*elsewhere.cards, "../plan"):
        page.goto(f"{elsewhere.url}/{card}")
        found += [f"{card}: {each}" for each in audit(page, forced=forced == "active")]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{card} runs out of {width} px"
    assert found == []


def test_one_tap_is_saved_in_one_quiet_line_and_counts_a_single_time(clinic: Clinic, elsewhere: Elsewhere) -> None:
    page = elsewhere.page
    page.goto(f"{elsewhere.url}/{BOX[elsewhere.aid][0]}")
    before = len(clinic.lines(elsewhere.visit))
    elsewhere.box(0).click()
    saved(page, elsewhere.says("Saved"))
    assert len(clinic.lines(elsewhere.visit)) == before + 1
    assert page.locator("dialog[open], [role=alert], [role=alertdialog], [aria-busy=true]").count() == 0


def test_a_tap_without_connection_is_kept_and_sent_a_single_time(clinic: Clinic, elsewhere: Elsewhere) -> None:
    page = elsewhere.page
    page.goto(f"{elsewhere.url}/{BOX[elsewhere.aid][0]}")
    before = len(clinic.lines(elsewhere.visit))
    page.context.set_offline(True)
    elsewhere.box(1).click()
    saved(page, elsewhere.says(KEPT))
    assert len(clinic.lines(elsewhere.visit)) == before
    page.context.set_offline(False)
    saved(page, elsewhere.says("Saved"))
    assert len(clinic.lines(elsewhere.visit)) == before + 1


def test_the_sheet_for_talking_leads_back_to_the_same_place(elsewhere: Elsewhere) -> None:
    page = elsewhere.page
    for where in elsewhere.pages():
        page.locator("[data-talk]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open] .say:visible")).to_have_count(1)
        assert "Ada" not in page.locator("dialog[open]").inner_text(), where
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator("[data-talk]")).to_be_focused()


def test_it_ends_with_the_plan_read_back_and_a_question(elsewhere: Elsewhere) -> None:
    page = elsewhere.page
    page.goto(f"{elsewhere.top}/plan")
    assert elsewhere.says("Does this plan fit your days?") in page.locator("main").inner_text()
    assert page.locator("a[href$='/print'], [data-print]").first.is_visible()


def test_a_whole_card_takes_eight_taps_at_most_without_typing(clinic: Clinic, elsewhere: Elsewhere) -> None:
    page = elsewhere.page.context.new_page()
    taps = taps_on(page)
    page.goto(clinic.url)
    page.locator(f"a[data-visit][href*='{elsewhere.visit}']").click()
    before = len(clinic.lines(elsewhere.visit))
    for step in ROADS[elsewhere.aid]:
        if step.startswith("[data-topic"):
            page.locator(f"{step}[href*='/{elsewhere.aid}/']").click()
            page.wait_for_url(f"**/{step.removeprefix('[data-topic=').removesuffix(']')}")
        else:
            page.locator(step).click()
            saved(page, elsewhere.says("Saved"))
    page.locator("[data-plan-way]").click()
    page.wait_for_url("**/plan")
    assert len(ROADS[elsewhere.aid]) + 2 == len(taps) <= 8, taps
    assert len(clinic.lines(elsewhere.visit)) > before
    page.close()
