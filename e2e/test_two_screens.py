# ruff: noqa: E501 - lines of script are kept whole
"""Two browsers on one visit, on and off line: nothing is lost, nothing comes back, and each conflict is asked on both."""

from __future__ import annotations

import time
from collections import Counter
from random import Random

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from decisionaid.domain.encounter import Choice
from e2e.conftest import Desk
from e2e.hands import saved
from tests.builders import MAN_62
from tests.web.what_must_stand import Model, Page, Said

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]

NUMBERS = {"systolic_bp": ("118", "150", "170"), "egfr": ("60", "75", "92")}
FRAME = "() => ['key', 'seen'].map((name) => document.querySelector(`main form.situation [name=${name}]`).value)"
OPENED = "() => { for (const each of document.querySelectorAll('.situation .known details')) each.open = true; }"
COME_BACK = "() => dispatchEvent(new Event('focus'))"


def type_into(tab: Tab, name: str, text: str) -> None:
    """Somebody corrects a value and leaves the box."""
    tab.evaluate(OPENED)
    tab.fill(f"[name=value_{name}]", text)
    tab.locator(f"[name=value_{name}]").blur()


def test_the_screen_that_spoke_first_learns_of_a_conflict_when_somebody_comes_back_to_it(desk: Desk) -> None:
    first, second = desk.page(), desk.page()
    visit = desk.visit(first, values=MAN_62)
    for tab in (first, second):
        desk.show(tab, visit, "situation")
    type_into(first, "systolic_bp", "170")
    saved(first)
    type_into(second, "systolic_bp", "150")
    expect(second.locator("[data-dispute]")).to_contain_text(
        "One screen says 170 mmHg, the other 150 mmHg. Which is right?"
    )
    expect(first.locator("[data-dispute]")).to_have_count(0)
    first.locator("#words").focus()
    first.evaluate(COME_BACK)
    first.wait_for_timeout(500)
    expect(first.locator("[data-dispute]")).to_have_count(0)  # a box that somebody stands in is not taken away
    first.locator("#words").blur()
    first.evaluate(COME_BACK)
    expect(first.locator("[data-dispute]")).to_contain_text(
        "One screen says 170 mmHg, the other 150 mmHg. Which is right?"
    )
    first.locator("[data-dispute] button", has_text="170 mmHg").click()
    expect(first.locator("[data-dispute]")).to_have_count(0)
    second.evaluate(COME_BACK)
    expect(second.locator("[data-dispute]")).to_have_count(0)
    second.evaluate(OPENED)
    expect(second.locator("[name=value_systolic_bp]")).to_have_value("170")


def test_only_what_was_touched_is_sent(desk: Desk) -> None:
    tab = desk.page()
    visit = desk.visit(tab, values=MAN_62)
    desk.show(tab, visit, "situation")
    with tab.expect_request(lambda request: request.method == "POST") as asked:
        type_into(tab, "egfr", "75")
    sent = {each.split("=")[0] for each in (asked.value.post_data or "").split("&")}
    assert sent == {"encounter", "value_egfr", "then", "key", "said_at", "seen", "knew", "csrf_token"}
    saved(tab)


class Visit:
    """One visit on two browsers, and what must stand in it."""

    def __init__(self, desk: Desk, tabs: tuple[Tab, Tab], seed: int) -> None:
        self.desk, self.tabs, self.chance = desk, tabs, Random(seed)
        self.visit = desk.visit(tabs[0], values=MAN_62)
        self.model, self.mine = Model(tuple(NUMBERS)), {}
        self.first = len(self.written())
        start = {of: float(MAN_62[f"value_{of}"]) for of in NUMBERS}
        self.begun = self.model.arrive(Page(), start)
        self.waits: tuple[list[tuple[Page, dict[str, Said]]], ...] = ([], [])
        self.online = [True, True]
        self.done: list[str] = []
        for tab in tabs:
            desk.show(tab, self.visit, "situation")

    def written(self) -> tuple[Choice, ...]:
        return tuple(each for each in self.desk.clinic.lines(self.visit) if each.kind == "situation")

    def page(self, tab: Tab) -> Page:
        """What this page can know: the lines until the newest that it had, and its own."""
        key, seen = tab.evaluate(FRAME)
        lines = self.written()
        at = next((number for number, each in enumerate(lines) if each.id == seen), len(lines) - 1)
        known = range(len(self.begun) + max(0, at + 1 - self.first))
        return Page(frozenset(known), self.mine.setdefault(key[:22], set()))

    def type(self, at: int) -> None:
        of = self.chance.choice(list(NUMBERS))
        tab = self.tabs[at]
        tab.evaluate(OPENED)
        shown = tab.locator(f"[name=value_{of}]").input_value()
        text = self.chance.choice([each for each in NUMBERS[of] if each != shown])
        page = self.page(tab)
        type_into(tab, of, text)
        self.done.append(f"{at} {of} {shown} -> {text} {'on' if self.online[at] else 'off'} line")
        self.waits[at].append((page, {of: float(text)}))
        self.arrive(at)

    def arrive(self, at: int) -> None:
        """What waits on a screen with a connection arrives, in its order."""
        if not self.online[at]:
            saved(self.tabs[at], "Kept on this device until we are connected")
            return
        for page, touched in self.waits[at]:
            self.model.arrive(page, self.model.differs(page, touched))
        self.waits[at].clear()
        due = self.first + len(self.model.changes) - len(self.begun)
        until = time.monotonic() + 20
        while len(self.written()) < due and time.monotonic() < until:
            self.tabs[at].wait_for_timeout(30)
        said = [(each.item.removeprefix("values."), each.value.get("amount")) for each in self.written()[self.first :]]
        assert said == [(each.of, each.says) for each in self.model.changes[len(self.begun) :]], self.done
        saved(self.tabs[at])

    def wifi(self, at: int) -> None:
        self.online[at] = not self.online[at]
        self.tabs[at].context.set_offline(not self.online[at])
        self.done.append(f"{at} {'on' if self.online[at] else 'off'}")
        if self.online[at] and self.waits[at]:
            self.arrive(at)

    def happen(self, steps: int, seen: Counter[str]) -> None:
        for _ in range(steps):
            at = self.chance.randrange(2)
            self.chance.choices((self.type, self.wifi), (4, 2))[0](at)
        for at in (0, 1):
            if not self.online[at]:
                self.wifi(at)
        self.both(seen)

    def both(self, seen: Counter[str]) -> None:
        """Both screens ask each conflict, and show what stands."""
        left = {of: {f"{says:g}" for says in self.model.sayings(of)} for of in NUMBERS}
        asked = sorted(sorted(each) for each in left.values() if len(each) > 1)
        for tab in self.tabs:
            self.desk.show(tab, self.visit, "situation")
            ways = [each.locator("button").all_inner_texts() for each in tab.locator("[data-dispute]").all()]
            assert sorted(sorted(words.split()[0] for words in each) for each in ways) == asked, self.done
            tab.evaluate(OPENED)
            for of, says in left.items():
                shown = tab.locator(f"[name=value_{of}]").input_value()
                assert shown == (next(iter(says)) if len(says) == 1 else ""), (of, self.done)
        seen["edits"] += len(self.model.changes) - len(self.begun)
        seen["conflicts"] += len(asked)


def held(desk: Desk, seeds: range, steps: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    tabs = (desk.page(), desk.page())
    for seed in seeds:
        Visit(desk, tabs, seed).happen(steps, seen)
        seen["visits"] += 1
    print(dict(seen))
    return seen


def test_two_browsers_in_any_order(desk: Desk) -> None:
    seen = held(desk, range(3), 6)
    assert seen["edits"] >= 5
    assert seen["conflicts"] >= 1


@pytest.mark.hold
@pytest.mark.parametrize("hundred", range(5))
def test_two_browsers_in_five_hundred_orders(desk: Desk, hundred: int) -> None:
    seen = held(desk, range(1000 + 100 * hundred, 1100 + 100 * hundred), 8)
    assert seen["conflicts"] >= 20


def test_a_value_that_goes_there_and_back_without_a_connection_ends_where_it_was(desk: Desk) -> None:
    tab = desk.page()
    visit = desk.visit(tab, values=MAN_62)
    desk.show(tab, visit, "situation")
    tab.context.set_offline(True)
    type_into(tab, "egfr", "92")
    saved(tab, "Kept on this device until we are connected")
    type_into(tab, "egfr", "80")
    expect(tab.locator("[data-saved]")).to_have_attribute("data-waiting", "2")
    tab.context.set_offline(False)
    saved(tab)
    said = [each.value.get("amount") for each in desk.clinic.lines(visit) if each.item == "values.egfr"]
    assert said == [80, 92, 80]
