"""Still open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from decisionaid.cards import questions, tellers
from decisionaid.domain.page import ListPart
from decisionaid.domain.plan import plan_from
from decisionaid.domain.readers import PAPER, lines_for
from decisionaid.errors import CardProblems
from tests.builders import Table, Visit, text_of
from tests.cards.talk import before_the_first_choice, clinic, known, lines, paper, plan, scene, sent, taps

FEEL = "Will I feel it working?"
MINE = "Does it matter that my father had a stroke?"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def own(visit: Visit, words: str = MINE, **more: str) -> None:
    """A question of their own, as the page sends it."""
    page = visit.get("card/questions").text
    name = unescape(re.search(r'name="own_name" value="([^"]+)"', page).group(1))
    sent(visit, "questions", {"own": words, "own_name": name, **more})


def still_open(table: Table, visit: Visit) -> list[tuple[str, str, str]]:
    """Each open question of the page: as the aid asks it, in their own words, and who will think about it."""
    told = table.app.extensions["clinic"].handout(table.store.people.visit(visit.id).person_id)
    parts = [part for each in questions.sections(told) for part in each.parts if isinstance(part, ListPart)]
    return [(item.text, item.own.words if item.own else "", item.after) for part in parts for item in part.items]


def test_every_question_of_the_aid_is_a_box_and_none_is_chosen_beforehand(table: Table) -> None:
    visit = known(table)
    page = visit.get("card/questions").text
    boxes = taps(page)
    assert set(scene(table, visit).aid.questions.values()) <= set(boxes)
    assert {"Not sure yet", "Let us come back to this"} <= set(boxes)
    assert not any(chosen for _, _, chosen in boxes.values())
    assert "Who will think about it?" not in text_of(page)
    assert before_the_first_choice(page) <= 60
    assert page.count("<h1") == 1


def test_a_tap_opens_a_question_and_another_settles_it(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    assert taps(visit.get("card/questions").text)[FEEL] == ("settle", "questions.feel", True)
    sent(visit, "questions", {"settle": "questions.feel"})
    assert plan(table, visit).questions == ()
    assert [line.value for line in lines(table, visit, "questions")] == [{"open": True}, {"open": False}]


def test_a_question_of_their_own_keeps_its_words_language_voice_and_way(table: Table) -> None:
    visit = known(table)
    own(visit, voice="patient", via="interpreter")
    (question,) = plan(table, visit).questions
    said = question.said
    assert (said.words, said.language, said.voice, said.via) == (MINE, "en", "patient", "interpreter")
    (line,) = lines(table, visit, "questions")
    assert MINE not in str(line.value) + line.item  # words stand in a line of their own, where they can be taken out


@pytest.mark.hazard("H08")
def test_a_question_of_their_own_sent_again_is_written_a_single_time(table: Table) -> None:
    visit = known(table)
    for _ in range(2):
        sent(visit, "questions", {"own": MINE, "own_name": "abcdefgh-1"})
    assert len(lines(table, visit, "questions")) == 1


def test_two_screens_never_share_a_question(table: Table) -> None:
    visit = known(table)
    own(visit, "The first question")
    own(visit, "The second question")
    assert [each.said.words for each in plan(table, visit).questions] == ["The first question", "The second question"]


def test_who_will_think_about_it_reaches_plan_and_note(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    own(visit)
    sent(visit, "questions", {"thinks": "questions.feel:patient"})
    key = plan(table, visit).questions[1].key
    sent(visit, "questions", {"thinks": f"{key}:clinician"})
    assert still_open(table, visit) == [
        (FEEL, "", "you will think about it"),
        ("", MINE, "Ellen Price will think about it"),
    ]
    note = visit.get("note?plain=1").text
    assert f"Still open: {FEEL} (you will think about it) · “{MINE}” (Ellen Price will think about it)" in note
    assert plan(table, visit).questions[1].said.words == MINE  # naming somebody never touches the words


def test_nobody_is_named_until_somebody_says_and_a_second_tap_takes_it_back(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    who = visit.get("card/questions").text.split('class="who')[1]
    assert [pressed for *_, pressed in taps(who.split("</div>")[0]).values()] == [False, False, False]
    sent(visit, "questions", {"thinks": "questions.feel:care_partner"})
    pressed = taps(visit.get("card/questions").text.split('class="who')[1].split("</div>")[0])
    assert pressed["Family or a friend"] == ("thinks", "questions.feel:nobody", True)
    sent(visit, "questions", {"thinks": "questions.feel:nobody"})
    assert plan(table, visit).questions[0].thinks is None


def test_who_thinks_about_it_is_kept_while_a_question_is_settled_and_opened_again(table: Table) -> None:
    visit = known(table)
    for data in (
        {"ask": "questions.feel"},
        {"thinks": "questions.feel:clinician"},
        {"settle": "questions.feel"},
        {"ask": "questions.feel"},
    ):
        sent(visit, "questions", data)
    assert [(each.question, each.thinks) for each in plan(table, visit).questions] == [("feel", "clinician")]


@pytest.mark.parametrize(
    "bad",
    [
        {"ask": "questions.price"},
        {"settle": "own.not-there"},
        {"thinks": "questions.feel:nurse"},
        {"thinks": "questions.others:patient"},
        {"whole": "later"},
    ],
)
def test_a_tap_on_something_that_is_not_here_is_refused_in_words(table: Table, bad: dict) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    answer = visit.send("card/questions", bad)
    assert answer.status_code == 400
    assert "This is not one of the choices any more. Which one is it?" in text_of(answer.text)
    assert taps(answer.text)[FEEL][2]
    assert len(lines(table, visit, "questions")) == 1
    with pytest.raises(CardProblems):
        questions.accept(scene(table, visit), bad)


@pytest.mark.parametrize(("words", "name"), [("x" * 2_001, "abcdefgh-1"), (MINE, "a"), (MINE, "../../etc/passwd")])
def test_a_question_that_cannot_be_kept_is_asked_back_with_its_words(table: Table, words: str, name: str) -> None:
    visit = known(table)
    answer = visit.send("card/questions", {"own": words, "own_name": name})
    assert answer.status_code == 400
    assert words in answer.text
    assert 'data-problem="own"' in answer.text
    assert lines(table, visit, "questions") == ()


@pytest.mark.hazard("T02")
def test_a_hostile_question_stays_words(table: Table) -> None:
    visit = known(table)
    own(visit, '<img src=x onerror=alert(1)>"{moderate_dose}"')
    for page in ("card/questions", "plan", "print", "note"):
        assert "<img src=x" not in visit.get(page).text
    assert "{moderate_dose}" in visit.get("note?plain=1").text  # never filled like a sentence of the aid


@pytest.mark.hazard("H17")
def test_a_question_just_between_us_stays_in_the_room(table: Table) -> None:
    visit = known(table)
    own(visit, private="yes")
    sent(visit, "questions", {"ask": "questions.feel"})
    assert MINE not in paper(visit)
    assert FEEL in visit.get("note?plain=1").text
    assert MINE in unescape(visit.get("card/questions").text)


@pytest.mark.hazard("H17")
def test_who_thinks_about_it_can_be_just_between_us_alone(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    sent(visit, "questions", {"thinks": "questions.feel:care_partner"})
    line = lines(table, visit, "questions")[-1]
    visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    assert [(each.question, each.thinks) for each in plan(table, visit, PAPER).questions] == [("feel", None)]
    assert "family" not in visit.get("note?plain=1").text.lower()


def test_a_question_that_was_taken_out_leaves_no_words(table: Table) -> None:
    visit = known(table)
    own(visit)
    line = lines(table, visit, "questions")[0]
    assert visit.send("plan", {"line": line.id}, at="take-out").status_code == 303
    for page in ("card/questions", "plan", "print", "note?plain=1"):
        assert MINE not in unescape(visit.get(page).text)
    assert still_open(table, visit) == []


def test_a_settled_question_comes_back_by_undo(table: Table) -> None:
    visit = known(table)
    own(visit)
    key = plan(table, visit).questions[0].key
    sent(visit, "questions", {"settle": key})
    assert plan(table, visit).questions == ()
    assert "Still open Settled" in text_of(visit.get("plan").text)
    visit.send("plan", {"line": lines(table, visit, "questions")[-1].id}, at="undo")
    assert [each.said.words for each in plan(table, visit).questions] == [MINE]


def test_let_us_come_back_to_this_sets_the_questions_aside(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"whole": "parked"})
    assert taps(visit.get("card/questions").text)["Let us come back to this"][2]
    assert (
        re.search(r'statin/questions" data-topic="questions" data-state="(\w+)"', visit.get("").text).group(1)
        == "aside"
    )


def test_telling_does_not_mind_which_line_comes_first(table: Table) -> None:
    visit = known(table)
    sent(visit, "questions", {"ask": "questions.feel"})
    sent(visit, "questions", {"thinks": "questions.feel:patient"})
    every = lines(table, visit)
    aids = {every[0].aid_hash: scene(table, visit).aid}
    swapped = [
        line.model_copy(
            update={"seq": {every[-1].seq: every[-2].seq, every[-2].seq: every[-1].seq}.get(line.seq, line.seq)}
        )
        for line in every
    ]
    assert plan_from(aids, lines_for(PAPER, swapped, {}), tellers()).questions[0].thinks == "patient"
