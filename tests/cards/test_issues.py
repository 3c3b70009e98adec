"""What would you like to talk about first?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from decisionaid.cards import issues, tellers
from decisionaid.domain.plan import plan_from
from decisionaid.domain.readers import PAPER, lines_for
from decisionaid.errors import CardProblems
from tests.builders import Table, text_of
from tests.cards.talk import before_the_first_choice, clinic, known, lines, paper, plan, scene, sent, taps


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def test_every_issue_of_the_aid_is_a_box_and_nothing_is_picked_beforehand(table: Table) -> None:
    visit = known(table)
    page = visit.get("card/issues").text
    boxes = taps(page)
    assert {"How well it works", "Side effects and harms", "What I do each day", "Cost", "Food and drink"} <= set(boxes)
    assert "The procedure and getting over it" not in boxes  # no option of this aid speaks of it
    assert not any(chosen for _, _, chosen in boxes.values())
    assert " checked" not in page
    assert "The order means nothing." in text_of(page)
    assert before_the_first_choice(page) <= 60
    assert page.count("<h1") == 1


def test_one_tap_records_an_issue_and_shows_every_option_on_it(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "routine"})
    page = visit.get("card/issues").text
    assert taps(page)["What I do each day"] == ("leave", "routine", True)
    side = page.split('data-issue="routine"')[1].split("</details>")[0]
    assert re.findall(r'data-option="(\w+)"', side) == ["no_statin", "moderate", "high"]
    assert "After a missed pill, take the next one as usual." in text_of(side)
    (line,) = lines(table, visit, "issues")
    assert (line.item, line.value, line.voice) == ("issues.routine", {"picked": True}, None)


def test_several_issues_are_picked_and_the_newest_stands_open(table: Table) -> None:
    visit = known(table)
    for issue in ("routine", "cost", "harms"):
        sent(visit, "issues", {"pick": issue})
    page = visit.get("card/issues").text
    opened = {key: bool(rest) for key, rest in re.findall(r'data-issue="(\w+)"( open)?', page)}
    assert opened == {"harms": True, "routine": False, "cost": False}
    assert {each.issue for each in plan(table, visit).issues} == {"routine", "cost", "harms"}


def test_picking_again_is_a_new_line_and_leaves_the_issue(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    sent(visit, "issues", {"leave": "cost"})
    assert [line.value["picked"] for line in lines(table, visit, "issues")] == [True, False]
    assert plan(table, visit).issues == ()
    assert taps(visit.get("card/issues").text)["Cost"] == ("pick", "cost", False)


@pytest.mark.hazard("H08")
def test_two_screens_that_tap_the_same_box_agree(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    sent(visit, "issues", {"pick": "cost", "seen": "1"})  # the other screen had not seen the first tap
    assert [each.issue for each in plan(table, visit).issues] == ["cost"]
    assert len(lines(table, visit, "issues")) == 2, "both said it, and it is no dispute"
    assert plan(table, visit).disputed == {}
    sent(visit, "issues", {"pick": "cost"})
    assert len(lines(table, visit, "issues")) == 2, "whoever knows that it is picked writes nothing"


def test_the_voice_is_written_only_if_it_was_given(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost", "voice": "care_partner"})
    sent(visit, "issues", {"pick": "harms"})
    assert {each.issue: each.voice for each in plan(table, visit).issues} == {"cost": "care_partner", "harms": None}


@pytest.mark.parametrize("bad", [{"pick": "procedure"}, {"pick": "../x"}, {"leave": "<b>"}, {"whole": "later"}])
def test_a_tap_on_something_that_is_not_here_is_refused_in_words_and_nothing_is_lost(table: Table, bad: dict) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    answer = visit.send("card/issues", bad)
    assert answer.status_code == 400
    assert "This is not one of the choices any more. Which one is it?" in text_of(answer.text)
    assert taps(answer.text)["Cost"][2]
    assert len(lines(table, visit, "issues")) == 1
    with pytest.raises(CardProblems):
        issues.accept(scene(table, visit), bad)


def test_not_sure_yet_and_let_us_come_back_are_boxes_like_the_others(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"whole": "parked"})
    page = visit.get("card/issues").text
    assert taps(page)["Let us come back to this"] == ("whole", "open", True)
    assert taps(page)["Not sure yet"] == ("whole", "not_sure", False)
    state = r'statin/issues" data-topic="issues" data-state="(\w+)"'
    assert re.search(state, visit.get("").text).group(1) == "aside"
    sent(visit, "issues", {"pick": "cost"})  # they came back to it
    assert re.search(state, visit.get("").text).group(1) == "about"
    assert not taps(visit.get("card/issues").text)["Let us come back to this"][2]


def test_an_option_without_words_on_an_issue_keeps_its_room_and_says_so(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "food"})
    side = visit.get("card/issues").text.split('data-issue="food"')[1]
    first = side.split('data-option="no_statin"')[1].split("</section>")[0]
    assert "Nothing is written here for this choice." in text_of(first)
    assert side.split("</details>")[0].count('<section class="way') == 3


def _with_a_number(table: Table, visit) -> object:
    now = scene(table, visit)
    moderate = now.aid.options["moderate"]
    said = moderate.issues["works"].model_copy(update={"say": "It comes to {moderate_dose}."})
    changed = moderate.model_copy(update={"issues": {**moderate.issues, "works": said}})
    return replace(now, aid=now.aid.model_copy(update={"options": {**now.aid.options, "moderate": changed}}))


def test_an_issue_is_filled_with_this_persons_numbers(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "works"})
    view = issues.show(_with_a_number(table, visit))
    assert [way.text for way in view.compared[0].ways][1] == "It comes to about 5 in 100."


def test_no_numbers_today_holds_on_issues_and_keeps_the_room(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "works"})
    sent(visit, "picture", {"display": "none"})
    ways = issues.show(_with_a_number(table, visit)).compared[0].ways
    assert ways[1].text == "Fewer people have a heart attack or stroke with it."
    assert not re.search(r"\d+ in \d+", " ".join(way.text for way in ways))
    assert len(ways) == 3


def test_undo_gives_the_pick_back(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    (line,) = lines(table, visit, "issues")
    assert visit.send("plan", {"line": line.id}, at="undo").status_code == 303
    assert plan(table, visit).issues == ()
    assert "Cost" not in taps(visit.get("card/issues").text) or not taps(visit.get("card/issues").text)["Cost"][2]


@pytest.mark.hazard("H17")
def test_a_pick_just_between_us_stays_off_the_note(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    sent(visit, "issues", {"pick": "harms"})
    assert "What mattered: Cost, Side effects and harms" in paper(visit)
    line = lines(table, visit, "issues")[0]
    assert visit.send("plan", {"line": line.id, "private": "yes"}, at="private").status_code == 303
    assert "What mattered: Side effects and harms" in paper(visit)
    assert [each.issue for each in plan(table, visit, PAPER).issues] == ["harms"]


def test_the_plan_lists_what_was_picked_in_words(table: Table) -> None:
    visit = known(table)
    sent(visit, "issues", {"pick": "cost"})
    assert "What would you like to talk about first? Cost" in text_of(visit.get("plan").text)


def test_telling_is_the_same_in_whatever_order_the_lines_come_back(table: Table) -> None:
    visit = known(table)
    for issue in ("cost", "harms"):
        sent(visit, "issues", {"pick": issue})
    sent(visit, "issues", {"leave": "cost"})
    every = lines(table, visit)
    aids = {every[0].aid_hash: scene(table, visit).aid}
    told = [plan_from(aids, lines_for(PAPER, each, {}), tellers()) for each in (every, reversed(every))]
    assert told[0].issues == told[1].issues != ()
