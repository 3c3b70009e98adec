"""The plan lists one row for a card; its lines stand behind that row, each with what can be done to it."""

from __future__ import annotations

import lxml.html
import pytest

from tests.builders import MAN_62, Table, Visit
from tests.cards.talk import lines
from tests.web.rooms import Clinic, tokens

SAID = "My father died of this"
ROWS = "//section[contains(@class, 'lines')]/ul/li"
MENUS = ".//details[contains(@class, 'menu')]"


@pytest.fixture
def visit(clinic: Clinic) -> Visit:
    """A filled-in situation, a decision in words, and one question."""
    made = clinic.visit(clinic.browser())
    made.send("card/situation", {**MAN_62, "words": SAID, "then": "picture"})
    made.send("card/decision", {"arrived": "option.moderate", "words": "we try it", "look_again_if": "my legs hurt"})
    made.send("card/questions", {"own": "May I drink wine?", "own_name": "own-question-1"})
    return made


def rows(visit: Visit, address: str = "") -> dict[str, lxml.html.HtmlElement]:
    """The rows of the plan page, by the words over each."""
    page = lxml.html.fromstring(visit.client.get(address or visit.address("plan")).text)
    found = {each.xpath("string(.//*[@class='topic'])"): each for each in page.xpath(ROWS)}
    assert len(found) == len(page.xpath(ROWS)), "no two rows carry the same words"
    return found


def words_of(row: lxml.html.HtmlElement) -> str:
    return " ".join("".join(row.itertext()).split())


def line_in(row: lxml.html.HtmlElement, words: str) -> str:
    """The name of the line in a row that says these words."""
    found = [each for each in row.xpath(".//li[@data-line]") if words in words_of(each)]
    assert len(found) == 1, words
    return str(found[0].get("data-line"))


def act(visit: Visit, at: str, line: str, **more: str) -> str:
    data = {**tokens(visit.client, visit.id), "line": line, **more}
    answer = visit.client.post(visit.address(at), data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_filled_in_situation_is_one_row_and_its_values_are_closed_behind_it(visit: Visit) -> None:
    found = rows(visit)
    assert list(found) == ["What is going on?", "Where we are now", "Still open"]
    panel = found["What is going on?"].find("details")
    assert panel is not None
    assert panel.get("open") is None
    said = words_of(panel.find("summary"))
    assert said == f"What is going on? “{SAID}” · The values for the picture"
    assert len(panel.xpath("./ul/li")) == 16, "every value, and the words"
    assert all(len(each.xpath(MENUS)) == 1 for each in panel.xpath("./ul/li")), "each by itself"
    assert found["Still open"].get("data-line"), "a single line needs no panel"
    assert "“we try it”" in words_of(found["Where we are now"].find("details/summary"))


def test_what_a_line_answers_stands_over_it(visit: Visit) -> None:
    found = rows(visit)
    over = found["Where we are now"].xpath("./details/ul/li//*[@class='topic']/text()")
    assert over == ["In your own words", "What would make us look again sooner?"]
    assert "Upper blood pressure" in found["What is going on?"].xpath("./details/ul/li//*[@class='topic']/text()")


@pytest.mark.parametrize("ended", [False, True], ids=["open", "ended"])
def test_words_behind_a_row_are_taken_out_by_themselves(clinic: Clinic, visit: Visit, ended: bool) -> None:
    if ended:
        clinic.table.store.people.end_visit(visit.id, clinic.mine)
    back = act(visit, "take-out", line_in(rows(visit)["What is going on?"], SAID))
    found = rows(visit, back)
    assert SAID not in words_of(found["What is going on?"])
    assert found["What is going on?"].find("details").get("open") is not None, "the row is still open"
    assert found["Where we are now"].find("details").get("open") is None
    assert (
        words_of(found["What is going on?"].find("details/summary")) == "What is going on? The values for the picture"
    )
    assert back.endswith(f"#{found['What is going on?'].get('id')}")
    assert len(found["What is going on?"].xpath("./details/ul/li")) == 16


def test_one_value_is_undone_and_the_others_stay(visit: Visit) -> None:
    before = rows(visit)["What is going on?"]
    after = rows(visit, act(visit, "undo", line_in(before, "140 mmHg")))["What is going on?"]
    assert "140 mmHg" in words_of(before)
    assert "140 mmHg" not in words_of(after)
    assert "220 mg/dL" in words_of(after)


@pytest.mark.hazard("H17")
def test_what_is_between_us_is_not_in_the_words_of_a_closed_row(visit: Visit) -> None:
    """The page stands between two people, and more may look at it: the row says that something is, and not what."""
    line = line_in(rows(visit)["What is going on?"], SAID)
    row = rows(visit, act(visit, "private", line, private="yes"))["What is going on?"]
    closed = words_of(row.find("details/summary"))
    assert SAID not in closed
    assert closed.endswith("Just between us")
    assert SAID in words_of(row.find("details/ul"))
    assert row.xpath(".//li[@data-private]")[0].get("data-line") == line


def test_rows_of_two_cards_of_one_kind_say_which_they_belong_to(visit: Visit) -> None:
    other = Visit(visit.client, visit.id, "my-life")
    other.send("card/questions", {"own": "Who helps me?", "own_name": "own-question-2"})
    topics = list(rows(visit))
    assert len(topics) == 4
    assert [each for each in topics if each.startswith("Still open · ")] == topics[2:]


@pytest.mark.hazard("H07")
def test_what_was_taken_back_is_said_again_and_counts(table: Table) -> None:
    """The page after an undo shows nothing of the line; its form is read as that page, and not as the one before."""
    said = {"situation": {"value_age": "62", "words": "I am tired"}, "decision": {"arrived": "option.moderate"}}
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "stay"})
    for card, fields in said.items():
        visit.send(f"card/{card}", {**fields, "then": "stay"})
    for item, card in (("values.age", "situation"), ("words", "situation"), ("arrived", "decision")):
        line = next(each for each in reversed(lines(table, visit)) if each.item == item)
        assert visit.send("plan", {"line": line.id}, at="undo").status_code == 303
        visit.send(f"card/{card}", {**said[card], "then": "stay"})
        again = lines(table, visit)[-1]
        assert (again.item, again.value.get("arrived"), again.words) == (item, line.value.get("arrived"), line.words)
        assert again.seq > line.seq + 1


@pytest.mark.hazard("H17")
def test_a_line_that_was_made_just_between_us_is_not_written_again_and_one_that_was_opened_can_be_again(
    table: Table,
) -> None:
    visit, said = table.open_visit(), {"words": "I am tired", "then": "stay"}
    visit.send("card/situation", said)
    (line,) = lines(table, visit)
    visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    visit.send("card/situation", {**said, "words_private": "yes"})
    assert len(lines(table, visit)) == 2, "the tick that stands on the page is no new word"
    assert visit.send("plan", {"line": line.id, "private": "no", "why": "yes"}, at="private").status_code == 303
    visit.send("card/situation", {**said, "words_private": "yes"})
    assert lines(table, visit)[-1].private
