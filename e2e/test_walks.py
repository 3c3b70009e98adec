"""Two people walk through a visit, from the library to the paper, at three widths and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import WIDTHS, Desk
from e2e.hands import counts_on, saving, tap, type_values
from tests.builders import MAN_62, WOMAN_50

Shot = Callable[[Page, str], Path]
IN_MMOL = {
    **WOMAN_50,
    "value_total_cholesterol": "5.17",
    "unit_total_cholesterol": "mmol/L",
    "value_hdl": "1.16",
    "unit_hdl": "mmol/L",
}
NUMBER = re.compile(r"\b\d+ in 1?,?\d+00\b|\d+ ?%")


def walk(page: Page, desk: Desk, values: Mapping[str, str], name: str, film: Callable[[str], object]) -> str:
    """Library, situation, picture, decision, plan; returns the visit."""
    page.goto(desk.clinic.url)
    film("1-library")
    page.locator("summary", has_text="Whose visit is it?").click()
    page.fill("#name", name)
    page.locator("[data-aid-card=statin]").click()
    page.wait_for_url("**/situation")
    for field, value in values.items():
        if field.startswith("unit_"):
            page.locator(f"[name={field}]").select_option(value)
        else:
            type_values(page, {field: value})
    film("2-situation")
    page.locator("[data-then=picture]").click()
    page.wait_for_url("**/picture")
    film("3-picture")
    page.locator("main a.button", has_text="Where we are now").click()
    page.wait_for_url("**/decision")
    tap(page, "option.no_statin")
    page.locator("label.pick", has=page.locator("[name=look_again][value='3mo']")).click()
    expect(page.locator("[name=look_again][value='3mo']")).to_be_checked()
    film("4-decision")
    page.locator("[data-then=plan]").click()
    page.wait_for_url("**/plan")
    film("5-plan")
    return page.url.split("/visits/")[1].split("/")[0]


def main_number(page: Page) -> str:
    """The key number of the picture without any choice."""
    return page.locator("section[data-of='100'] .key").first.inner_text()


def table_counts(page: Page) -> set[str]:
    """Every "n in N" that the table behind the picture says."""
    return set(re.findall(r"\d+ in [\d,]+", page.locator("[data-table]").evaluate("each => each.textContent")))


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("width", WIDTHS)
def test_a_man_of_62_sees_7_in_100_and_not_now_reaches_plan_print_and_note(desk: Desk, shot: Shot, width: int) -> None:
    page = desk.page(width)
    visit = walk(page, desk, MAN_62, "Adam Walker", lambda name: shot(page, f"walk-a-{width}-{name}"))
    decided = page.locator("[data-decision]").inner_text()
    assert "Not now – we look again" in decided
    day = page.locator("[data-look-again] .headline, [data-look-again] .day").first.inner_text()
    on_plan = counts_on(page)
    desk.show(page, visit, "picture")
    assert "7 in 100" in main_number(page)
    on_picture = counts_on(page)
    for claim, count, of in on_picture:
        below = page.locator(f"[data-claim='{claim}'][data-below-half]").count()
        assert below or f"{count} in {int(of):,}" in table_counts(page), (claim, count, of, table_counts(page))
    desk.show(page, visit, "print")
    paper = page.locator("body").inner_text()
    on_paper = counts_on(page)
    assert "Not now – we look again" in paper
    assert day.rstrip(".") in paper
    shot(page, f"walk-a-{width}-6-print")
    page.emulate_media(media="print")
    shot(page, f"walk-a-{width}-7-paper")
    page.emulate_media(media="screen")
    desk.show(page, visit, "note")
    note = page.locator("[data-note]").inner_text()
    assert "7 in 100" in note
    assert "Not now" in note
    assert on_plan
    assert on_paper
    assert on_plan <= on_picture
    assert on_paper <= on_picture
    assert ("baseline", "7", "100") in on_plan & on_paper & on_picture


@pytest.mark.hazard("H03")
@pytest.mark.rule("R1")
@pytest.mark.parametrize("values", [WOMAN_50, IN_MMOL], ids=["mg/dL", "mmol/L"])
def test_a_woman_of_50_with_diabetes_sees_9_in_100_in_either_unit_and_nothing_labels_her(
    desk: Desk, shot: Shot, values: Mapping[str, str]
) -> None:
    page = desk.page(820)
    visit = walk(
        page, desk, values, "Berta Walker", lambda name: shot(page, f"walk-b-{name}") if values is WOMAN_50 else None
    )
    desk.show(page, visit, "picture")
    assert "9 in 100" in main_number(page)
    said = ""
    for card in ("picture", "plan", "print", "note"):
        desk.show(page, visit, card)
        said += page.locator("body").evaluate("each => each.textContent").lower()
    assert "new diabetes" not in said
    for label in ("high risk", "low risk", "intermediate risk", "borderline", "elevated", "threshold", "high-risk"):
        assert label not in said, label


@pytest.mark.hazard("H15")
def test_a_person_of_25_is_told_kindly_and_sees_no_number(desk: Desk, shot: Shot) -> None:
    page = desk.page(820)
    visit = walk(page, desk, {**WOMAN_50, "value_age": "25"}, "Carla Walker", lambda name: None)
    desk.show(page, visit, "picture")
    shot(page, "walk-b-age-25")
    assert page.locator("[data-no-number]").inner_text().startswith("This number was not made for someone like you.")
    for card in ("picture", "plan", "print", "note"):
        desk.show(page, visit, card)
        assert counts_on(page) == set(), card
        assert page.locator("svg.array").count() == 0
        assert NUMBER.search(page.locator("main").inner_text()) is None, card


def test_without_a_script_the_same_walk_ends_in_the_same_plan(desk: Desk) -> None:
    plans = []
    for script in (True, False):
        page = desk.page(820, java_script_enabled=script)
        visit = walk(page, desk, WOMAN_50, "Berta Walker", lambda name: None)
        desk.show(page, visit, "plan")
        plans.append(page.locator("[data-plan]").inner_text())
        told = [(line.item, line.value) for line in desk.clinic.lines(visit)]
        assert told[-1][0] == "arrived"
        assert told[-1][1]["option"] == "no_statin"
    assert plans[0] == plans[1]


def test_another_screen_that_spoke_in_the_meantime_is_told_and_both_stay(desk: Desk) -> None:
    context = desk.context()
    one, other = context.new_page(), context.new_page()
    visit = desk.visit(one, "", MAN_62)
    for page in (one, other):
        desk.show(page, visit, "decision")
    for page, option in ((one, "option.high"), (other, "parked")):
        with saving(page):
            tap(page, option)
    expect(other.locator(".newer")).to_contain_text("The other screen says of “Where we are now”: A high dose")
    assert [line.value["arrived"] for line in desk.clinic.lines(visit, "arrived")] == ["option", "parked"]
