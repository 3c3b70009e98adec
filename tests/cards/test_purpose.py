"""What would help today?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from decisionaid.cards import purpose
from decisionaid.domain.readers import PAPER
from decisionaid.errors import CardProblems
from tests.builders import Table, Visit, text_of
from tests.cards.talk import before_the_first_choice, clinic, known, lines, paper, plan, scene, sent, taps

FOUR = ["Weigh our choices", "We see it differently", "Something is stuck", "What does this mean?"]
HERS, HIS, BOTH = "I feel well as I am.", "I worry about a stroke.", "Walking helps either way."


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def differ(visit: Visit, **more: object) -> None:
    sent(visit, "purpose", {"view_patient": HERS, "view_clinician": HIS, "agreed": BOTH, **more})


def box(page: str, field: str) -> str:
    """What stands in a box for words."""
    found = re.search(rf'<textarea id="{field}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found, f"there is no box {field}"
    return unescape(found.group(1))


def test_four_doors_of_which_none_is_locked_or_open_beforehand(table: Table) -> None:
    page = known(table).get("card/purpose").text
    boxes = taps(page)
    assert [*boxes] == [*FOUR, "Not sure yet", "Let us come back to this"]
    assert not any(chosen for _, _, chosen in boxes.values())
    assert "disabled" not in page.split("<main")[1].split("</main>")[0]
    assert "data-behind" not in page
    assert before_the_first_choice(page) <= 60
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("door", "prompt"),
    [
        ("weigh", "What matters most to you here?"),
        ("differ", "What worries each of us most about this?"),
        ("stuck", "What gets in the way of a pill, or of walking?"),
        ("meaning", "What would a heart attack or stroke mean for you and yours?"),
    ],
)
def test_behind_each_door_stand_the_prompts_of_the_aid(table: Table, door: str, prompt: str) -> None:
    visit = known(table)
    sent(visit, "purpose", {"door": door})
    behind = visit.get("card/purpose").text.split("data-behind=")[1]
    assert behind.startswith(f'"{door}"')
    assert prompt in text_of(behind)
    assert plan(table, visit).purposes["statin"].door == door


def test_a_door_can_be_closed_and_another_opened(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"door": "stuck"})
    sent(visit, "purpose", {"door": "meaning"})
    assert taps(visit.get("card/purpose").text)["What does this mean?"] == ("door", "closed", True)
    sent(visit, "purpose", {"door": "closed"})
    assert plan(table, visit).purposes == {}
    assert "data-behind" not in visit.get("card/purpose").text


def test_doors_lead_on_only_to_cards_that_the_aid_has(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"door": "weigh"})
    onward = re.search(r'<nav class="twins onward".*?</nav>', visit.get("card/purpose").text, re.DOTALL).group(0)
    for card in re.findall(r'href="(\w+)"', onward):
        assert visit.get(f"card/{card}").status_code == 200
    assert 'href="picture"' in onward


def test_two_views_and_what_they_agree_on_are_kept_in_each_ones_own_words_and_voice(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"door": "differ"})
    differ(visit)
    told = {each.part: (each.said.words, each.said.voice) for each in plan(table, visit).views}
    assert told == {
        "view.patient": (HERS, "patient"), "view.clinician": (HIS, "clinician"), "agreed": (BOTH, "together"),
    }  # fmt: skip
    page = visit.get("card/purpose").text
    assert "We see it differently, and that is all right" in text_of(page)
    assert [box(page, each) for each in ("view_patient", "view_clinician", "agreed")] == [HERS, HIS, BOTH]
    assert '<label for="view_clinician">Ellen Price</label>' in page


def test_one_view_is_changed_without_touching_the_other(table: Table) -> None:
    visit = known(table)
    differ(visit)
    before = len(lines(table, visit, "purpose"))
    differ(visit, view_patient="I would try it for a month.")
    assert [line.item for line in lines(table, visit, "purpose")[before:]] == ["view.patient"]
    assert {each.part: each.said.words for each in plan(table, visit).views}["view.clinician"] == HIS


def test_none_of_the_lines_is_required(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"view_patient": "", "view_clinician": HIS, "agreed": ""})
    assert [line.item for line in lines(table, visit, "purpose")] == ["view.clinician"]


def test_a_view_is_never_printed_as_what_the_patient_said(table: Table) -> None:
    visit = known(table)
    differ(visit)
    assert plan(table, visit).words == ()
    told = table.app.extensions["clinic"].handout(table.store.people.visit(visit.id).person_id)
    (section,) = purpose.sections(told)
    assert [(each.strong, each.own.words) for each in section.parts[0].items] == [
        ("You:", HERS), ("Ellen Price:", HIS), ("What we agree on anyway:", BOTH),
    ]  # fmt: skip


def test_words_came_through_somebody_only_for_those_whose_words_they_were(table: Table) -> None:
    visit = known(table)
    differ(visit, via="interpreter")
    assert {each.part: each.said.via for each in plan(table, visit).views} == {
        "view.patient": "interpreter", "view.clinician": None, "agreed": None,
    }  # fmt: skip


@pytest.mark.hazard("H17")
def test_one_view_just_between_us_stays_in_the_room_and_the_others_do_not(table: Table) -> None:
    visit = known(table)
    differ(visit)  # the words are saved when their box is left; the box beneath is tapped after that
    differ(visit, private=["view.patient"])
    assert HERS not in paper(visit)
    assert {each.part for each in plan(table, visit, PAPER).views} == {"view.clinician", "agreed"}
    differ(visit, view_patient="Something else, also between us.")
    assert "view.patient" not in {each.part for each in plan(table, visit, PAPER).views}


@pytest.mark.hazard("H17")
def test_words_and_just_between_us_sent_together_keep_that_view_alone(table: Table) -> None:
    visit = known(table)
    differ(visit, private=["view.patient"])
    told = plan(table, visit)
    assert {each.part: told.is_between_us(each.said.seq) for each in told.views} == {
        "view.patient": True, "view.clinician": False, "agreed": False,
    }  # fmt: skip


def test_a_view_that_was_taken_out_leaves_no_words(table: Table) -> None:
    visit = known(table)
    differ(visit)
    line = next(each for each in lines(table, visit, "purpose") if each.item == "view.patient")
    visit.send("plan", {"line": line.id}, at="take-out")
    assert HERS not in unescape(visit.get("card/purpose").text)
    assert "view.patient" not in {each.part for each in plan(table, visit).views if each.said.words}


@pytest.mark.parametrize("bad", [{"door": "window"}, {"door": "<b>weigh"}, {"whole": "later"}])
def test_a_door_that_is_not_there_is_refused_in_words_and_nothing_is_lost(table: Table, bad: dict) -> None:
    visit = known(table)
    differ(visit)
    sent(visit, "purpose", {"door": "differ"})
    before = lines(table, visit)
    answer = visit.send("card/purpose", bad)
    assert answer.status_code == 400
    assert "This is not one of the choices any more. Which one is it?" in text_of(answer.text)
    assert box(answer.text, "view_patient") == HERS
    assert lines(table, visit) == before
    with pytest.raises(CardProblems):
        purpose.accept(scene(table, visit), bad)


def test_words_that_are_too_long_are_asked_back_and_kept_in_their_box(table: Table) -> None:
    visit = known(table)
    long = "a word " * 300
    answer = visit.send("card/purpose", {"view_patient": long, "agreed": BOTH})
    assert answer.status_code == 400
    assert box(answer.text, "view_patient").strip() == long.strip()
    assert box(answer.text, "agreed") == BOTH
    assert 'data-problem="view_patient"' in answer.text
    assert lines(table, visit, "purpose") == ()


@pytest.mark.hazard("T02")
def test_a_hostile_view_stays_words(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"door": "differ"})
    differ(visit, view_patient='</textarea><script>alert(1)</script>{moderate_dose}"')
    for page in ("card/purpose", "plan", "print", ""):
        assert "<script>alert" not in visit.get(page).text


def test_undo_gives_the_earlier_words_back(table: Table) -> None:
    visit = known(table)
    differ(visit)
    differ(visit, agreed="Nothing at all.")
    visit.send("plan", {"line": lines(table, visit, "purpose")[-1].id}, at="undo")
    assert {each.part: each.said.words for each in plan(table, visit).views}["agreed"] == BOTH


def test_let_us_come_back_to_this_sets_the_purpose_aside(table: Table) -> None:
    visit = known(table)
    sent(visit, "purpose", {"whole": "parked"})
    assert re.search(r'statin/purpose" data-topic="purpose" data-state="(\w+)"', visit.get("").text).group(1) == "aside"
    sent(visit, "purpose", {"door": "weigh"})
    assert re.search(r'statin/purpose" data-topic="purpose" data-state="(\w+)"', visit.get("").text).group(1) == "about"
