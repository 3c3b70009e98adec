"""The clinical rules about age and time, on the page that people look at (design: R10 and R11)."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.builders import MAN_62, every_face, text_of
from tests.cards.talk import lines
from tests.web.rooms import Clinic
from tests.web.test_clinical_rules import main_of, visit_of


@pytest.mark.rule("R10")
@pytest.mark.parametrize(("age", "said"), [("69", False), ("70", True), ("73", True), ("75", True), ("76", False)])
def test_from_70_to_75_it_says_how_long_until_the_first_is_helped(clinic: Clinic, age: str, said: bool) -> None:
    page = text_of(every_face(visit_of(clinic, {**MAN_62, "value_age": age})))
    assert ("a first one of 100 was helped after about 2.5 years" in page) is said


@pytest.mark.rule("R10")
def test_the_time_to_benefit_carries_its_range_and_its_people(clinic: Clinic) -> None:
    page = text_of(every_face(visit_of(clinic, {**MAN_62, "value_age": "72"})))
    assert "1.7" in page
    assert "3.4" in page
    assert "people from trials of a first heart attack or stroke" in page


@pytest.mark.rule("R10")
@pytest.mark.parametrize("age", ["76", "77", "79"])
def test_past_75_there_is_a_baseline_and_no_treatedpicture_of(clinic: Clinic, age: str) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": age})
    page = lxml.html.fromstring(visit.get("card/picture").text)
    claims = {each.get("data-claim") for each in page.xpath("//section[@data-outcome='ascvd']//*[@data-claim]")}
    assert claims == {"baseline"}
    assert "A moderate dose: Few people your age were studied." in text_of(visit.get("card/picture").text)
    assert "A high dose: Few people your age were studied." in text_of(visit.get("card/picture").text)
    assert "then comes to" not in text_of(visit.get("card/picture").text)
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    assert 'data-claim="moderate_dose"' not in visit.get("print").text
    assert "fewer in 100" not in text_of(visit.get("print").text) + visit.get("note?plain=1").text


@pytest.mark.rule("R10")
def test_no_page_of_a_visit_speaks_of_how_long_somebody_will_live(clinic: Clinic) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": "79"})
    for page in ("card/picture", "card/issues", "card/decision", "plan"):
        assert not re.search(
            r"life expectancy|years to live|you will live", text_of(visit.get(page).text), re.IGNORECASE
        )


@pytest.mark.rule("R11")
@pytest.mark.parametrize("age", ["40", "50", "59"])
def test_thirty_years_stand_on_their_own_and_only_when_somebody_asks(clinic: Clinic, age: str) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": age})
    plain = visit.get("card/picture").text
    assert "baseline_long" not in plain
    assert "data-years" in plain
    page = visit.get("card/picture?years=30").text
    claims = set(re.findall(r'data-claim="(\w+)"', page))
    assert claims == {"baseline_long"}
    assert "No trial lasted this long." in text_of(page)
    assert "10 years" not in text_of(page).split("Where does this number come from?")[0]


@pytest.mark.rule("R11")
@pytest.mark.parametrize(("years", "kept"), [("30", False), ("", True)])
def test_a_choice_keeps_no_ten_years_of_which_only_thirty_were_on_the_screen(
    clinic: Clinic, years: str, kept: bool
) -> None:
    visit = clinic.visit(clinic.browser())
    assert visit.send("card/situation", {**MAN_62, "value_age": "50", "then": "stay"}).status_code == 303
    visit.client.get(visit.address("card/picture"), query_string={"years": years})
    visit.send("card/decision", {"arrived": "not_sure"})
    (decided,) = [line for line in lines(clinic.table, visit, "decision") if line.item == "arrived"]
    assert bool(decided.shown and decided.shown.numbers) is kept


@pytest.mark.rule("R11")
@pytest.mark.parametrize("age", ["60", "61", "75", "79"])
def test_from_60_on_thirty_years_are_neither_offered_nor_shown(clinic: Clinic, age: str) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": age})
    assert "data-years" not in visit.get("card/picture").text
    assert "baseline_long" not in visit.get("card/picture?years=30").text
    assert "30 years" not in text_of(visit.get("card/picture?years=30").text)


@pytest.mark.rule("R11")
@pytest.mark.parametrize(
    "years", ["29", "31", "300", "-30", "30.0", "x", "\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC-INDIC DIGIT ZERO}", ""]
)
def test_no_other_time_can_be_asked_for(clinic: Clinic, years: str) -> None:
    visit = visit_of(clinic, {**MAN_62, "value_age": "50"})
    plain = lxml.html.tostring(main_of(visit.get("card/picture").text))
    answer = visit.client.get(visit.address("card/picture"), query_string={"years": years})
    assert answer.status_code == 200
    assert lxml.html.tostring(main_of(answer.text)) == plain or "baseline_long" in answer.text
