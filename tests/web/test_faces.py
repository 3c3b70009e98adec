"""The picture card shows one outcome a face: each a link, and in the log and the note when it was shown."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.builders import MAN_62, Table, Visit, text_of
from tests.figures.shapes import drawn

ACHES = "No statin for now: about 266 in 1,000; A moderate dose · A high dose: about 271 in 1,000"


@pytest.fixture
def visit(table: Table) -> Visit:
    made = table.open_visit(name="Ada Example")
    made.send("card/situation", {**MAN_62, "then": "picture"})
    return made


def note_of(visit: Visit) -> str:
    return str(visit.get("note?plain=1").text)


def outcomes_on(page: str) -> list[str]:
    return [each.get("data-outcome") for each in lxml.html.fromstring(page).xpath("//section[@data-outcome]")]


def kept(table: Table, visit: Visit) -> set[str]:
    """The outcomes whose numbers the newest decision keeps as shown."""
    lines = table.store.log.read(table.store.people.visit(visit.id).person_id)
    decided = [line for line in lines if line.item == "arrived"][-1]
    assert decided.shown is not None
    return {each.outcome for each in decided.shown.numbers}


def test_the_main_outcome_comes_first_and_alone_and_every_other_is_one_link_away(visit: Visit) -> None:
    page = visit.get("card/picture").text
    assert outcomes_on(page) == ["ascvd"]
    faces = re.findall(r'href="([^"]+)" data-face="([\w-]+)"', page)
    assert [key for _, key in faces] == ["aches", "sugar", "ascvd-1000", "in-words"]
    for address, key in faces:
        answer = visit.client.get(address)
        assert answer.status_code == 200
        assert outcomes_on(answer.text) == ([] if key == "in-words" else [key.partition("-")[0]])
        assert 'data-face=""' in answer.text, "the way back to the first"


def test_a_heading_says_the_outcome_and_its_time(visit: Visit) -> None:
    for ask, heading in (
        ("", "A heart attack or stroke, in 10 years"),
        ("?face=aches", "Muscle pain or weakness, in 4.3 years"),
        ("?face=sugar", "New diabetes, in 1 year"),
    ):
        (head,) = lxml.html.fromstring(visit.get(f"card/picture{ask}").text).xpath("//main//h2")
        assert head.text_content() == heading


def test_a_face_that_is_not_there_is_the_first_one(visit: Visit) -> None:
    assert outcomes_on(visit.get("card/picture?face=ascvd_30").text) == ["ascvd"]
    assert outcomes_on(visit.get("card/picture?face=<script>").text) == ["ascvd"]


def test_a_harm_is_the_same_either_way_and_the_hatched_extra(visit: Visit) -> None:
    page = lxml.html.fromstring(visit.get("card/picture?face=aches").text)
    first, second = (drawn(each) for each in page.xpath("//section[@data-outcome]//svg[@data-figure]/g[@data-claim]"))
    assert "event" not in first | second, "what happens either way is drawn quietly"
    assert page.xpath("//g[@data-claim='aches_dummy']/path[@class='either']")
    (extra,) = page.xpath("//g[@data-apart]")
    assert drawn(extra) == {"extra": 5}, "each of the five more is a person"
    assert page.xpath("//section[@data-outcome]//b/text()") == ["That is 5 more in 1,000."]
    assert page.xpath("//ul[@class='legend']/li/svg/path/@class") == ["either", "extra", "others"]


def test_more_of_the_main_outcome_is_hatched_too(table: Table) -> None:
    visit = table.open_visit()
    on_it = {**MAN_62, "value_statin": "yes", "value_dose": "moderate"}
    visit.send("card/situation", {**on_it, "then": "picture"})
    (stop,) = lxml.html.fromstring(visit.get("card/picture").text).xpath("//g[@data-claim='stop_moderate']")
    assert (drawn(stop)["event"], drawn(stop)["extra"], stop.get("data-count")) == (7, 2, "9")


def test_where_a_number_comes_from_begins_with_five_lines_and_holds_what_to_know(visit: Visit) -> None:
    page = lxml.html.fromstring(visit.get("card/picture").text)
    (panel,) = page.xpath("//details[@data-basis]")
    table = panel.xpath("./*[not(self::summary)]")[0]
    assert [each.text for each in table.xpath(".//th")] == [
        "What is counted", "Who was counted", "Over which time", "Certainty", "Source"
    ]  # fmt: skip
    said = "Perhaps more without any statin"
    assert said in panel.text_content()
    assert said not in "".join(each.text_content() for each in page.xpath("//section[@data-outcome]"))


@pytest.mark.hazard("H07")
def test_a_decision_keeps_the_faces_that_were_opened_and_no_other(table: Table, visit: Visit) -> None:
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.moderate"})
    assert kept(table, visit) == {"ascvd"}
    assert "Also shown" not in note_of(visit)
    visit.get("card/picture?face=aches")
    visit.send("card/decision", {"arrived": "option.high"})
    assert kept(table, visit) == {"ascvd", "aches"}
    assert f"Also shown (muscle pain or weakness, 4.3 years): {ACHES}." in note_of(visit)


@pytest.mark.hazard("H07")
def test_a_note_never_says_that_no_numbers_were_shown_where_only_a_harm_was(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", MAN_62)
    visit.get("card/picture?face=aches")
    visit.send("card/decision", {"arrived": "option.moderate"})
    assert kept(table, visit) == {"aches"}
    assert "No numbers were on the screen" not in note_of(visit)
    assert ACHES in note_of(visit)


def test_the_sentences_with_numbers_are_shown_when_their_face_is(table: Table, visit: Visit) -> None:
    visit.get("card/picture?face=in-words")
    visit.send("card/decision", {"arrived": "option.moderate"})
    assert {"ascvd", "aches", "aches_early", "sugar"} == kept(table, visit)


def test_another_way_to_draw_it_stays_on_its_face_and_keeps_what_was_on_it(table: Table, visit: Visit) -> None:
    visit.get("card/picture")
    visit.get("card/picture?face=aches")
    answer = visit.send("card/picture", {"display": "bars", "face": "aches"})
    assert "face=aches" in answer.location
    assert outcomes_on(visit.client.get(answer.location).text) == ["aches"]
    lines = table.store.log.read(table.store.people.visit(visit.id).person_id)
    shown = {line.item: {each.outcome for each in line.shown.numbers} for line in lines if line.shown is not None}
    assert shown == {"seen.dots": {"ascvd", "aches"}, "seen.bars": {"aches"}}


@pytest.mark.hazard("H14")
@pytest.mark.parametrize("opened", [True, False])
def test_beside_the_benefit_paper_says_the_harms_in_the_same_words(visit: Visit, *, opened: bool) -> None:
    if opened:
        visit.get("card/picture?face=aches")
    visit.send("card/decision", {"arrived": "option.moderate"})
    said = text_of(visit.get("print").text)
    assert "That is 2 fewer in 100." in said
    assert "Muscle pain or weakness, in 4.3 years – A moderate dose · A high dose: 5 more in 1,000." in said
    assert "New diabetes, in 1 year – A moderate dose: 1 more in 1,000." in said


def test_paper_without_numbers_says_none_of_the_harms_either(visit: Visit) -> None:
    visit.send("card/decision", {"arrived": "option.moderate"})
    visit.send("card/picture", {"display": "none"})
    assert "in 1,000" not in text_of(visit.get("print").text)


@pytest.mark.rule("R7")
def test_where_nothing_can_be_compared_each_choice_says_its_own_range(table: Table) -> None:
    visit = table.open_visit(aid="af-stroke")
    values = {"value_age": "74", "value_sex": "female", "value_now": "nothing"}
    lists = {"list_score": "hypertension", "list_checks": "none"}
    visit.send("card/situation", {**values, **lists, "then": "picture"})
    page = visit.get("card/picture?face=bleed").text
    assert "fewer in" not in text_of(page)
    assert "the same either way" not in page
    visit.send("card/decision", {"arrived": "option.newer"})
    said = text_of(visit.get("print").text)
    assert "A major bleed, in 1 year, of 1,000 people – A newer pill: 21 to 31; Warfarin: 31 to 34." in said
