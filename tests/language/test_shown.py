"""What a person reads: whom a number counts, what a picture cannot show, and no sentence with a hole in it."""

from __future__ import annotations

import pytest

from decisionaid.cards._values import unit_words
from decisionaid.domain.facts import Fact
from decisionaid.domain.fill_sentences import fill
from decisionaid.figures import icon_array, rows_of
from decisionaid.locale import words

from .small import chance, small, told, why_none

EN, ES = words("en"), words("es")
WOMEN = {
    "everyone": {"say": "people in trials"},
    "women": {"say": "women of 65 to 80", "sex": "female", "age": [65, 80]},
}
ASKED = {
    "age": {"ask": "Age", "kind": "number", "unit": "a"},
    "sex": {"ask": "Sex", "kind": "choice", "choices": {"female": "Female", "male": "Male"}},
}


@pytest.mark.hazard("H15")
@pytest.mark.rule("R10")
def test_a_number_counted_in_women_is_shown_to_no_man_and_to_no_woman_of_another_age() -> None:
    aid = small({"none": {"chance": 0.1, "group": "women"}}, {"a": {"event": "none"}}, groups=WOMEN, inputs=ASKED)
    assert chance(aid, "none", sex="female", age=70).frequency.count == 100
    assert chance(aid, "none", sex="female", age=80.5)
    assert why_none(aid, "none", sex="male", age=72).inputs == ("sex",)
    assert why_none(aid, "none", sex="female", age=81).inputs == ("age",)
    assert fill("It comes to {none}.", aid, told(aid, sex="male", age=72), EN) is None


def test_an_effect_is_said_of_the_people_whose_chance_it_changes_and_not_of_those_in_its_trial() -> None:
    claims = {
        "none": {"chance": 0.1, "group": "everyone"},
        "with": {"from": "none", "risk_ratio": 0.5, "low": 0.4, "high": 0.6, "group": "women"},
    }
    aid = small(claims, {"a": {"event": "none"}, "b": {"event": "with"}}, groups=WOMEN, inputs=ASKED)
    figure = icon_array.draw(aid, "event", rows_of(aid, told(aid, sex="female", age=70), "event"), EN)
    assert "people in trials have a stroke" in figure.panels[1].happens
    assert "with" not in told(aid, sex="male", age=70).chances


def one_outcome(base: float, *ratios: float) -> str:
    claims = {"none": {"chance": base}}
    rows = {"none": {"event": "none"}}
    for at, ratio in enumerate(ratios):
        claims[f"way{at}"] = {"from": "none", "risk_ratio": ratio, "range": "not_given"}  # type: ignore[dict-item]
        rows[f"way{at}"] = {"event": f"way{at}"}
    outcome = {"event": {"say": "a stroke", "wished": False, "horizon": {"years": 1}}}
    aid = small(claims, rows, outcomes=outcome)
    return icon_array.draw(aid, "event", rows_of(aid, told(aid), "event"), EN).caption


@pytest.mark.rule("R12")
@pytest.mark.parametrize(
    ("base", "ratios", "too_fine"),
    [
        (0.025, (0.59, 0.60), True),  # drawn as 1 and 2 of 100
        (0.04, (0.75, 0.65), True),  # both drawn as 3
        (0.2, (0.75, 0.65), False),
        (0.046, (0.75,), False),
    ],
)
def test_a_picture_that_cannot_show_a_difference_says_so(
    base: float, ratios: tuple[float, ...], too_fine: bool
) -> None:
    said = "Some are closer than this picture can show."
    assert (said in one_outcome(base, *ratios)) == too_fine


def test_a_range_whose_ends_are_the_same_people_is_left_out_and_the_other_sentence_stands() -> None:
    outcome = {"event": {"say": "a stroke", "wished": False, "horizon": {"years": 1}}}
    claims = {"none": {"chance": 0.05, "low": 0.0499, "high": 0.0501}}
    hundred = small(claims, {"a": {"event": "none"}}, outcomes=outcome)
    said = fill("It comes to {none}. The range is {none.low} to {none.high}.", hundred, told(hundred), EN)
    assert said is not None
    assert said.text == "It comes to about 5 in 100."
    assert fill("The range is {none.low} to {none.high}.", hundred, told(hundred), EN) is None


@pytest.mark.parametrize(
    ("fact", "english", "spanish"),
    [
        ({"money": 5, "to": 20, "currency": "USD"}, "$5.00 to $20.00", "5,00 US$ a 20,00 US$"),
        ({"amount": 4, "to": 12, "unit": "wk"}, "4 to 12 weeks", "4 a 12 semanas"),
        ({"amount": -2.9, "unit": "{T-score}"}, "-2.9", "-2,9"),
    ],
)
def test_an_amount_is_said_whole_with_a_unit_that_people_write(
    fact: dict[str, object], english: str, spanish: str
) -> None:
    facts = {"it": fact, "again": {"amount": 3, "unit": "mo"}, "emergency": {"phone": "911"}}
    aid = small({"none": {"chance": 0.1}}, {"a": {"event": "none"}}, facts=facts)
    for tongue, wanted in ((EN, english), (ES, spanish)):
        said = fill("{it}", aid, told(aid), tongue)
        assert said is not None
        assert said.text.replace("\xa0", " ") == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 12, "to": 4, "unit": "wk"}, {"money": "unknown", "to": 4, "currency": "USD"},
        {"text": "HbA1c", "unit": "%"}, {"phone": "call us"}, {"phone": "555 0142", "to": 3},
    ],
)  # fmt: skip
def test_a_fact_that_could_not_be_said_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Fact.model_validate(wrong)


def test_a_score_has_no_unit_that_is_read_out() -> None:
    assert [unit_words(unit, EN) for unit in ("1", "{score}", "{T-score}", "a")] == ["", "", "", "years"]
