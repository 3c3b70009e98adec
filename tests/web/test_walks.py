"""Whole visits without a script, from the library to the page that goes home, as people walk them."""

from __future__ import annotations

import re

import pytest

from tests.builders import MAN_62, NAME, PASSWORD, WOMAN_50, Table, Visit, field_of, text_of

NUMBER = re.compile(r"\b\d+ in (?:100|1,000)\b|data-count")


def _plan_read_back(visit: Visit) -> str:
    return text_of(visit.get("plan").text)


def _log(table: Table, visit: Visit):
    return table.store.log.read(table.store.people.visit(visit.id).person_id)


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L"])
def test_walk_a_a_man_of_62_weighs_a_moderate_dose_and_takes_home_the_same_numbers(table: Table, unit: str) -> None:
    values = dict(MAN_62)
    if unit == "mmol/L":
        values |= {
            "value_total_cholesterol": "5.69",
            "value_hdl": "1,09",
            "unit_total_cholesterol": unit,
            "unit_hdl": unit,
        }
    visit = table.open_visit(name="Sam Rivera")
    answer = visit.send("card/situation", {**values, "words": "My father died young", "then": "picture"})
    assert answer.location.endswith("/statin/picture")
    picture = text_of(visit.get("card/picture").text)
    assert "A heart attack or stroke, in 10 years Of 100 people like you." in picture
    assert "About 7 in 100 About 93 do not." in picture
    assert "About 5 in 100" in picture
    assert "That is 2 fewer in 100." in picture
    answer = visit.send(
        "card/decision", {"arrived": "option.moderate", "look_again": "3mo", "voice": "together", "then": "plan"}
    )
    assert answer.location.endswith("/plan")
    papers = {page: text_of(visit.get(page).text) for page in ("plan", "print")} | {
        "note": visit.get("note?plain=1").text
    }
    for page, text in papers.items():
        assert "My father died young" in text, page
        assert "moderate dose" in text, page
        assert "7 in 100" in text, page
        assert "Tuesday, February 23, 2027" in text, page
    for page in ("plan", "print"):
        assert "555-0142" in papers[page]
        assert "Practice" in papers[page]
    assert "PRACTICE" in papers["note"]
    assert len(papers["note"].strip().splitlines()) <= 12


def test_walk_b_the_woman_of_the_paper_has_9_in_100_from_cholesterol_in_mmol(table: Table) -> None:
    mmol = {
        "value_total_cholesterol": "5.17",
        "unit_total_cholesterol": "mmol/L",
        "value_hdl": "1.16",
        "unit_hdl": "mmol/L",
    }
    visit = table.open_visit()
    visit.send("card/situation", {**WOMAN_50, **mmol, "then": "picture"})
    page = visit.get("card/picture").text
    assert "About 9 in 100 About 91 do not." in text_of(page)
    assert "About 7 in 100" in text_of(page)
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    shown = _log(table, visit)[-1].shown
    baseline = next(number for number in shown.numbers if number.claim == "baseline")
    assert baseline.chance == pytest.approx(0.09195, abs=0.0003)
    typed = {each.input: (each.value, each.unit) for each in shown.inputs}
    assert typed["total_cholesterol"] == (5.17, "mmol/L"), "kept as it was given"


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(("field", "text"), [("total_cholesterol", "5.17"), ("hdl", "1.16")])
def test_a_value_in_another_unit_is_asked_about_and_nothing_is_written(table: Table, field: str, text: str) -> None:
    visit = table.open_visit()
    answer = visit.send(
        "card/situation", {**WOMAN_50, f"value_{field}": text, "words": "kept as typed", "then": "picture"}
    )
    assert answer.status_code == 400
    assert "Is that mmol/L?" in text_of(answer.text)
    assert f'value="{text}"' in answer.text
    assert ">kept as typed</textarea>" in answer.text
    assert _log(table, visit) == ()


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("age", ["25", "39", "80", "95"])
def test_someone_the_model_was_not_made_for_sees_a_kind_sentence_and_no_number_anywhere(table: Table, age: str) -> None:
    visit = table.open_visit()
    answer = visit.send("card/situation", {**MAN_62, "value_age": age, "then": "picture"})
    assert answer.status_code == 303
    page = visit.get("card/picture").text
    assert "This number was not made for someone like you. So we show none." in text_of(page)
    assert not NUMBER.search(page)
    assert "data-figure" not in page
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    for each in ("plan", "print", "note?plain=1"):
        assert not NUMBER.search(visit.get(each).text), each
    shown = _log(table, visit)[-1].shown
    assert shown is None or shown.numbers == ()


@pytest.mark.hazard("H15")
@pytest.mark.parametrize("barrier", ["vessels", "flutter", "very_high", "pregnancy", "liver"])
def test_every_exclusion_closes_every_number(table: Table, barrier: str) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "list_checks": barrier, "then": "picture"})
    page = visit.get("card/picture").text
    assert re.search("so we show no(ne| numbers)[.]", text_of(page), re.IGNORECASE)
    assert not NUMBER.search(page)
    assert "data-evidence" not in page
    assert visit.get("statin/evidence/baseline").status_code == 404
    assert visit.get("card/picture?years=30").text.count("data-figure") == 0


def test_nothing_typed_and_talk_first_works_and_the_picture_says_what_it_lacks(table: Table) -> None:
    visit = table.open_visit()
    answer = visit.send("card/situation", {"then": "talk"})
    assert answer.status_code == 303
    assert answer.location == f"/visits/{visit.id}"
    assert _log(table, visit) == ()
    page = visit.get("card/picture").text
    assert "We can draw this when we know a little more." in text_of(page)
    lacks = re.findall(r'<li><a href="[^"]*situation#(\w+)">', page)
    assert lacks
    situation = visit.get("card/situation").text
    for field in lacks:
        assert f'id="{field}"' in situation, "the link leads to the very field"
    assert not NUMBER.search(page)


def test_half_of_the_values_draw_nothing_and_name_the_rest(table: Table) -> None:
    visit = table.open_visit()
    some = {key: value for key, value in MAN_62.items() if key not in ("value_egfr", "value_hdl")}
    visit.send("card/situation", {**some, "then": "picture"})
    page = visit.get("card/picture").text
    assert re.findall(r'href="[^"]*situation#(\w+)"', page) == ["value_hdl", "value_egfr"]
    assert "Of 100 people like you" not in text_of(page), "no number of this person"
    assert 'data-claim="baseline"' not in page
    visit.send("card/situation", {"value_egfr": "80", "value_hdl": "42", "list_checks": "none", "then": "picture"})
    assert "About 7 in 100" in text_of(visit.get("card/picture").text)


def test_a_change_of_mind_is_a_new_line_and_the_plan_tells_the_newer(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    for option in ("moderate", "no_statin", "high"):
        visit.send("card/decision", {"arrived": f"option.{option}", "then": "stay"})
    assert [line.value["option"] for line in _log(table, visit) if line.item == "arrived"] == [
        "moderate",
        "no_statin",
        "high",
    ]
    paper = text_of(visit.get("print").text)
    assert "What we decided together A high dose" in paper
    assert 'value="option.high" checked' in visit.get("card/decision").text
    assert visit.get("card/decision").text.count(" checked") == 1


def test_undo_takes_the_newest_back_and_the_one_before_stands_again(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "stay"})
    visit.send("card/decision", {"arrived": "option.high", "then": "stay"})
    *_, last = _log(table, visit)
    assert visit.send("plan", {"line": last.id}, at="undo").status_code == 303
    assert 'value="option.moderate" checked' in visit.get("card/decision").text
    assert "What we decided together A moderate dose" in text_of(visit.get("print").text)
    assert len(_log(table, visit)) == last.seq + 1, "nothing was deleted"


@pytest.mark.parametrize(("arrived", "said"), [("not_sure", "Not sure yet"), ("parked", "Let us come back to this")])
def test_unfinished_is_a_state_like_any_other(table: Table, arrived: str, said: str) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "talk"})
    visit.send("card/decision", {"arrived": arrived, "look_again": "1mo", "then": "plan"})
    assert said in text_of(visit.get("card/decision").text)
    for page in ("plan", "print"):
        text = text_of(visit.get(page).text)
        assert "Still open" in text, page
        assert "What we decided together" not in text, page
    topic = re.search(r'data-topic="decision" data-state="(\w+)"', visit.get("card/decision").text)
    assert topic
    assert topic.group(1) == ("aside" if arrived == "parked" else "about")


def test_a_day_without_a_decision_asks_which_and_loses_nothing(table: Table) -> None:
    visit = table.open_visit()
    answer = visit.send("card/decision", {"look_again": "3mo", "words": "typed already", "then": "stay"})
    assert answer.status_code == 400
    assert "Which one do we look at again?" in text_of(answer.text)
    assert "typed already" in answer.text


def test_a_choice_sent_twice_is_written_a_single_time(table: Table) -> None:
    visit = table.open_visit()
    for _ in range(3):
        assert visit.send("card/decision", {"arrived": "parked", "key": "the-same-key-9"}).status_code == 303
    assert len(_log(table, visit)) == 1


@pytest.mark.hazard("H07")
def test_another_choice_under_a_used_key_is_never_lost_in_silence(table: Table) -> None:
    """A page that came back from the browser's memory keeps its key: what it says now is either written or refused."""
    visit = table.open_visit()
    visit.send("card/decision", {"arrived": "parked", "key": "the-same-key-9"})
    again = visit.send("card/decision", {"arrived": "not_sure", "key": "the-same-key-9"})
    written = [line.value["arrived"] for line in _log(table, visit)]
    assert written == ["parked", "not_sure"] or again.status_code == 409


def test_the_practice_of_a_visit_stands_on_every_page(table: Table) -> None:
    visit = table.open_visit()
    for page in ("", "plan", "print", "note", "card/situation", "card/picture", "card/decision"):
        assert "ractice" in text_of(visit.get(page).text), page


def test_a_picture_that_nobody_opened_is_not_printed_as_the_one_we_looked_at(table: Table) -> None:
    """Numbers never face a patient unasked: "Talk first", then a decision; the picture card was never opened."""
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "talk"})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    assert "The picture we looked at" not in text_of(visit.get("print").text)


@pytest.mark.rule("R11")
def test_the_log_keeps_no_number_that_was_not_on_the_screen(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**WOMAN_50, "then": "picture"})
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    assert "ascvd_30" not in {number.outcome for number in _log(table, visit)[-1].shown.numbers}


def test_the_same_choice_after_a_look_at_the_picture_keeps_what_was_seen(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "talk"})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "stay"})
    assert _log(table, visit)[-1].shown.numbers == ()
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "stay"})
    assert {number.claim: number.count for number in _log(table, visit)[-1].shown.numbers}["baseline"] == 7
    before = len(_log(table, visit))
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "stay"})
    assert len(_log(table, visit)) == before


def test_values_that_change_after_the_look_ask_for_a_new_look(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/situation", {**MAN_62, "value_systolic_bp": "175", "then": "talk"})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "stay"})
    assert _log(table, visit)[-1].shown.numbers == ()


def test_what_was_seen_before_the_screen_rested_counts_after_it(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    table.clock.forward(minutes=11)
    csrf = field_of(visit.client.get("/sign-in").text, "csrf_token")
    visit.client.post("/sign-in", data={"csrf_token": csrf, "name": NAME, "password": PASSWORD})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "stay"})
    assert _log(table, visit)[-1].shown.numbers
