"""The talk about a life: what matters, what lifts and weighs, the work that care asks, and the room there is."""

from __future__ import annotations

import re

import pytest

from tests.builders import Table, Visit, text_of


@pytest.fixture
def visit(table: Table) -> Visit:
    return table.open_visit(aid="my-life", name="Rosa Morales")


def pressed(page: str) -> list[str]:
    return re.findall(r'aria-pressed="true" data-tap="([^"]+)"', page)


def test_a_talk_about_a_life_opens_on_what_matters(visit: Visit) -> None:
    page = visit.get("card/matters").text
    assert "What is a good day like for you?" in text_of(page)
    assert pressed(page) == []


def test_what_somebody_says_matters_stands_first_on_the_page_that_goes_home(visit: Visit) -> None:
    assert visit.send("card/matters", {"words_keep": "Sunday church", "then": "stay"}).status_code == 303
    paper = text_of(visit.get("print").text)
    assert "You said “Sunday church”" in paper
    assert "Sunday church" in visit.get("note?plain=1").text


@pytest.mark.hazard("H17")
def test_an_answer_just_between_us_stays_in_the_room(visit: Visit) -> None:
    visit.send("card/matters", {"words_keep": "the whisky at night", "private": "yes"})
    assert "whisky" in visit.get("card/matters").text
    for page in ("print", "note", "note?plain=1"):
        assert "whisky" not in visit.get(page).text


def test_an_area_can_lift_or_weigh_and_a_second_tap_takes_the_mark_back(visit: Visit) -> None:
    visit.send("card/areas", {"mark": "people:lifts"})
    visit.send("card/areas", {"mark": "money:weighs"})
    visit.send("card/areas", {"mark": "food:both"})
    page = visit.get("card/areas").text
    assert pressed(page) == ["people:none", "money:none", "food:none"]
    paper = text_of(visit.get("print").text)
    assert "What lifts you People close to me Food" in paper
    assert "What weighs on you Money and work Food" in paper
    visit.send("card/areas", {"mark": "money:none"})
    assert "Money and work" not in text_of(visit.get("print").text)


def test_a_mark_on_an_area_that_is_not_there_is_asked_back_and_writes_nothing(visit: Visit) -> None:
    for mark in ("nowhere:lifts", "food:ruins", "food", ":::", "food:lifts:both"):
        assert visit.send("card/areas", {"mark": mark}).status_code == 400
    assert pressed(visit.get("card/areas").text) == []


def test_the_work_of_the_week_is_added_up_as_our_guess_and_then_as_theirs(visit: Visit) -> None:
    visit.send("card/workload", {"pick": "pills"})
    visit.send("card/workload", {"pick": "visits"})
    page = text_of(visit.get("card/workload").text)
    assert "each day · about 5 minutes each time – our guess" in page
    assert "Together about 45 minutes a week. Our best guess." in page
    visit.send("card/workload", {"minutes": "pills:15"})
    visit.send("card/workload", {"minutes": "visits:60"})
    page = text_of(visit.get("card/workload").text)
    assert "about 15 minutes each time – your guess" in page
    assert "Together about 1 hour 45 minutes a week. Your own guess." in page


def test_there_is_no_total_while_one_task_is_not_counted(visit: Visit) -> None:
    visit.send("card/workload", {"pick": "pills"})
    visit.send("card/workload", {"pick": "rest"})
    page = text_of(visit.get("card/workload").text)
    assert "There is no total" in page
    assert "Together about" not in page
    assert "Time each week" not in text_of(visit.get("print").text)


def test_how_a_task_goes_and_the_room_there_is_reach_paper_and_note(visit: Visit) -> None:
    visit.send("card/workload", {"pick": "measure"})
    visit.send("card/workload", {"how": "measure:hard"})
    visit.send("card/workload", {"room": "too_full"})
    for page in ("print", "note?plain=1"):
        said = text_of(visit.get(page).text)
        assert "Measure sugar, pressure or weight, each day: it is hard" in said
        assert "Your week with health care: too full" in said


def test_a_task_that_is_left_again_takes_its_minutes_along(visit: Visit) -> None:
    visit.send("card/workload", {"pick": "pills"})
    visit.send("card/workload", {"leave": "pills"})
    assert "Take medicines" not in text_of(visit.get("print").text)


@pytest.mark.parametrize(
    "tap",
    [
        {"pick": "nothing"}, {"how": "pills:hard"}, {"minutes": "pills:7"}, {"room": "bursting"},
        {"minutes": "pills:1e9"}, {"how": ":"},
    ],
)  # fmt: skip
def test_a_tap_that_this_card_does_not_have_writes_nothing(visit: Visit, tap: dict[str, str]) -> None:
    before = len(visit.get("plan").text.split("data-line="))
    assert visit.send("card/workload", tap).status_code in (303, 400)
    assert len(visit.get("plan").text.split("data-line=")) == before


def test_the_work_of_each_choice_stands_side_by_side_on_a_decision(table: Table) -> None:
    page = table.open_visit().get("card/workload").text
    words = text_of(page)
    ways = re.findall(r'<section class="way[" ][^>]*data-option="(\w+)"', page)
    assert len(ways) == len(set(ways)) >= 3
    assert words.count("Pills each day") == len(ways)
    assert "How full is your week with health care?" in words


def test_the_two_open_ends_are_boxes_like_any_other(visit: Visit) -> None:
    for card in ("matters", "areas", "workload"):
        page = visit.get(f"card/{card}").text
        assert "Not sure yet" in page
        assert "Let us come back to this" in page
        assert visit.send(f"card/{card}", {"whole": "parked"}).status_code == 303
        assert pressed(visit.get(f"card/{card}").text) == ["open"]
