"""What the language can say besides chances is on the card and on the page that goes home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from decisionaid.domain.facts import AmountParts
from decisionaid.figures import icon_array, rows_of
from decisionaid.locale import words
from tests.builders import Table, Visit, every_face, text_of
from tests.web.rooms import Clinic

from .small import ABOUT, chance, small, told, why_none

OUTCOMES = {
    "event": {"say": "a fall", "wished": False, "horizon": {"years": 1}},
    "sleep": {"say": "minutes of sleep in a night", "wished": True, "horizon": {"weeks": 6}, "unit": "min"},
    "weight": {"say": "weight", "wished": False, "horizon": {"years": 1}, "unit": "kg"},
}
CLAIMS = {
    "none": {"chance": 0.2},
    "slept": {"outcome": "sleep", "amount": 25, "unit": "min", "low": 15, "high": 35},
    "lost": {"outcome": "weight", "amount": -1.8, "unit": "kg", "low": -2.4, "high": -1.2},
}
ROWS = {
    "nothing": {"event": "none", "sleep": "unknown", "weight": "unknown"},
    "talks": {"event": "none", "sleep": "slept", "weight": "lost"},
}


@pytest.fixture
def visit(tmp_path: Path) -> Visit:
    return opened(small(CLAIMS, ROWS, outcomes=OUTCOMES), tmp_path)


def opened(aid: Any, tmp_path: Path) -> Visit:
    """A visit with an aid that is installed in a clinic of its own."""
    raw: dict[str, Any] = json.loads(aid.model_dump_json(by_alias=True, exclude_defaults=True))
    raw |= {"id": "sleep", "status": "draft", "reviews": {}, "models": {}}
    raw["options"]["talks"]["issues"]["routine"] = {"say": "Get up at the same time each day.", "home": True}
    folder = tmp_path / "aids" / "sleep"
    folder.mkdir(parents=True)
    (folder / "aid.yaml").write_text(json.dumps(raw), encoding="utf-8")
    clinic = Clinic(Table(tmp_path / "data", more={"aids": str(tmp_path / "aids")}))
    return Visit(clinic.table.client, clinic.visit().id, "sleep")


def test_a_size_has_a_sentence_and_a_bar_and_no_people(visit: Visit) -> None:
    page = every_face(visit)
    said = text_of(page)
    assert "25 minutes more (from 15 minutes more to 35 minutes more)" in said
    assert "1.8 kg less (from 1.2 kg less to 2.4 kg less)" in said
    assert 'data-size="-1.8"' in page
    assert "How much more or less than without it, in people in trials, over 6 weeks." in said
    assert page.count('class="array"') == 1  # the falls, which both share


def test_an_aid_that_counts_in_sizes_alone_shows_them_and_never_says_that_nobody_counted(tmp_path: Path) -> None:
    rows = {"nothing": {"sleep": "unknown"}, "talks": {"sleep": "slept"}}
    aid = small({"slept": CLAIMS["slept"]}, rows, outcomes={"sleep": OUTCOMES["sleep"]})
    visit = opened(aid, tmp_path)
    page = visit.get("card/picture").text
    assert "25 minutes more" in text_of(page)
    assert "data-no-number" not in page
    assert visit.get("print").status_code == 200


def test_a_sentence_that_is_marked_goes_home_with_the_option_that_was_chosen(visit: Visit) -> None:
    visit.send("card/decision", {"arrived": "option.nothing", "then": "plan"})
    assert "Get up at the same time" not in text_of(visit.get("print").text)
    visit.send("card/decision", {"arrived": "option.talks", "then": "plan"})
    assert "Get up at the same time each day." in text_of(visit.get("print").text)


def test_a_result_from_elsewhere_is_this_persons_chance_and_never_a_guess() -> None:
    asked = {"frax": {"ask": "Result of the fracture score", "kind": "number", "unit": "%", "plausible": [0, 100]}}
    claims = {"none": {"result": "frax"}, "with": {"from": "none", "risk_ratio": 0.6, "low": 0.5, "high": 0.7}}
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "with"}}, inputs=asked)
    assert chance(aid, "none", frax=23).frequency.count == 230
    assert chance(aid, "with", frax=23).frequency.count == 138
    assert why_none(aid, "with").inputs == ("frax",)
    assert ABOUT["verified"] == "invented"
    assert told(aid, frax=101).none["none"].why == "out_of_range"


@pytest.mark.parametrize(("chosen", "bars"), [(10000, 2), (1000, 2), (100, 0)])
def test_counts_of_more_than_a_hundred_are_bars(chosen: int, bars: int) -> None:
    """A thousand shapes are specks on a telephone."""
    outcome = {"event": {"say": "a rare break", "wished": False, "horizon": {"years": 1}, "of": chosen}}
    claims = {"none": {"rate": 11, "per": 10000}, "off": {"from": "none", "risk_ratio": 0.5, "range": "not_given"}}
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "off"}}, outcomes=outcome)
    figure = icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), words("en"))
    assert figure.picture.count('class="bar-of"') == bars
    said = {10000: "About 11 in 10,000", 1000: "About 1 in 1,000", 100: "Fewer than 1 in 100"}
    assert figure.panels[0].key_number == said[chosen]


def test_work_that_a_study_counted_is_shown_as_its_count_and_is_nobodys_guess(tmp_path: Path) -> None:
    claims = {**CLAIMS, "walks": {"outcome": "sleep", "amount": 90, "unit": "min"}}
    aid = small(claims, ROWS, outcomes=OUTCOMES)
    work = aid.options["talks"].work.model_copy(update={"minutes_per_week": AmountParts(claim="walks")})
    options = {**aid.options, "talks": aid.options["talks"].model_copy(update={"work": work})}
    visit = opened(aid.model_copy(update={"options": options}), tmp_path)
    assert "90 minutes" in text_of(visit.get("card/workload").text)
    visit.send("card/decision", {"arrived": "option.talks", "then": "plan"})
    page = text_of(visit.get("print").text)
    assert "Time each week: about 90 minutes." in page
    assert "Time each week: about 90 minutes. (Our best guess.)" not in page


@pytest.mark.parametrize(
    ("horizon", "english", "spanish"),
    [
        ({"lifetime": True}, "a lifetime", "toda la vida"),
        ({"rounds": 3}, "3 rounds of the test", "3 rondas de la prueba"),
    ],
)
def test_a_lifetime_and_rounds_of_a_test_are_times_too(horizon: dict[str, object], english: str, spanish: str) -> None:
    outcome = {"event": {"say": "a call back", "wished": False, "horizon": horizon}}
    rows = {"a": {"event": "none"}, "b": {"event": "with"}}
    claims = {"none": {"chance": 0.2}, "with": {"from": "none", "risk_ratio": 0.5, "range": "not_given"}}
    aid = small(claims, rows, outcomes=outcome)
    for tongue, said in ((words("en"), f"in {english}"), (words("es"), f"en {spanish}")):
        assert said in icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), tongue).caption
    yearly = small({"none": {"rate": 11, "per": 100}}, {"a": {"event": "none"}}, outcomes=outcome)
    assert why_none(yearly, "none").why == "not_counted"


def test_a_result_of_this_person_over_a_lifetime_is_not_said_of_the_next_lifetime() -> None:
    asked = {"score": {"ask": "Result of a score", "kind": "number", "unit": "%", "plausible": [0, 100]}}
    outcome = {"event": {"say": "a break", "wished": False, "horizon": {"lifetime": True}}}
    aid = small({"none": {"result": "score"}}, {"a": {"event": "none"}}, outcomes=outcome, inputs=asked)
    figure = icon_array.draw(aid, "event", rows_of(aid, told(aid, score=23), "event"), words("en"))
    assert figure.caption == "Of 100 people like you, in a lifetime: a break."
    assert figure.panels[0].happens == "About 23 in 100 people like you have a break in a lifetime."


def test_what_cannot_wait_is_the_first_thing_on_every_screen_and_the_first_call_on_the_page(tmp_path: Path) -> None:
    flags = {"sore": {"say": "Pain for days.", "call": "emergency"}}
    facts = {"line": {"phone": "988"}, "again": {"amount": 3, "unit": "mo"}, "emergency": {"phone": "911"}}
    crisis = {"now": {"say": "Thoughts of ending your life.", "call": "line"}}
    aid = small(CLAIMS, ROWS, outcomes=OUTCOMES, facts=facts, crisis=crisis, red_flags=flags)
    visit = opened(aid, tmp_path)
    for card in ("situation", "picture", "decision"):
        said = text_of(visit.get(f"card/{card}").text.split("<main", 1)[1])
        assert "Call 988" in said.split("Thoughts of ending your life.")[0]
        assert said.index("Thoughts of ending your life.") < 200
    visit.send("card/decision", {"arrived": "option.talks", "then": "plan"})
    page = text_of(visit.get("print").text)
    assert page.index("Call 988") < page.index("Call 911")
