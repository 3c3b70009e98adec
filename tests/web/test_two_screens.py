"""Two screens on one visit: what nobody touched is never written, and what they contradict is asked on both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from decisionaid.domain.encounter import NewChoice
from decisionaid.settings import new_id
from tests.builders import MAN_62, Table, Visit, field_of, text_of
from tests.cards.talk import clinic, lines, plan
from tests.web.rooms import Clinic, old_token
from tests.web.screens import Screen, counts, known, values
from tests.web.test_values_of_before import Person

CASES = Path(__file__).parents[1] / "cases"
pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def case(number: str) -> dict[str, Any]:
    (file,) = CASES.glob(f"{number}_*.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def as_form(raw: Mapping[str, str]) -> dict[str, str]:
    return {f"list_{key}" if key == "checks" else f"value_{key}": value for key, value in raw.items()}


@pytest.mark.parametrize("opened", ["with the values", "empty"])
def test_a_screen_that_was_open_for_long_puts_no_old_value_back(table: Table, opened: str) -> None:
    told = case("01")
    visit = table.open_visit(name="Sam Rivera")
    if opened == "empty":
        a = Screen(visit)
        Screen(visit).send(as_form(told["start"]))
    else:
        Screen(visit).send(as_form(told["start"]))
        a = Screen(visit)
    assert Screen(visit).send(as_form(told["screen_B_changes"])).status_code == 303
    assert a.send(as_form(told["then_A_changes_only"]), then="picture").status_code == 303
    got = values(table, visit)
    assert (got["systolic_bp"], got["current_smoker"]) == (170, True)
    if opened == "with the values":
        assert got["egfr"] == 75
        assert counts(visit)[0] == "13"
    else:
        assert got.keys() >= {key for key in told["start"] if key not in ("checks", "egfr")}, "nothing was deleted"
        assert plan(table, visit).disputed_values("statin") == ("egfr",), "the value that both gave is asked"


def test_the_note_does_not_call_a_value_unknown_on_which_two_screens_disagree(table: Table) -> None:
    visit = known(table)
    visit.get("card/picture")
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    b.send({"value_systolic_bp": "150"})
    note = text_of(visit.get("note").text)
    assert "systolic BP 140 mmHg, now two different values, and nobody has said which is right" in note
    assert "not known" not in note


def test_both_values_of_a_real_conflict_are_shown_on_both_screens_and_no_number_is_worked_out(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    answer = b.send({"value_systolic_bp": "150"})
    told = visit.client.get(answer.location).text
    assert "170 mmHg" in text_of(told.split('class="newer"')[1].split("</ul>")[0]), (
        "whoever saved over it is told what the other screen said"
    )
    for page in (a.load(), b.load(), visit.get("card/picture").text, visit.get("plan").text):
        assert "One screen says 170 mmHg, the other 150 mmHg. Which is right?" in text_of(page)
    assert "systolic_bp" not in values(table, visit)
    assert counts(visit) == []
    assert "situation#value_systolic_bp" in visit.get("card/picture").text
    first = next(line for line in lines(table, visit) if line.value.get("amount") == 170)
    assert visit.send("card/situation", {"line": first.id}, at="settle").status_code == 303
    assert values(table, visit)["systolic_bp"] == 170
    assert counts(visit) != []
    assert "Which is right?" not in text_of(visit.get("card/situation").text)
    assert [line.value["amount"] for line in lines(table, visit) if line.item == "values.systolic_bp"] == [
        140,
        170,
        150,
    ]


def test_a_new_value_that_has_seen_both_settles_it_too(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    a.send({"value_systolic_bp": "170"})
    b.send({"value_systolic_bp": "150"})
    b.load()
    b.send({"value_systolic_bp": "155"})
    assert values(table, visit)["systolic_bp"] == 155
    assert plan(table, visit).disputed == {}


def test_a_screen_that_corrects_itself_is_no_dispute_and_neither_is_the_same_value_twice(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    page = a.hidden["key"]
    a.send({"value_systolic_bp": "170"}, key=f"{page}-one-of-two-keys-")
    a.send({"value_systolic_bp": "160"}, key=f"{page}-two-of-two-keys-")
    b.send({"value_systolic_bp": "160"})
    assert plan(table, visit).disputed == {}
    assert values(table, visit)["systolic_bp"] == 160


def test_a_cleared_value_is_a_line_and_boxes_of_a_list_are_joined(table: Table) -> None:
    visit = known(table)
    a, b = Screen(visit), Screen(visit)
    keys = sorted(re.findall(r'name="list_checks" value="(\w+)"', visit.get("card/situation").text))
    one, two = [key for key in keys if key != "none"][:2]
    a.send({"value_egfr": "", "list_checks": ["", one]})
    b.send({"list_checks": ["", two]})
    assert "egfr" not in values(table, visit)
    assert (values(table, visit)[one], values(table, visit)[two]) == (True, True)


def test_a_form_sent_again_means_the_same_again(table: Table) -> None:
    visit = known(table)
    a = Screen(visit)
    page = a.hidden["key"]
    first = f"{page}-first-of-the-page"[:40]
    a.send({"value_systolic_bp": "170"}, key=first)
    a.send({"value_systolic_bp": "170", "value_egfr": "75"}, key=f"{page}-second"[:40])
    before = lines(table, visit)
    assert a.send({"value_systolic_bp": "170"}, key=first).status_code == 303
    assert lines(table, visit) == before, "a form that arrives twice puts nothing back that came after it"


def test_a_form_that_cannot_be_kept_comes_back_as_old_as_it_was(table: Table) -> None:
    visit = known(table)
    a = Screen(visit)
    Screen(visit).send({"value_systolic_bp": "170"})
    back = a.send({"value_egfr": "eighty"})
    assert back.status_code == 400
    a.take(back.text)
    assert a.send({"value_egfr": "75"}).status_code == 303
    assert (values(table, visit)["systolic_bp"], values(table, visit)["egfr"]) == (170, 75)


def test_a_stale_token_keeps_what_was_typed_and_writes_nothing(table: Table) -> None:
    visit = known(table)
    a = Screen(visit)
    a.hidden["csrf_token"] = old_token(table)
    before = lines(table, visit)
    back = a.send({"words": "I walk <every> day", "value_egfr": "75"})
    assert back.status_code == 400
    assert lines(table, visit) == before
    assert "What you typed is still here, and not saved yet." in text_of(back.text)
    assert ">I walk &lt;every&gt; day</textarea>" in back.text
    a.take(back.text)
    assert a.send({}).status_code == 303
    assert values(table, visit)["egfr"] == 75
    assert [line.words for line in lines(table, visit) if line.item == "words"] == ["I walk <every> day"]


@pytest.mark.parametrize(
    ("card", "one", "other", "said"),
    [
        ("decision", {"arrived": "option.high"}, {"arrived": "option.no_statin"}, "A high dose"),
        ("leaning", {"leans_patient": "option.high"}, {"leans_patient": "not_sure"}, "Not sure yet"),
        ("decision", {"words": "more walking"}, {"words": "less bread"}, "“less bread”"),
    ],
)
def test_every_card_asks_where_two_screens_contradict_each_other(
    table: Table, card: str, one: dict[str, str], other: dict[str, str], said: str
) -> None:
    visit = known(table)
    a, b = Screen(visit, card), Screen(visit, card)
    a.send(one)
    b.send(other)
    for page in (a.load(), b.load(), visit.get("plan").text):
        assert "Which is right?" in text_of(page)
        assert said in text_of(page)
    kept = next(line for line in reversed(lines(table, visit, card)) if line.saw_seq is not None)
    assert visit.send(f"card/{card}", {"line": kept.id}, at="settle").status_code == 303
    assert plan(table, visit).disputed == {}


def test_a_decision_that_nobody_touched_stays_when_words_are_added_on_an_old_screen(table: Table) -> None:
    visit = known(table)
    visit.send("card/decision", {"arrived": "option.moderate"})
    a = Screen(visit, "decision")
    Screen(visit, "decision").send({"arrived": "option.high"})
    a.send({"words": "more walking"})
    assert plan(table, visit).decisions["statin"].option == "high"
    assert plan(table, visit).disputed == {}


def test_how_a_picture_is_drawn_is_no_dispute(table: Table) -> None:
    visit = known(table)
    pages = [Screen(visit, "picture"), Screen(visit, "picture")]
    for screen, wish in zip(pages, ("bars", "words"), strict=True):
        assert screen.send({"display": wish}).status_code == 303
    assert (plan(table, visit).display, plan(table, visit).disputed) == ("words", {})


def test_an_old_line_with_all_values_is_still_read_and_what_is_private_stays_so(table: Table) -> None:
    visit = known(table)
    first = lines(table, visit)[0]
    old = {"inputs": {"age": {"amount": 62.0, "unit": "a", "text": "62"}, "current_smoker": {"is": True}}}
    new = NewChoice(
        key=new_id(), kind="situation", item="values", aid_id="statin", aid_hash=first.aid_hash, private=True,
        value={**old, "as_of": "2026-01-01", "source": "typed"},
    )  # fmt: skip
    table.store.log.append(first.person_id, visit.id, first.hand, new)
    assert values(table, visit) == {"age": 62.0, "current_smoker": True}
    Screen(visit).send({"value_current_smoker": "no"})
    assert values(table, visit) == {"age": 62.0, "current_smoker": False}
    now = [line.private for line in plan(table, visit).standing if line.kind == "situation"]
    assert all(now)
    assert len(now) >= 2


@pytest.mark.parametrize("private", [False, True])
def test_still_right_never_goes_over_a_value_that_another_visit_gave_meanwhile(
    clinic: Clinic, *, private: bool
) -> None:
    back = Person(clinic).comes_back(days=60)
    mine, shown = back.visit, back.visit.get("card/situation").text
    hidden = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
    person = back.people.visit(mine.id).person_id
    theirs = back.people.open_visit(person, back.clinic.theirs, practice=True)
    back.visit = Visit(back.clinic.browser(back.clinic.theirs), theirs.id)
    assert back.say({"value_systolic_bp": "160"}) == 303
    if private:
        line = lines(back.clinic.table, back.visit)[-1]
        back.visit.send("plan", {"line": line.id, "private": "yes"}, at="private")
    confirmed = {**hidden, "still_age": "yes", "then": "picture"}
    back.visit = mine
    answer = mine.client.post(mine.address("card/situation"), data=confirmed)
    assert answer.status_code == (303 if private else 409)
    if private:
        assert mine.client.post(mine.address("card/situation"), data=confirmed).status_code == 303
        return
    assert "In another visit something else was said meanwhile." in text_of(answer.text)
    assert "160 mmHg" in back.card("situation")
    assert back.say({"still_age": "yes", "value_statin": "no", "then": "picture"}) == 303
    assert "Upper blood pressure: 160 mmHg" in back.card()


def test_still_right_is_said_beside_another_visit_that_gave_the_same_value(clinic: Clinic) -> None:
    back = Person(clinic).comes_back(days=60)
    mine, shown = back.visit, back.visit.get("card/situation").text
    hidden = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
    theirs = back.people.open_visit(back.people.visit(mine.id).person_id, back.clinic.theirs, practice=True)
    back.visit = Visit(back.clinic.browser(back.clinic.theirs), theirs.id)
    assert back.say({"value_age": MAN_62["value_age"]}) == 303
    answer = mine.client.post(mine.address("card/situation"), data={**hidden, "still_age": "yes", "then": "picture"})
    assert answer.status_code == 303, text_of(answer.text)
