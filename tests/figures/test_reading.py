"""If this reading were wrong: one measured value at a time, and every display shows the same people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import fromstring

import plotly.io
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionaid.cards._values import unit_words
from decisionaid.clinic import ask_model
from decisionaid.domain.aid import Input
from decisionaid.domain.encounter import InputShown
from decisionaid.domain.evidence import Estimate
from decisionaid.domain.measure import Frequency
from decisionaid.domain.readings import Reading, measured_inputs, readings, step_of
from decisionaid.figures import ChartFigure, reading
from decisionaid.locale import words
from tests.figures.person import MAN, as_given, marks, numbers, shares, statin, texts

ENGLISH = words("en")
MEASURED = ("total_cholesterol", "hdl", "systolic_bp", "egfr")


class Spy:
    """Asks the real model, and keeps what it was asked with."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, object]] = []

    def __call__(self, name: str, person: Mapping[str, object], outputs: tuple[str, ...]) -> Estimate:
        self.asked.append(dict(person))
        return ask_model(name, person, outputs)


def around(
    values: Mapping[str, Any] = MAN, given_as: tuple[InputShown, ...] = (), claim: str = "baseline"
) -> dict[str, Reading]:
    found = readings(statin(), numbers(values), given_as or as_given(values), claim, ask_model)
    return {each.input: each for each in found}


def drawn(one: Reading, language: str = "en") -> ChartFigure:
    return reading.draw(statin(), one, unit_words(one.unit, words(language)), words(language))


PEOPLE = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["female", "male"]),
        "age": st.integers(40, 79).map(float),
        "total_cholesterol": st.integers(130, 320).map(float),
        "hdl": st.integers(20, 100).map(float),
        "systolic_bp": st.integers(90, 180).map(float),
        "egfr": st.integers(15, 140).map(float),
        "bp_treated": st.booleans(),
        "diabetes": st.booleans(),
        "current_smoker": st.booleans(),
        "statin": st.booleans(),
    }
).map(lambda some: {**MAN, **some})


@pytest.mark.rule("R2")
@pytest.mark.hazard("H19")
@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_each_call_of_a_model_differs_in_one_reading_and_never_in_a_treatment_or_a_habit(
    values: dict[str, Any],
) -> None:
    spy = Spy()
    numbers_as_they_are = numbers(values)
    readings(statin(), numbers_as_they_are, as_given(values), "baseline", spy)
    model = statin().models["prevent"].inputs
    own = {theirs: values[ours] for theirs, ours in model.items()}
    assert spy.asked
    for asked in spy.asked:
        changed = [model[name] for name in own if asked[name] != own[name]]
        assert len(changed) == 1
        assert changed[0] in MEASURED
        assert asked.keys() == own.keys()


@pytest.mark.rule("R2")
def test_only_readings_of_the_model_may_be_asked_about() -> None:
    assert measured_inputs(statin(), "baseline") == MEASURED
    assert measured_inputs(statin(), "moderate_dose") == ()
    assert measured_inputs(statin(), "aches_statin") == ()


@pytest.mark.rule("R2")
@pytest.mark.parametrize(
    "wrong",
    [
        {"ask": "Smoking now?", "kind": "yes_no"},
        {"ask": "How strong?", "kind": "choice", "choices": {"low": "Low"}},
        {"ask": "Age", "kind": "number", "unit": "a", "allowed": [30, 79]},
        {"ask": "Pills", "kind": "count", "unit": "{count}", "allowed": [0, 9]},
        {"ask": "Pressure", "kind": "number", "unit": "mm[Hg]"},
        {"ask": "Pressure", "kind": "number", "allowed": [90, 180]},
    ],
)
def test_the_language_takes_only_a_number_that_was_read_off_for_a_reading(wrong: dict[str, Any]) -> None:
    assert not Input.model_validate_json(json.dumps(wrong)).measured
    with pytest.raises(ValueError, match="never age"):
        Input.model_validate_json(json.dumps({**wrong, "measured": True}))


@pytest.mark.rule("R2")
def test_no_treatment_habit_or_illness_of_the_shipped_aid_is_a_reading() -> None:
    aid = statin()
    assert {key for key, each in aid.inputs.items() if each.measured} == set(MEASURED)


@pytest.mark.hazard("H12")
def test_the_reading_itself_keeps_the_number_of_the_card() -> None:
    card = numbers().chances["baseline"]
    for one in around().values():
        assert [point.chance for point in one.points if point.away == 0] == [card]


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("key", MEASURED)
def test_picture_chart_table_and_sentences_show_the_same_people(key: str) -> None:
    one = around()[key]
    figure = drawn(one)
    counts = [Frequency.of_chance(point.chance.probability, 100).count for point in one.points]
    still = marks(figure.picture, "data-count")
    assert [int(each.attrib["data-count"]) for each in still] == counts
    assert figure.chart["data"][0]["y"] == counts
    for count, row, sentence in zip(counts, figure.table.rows, figure.sentences, strict=False):
        assert row[1:] == (f"About {count} in 100", f"about {100 - count}")
        assert sentence.endswith(f"about {count} in 100.")
        assert sentence in figure.alt
    assert [text for text in texts(figure.picture) if text in map(str, counts)][: len(counts)]


def test_the_words_say_how_far_the_value_would_be_off() -> None:
    assert drawn(around()["systolic_bp"]).sentences == (
        "If it were 20 mmHg lower, 120 mmHg: about 5 in 100.",
        "If it were 10 mmHg lower, 130 mmHg: about 6 in 100.",
        "As it was read, 140 mmHg: about 7 in 100.",
        "If it were 10 mmHg higher, 150 mmHg: about 8 in 100.",
        "If it were 20 mmHg higher, 160 mmHg: about 9 in 100.",
        "So the number lies between about 5 in 100 and about 9 in 100.",
    )


def test_a_number_that_no_reading_moves_is_said_to_stay() -> None:
    young = {**MAN, "age": 40.0, "sex": "female", "total_cholesterol": 150.0, "hdl": 70.0, "systolic_bp": 100.0}
    figure = drawn(around(young)["egfr"])
    assert figure.sentences[-1] == "The number stays the same."
    assert "fewer than 1 in 100" in figure.sentences[0]
    assert "<1" in texts(figure.picture)
    assert "&lt;1" in [each["text"] for each in figure.chart["layout"]["annotations"]]


def test_a_value_outside_the_range_gets_no_number_and_is_not_moved_to_the_edge() -> None:
    high = around({**MAN, "systolic_bp": 175.0})["systolic_bp"]
    assert [point.amount for point in high.points] == [155, 165, 175]
    assert (high.low, high.high) == (90, 180)


@pytest.mark.hazard("H03")
def test_a_reading_in_another_unit_is_asked_about_in_that_unit() -> None:
    given_as = (InputShown(input="total_cholesterol", value=5.69, unit="mmol/L"),)
    values = {**MAN, "total_cholesterol": 5.69 / 0.02586}
    one = around(values, given_as)["total_cholesterol"]
    assert one.unit == "mmol/L"
    assert [point.amount for point in one.points] == [4.69, 5.19, 5.69, 6.19, 6.69]
    there = numbers({**MAN, "total_cholesterol": 6.19 / 0.02586}).chances["baseline"]
    assert one.points[3].chance.probability == pytest.approx(there.probability, abs=1e-12)


@pytest.mark.parametrize(
    ("allowed", "step"),
    [((90, 180), 10), ((130, 320), 20), ((20, 100), 10), ((15, 140), 10), ((4, 14), 1), ((0, 5), 0.5)],
)
def test_a_step_is_a_tenth_of_the_range_as_a_round_number(allowed: tuple[float, float], step: float) -> None:
    assert step_of(Input(ask="A value", kind="number", unit="1", allowed=allowed), "1") == step


def test_somebody_without_a_number_has_no_readings_to_ask_about() -> None:
    assert around({**MAN, "vessels": True}) == {}
    assert around({**MAN, "age": 30.0}) == {}


@pytest.mark.parametrize("key", MEASURED)
def test_the_live_chart_stands_where_the_still_picture_stood(key: str) -> None:
    figure = drawn(around()[key])
    still, layout = marks(figure.picture, "data-count"), figure.chart["layout"]
    left = shares(still, "x")
    middles = [x + wide / 2 for x, wide in zip(left, shares(still, "width"), strict=True)]
    assert middles == pytest.approx(figure.chart["data"][0]["x"], abs=2e-4)
    ems = float(fromstring(figure.picture).attrib["height"].removesuffix("em"))
    low, high = layout["yaxis2"]["domain"]
    for mark, count in zip(still, figure.chart["data"][0]["y"], strict=True):
        top = ems * (1 - low - (high - low) * count / layout["yaxis2"]["range"][1])
        assert float(mark.attrib["y"].removesuffix("em")) == pytest.approx(top, abs=0.01)


@pytest.mark.parametrize("key", MEASURED)
def test_bars_stand_on_zero_and_only_the_reading_itself_is_solid(key: str) -> None:
    one = around()[key]
    figure = drawn(one)
    assert figure.chart["layout"]["yaxis2"]["range"][0] == 0
    solid = [each.attrib["class"] == "mark" for each in marks(figure.picture, "data-count")]
    assert solid == [point.away == 0 for point in one.points]
    colours = figure.chart["data"][0]["marker"]["color"]
    assert [colour == reading.EVENT for colour in colours] == solid


def test_the_chart_is_a_figure_that_the_library_knows_with_nothing_to_push() -> None:
    chart = drawn(around()["hdl"]).chart
    again = plotly.io.from_json(json.dumps(chart, allow_nan=False), skip_invalid=False)
    assert [trace.type for trace in again.data] == ["bar"]
    assert not {"sliders", "updatemenus", "template"} & chart["layout"].keys()
    assert chart["layout"]["dragmode"] is False
    assert all(axis["fixedrange"] for name, axis in chart["layout"].items() if name.startswith(("xaxis", "yaxis")))


def test_each_bar_of_the_live_chart_has_its_words_and_no_label_of_the_library() -> None:
    figure = drawn(around()["hdl"])
    (trace,) = [each for each in figure.chart["data"] if each.get("meta") == "answers"]
    assert len(figure.answers) == len(trace["y"])
    assert trace["hoverinfo"] == "none"
    assert set(figure.answers) < set(figure.sentences)
    for answer, row in zip(figure.answers, figure.table.rows, strict=True):
        assert answer.endswith(f"{row[1][0].lower()}{row[1][1:]}.")
