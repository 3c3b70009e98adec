"""Two taps open one visit, and a visit that has ended is a tap away for its clinician, under a real finger."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

from e2e.conftest import Desk
from e2e.hands import BOXES, TARGETS
from e2e.test_rule_11_quiet_hands import BETWEEN, LEAST, too_near


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("apart", [0, 60, 250])
def test_two_taps_on_a_card_open_one_visit(desk: Desk, script: bool, apart: int) -> None:
    page = desk.page(java_script_enabled=script)
    name = f"Two Taps {script} {apart}"
    page.goto(desk.clinic.url)
    page.locator("summary", has_text="Whose visit is it?").click()
    page.get_by_label("Name, as it reads on the plan").fill(name)
    page.get_by_label("Number in this clinic").fill(f"{script}-{apart}")
    page.locator("[data-aid-card=statin]").dblclick(delay=apart // 2)
    expect(page).to_have_url(re.compile("/statin/situation$"))  # the first tap's way there may be cut short
    people = desk.clinic.store.people
    person = people.visit(page.url.split("/visits/")[1].split("/")[0]).person_id
    assert len(people.visits_of(person)) == 1
    page.goto(desk.clinic.url)
    expect(page.locator("a[data-visit]", has_text=name)).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280])
def test_words_are_taken_out_of_a_visit_that_has_ended(desk: Desk, width: int) -> None:
    page = desk.page(width)
    name, said = f"After {width}", f"words of {width}"
    visit = desk.visit(page, name)
    desk.clinic.send(page.context.request, visit, "situation", {"words": said, "then": "talk"})
    desk.clinic.end(visit)
    page.goto(desk.clinic.url)
    expect(page.locator("body")).not_to_contain_text(name)
    page.get_by_role("link", name="For the clinician: visits that have ended").click()
    boxes = [box for box in page.evaluate(BOXES, f":is({TARGETS}):not(.skip)") if box["w"] > 1]
    assert [box for box in boxes if min(box["h"], box["w"]) < LEAST - 0.5] == []
    assert [(one, two) for one, two in combinations(boxes, 2) if too_near(one, two)] == [], f"{BETWEEN} px apart"
    page.locator("a[data-visit]", has_text=name).click()
    expect(page.locator("main")).to_contain_text(said)
    page.locator("summary", has_text="Change").first.click()
    page.get_by_role("button", name="Take this out").click()
    expect(page.locator("[data-taken-out=gone]")).to_have_text("taken out")
    expect(page.locator("main")).not_to_contain_text(said)
    assert all(line.words is None for line in desk.clinic.lines(visit))
