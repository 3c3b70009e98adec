"""The return visit is a visit of its own: the note tells it, and dates what stands from before."""

from __future__ import annotations

import pytest

from tests import builders
from tests.builders import MAN_62, NAME, Visit, text_of
from tests.cards.talk import lines
from tests.web.correcting import pdf_text, said_counts
from tests.web.rooms import Clinic

pytestmark = pytest.mark.hazard("H07")

MONDAY, FEBRUARY = "Monday, November 23, 2026", "Tuesday, February 23, 2027"


class Person:
    """Somebody who decided on Monday, to be tried for three months, and comes back."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.people, self.clock = clinic, clinic.table.store.people, clinic.table.clock
        self.clock.now = builders.MONDAY
        self.visit = clinic.visit(clinic.browser())
        self.send("situation", {**MAN_62, "words": "I lift crates all day", "then": "picture"})
        self.visit.get("card/picture")
        self.send("issues", {"pick": "cost"})
        said = {"words": "My father took one", "until": "2027-02-23", "look_again": "3mo"}
        self.send("decision", {"arrived": "option.moderate", **said})

    def send(self, card: str, data: dict[str, str]) -> None:
        assert self.visit.send(f"card/{card}", data).status_code == 303

    def comes_back(self, days: int = 92) -> Person:
        seen = self.people.visit(self.visit.id)
        self.people.end_visit(seen.id, self.clinic.mine)
        self.clock.forward(days=days)
        opened = self.people.open_visit(seen.person_id, self.clinic.mine, practice=True)
        self.visit = Visit(self.clinic.browser(), opened.id)
        return self

    def note(self) -> list[str]:
        return self.visit.get("note?plain=1").text.splitlines()

    def text(self, page: str) -> str:
        return text_of(self.visit.get(page).text)

    def topics(self) -> list[str]:
        """The topics that were talked about."""
        page = self.visit.get("").text.split('data-aid-map="statin"')[1].split("</nav>")[0]
        return [text_of(each) for each in page.split("<li")[1:] if 'data-state="about"' in each]


@pytest.fixture
def back(clinic: Clinic) -> Person:
    return Person(clinic)


def test_before_anyone_spoke_the_note_says_so_and_dates_what_stands(back: Person) -> None:
    note = back.comes_back().note()
    assert note[1].startswith(f"Shared decision talk, {FEBRUARY}.")
    assert note[2] == "Nothing was written in this visit."
    assert note[3].startswith(f"Stands from before ({MONDAY}, {NAME}): A statin, or not now? A moderate dose")
    assert f"They wanted to try it until {FEBRUARY}; that day has come." in " ".join(note[3:5])
    assert not any(line.startswith(("Where they arrived", "Card:", "To be tried")) for line in note)


def test_the_note_tells_this_visit_first_and_then_the_one_before(back: Person) -> None:
    back.comes_back()
    back.send("issues", {"pick": "routine"})
    back.send("decision", {"arrived": "option.high"})
    note = back.note()
    assert "Where they arrived: A high dose." in note
    assert "What mattered: What I do each day" in " ".join(note[:-2])
    before = next(line for line in note if line.startswith("Stands from before"))
    assert MONDAY in before
    assert "A moderate dose" not in " ".join(note)
    assert "My father took one" not in " ".join(note), "the words of another choice do not go with this one"
    assert "To be tried until" not in " ".join(note)
    assert note.index(before) > note.index("Where they arrived: A high dose.")


def test_a_note_with_little_room_says_every_decision_of_the_visit(back: Person) -> None:
    def decide(arrived: str) -> None:
        thinner = Visit(back.visit.client, back.visit.id, "af-stroke")
        said = {"arrived": arrived, "look_again": "3mo", "words": "I bruise", "look_again_if": "I fall"}
        assert thinner.send("card/decision", said).status_code == 303

    decide("option.newer")
    note = back.note()
    assert "Where they arrived: A moderate dose." in note
    assert "Where they arrived: A newer pill." in note
    back.comes_back()
    back.send("situation", {**MAN_62, "then": "picture"})
    back.visit.get("card/picture")
    back.send("decision", {"arrived": "option.high", "words": "My legs are fine", "look_again": "3mo"})
    decide("option.warfarin")
    note = back.note()
    assert "Where they arrived: A high dose." in note
    assert "Where they arrived: Warfarin." in note
    assert any(line.startswith("Shown (") for line in note), "their numbers go before what stands from before"
    assert len(note) <= 12


def test_each_total_and_each_day_of_two_choices_says_whose_it_is(back: Person) -> None:
    assert "Time each week: about 10 minutes." in back.text("print")
    assert "A moderate dose Time each week about 10 minutes" in back.text("card/workload"), "the same as on the card"
    assert "A moderate dose – Time each week" not in back.text("print"), "one choice needs no name"
    thinner = Visit(back.visit.client, back.visit.id, "af-stroke")
    assert thinner.send("card/decision", {"arrived": "option.newer"}).status_code == 303
    paper = back.text("print")
    for option in ("A moderate dose", "A newer pill"):
        assert f"{option} – Time each week: about 10 minutes." in paper
    assert paper.count("Time each week: about 10 minutes.") == 2
    assert "A newer pill – We look again – Tuesday, November 23, 2027" in paper
    assert "Una pastilla nueva – Tiempo por semana" in back.text("print?language=es")


@pytest.mark.parametrize(
    ("aid", "card", "said"),
    [("my-life", "matters", {"words_keep": "Sunday church"}), ("statin", "purpose", {"door": "stuck"})],
)
def test_words_in_a_box_say_when_they_are_of_an_earlier_visit(
    back: Person, aid: str, card: str, said: dict[str, str]
) -> None:
    def visit() -> Visit:
        return Visit(back.visit.client, back.visit.id, aid)

    visit().send(f"card/{card}", said)
    if card == "purpose":
        visit().send(f"card/{card}", {"stuck": "Sunday church"})
    page = visit().get(f"card/{card}").text
    assert "Sunday church</textarea>" in page
    assert "From an earlier visit" not in page
    back.comes_back()
    page = visit().get(f"card/{card}").text
    assert "Sunday church</textarea>" in page
    assert page.count("From an earlier visit") == 1


@pytest.mark.parametrize(
    ("card", "said"), [("leaning", {"leans_patient": "option.high"}), ("workload", {"room": "too_full"})]
)
def test_a_box_that_was_chosen_in_an_earlier_visit_says_so(back: Person, card: str, said: dict[str, str]) -> None:
    back.send(card, said)
    assert "From an earlier visit" not in back.text(f"card/{card}")
    assert back.comes_back().text(f"card/{card}").count("From an earlier visit") == 1
    back.send(
        card, {key: {"option.high": "option.moderate", "too_full": "some_room"}[value] for key, value in said.items()}
    )
    assert "From an earlier visit" not in back.text(f"card/{card}")


def test_a_visit_in_which_values_were_said_is_not_called_empty(back: Person) -> None:
    back.comes_back()
    back.send("situation", {**MAN_62, "value_systolic_bp": "150", "then": "picture"})
    assert "Nothing was decided in this visit." in back.note()
    assert not any("Nothing was written" in line for line in back.note())


def test_what_stands_from_before_is_told_in_sentences_that_end(back: Person) -> None:
    note = " ".join(back.comes_back().note())
    assert "In their words: “My father took one”. They wanted to try it until" in note


def test_a_note_of_the_first_visit_has_nothing_from_before(back: Person) -> None:
    assert not any("before" in line or "Nothing was written" in line for line in back.note())


def test_the_copy_of_the_first_visit_stays_its_own(back: Person) -> None:
    before, first = back.note(), back.visit
    back.comes_back()
    back.send("decision", {"arrived": "option.high"})
    back.visit = Visit(back.visit.client, first.id)
    assert back.note()[1:3] == before[1:3]
    assert f"To be tried until {FEBRUARY}." in back.note()
    assert "A high dose" not in " ".join(back.note()).replace("A high dose:", "")


def test_what_was_talked_about_is_counted_for_this_visit(back: Person) -> None:
    assert len(back.topics()) >= 3
    assert back.comes_back().topics() == []
    back.send("issues", {"pick": "routine"})
    assert len(back.topics()) == 1


def test_what_was_set_aside_stays_so_until_somebody_comes_back_to_it(back: Person) -> None:
    back.send("issues", {"whole": "parked"})
    assert "set aside" in back.comes_back().text("")


def test_a_day_that_has_come_is_said_as_such(back: Person) -> None:
    back.comes_back()
    for page in ("", "print", "plan"):
        assert f"We wanted to try this until {FEBRUARY}. That day has come." in back.text(page), page
    assert "We try this until" not in back.text("print")
    assert f"We look again: {FEBRUARY}" not in back.text("print")
    for text in (back.text("print"), back.text("plan"), pdf_text(back.visit)):
        assert f"We wanted to look again on {FEBRUARY}. That day has come." in text
    assert "Ese día ya llegó" in back.text("print?language=es")


def test_a_day_that_was_planned_for_looking_again_is_not_said_as_if_it_lay_ahead(back: Person) -> None:
    back.send("decision", {"arrived": "option.high", "until": "", "look_again": ""})
    assert f"We look again – {FEBRUARY}" in back.text("print")
    assert f"We look again – planned for {FEBRUARY}, and that day has come" in back.comes_back().text("print")


def test_the_day_before_it_still_lies_ahead(back: Person) -> None:
    back.comes_back(days=91)
    assert f"We try this until {FEBRUARY}" in back.text("print")
    assert "has come" not in back.text("print")


def test_a_day_that_was_said_today_has_not_come(back: Person) -> None:
    back.send("decision", {"arrived": "option.moderate", "until": "2026-11-23"})
    assert f"We try this until {MONDAY}" in back.text("print")


def test_every_way_in_which_chances_were_shown_is_in_the_log_and_in_the_note(back: Person) -> None:
    """ "No numbers today", then "Show me the numbers", a look at the table, and no numbers again."""
    for wish in ("none", "dots", "table", "none"):
        back.send("picture", {"display": wish})
        back.visit.get("card/picture")
    kept = [line for line in lines(back.clinic.table, back.visit, "picture") if line.item.startswith("seen.")]
    assert {line.item for line in kept} == {"seen.dots", "seen.table"}
    for line in kept:
        assert line.shown is not None
        assert {7, 5} <= {each.count for each in line.shown.numbers if each.of == 100}
    note = " ".join(back.note())
    assert "They asked for no numbers." in note
    assert "The picture was opened (dots, a table): No statin for now: about 7 in 100" in note
    assert said_counts(back.text("print")) == set(), "the page that goes home has none"
    assert "opened" not in " ".join(back.comes_back().note()), "the next visit's note is not about that picture"


def test_a_picture_that_was_corrected_since_gives_the_note_no_count(back: Person) -> None:
    back.send("picture", {"display": "table"})
    back.send("picture", {"display": "none"})
    back.send("situation", {"value_systolic_bp": "170", "then": "stay"})
    note = " ".join(back.note())
    assert "with numbers that are not the same any more" in note
    assert said_counts(note) == set()


def test_what_nobody_looked_at_is_not_said_to_have_been_shown(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.browser())
    visit.send("card/situation", {**MAN_62, "then": "stay"})
    assert visit.send("card/situation", {"display": "none"}, at="card/picture").status_code == 303
    assert "opened" not in visit.get("note?plain=1").text
    assert not [line for line in lines(clinic.table, visit, "picture") if line.item.startswith("seen.")]


def test_a_tap_on_a_card_without_a_word_is_nobodys_visit(back: Person) -> None:
    client = back.visit.client
    empty, said = back.clinic.table.open_visit(client), back.clinic.table.open_visit(client)
    said.send("card/situation", {"words": "I am tired", "then": "talk"})
    shelf = client.get("/").text
    assert empty.id not in shelf
    assert said.id in shelf
    for each in (empty, said):
        back.people.end_visit(each.id, back.clinic.mine)
    assert empty.id not in client.get("/ended").text
    assert said.id in client.get("/ended").text


def test_the_words_of_an_earlier_visit_stand_beside_an_empty_box_and_join_nothing(back: Person) -> None:
    page = back.comes_back().visit.get("card/situation").text
    assert "“I lift crates all day”, said in an earlier visit" in text_of(page)
    assert text_of(page.split("<textarea")[1].split("</textarea>")[0].split(">", 1)[1]) == ""
    back.send("situation", {"words": "", "then": "stay"})
    assert "I lift crates all day" in back.text("print"), "an empty box takes nothing back"
    back.send("situation", {"words": "My back is better", "then": "stay"})
    assert "I lift crates all day" not in back.text("print")
    assert "said in an earlier visit" not in back.text("card/situation").split("My back is better")[0]


@pytest.mark.hazard("H04")
def test_a_note_is_of_its_own_visit_while_a_colleague_has_another_one_open(back: Person) -> None:
    back.comes_back()
    back.send("decision", {"arrived": "option.high"})
    back.people.open_visit(back.people.visit(back.visit.id).person_id, back.clinic.theirs, practice=True)
    note = " ".join(back.note())
    assert NAME in note
    assert "Another Clinician" not in note
    assert "Nothing was written in this visit" not in note


def test_whoever_only_changed_how_chances_are_drawn_has_had_no_talk(back: Person) -> None:
    back.comes_back()
    assert back.visit.send("card/situation", {"display": "bars"}, at="card/picture").status_code == 303
    assert MONDAY in back.text("print"), "the page is of the day on which something was said"
    assert FEBRUARY not in back.text("print").split("What we decided together")[0]
    back.send("issues", {"pick": "routine"})
    assert FEBRUARY in back.text("print").split("What we decided together")[0]
