"""A return visit says when something was chosen, tapped or leaned to, and says of a day that has come that it has."""

from __future__ import annotations

import pytest

from tests.builders import text_of
from tests.cards.talk import lines, plan
from tests.web.test_this_visit import FEBRUARY, MONDAY, Person, back

pytestmark = pytest.mark.hazard("H07")
__all__ = ["back"]


def boxes(back: Person) -> str:
    return back.visit.get("card/decision").text


def test_a_day_to_look_again_that_has_come_is_said_as_such_and_none_is_selected(back: Person) -> None:
    assert 'name="look_again" value="3mo" data-day="' in boxes(back)
    back.comes_back()
    page = boxes(back)
    when = page.split('class="when"')[1].split("</fieldset>")[0]
    assert f"We wanted to look again on {FEBRUARY}. That day has come." in text_of(when)
    assert f"We wanted to try this until {FEBRUARY}. That day has come." in text_of(when)
    assert "checked" not in when
    assert f'value="{"2027-02-23"}"' not in page
    assert f"Chosen on {MONDAY}" in text_of(page)


def test_the_page_sent_as_it_stands_writes_nothing_though_its_days_have_come(back: Person) -> None:
    back.comes_back()
    before = lines(back.clinic.table, back.visit)
    back.send("decision", {"arrived": "option.moderate", "words": "My father took one", "until": "", "then": "stay"})
    assert lines(back.clinic.table, back.visit) == before


def test_not_now_whose_day_has_come_names_no_other_day_until_one_is_chosen(back: Person) -> None:
    back.send("decision", {"arrived": "option.no_statin", "look_again": "3mo", "until": ""})
    back.comes_back()
    before = lines(back.clinic.table, back.visit)
    label = text_of(boxes(back).split('data-option="option.no_statin"')[1].split("</label>")[0].split(">", 1)[1])
    assert label == "Not now No statin for now"
    back.send("decision", {"arrived": "option.no_statin", "until": "", "then": "stay"})
    assert lines(back.clinic.table, back.visit) == before
    back.send("decision", {"arrived": "option.no_statin", "look_again": "1mo", "then": "stay"})
    assert "Not now – we look again Tuesday, March 23, 2027" in back.text("print")


def test_a_choice_of_before_can_be_said_again_without_its_days_that_have_come(back: Person) -> None:
    back.comes_back()
    back.send("decision", {"arrived": "option.moderate", "still": "yes"})
    held = plan(back.clinic.table, back.visit).decisions["statin"]
    assert (held.option, held.look_again, held.until) == ("moderate", None, None)
    assert "has come" not in back.text("print")
    assert "Chosen on" not in text_of(boxes(back))


@pytest.mark.parametrize(
    ("aid", "card", "tap", "said"),
    [
        ("statin", "issues", {"pick": "cost"}, "Cost"),
        ("my-life", "areas", {"mark": "money:weighs"}, "Money and work: Weighs on me"),
        ("my-life", "workload", {"pick": "measure"}, "Measure sugar, pressure or weight"),
    ],
)
def test_what_was_tapped_in_an_earlier_visit_says_its_day_and_can_be_said_to_be_still_so(
    back: Person, aid: str, card: str, tap: dict[str, str], said: str
) -> None:
    back.visit.aid = aid
    back.send(card, tap)
    assert "Still so" not in back.text(f"card/{card}")
    back.comes_back()
    back.visit.aid = aid
    assert f"Tapped on {MONDAY}: {said} Still so" in back.text(f"card/{card}")
    assert said.split(":")[0] in back.text("note?plain=1").split("Stands from before")[1]
    back.send(card, {"still": "yes"})
    assert "Still so" not in back.text(f"card/{card}")
    assert said.split(":")[0] in back.text("note?plain=1").split("Stands from before")[0]


def test_what_was_left_again_is_not_said_to_be_still_so(back: Person) -> None:
    back.send("issues", {"leave": "cost"})
    back.comes_back()
    assert "Still so" not in back.text("card/issues")


def test_a_leaning_of_an_earlier_visit_says_on_a_later_paper_when_it_was(back: Person) -> None:
    back.send("leaning", {"leans_patient": "option.high", "print_patient": "yes"})
    assert "Leaning then: " in back.text("print")
    back.comes_back()
    back.send("decision", {"arrived": "option.no_statin"})
    assert f"Leaning then ({MONDAY}, Ellen Price): Rosa Unseen: A high dose" in back.text("print")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_warning_that_two_cards_share_stands_a_single_time_with_whom_to_call(back: Person, language: str) -> None:
    back.visit.aid = "af-stroke"
    back.send("situation", {"value_now": "nothing", "then": "stay"})
    back.send("decision", {"arrived": "option.newer"})
    shared = {"en": "a drooping face, a weak arm", "es": "cara caída de un lado, un brazo débil"}[language]
    for page in (f"print?language={language}", "plan"):
        said = back.text(page).lower()
        if page != "plan" or language == "en":
            assert said.count(shared) == 1, page
            assert said.count("chest pain" if language == "en" else "dolor de pecho") == 1, page


def test_two_lists_of_one_card_do_not_have_the_same_title(back: Person) -> None:
    back.visit.aid = "af-stroke"
    page = back.text("card/situation")
    assert page.count("Does any of these fit?") == 2
    assert page.count("Does any of these fit? Then this card has no numbers for you.") == 1
    back.visit.aid = "statin"
    assert "Then this card has no numbers" not in back.text("card/situation")


def test_try_it_until_is_a_button_beside_the_months(back: Person) -> None:
    back.visit.aid = "af-stroke"
    back.send("situation", {"value_now": "nothing", "then": "stay"})
    when = boxes(back).split('class="when"')[1].split("</fieldset>")[0]
    assert text_of(when.split(">", 1)[1]).endswith("1 year Try it until … Try it until")
    assert '<details class="until-day">' in when
    assert 'name="until" type="date"' in when
    back.send("decision", {"arrived": "option.newer", "until": "2027-01-11"})
    when = boxes(back).split('class="when"')[1].split("</fieldset>")[0]
    assert '<details class="until-day" open>' in when
    assert '<details class="more"><summary>' in boxes(back), "what else may be added stays closed"


def test_words_of_an_earlier_visit_say_on_a_later_paper_when_they_were_said(back: Person) -> None:
    assert "in another visit" not in back.text("print")
    back.comes_back()
    back.send("decision", {"arrived": "option.no_statin", "words": "I want to walk"})
    paper = back.text("print")
    assert f"“I lift crates all day” said in another visit: {MONDAY}, Ellen Price" in paper
    assert paper.count("in another visit") == 1, "what was said today has the day of the page"
