"""Sentences with their numbers put in: which count, which way round, and when a sentence is not said at all (H12, H15).

The tongue of these tests says a number so that count, denominator and direction can be read off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Numbers
from decisionaid.domain.claims import Span
from decisionaid.domain.expiry import unexpired
from decisionaid.domain.facts import Fact
from decisionaid.domain.fill_sentences import FilledSentence, fact_in_words, fill, fill_statements, notes_of
from decisionaid.domain.measure import Frequency
from decisionaid.domain.options import StatementParts
from tests.domain.people import MAN_62, numbers, statin, with_claims

pytestmark = pytest.mark.hazard("H12")


class Plain:
    """Says numbers bare."""

    def frequency(self, frequency: Frequency) -> str:
        return f"{'<1' if frequency.below_half else frequency.count}/{frequency.of}"

    def all_but_few(self, of: int) -> str:
        return f">{of - 1}/{of}"

    def fewer_between(self, one: int, other: int, of: int) -> str:
        return f"{one}-{other} fewer/{of}"

    def between(self, low: Frequency, high: Frequency) -> str:
        return f"{low.count}-{high.count}/{low.of}"

    def fewer(self, count: int, of: int, *, below_half: bool) -> str:
        return f"{abs(count)} {'fewer' if count >= 0 else 'more'}/{of}" if count or not below_half else f"<1/{of}"

    def amount(self, amount: float, unit: str | None, to: float | None = None) -> str:
        return f"{amount:g}{'-' + format(to, 'g') if to else ''} {unit}"

    def money(self, amount: float, currency: str, to: float | None = None) -> str:
        return f"{amount:g}{'-' + format(to, 'g') if to else ''} {currency}"

    def span(self, span: Span) -> str:
        return str(span)

    def day(self, day: date) -> str:
        return day.isoformat()

    def not_set(self, fact: str) -> str:
        return f"({fact} is not set)"

    def price_unknown(self) -> str:
        return "Nobody has given the price."

    def no_change_to_see(self) -> str:
        return "The change is too small to see."


PLAIN = Plain()
IN_1000 = {"outcome": "aches_early", "group": "trials_muscle", "certainty": "high", "source": "ctt2022"}
IN_100 = {**IN_1000, "outcome": "ascvd", "verified": "primary"}
IN_1000["verified"] = "primary"
MADE: Mapping[str, Mapping[str, Any]] = {
    "more": {**IN_1000, "extra": 0.011, "low": 0.006, "high": 0.016},
    "less": {**IN_1000, "extra": -0.011, "low": -0.016, "high": -0.006},
    "hardly": {**IN_1000, "extra": 0.0002},
    "seven": {**IN_100, "chance": 0.07, "low": 0.06, "high": 0.09},
    "either": {**IN_100, "chance": 0.4, "low": 0.35, "high": 0.48, "source": ["ctt2022", "chou2022"]},
    "treated": {**IN_100, "from": "seven", "risk_ratio": 0.75},
    "hindered": {**IN_100, "from": "seven", "risk_ratio": 1.5},
    "same": {**IN_100, "from": "seven", "risk_ratio": 0.99},
    "small": {**IN_100, "chance": 0.003},
    "years": {**IN_100, "amount": 2.5, "unit": "a", "low": 1.7, "high": 3.4},
    "point": {**IN_100, "amount": 2.5, "unit": "a"},
    "late": {**IN_100, "amount": 2.5, "unit": "a", "expires": "2026-12-31"},
    "for_smokers": {**IN_100, "amount": 9, "unit": "a", "applies_when": {"input": "current_smoker", "is": True}},
}
FACTS = {
    "price": Fact(money="unknown", currency="USD"),
    "paid": Fact(money=22, currency="USD"),
    "about": Fact(money=22, to=40, currency="USD"),
    "clinic": Fact(phone="unknown"),
    "emergency": Fact(phone="555-0100"),
    "dose": Fact(amount=10, to=20, unit="mg"),
    "limit": Fact(text="190 mg/dL"),
}


def card() -> Aid:
    made = with_claims(statin(), **MADE)
    return made.model_copy(update={"facts": {**made.facts, **FACTS}})


def filled(text: str, person: Mapping[str, Any] = MAN_62, made: Numbers | None = None) -> FilledSentence | None:
    return fill(text, card(), made or numbers(person, card()), PLAIN)


def text_filled(text: str) -> str | None:
    sentence = filled(text)
    return sentence.text if sentence else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About {seven}.", "About 7/100."),
        ("{seven.not} stay well.", "93/100 stay well."),
        ("From {seven.low} to {seven.high}.", "From 6/100 to 9/100."),
        ("It is {small}.", "It is <1/100."),
        ("Spared: {small.not}.", "Spared: >99/100."),
        ("{either} of you.", "35-48/100 of you."),
        ("{either.not} of you.", "52-65/100 of you."),
        ("{either.low} at least.", "35/100 at least."),
        ("{treated.fewer}.", "2 fewer/100."),
        ("{hindered.more}.", "4 more/100."),
        ("{more}.", "11 more/1000."),
        ("{less}.", "11 fewer/1000."),
        ("{more.more}.", "11 more/1000."),
        ("{hardly}.", "<1/1000."),
        ("{same.fewer}.", "<1/100."),
        ("After {years}.", "After 2.5 a."),
        ("From {years.low} to {years.high}.", "From 1.7 a to 3.4 a."),
        ("Take {dose}, at {limit} or more, for {paid}.", "Take 10-20 mg, at 190 mg/dL or more, for 22 USD."),
        ("Call {emergency} now, then wait.", "Call 555-0100 now, then wait."),
        ("No number here.", "No number here."),
    ],
)
def test_each_number_is_said_with_its_count_its_direction_and_its_denominator(text: str, words: str) -> None:
    assert text_filled(text) == words


@pytest.mark.parametrize("text", ["{seven.fewer}.", "{treated.low}.", "{point.high}.", "About {stop_moderate}."])
def test_a_sentence_whose_number_there_is_not_is_not_said_at_all(text: str) -> None:
    assert filled(text) is None
    assert filled(f"This is sure. {text} This too.") is None, "nor any sentence that stands with it"


@pytest.mark.hazard("H15")
def test_a_size_is_said_to_nobody_whom_it_is_not_for_and_not_after_its_last_day() -> None:
    assert filled("{years}.", {**MAN_62, "vessels": True}) is None
    assert filled("{for_smokers}.") is None
    assert filled("{for_smokers}.", {**MAN_62, "current_smoker": True}) is not None
    assert filled("{for_smokers}.", {key: each for key, each in MAN_62.items() if key != "current_smoker"}) is None
    late = unexpired(numbers(MAN_62, card()), card(), date(2027, 1, 1))
    assert filled("{late}.", made=late) is None
    assert filled("{years}.", made=late) is not None


def test_a_sentence_says_which_claims_are_in_it_and_which_facts_are_missing() -> None:
    sentence = filled("{seven} or {treated.fewer}. Call {clinic}. {either.not}.")
    assert sentence is not None
    assert sentence.claims == ("seven", "treated", "either")
    assert sentence.lacks == ("clinic",)
    assert "(clinic is not set)" in sentence.text


def test_a_price_that_nobody_has_given_is_said_to_be_unknown_a_single_time_and_the_rest_stands() -> None:
    sentence = filled("It helps {seven}. It costs {price}. Or {price} a year. Call {emergency}.")
    assert sentence == FilledSentence("It helps 7/100. Nobody has given the price. Call 555-0100.", ("seven",))


def test_two_counts_that_are_equal_are_not_told_apart() -> None:
    sentence = filled("About {same} and not about {seven}. Ask us.")
    assert sentence == FilledSentence("The change is too small to see. Ask us.", ("same", "seven"))
    assert text_filled("About {treated} and not about {seven}.") == "About 5/100 and not about 7/100."
    assert text_filled("About {same}, and for others {small}.") == "About 7/100, and for others <1/100."


def test_a_statement_is_said_to_whom_it_applies_and_to_whom_it_may_apply() -> None:
    asked = {"input": "diabetes", "is": True}
    parts = {
        "first": StatementParts.model_validate({"say": "You have {seven}.", "applies_when": asked}),
        "second": StatementParts.model_validate({"say": "You have {seven.fewer}."}),
        "third": StatementParts.model_validate({"say": "You have {small}."}),
    }
    for diabetes, kept in ((False, ["third"]), (True, ["first", "third"]), (None, ["first", "third"])):
        known = {key: each for key, each in {**MAN_62, "diabetes": diabetes}.items() if each is not None}
        made = replace(numbers(MAN_62, card()), values=known)
        assert list(fill_statements(parts, card(), made, PLAIN)) == kept


def test_a_number_brings_its_models_caution_where_it_holds_and_what_the_studies_counted() -> None:
    aid = statin()
    without = aid.claims["moderate_dose"]
    assert notes_of(aid, numbers(MAN_62), without, PLAIN) == (without.stands_in_words,)
    model = aid.models[str(aid.claims["baseline"].model)]
    assert model.caution is not None
    for on_a_statin in (True, False):
        notes = notes_of(aid, numbers(MAN_62, statin=on_a_statin), aid.claims["baseline"], PLAIN)
        holds = model.caution.applies_when.holds({**MAN_62, "statin": on_a_statin}) is not False
        assert len(notes) == int(holds)
    assert notes_of(aid, numbers(MAN_62), aid.claims["aches_statin"], PLAIN) == ()
    cannot = without.model_copy(update={"stands_in_words": "They counted {stop_moderate}."})
    assert notes_of(aid, numbers(MAN_62), cannot, PLAIN) == (), "half a note is none"


def test_a_fact_is_an_amount_a_price_a_number_to_call_or_a_text() -> None:
    kinds = {key: fact_in_words(key, fact, PLAIN) for key, fact in FACTS.items()}
    assert kinds == {
        "price": "(price is not set)",
        "paid": "22 USD",
        "about": "22-40 USD",
        "clinic": "(clinic is not set)",
        "emergency": "555-0100",
        "dose": "10-20 mg",
        "limit": "190 mg/dL",
    }
