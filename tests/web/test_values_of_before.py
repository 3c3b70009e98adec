"""The return visit: a value that was typed in long ago is shown with its day, and is behind no number until confirmed.

A pregnancy, a blood pressure or an age of two years ago is no value of today (hazard H02): the card, the plan, the
paper, the PDF and the note say no number that rests on one, whatever else is said in the new visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest

from tests import builders
from tests.builders import MAN_62, Visit, text_of
from tests.cards.talk import lines, plan, scene
from tests.web.correcting import papers, said_counts
from tests.web.rooms import Clinic

pytestmark = [pytest.mark.hazard("H02"), pytest.mark.hazard("H07"), pytest.mark.hazard("H15")]

MONDAY = "Monday, November 23, 2026"
NUMBERS = ("age", "total_cholesterol", "hdl", "systolic_bp", "egfr")
YES_NO = ("bp_treated", "diabetes", "current_smoker", "statin")
AGAIN = {f"still_{key}": "yes" for key in NUMBERS} | {f"value_{key}": MAN_62[f"value_{key}"] for key in YES_NO}
AGAIN |= {"value_sex": "male", "list_checks": "none"}
"""What is tapped where every value is asked by itself."""
SHORTLY = {"still_age": "yes", "value_statin": "no"}
"""What is tapped soon after: the age, and whether the statin that they decided on was begun."""


class Person:
    """Somebody who was here, decided with numbers on the screen, and comes back."""

    def __init__(self, clinic: Clinic, values: Mapping[str, str] = MAN_62) -> None:
        self.clinic, self.people, self.clock = clinic, clinic.table.store.people, clinic.table.clock
        self.clock.now = builders.MONDAY
        self.first = self.visit = clinic.visit(clinic.browser())
        self.say({**values, "then": "picture"})
        self.visit.get("card/picture")
        assert self.visit.send("card/decision", {"arrived": "option.moderate"}).status_code == 303

    def comes_back(self, **later: float) -> Person:
        seen = self.people.visit(self.visit.id)
        self.people.end_visit(seen.id, self.clinic.mine)
        self.clock.forward(**later)
        opened = self.people.open_visit(seen.person_id, self.clinic.mine, practice=True)
        self.visit = Visit(self.clinic.browser(), opened.id)
        return self

    def say(self, data: Mapping[str, str]) -> int:
        return self.visit.send("card/situation", data).status_code

    def card(self, card: str = "picture") -> str:
        return text_of(self.visit.get(f"card/{card}").text)

    def counts(self) -> dict[str, set[tuple[int, int]]]:
        leaves = ("print", "print?language=es", "note?plain=1", "plan")
        everywhere = {each: text_of(self.visit.get(each).text) for each in leaves}
        everywhere |= {"picture": self.card(), "decision": self.card("decision")}
        return {where: said_counts(text) for where, text in everywhere.items()}

    def open_rows(self) -> str:
        return text_of(self.visit.get("card/situation").text.split('class="open"')[1])


@pytest.fixture
def back(clinic: Clinic) -> Person:
    return Person(clinic)


def nowhere(counts: Mapping[str, set[tuple[int, int]]]) -> bool:
    return not any(counts.values())


def no_chance(counts: Mapping[str, set[tuple[int, int]]]) -> bool:
    """No count of the picture, which is of 100; what trials counted in 1,000 people is nobody's own number."""
    return all(of != 100 for found in counts.values() for _, of in found)


def test_at_the_first_visit_nothing_is_asked_a_second_time(back: Person) -> None:
    assert "still_" not in back.visit.get("card/situation").text
    assert "said on" not in back.card("situation")
    assert all(back.counts()[where] for where in ("picture", "print", "note?plain=1", "plan"))


@pytest.mark.parametrize("days", [1, 60, 730])
def test_at_another_visit_no_number_stands_anywhere_before_the_values_are_confirmed(back: Person, days: int) -> None:
    assert nowhere(back.comes_back(days=days).counts())
    told = papers(back.visit) if days == 60 else {}
    told |= {each: text_of(back.visit.get(each).text) for each in ("print", "plan", "note?plain=1")}
    assert nowhere({where: said_counts(text) for where, text in told.items()})
    for where in {"print", "PDF", "plan"} & told.keys():
        assert "The numbers we looked at are from an earlier visit." in told[where], where
        assert "Nobody has said in this visit that the values behind them still hold" in told[where], where
    assert "not known" not in told["note?plain=1"]
    assert "when you say that the values from before are still right" in back.card() or days > 100


def test_one_tap_confirms_what_is_recent_and_the_age_is_asked_by_itself(back: Person) -> None:
    back.comes_back(days=60)
    page = back.visit.get("card/situation").text
    assert page.count('type="checkbox" name="still_') == 1
    assert f"62 years, said on {MONDAY} Still right" in back.open_rows()
    assert back.say({**SHORTLY, "then": "picture"}) == 303
    assert (7, 100) in said_counts(back.card())
    counts = back.counts()
    assert all((7, 100) in counts[where] for where in ("print", "print?language=es", "plan")), counts


def test_saving_or_talking_first_confirms_nothing(back: Person) -> None:
    back.comes_back(days=60)
    for then in ("stay", "talk"):
        back.say({"still_age": "yes", "then": then})
        assert nowhere(back.counts())
    assert [each.input for each in plan(back.clinic.table, back.visit).situation["statin"]] == ["age"]


def test_the_old_day_stands_on_the_evidence_line_and_in_the_note(back: Person) -> None:
    back.comes_back(days=60)
    back.say({**SHORTLY, "value_systolic_bp": "138", "then": "picture"})
    page = back.card()
    assert "Values used Upper blood pressure: 138 mmHg" in page
    assert f"said on {MONDAY}: Sex that the model uses: Male; Age: 62 years; Total cholesterol: 220 mg/dL;" in page
    assert back.visit.send("card/decision", {"arrived": "option.high"}).status_code == 303
    note = text_of(back.visit.get("note?plain=1").text)
    assert "From: systolic BP 138 mmHg; said on Monday, November 23, 2026 and confirmed: sex male, age 62 years" in note


def test_a_pill_that_they_decided_to_start_is_asked_about_by_itself(back: Person) -> None:
    back.comes_back(days=60)
    assert f"Taking a statin now? Yes No No, said on {MONDAY}" in back.open_rows()
    back.say({"still_age": "yes", "then": "picture"})
    assert no_chance(back.counts()), "nobody has said whether the pill was begun"
    assert "Taking a statin now?" in back.card()
    back.say({"value_statin": "yes", "then": "picture"})
    assert "Stay on the statin About" in back.card()
    assert "No statin for now" not in back.card()
    assert "Taking a statin now?" not in back.comes_back(days=60).open_rows(), "nothing was to change after that"


def test_where_they_decided_to_change_nothing_one_tap_confirms_it(back: Person) -> None:
    assert back.visit.send("card/decision", {"arrived": "option.no_statin"}).status_code == 303
    assert "Taking a statin now?" not in back.comes_back(days=60).open_rows()


def test_after_long_every_value_is_asked_by_itself_and_nothing_is_filled_in(back: Person) -> None:
    back.comes_back(days=101)
    page = back.visit.get("card/situation").text
    assert page.count('type="checkbox" name="still_') == len(NUMBERS)
    assert 'id="known"' not in page
    assert " checked" not in page.split('class="open"')[1]
    assert 'value="140"' not in page
    back.say({"then": "picture"})
    assert nowhere(back.counts())
    back.say({**AGAIN, "then": "picture"})
    assert (7, 100) in said_counts(back.card())


def test_an_age_of_a_year_ago_is_typed_anew(back: Person) -> None:
    back.comes_back(days=366)
    assert 'name="still_age"' not in back.visit.get("card/situation").text
    assert back.say({**AGAIN, "then": "picture"}) == 400
    assert nowhere(back.counts())
    assert back.say({**AGAIN, "value_age": "63", "then": "picture"}) == 303
    assert said_counts(back.card())


@pytest.mark.parametrize("key", ["age", "egfr", "bp_treated", "sex", "checks"])
def test_one_value_that_nobody_confirmed_is_enough_for_no_number(back: Person, key: str) -> None:
    back.comes_back(days=200)
    said = {name: value for name, value in AGAIN.items() if name.partition("_")[2] != key}
    assert back.say({**said, "then": "picture"}) == 303
    assert not {(7, 100), (5, 100)} & said_counts(back.card())


def test_a_pregnancy_of_then_closes_nothing_now_and_is_asked(clinic: Clinic) -> None:
    back = Person(clinic, {**MAN_62, "value_sex": "female", "list_checks": "pregnancy"}).comes_back(days=730)
    assert "pregnan" not in back.card().lower()
    assert "Does any of these fit?" in back.card()
    assert f"Pregnant, or planning to be, said on {MONDAY}" in back.open_rows()


def test_a_copy_of_the_visit_of_then_is_of_that_day_and_says_what_it_said(back: Person) -> None:
    before = {each: text_of(back.visit.get(each).text) for each in ("print", "note?plain=1")}
    back.comes_back(days=60)
    back.visit = Visit(back.visit.client, back.first.id)
    for where, text in before.items():
        after = text_of(back.visit.get(where).text)
        assert said_counts(after) == said_counts(text) != set(), where
        assert MONDAY in after, where


@pytest.mark.parametrize("days", [1, 60, 730])
def test_a_copy_of_the_visit_of_then_lays_no_value_of_today_beside_its_own(back: Person, days: int) -> None:
    back.comes_back(days=days)
    assert back.say({"value_systolic_bp": "160"}) == 303
    today, back.visit = back.visit, Visit(back.visit.client, back.first.id)
    assert no_chance(back.counts())
    assert "The numbers we looked at do not fit any more" in text_of(back.visit.get("print").text)
    back.visit = today
    assert back.say({**AGAIN, "value_age": "63", "value_systolic_bp": "160", "then": "picture"}) == 303
    now = said_counts(back.card())
    back.visit = Visit(back.visit.client, back.first.id)
    assert now == said_counts(back.card()) != set()
    assert said_counts(text_of(back.visit.get("print").text)) & now


def test_a_visit_that_nobody_ended_is_no_visit_of_today(back: Person) -> None:
    back.clock.forward(days=2)
    back.visit = Visit(back.clinic.browser(), back.visit.id)
    assert nowhere(back.counts())


def test_a_visit_goes_on_past_midnight(back: Person) -> None:
    back.clock.forward(hours=15)
    back.visit = Visit(back.clinic.browser(), back.visit.id)
    assert (7, 100) in said_counts(back.card())


def test_what_was_confirmed_and_taken_back_is_not_confirmed(back: Person) -> None:
    back.comes_back(days=60)
    back.say({"still_age": "yes", "then": "picture"})
    line = next(each for each in reversed(lines(back.clinic.table, back.visit)) if each.item == "values.egfr")
    assert back.visit.send("plan", {"line": line.id}, at="undo").status_code == 303
    assert no_chance(back.counts())


def test_a_list_of_which_one_answer_was_taken_back_is_asked_as_a_whole(back: Person) -> None:
    line = next(each for each in lines(back.clinic.table, back.visit) if each.item == "values.liver")
    assert back.visit.send("plan", {"line": line.id}, at="undo").status_code == 303
    back.comes_back(days=60)
    assert "Does any of these fit?" in back.open_rows()
    back.say({"still_age": "yes", "then": "picture"})
    counted = {each.input for each in plan(back.clinic.table, back.visit).situation["statin"]}
    assert "egfr" in counted
    assert not counted & {"liver", "vessels", "flutter", "very_high"}
    assert no_chance(back.counts())


@pytest.mark.hazard("H17")
def test_a_value_between_us_stays_so_when_it_is_confirmed(back: Person) -> None:
    line = next(each for each in lines(back.clinic.table, back.visit) if each.item == "values.egfr")
    back.visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    back.comes_back(days=60)
    assert nowhere(back.counts())
    back.say({**SHORTLY, "then": "picture"})
    assert (7, 100) in said_counts(back.card())
    assert "eGFR" not in text_of(back.visit.get("note?plain=1").text)


def a_history(clinic: Clinic, chance: Random) -> None:
    """Two visits with time between, in which anything may be said again; then every number is traced to its values."""
    back = Person(clinic).comes_back(days=chance.choice((1, 30, 99, 101, 300, 400, 900)))
    today = clinic.table.app.extensions["clinic"].today()
    for _ in range(chance.randint(0, 4)):
        said = dict(chance.sample(sorted(AGAIN.items()), chance.randint(0, len(AGAIN))))
        said |= chance.choice(({}, {"value_age": "64"}, {"value_systolic_bp": "150"}, {"value_systolic_bp": ""}))
        back.say({**said, "then": chance.choice(("stay", "talk", "picture", "picture"))})
        if chance.random() < 0.5:
            back.visit.get("card/picture")
            back.visit.send("card/decision", {"arrived": chance.choice(("option.high", "option.no_statin"))})
    said_now = {line.item for line in lines(clinic.table, back.visit) if line.encounter_id == back.visit.id}
    counted = scene(clinic.table, back.visit).plan.situation.get("statin", ())
    for each in counted:
        assert f"values.{each.input}" in said_now, f"{each.input} counts, and nobody said it in this visit"
        if each.input == "age" and each.as_of:
            assert date.fromisoformat(each.as_of) + timedelta(days=365) >= today
    needed = {*NUMBERS, *YES_NO, "sex", "vessels", "flutter", "very_high", "pregnancy", "liver"}
    if not needed <= {each.input for each in counted}:
        assert no_chance(back.counts())


@pytest.mark.parametrize("seed", range(4))
def test_no_number_rests_on_a_value_that_nobody_confirmed(clinic: Clinic, seed: int) -> None:
    a_history(clinic, Random(seed))


@pytest.mark.hold
@pytest.mark.parametrize("seed", range(100, 400))
def test_no_number_rests_on_a_value_that_nobody_confirmed_in_many_histories(clinic: Clinic, seed: int) -> None:
    a_history(clinic, Random(seed))
