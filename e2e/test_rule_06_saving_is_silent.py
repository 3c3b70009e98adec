"""Saving is silent: one tap, one quiet line; no modal, toast or spinner, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Route, expect

from e2e.conftest import Desk
from e2e.hands import saved, saving, stand_in, tap, type_values
from tests.builders import MAN_62


def test_one_tap_saves_and_says_so_in_one_quiet_line(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    before = page.locator("main *").count()  # the map of topics says that it was talked about
    tap(page, "option.high")
    saved(page)
    assert page.locator("[role=status]").count() == 1
    assert page.locator("dialog[open], [role=alert], [role=alertdialog], [aria-busy=true]").count() == 0
    assert page.locator("main *").count() == before
    assert page.url == desk.clinic.card(visit, "decision")
    assert [line.value["option"] for line in desk.clinic.lines(visit, "arrived")] == ["high"]


def test_a_change_of_mind_is_one_more_line_and_the_last_one_stands(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    for option in ("option.high", "option.moderate", "parked"):
        with saving(page):
            tap(page, option)
        expect(page.locator(f"[value='{option}']")).to_be_checked()
    assert page.locator(".newer").count() == 0, "what this screen said itself is no news to it"
    page.reload()
    expect(page.locator("[value=parked]")).to_be_checked()
    told = [line.value["arrived"] for line in desk.clinic.lines(visit, "arrived")]
    assert told == ["option", "option", "parked"]


def test_the_day_in_a_box_is_the_day_that_was_saved(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    tap(page, "option.no_statin")
    saved(page)
    day = page.locator("[name=look_again][value='6mo']").get_attribute("data-day") or ""
    page.locator("label", has=page.locator("[name=look_again][value='6mo']")).click()
    expect(page.locator("[data-option='option.no_statin'] .label")).to_contain_text(day)
    expect(page.locator("[name=look_again]:checked")).to_be_focused()
    assert desk.clinic.lines(visit, "arrived")[-1].value["arrived"] == "not_now"


def test_what_cannot_be_read_is_asked_back_beside_the_field_and_stays_as_typed(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_values(page, {**MAN_62, "value_total_cholesterol": "5.7"})
    asked = page.locator("[data-problem=value_total_cholesterol]")
    expect(asked).to_have_text("Is that mmol/L?")
    with page.expect_navigation():  # the way on asks the server itself, and comes back with its question
        page.locator("[data-then=picture]").click()
    expect(page.locator("#ask_value_total_cholesterol")).to_have_text("Is that mmol/L?")
    expect(page.locator("#value_total_cholesterol")).to_have_value("5.7")
    expect(page.locator("#value_age")).to_have_value("62")
    page.fill("#value_total_cholesterol", "220")
    page.locator("[data-then=picture]").click()
    expect(page.locator("main .key").first).to_be_visible()
    assert "7 in 100" in page.locator("main").inner_text()
    assert len([each for each in desk.clinic.lines(visit) if each.item.startswith("values.")]) >= 10


def test_words_that_came_with_a_question_are_saved_when_the_question_is_settled(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.fill("#value_total_cholesterol", "5.7")
    page.fill("#words", "I am tired")
    page.press("#words", "Tab")
    expect(page.locator("[data-problem=value_total_cholesterol]")).to_be_visible()
    saved(page, "One thing is not saved yet.")
    assert desk.clinic.lines(visit) == ()
    page.fill("#value_total_cholesterol", "220")
    page.press("#value_total_cholesterol", "Tab")
    saved(page)
    assert [line.words for line in desk.clinic.lines(visit, "words")] == ["I am tired"]
    assert [each.item for each in desk.clinic.lines(visit) if each.item.startswith("values.")] == [
        "values.total_cholesterol"
    ]


@pytest.mark.parametrize("way", ["Tab", "Enter"])
def test_a_day_that_is_typed_is_said_whole_when_its_box_is_left_and_nothing_is_asked_back(desk: Desk, way: str) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62, "option.high")
    desk.show(page, visit, "decision")
    day = date.today().replace(month=1, day=21) + timedelta(days=366)
    stand_in(page, "#until")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    for key in day.strftime("%m%d%Y"):  # on the way the box holds the years 0002, 0020 and 0202
        page.keyboard.press(key)
    expect(page.locator("#until")).to_have_value(day.isoformat())
    page.keyboard.press("Backspace")
    page.keyboard.type(str(day.year))
    page.keyboard.press("Shift+Tab")  # to the day of the month, within the box
    page.keyboard.type("12")
    expect(page.locator("#until")).to_have_value(day.replace(day=12).isoformat())
    with page.expect_response("**/statin/decision") as answered:
        page.keyboard.press(way)
        if way == "Tab":
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
    assert answered.value.ok
    saved(page)
    assert page.locator("[data-problem]").count() == 0
    assert [line.value.get("until") for line in desk.clinic.lines(visit, "arrived")] == [
        None,
        day.replace(day=12).isoformat(),
    ]
    assert [each.count("until=") for each in sent] == [1], "it is sent a single time, and nothing before"


def test_a_busy_server_is_asked_again_and_the_tap_is_there_a_single_time(desk: Desk) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    turned_away: list[str] = []

    def busy(route: Route) -> None:
        if route.request.method == "POST" and len(turned_away) < 2:
            turned_away.append(route.request.url)
            route.fulfill(
                status=503, content_type="application/json", body='{"problem": "busy"}', headers={"Retry-After": "2"}
            )
        else:
            route.continue_()

    page.route("**/visits/**", busy)
    tap(page, "option.high")
    saved(page, "Kept on this device until we are connected")
    saved(page)
    assert len(turned_away) == 2
    assert len(desk.clinic.lines(visit, "arrived")) == 1


def test_something_in_between_that_is_not_our_server_saves_nothing(desk: Desk) -> None:
    page = desk.page(service_workers="block")
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    page.route(
        "**/statin/decision",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Hotel Wi-Fi</h1>"),
    )
    tap(page, "option.high")
    saved(page, "Kept on this device until we are connected")
    assert desk.clinic.lines(visit, "arrived") == ()
    page.unroute("**/statin/decision")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert len(desk.clinic.lines(visit, "arrived")) == 1


def test_words_that_were_saved_before_stay_just_between_us_from_the_tap_on(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    page.locator("summary", has_text="Add to this").click()
    page.fill("#words", "planted between us")
    page.locator("[name=private]").check()
    saved(page)
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent === 'Saved'")
    page.locator("[data-then=plan]").click()
    page.wait_for_url("**/plan")
    page.goto(desk.clinic.card(visit, "print"))
    assert "planted" not in page.locator("body").inner_text()
    page.goto(desk.clinic.card(visit, "note"))
    assert "planted" not in page.locator("body").inner_text()
