"""A result that was found elsewhere, and a day: asked with place and day, and shown with both wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Table, Visit, text_of
from tests.web.rooms import Clinic

from .small import small

ASKED = {
    "frax": {
        "ask": "Fracture score", "kind": "number", "unit": "%", "plausible": [0, 100],
        "elsewhere": {"page": "Score page", "letter": "Letter"},
    },
    "t_score": {
        "ask": "T-score of the hip", "kind": "number", "unit": "{T-score}", "plausible": [-6, 4],
        "elsewhere": {"scan": "Bone scan"},
    },
    "shot": {"ask": "Your last shot", "kind": "date"},
}  # fmt: skip
CLAIMS = {"none": {"result": "frax"}, "with": {"from": "none", "risk_ratio": 0.6, "low": 0.5, "high": 0.7}}
ROWS = {"nothing": {"event": "none"}, "shots": {"event": "with"}}
FOUND = {
    "value_frax": "23", "taken_frax": "2026-10-02", "place_frax": "letter",
    "value_t_score": "-2,9", "taken_t_score": "2026-09-30", "place_t_score": "scan", "value_shot": "2026-06-15",
}  # fmt: skip


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    raw: dict[str, Any] = json.loads(
        small(CLAIMS, ROWS, inputs=ASKED).model_dump_json(by_alias=True, exclude_defaults=True)
    )
    raw |= {"id": "bones", "status": "draft", "reviews": {}}
    raw["facts"]["between"] = {"amount": 6, "unit": "mo"}
    raw["options"]["shots"]["activities"] = {
        "shot": {"say": "The next shot", "kind": "medicine", "by": "clinic", "after": "between", "since": "shot"}
    }
    folder = tmp_path / "aids" / "bones"
    folder.mkdir(parents=True)
    (folder / "aid.yaml").write_text(json.dumps(raw), encoding="utf-8")
    clinic = Clinic(Table(tmp_path / "data", more={"aids": str(tmp_path / "aids")}))
    return Visit(clinic.table.client, clinic.visit().id, "bones")


def refused(visit: Visit, **typed: str) -> str:
    answer = visit.send("card/situation", {**FOUND, "then": "stay", **typed})
    assert answer.status_code == 400
    return text_of(answer.text)


def test_a_result_goes_with_its_value_unit_day_and_place_to_card_picture_plan_and_note(visit: Visit) -> None:
    assert visit.send("card/situation", {**FOUND, "then": "picture"}).status_code == 303
    letter = "Letter, Friday, October 2, 2026"
    assert f"Fracture score ({letter})" in text_of(visit.get("card/situation").text)
    picture = text_of(visit.get("card/picture").text)
    assert f"Fracture score: 23 % ({letter})" in picture
    assert "About 230 in 1,000" in picture
    visit.send("card/decision", {"arrived": "option.shots", "then": "plan"})
    assert f"23 % ({letter})" in text_of(visit.get("plan").text)
    note = text_of(visit.get("note").text)
    assert f"Fracture score 23 % ({letter})" in note
    assert "T-score of the hip -2.9 (Bone scan, Wednesday, September 30, 2026)" in note
    assert "Your last shot Monday, June 15, 2026" in note


def test_a_day_and_a_place_that_nobody_gave_are_said_as_such(visit: Visit) -> None:
    visit.send("card/situation", {"value_frax": "23", "then": "picture"})
    assert "Fracture score: 23 % (from elsewhere, day not known)" in text_of(visit.get("card/picture").text)


def test_a_day_may_count_from_one_that_was_given_and_not_from_today(visit: Visit) -> None:
    visit.send("card/decision", {"arrived": "option.shots", "then": "plan"})
    assert "The next shot – " not in text_of(visit.get("print").text)
    visit.send("card/situation", {**FOUND, "then": "stay"})
    assert "The next shot – Tuesday, December 15, 2026" in text_of(visit.get("print").text)


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ({"taken_frax": "2026-12-01"}, "That day lies ahead. Which day was it?"),
        ({"taken_frax": "0026-10-02"}, "Please give the year with four digits. Which day was it?"),
        ({"value_shot": "soon"}, "Which day is it?"),
        ({"value_shot": "2027-01-02"}, "That day lies ahead. Which day was it?"),
        ({"value_frax": ""}, "What was the result?"),
    ],
)
def test_a_day_that_cannot_have_been_is_asked_back_and_nothing_is_written(
    visit: Visit, typed: dict[str, str], asks: str
) -> None:
    said = refused(visit, **typed)
    assert asks in said
    assert "Fracture score (Letter" not in text_of(visit.get("card/situation").text)


def test_another_day_or_place_of_the_same_value_is_a_change_and_the_same_one_is_none(visit: Visit) -> None:
    visit.send("card/situation", {**FOUND, "then": "stay"})
    before = visit.get("plan").text.count("Fracture score")
    visit.send("card/situation", {**FOUND, "then": "stay"})
    assert visit.get("plan").text.count("Fracture score") == before
    visit.send("card/situation", {**FOUND, "taken_frax": "2026-11-02", "then": "stay"})
    assert "Fracture score (Letter, Monday, November 2, 2026)" in text_of(visit.get("card/situation").text)


def test_a_value_that_was_sent_alone_keeps_its_day_and_a_new_one_never_takes_over_the_day_of_the_old(
    visit: Visit,
) -> None:
    visit.send("card/situation", {**FOUND, "then": "stay"})
    visit.send("card/situation", {"value_frax": "23", "then": "picture"})
    assert "Fracture score: 23 % (Letter, Friday, October 2, 2026)" in text_of(visit.get("card/picture").text)
    visit.send("card/situation", {"value_frax": "24", "then": "picture"})
    assert "Fracture score: 24 % (from elsewhere, day not known)" in text_of(visit.get("card/picture").text)
