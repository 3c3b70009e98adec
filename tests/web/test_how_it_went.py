"""The return visit asks how it went: each thing that was planned, what got in the way, and what next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Visit, sign_in, text_of
from tests.cards.talk import plan
from tests.web.correcting import pdf_text, said_counts
from tests.web.test_stale_evidence import Shelf
from tests.web.test_this_visit import Person, back

pytestmark = [pytest.mark.hazard("H02"), pytest.mark.hazard("H07")]

PILL = "options.moderate.activities.pill"
__all__ = ["back"]


def went(back: Person, **taps: str) -> None:
    back.send("how_it_went", {part: f"{PILL}:{value}" for part, value in taps.items()})


def table(back: Person) -> str:
    return back.visit.get("").text


def test_a_first_visit_does_not_ask_how_it_went(back: Person) -> None:
    assert "how_it_went" not in table(back)
    assert "Nothing was planned at an earlier visit." in back.text("card/how_it_went")


def test_a_return_visit_opens_on_how_it_went_and_asks_it_of_each_thing_that_was_planned(back: Person) -> None:
    opened = table(back.comes_back())
    assert 'data-first="how_it_went"' in opened
    page = back.text("card/how_it_went")
    assert "One statin pill I take it On some days I stopped" in page
    assert "Blood test It fit Partly It did not happen" in page
    assert "We look again It fit" not in page, "this visit is the day to look again"
    assert "About when?" not in page
    assert "What got in the way?" not in page


def test_on_the_day_of_the_plan_nobody_is_asked_how_it_went(back: Person) -> None:
    assert "how_it_went" not in table(back.comes_back(days=0))


def test_somebody_with_nothing_planned_is_not_asked(back: Person) -> None:
    back.send("decision", {"arrived": "not_sure"})
    assert "how_it_went" not in table(back.comes_back())


def test_having_stopped_opens_when_what_got_in_the_way_and_what_next(back: Person) -> None:
    back.comes_back()
    went(back, how="not")
    page = back.text("card/how_it_went")
    assert "About when? I did not begin After a few days After a few weeks After some months" in page
    assert "What got in the way? Muscle pain or weakness A missed pill" in page
    assert "What next? As before A pause A lower dose Another one None" in page
    went(back, how="as_planned")
    page = back.text("card/how_it_went")
    assert "About when?" not in page
    assert "Is something hard about it?" in page


def test_a_step_says_what_is_known_and_leads_to_the_decision_which_chooses_nothing(back: Person) -> None:
    back.comes_back()
    went(back, how="not", way="aches", next="none")
    page = back.text("card/how_it_went")
    assert "again within weeks. You can start again at any time. Where we are now" in page
    decision = back.visit.get("card/decision").text
    panel = text_of(decision.split("data-next")[1].split("</section>")[0])
    assert "One statin pill – None What the statin held back" in panel
    assert "Below this is: No statin for now" in panel
    went(back, next="another")
    assert "Nothing is written about this here. Talk about it." in back.text("card/decision")
    assert plan(back.clinic.table, back.visit).decisions["statin"].option == "moderate"


def test_what_was_said_sets_no_value_and_is_proposed_to_be_confirmed(back: Person) -> None:
    back.comes_back()
    went(back, how="as_planned")
    page = back.visit.get("card/situation").text
    assert page.count("data-proposed") == 2, "that they take it, and the dose they decided on"
    assert "Taking a statin now? as you said today. Is this right? Yes" in text_of(page)
    assert "How strong is the statin? as you said today. Is this right? Moderate dose" in text_of(page)
    assert plan(back.clinic.table, back.visit).situation["statin"] == ()
    back.send("situation", {"still_age": "yes", "then": "stay"})
    assert not said_counts(back.text("card/picture")), "saving confirms nothing"
    back.send("situation", {"then": "picture"})
    held = {each.input: each.value for each in plan(back.clinic.table, back.visit).situation["statin"]}
    assert (held["statin"], held["dose"]) == (True, "moderate")
    assert "data-proposed" not in back.visit.get("card/situation").text


def test_having_stopped_proposes_that_they_take_none_and_some_days_proposes_nothing(back: Person) -> None:
    back.comes_back()
    went(back, how="not")
    assert "Taking a statin now? as you said today. Is this right? No" in back.text("card/situation")
    went(back, how="partly")
    assert "Is this right?" not in back.text("card/situation")
    assert "Taking a statin now? Yes No No, said on" in back.text("card/situation")


def test_a_value_that_was_given_after_it_stands_and_one_from_before_it_is_asked_again(back: Person) -> None:
    back.comes_back()
    back.send("situation", {"value_statin": "yes", "then": "stay"})
    went(back, how="not")
    assert "as you said today. Is this right? No" in back.text("card/situation")
    back.send("situation", {"value_statin": "yes", "then": "stay"})
    assert "Is this right?" not in back.text("card/situation")


def test_a_new_decision_does_not_take_away_the_question_how_the_last_one_went(back: Person) -> None:
    back.comes_back()
    back.send("decision", {"arrived": "not_sure"})
    assert 'data-first="how_it_went"' in table(back)
    assert "One statin pill I take it" in back.text("card/how_it_went")


def test_what_was_said_stays_with_its_visit_and_its_day(back: Person) -> None:
    back.comes_back()
    went(back, how="not", since="weeks", way="aches")
    first = back.text("print")
    assert "Stopped after a few weeks · Muscle pain or weakness." in first
    back.comes_back(days=30)
    page = back.visit.get("card/how_it_went").text
    assert 'aria-pressed="true"' not in page
    assert "stopped after a few weeks · Muscle pain or weakness, said on Tuesday, February 23, 2027" in text_of(page)
    stands = next(line for line in back.note() if "Stopped after" in line)
    assert stands.startswith("Stands from before (Tuesday, February 23")
    went(back, how="as_planned")
    assert "How it went: One statin pill: Taken." in " ".join(back.note())
    paper = back.text("print")
    assert "One statin pill: Taken." in paper
    assert "Stopped after" not in paper
    assert "Muscle pain or weakness." not in paper.split("What we decided")[0]


@pytest.mark.parametrize("taps", [("as_planned",), ("as_planned", "unsaid")])
def test_a_later_visit_leaves_no_half_of_what_an_earlier_one_said(back: Person, taps: tuple[str, ...]) -> None:
    back.comes_back()
    went(back, how="not", since="weeks", way="aches", next="pause")
    first = back.visit.id
    back.comes_back(days=30)
    for each in taps:
        went(back, how=each)
    for told in (" ".join(back.note()), back.text("print"), pdf_text(back.visit)):
        assert "Muscle pain or weakness ·" not in told
        assert "A pause" not in told
    assert (
        "Stopped after a few weeks · Muscle pain or weakness"
        in Visit(back.visit.client, first).get("note?plain=1").text
    )


@pytest.mark.hazard("H07")
def test_paper_says_that_the_rest_was_agreed_before_until_they_decide_anew(back: Person) -> None:
    """Else "stopped" would stand above "one pill – each day" as if both were of today."""
    said = "What else stands here was agreed before. Nothing new has been agreed yet."
    back.comes_back()
    went(back, how="as_planned")
    assert said not in back.text("print")
    went(back, how="not")
    for told in (back.text("print"), back.text("plan"), pdf_text(back.visit)):
        assert said in " ".join(told.split())
    back.send("decision", {"arrived": "option.no_statin"})
    assert said not in back.text("print")


@pytest.mark.hazard("H17")
def test_a_tap_under_the_tick_between_us_is_on_no_paper_and_so_are_its_details(back: Person) -> None:
    back.comes_back()
    went(back, how="not")
    assert "One statin pill: Stopped" in back.text("print")
    back.send("how_it_went", {"how": f"{PILL}:partly", "private": "yes"})
    assert "Just between us What got in the way?" in back.text("card/how_it_went")
    went(back, way="aches", next="none")
    for told in (back.text("print"), pdf_text(back.visit), " ".join(back.note())):
        assert not any(said in told for said in ("How it went", "On some days", "topped", "Muscle pain", "What next"))
    assert "taken on some days" in back.text("plan")
    who = back.people.visit(back.visit.id).person_id
    said = back.clinic.table.store.log.read(who)[-2:]
    assert [(each.item, each.private) for each in said] == [(f"{PILL}.way.aches", True), (f"{PILL}.next", True)]


def test_what_was_said_of_a_thing_that_the_newest_edition_has_no_more_is_on_paper_and_in_the_note(
    tmp_path: Path,
) -> None:
    shelf = Shelf(tmp_path)
    before = shelf.table.store.people.visit(shelf.decided().id)
    shelf.table.store.people.end_visit(before.id, before.account_id or "")
    shelf.forward(92)
    spanish = tmp_path / "aids" / "statin" / "es.yaml"
    text = spanish.read_text(encoding="utf-8")
    spanish.write_text(text.replace('blood: {say: "An', 'lipids: {say: "An'), encoding="utf-8")
    shelf.rewrite(
        ('blood: {say: "Blood test"', 'lipids: {say: "Blood test"'), ("      blood: none", "      lipids: none")
    )
    sign_in(shelf.table.client, shelf.table.store)
    now = shelf.table.store.people.open_visit(before.person_id, before.account_id, practice=True)
    visit, thing = Visit(shelf.table.client, now.id), "options.moderate.activities.blood"
    visit.send("card/how_it_went", {"how": f"{thing}:not", f"words_{thing.replace('.', '_')}": "no bus goes there"})
    for told in (text_of(visit.get("print").text), visit.get("note?plain=1").text):
        assert "Blood test: It did not happen." in told
        assert "no bus goes there" in told
    visit.send("card/decision", {"arrived": "option.high"})
    assert "no bus goes there" in visit.get("note?plain=1").text, "also where no edition on the page has the thing"
    assert "no bus goes there" in visit.get("print").text
    shelf.table.store.close()
