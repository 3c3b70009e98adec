"""Any order: every topic within two taps, skipping records nothing and warns of nothing, Back loses nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.conftest import Desk, Room
from e2e.hands import saved, tap, type_values
from tests.builders import MAN_62


def test_every_topic_is_one_tap_from_every_card_and_two_from_the_plan(desk: Desk, room: Room) -> None:
    for card in room.cards:
        desk.show(room.page, room.visit, card)
        links = room.page.locator("nav.topics a[data-topic]")
        assert sorted(links.evaluate_all("all => all.map(each => each.dataset.topic)")) == sorted(room.cards)
    desk.show(room.page, room.visit, "plan")
    room.page.locator(".visit-bar a", has_text="Topics").click()
    room.page.locator("[data-aid-map=statin]").wait_for()
    offered = room.page.locator("[data-aid-map=statin] a").evaluate_all("all => all.map(each => each.dataset.topic)")
    assert sorted(offered) == sorted(room.cards)


def test_walking_past_every_card_writes_nothing(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    for card in page.locator("nav.topics [data-topic]").evaluate_all("all => all.map(each => each.dataset.topic)"):
        page.locator(f"nav.topics [data-topic={card}]").click()
        expect(page.locator(f"body[data-card={card}]")).to_be_visible()
        assert page.locator("dialog[open], [role=alert], .ask-back").count() == 0
    assert desk.clinic.lines(visit) == ()


def test_back_shows_what_was_tapped_and_typed(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "", MAN_62)
    desk.show(page, visit, "decision")
    tap(page, "option.high")
    page.locator("summary", has_text="Add to this").click()
    page.fill("#words", "I want to sleep on it")
    page.locator("nav.topics [data-topic=picture]").click()
    expect(page.locator("body[data-card=picture]")).to_be_visible()
    page.go_back()
    expect(page.locator("#words")).to_have_value("I want to sleep on it")
    expect(page.locator("[name=arrived][value='option.high']")).to_be_checked()


def test_half_a_card_is_kept_when_they_walk_on(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    type_values(page, {"value_sex": "male", "value_age": "62"})
    page.locator("nav.topics [data-topic=decision]").click()
    expect(page.locator("body[data-card=decision]")).to_be_visible()
    page.locator("nav.topics [data-topic=situation]").click()
    expect(page.locator(".known dd").first).to_be_visible()
    assert page.locator(".known dd").all_inner_texts() == ["Male", "62 years"]
    kept = {each.item for each in desk.clinic.lines(visit) if each.item.startswith("values.")}
    assert kept == {"values.sex", "values.age"}


def test_enter_in_a_field_saves_and_stays(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page)
    desk.show(page, visit, "situation")
    page.fill("#value_age", "62")
    page.press("#value_age", "Enter")
    saved(page)
    assert page.url == desk.clinic.card(visit, "situation")
    assert [line.value["amount"] for line in desk.clinic.lines(visit, "values.age")] == [62]
