"""Whom to call, and for what: emergencies first, no warning left out, and no page without its number (H15)."""

from __future__ import annotations

from typing import Any

import pytest

from decisionaid.cards.decision._page import _calls
from decisionaid.domain.aid import Aid
from decisionaid.domain.chances import Numbers
from decisionaid.domain.facts import Fact
from decisionaid.domain.options import StatementParts
from decisionaid.domain.page import CallPart, MissingPart, Part
from decisionaid.domain.plan import Decision
from decisionaid.domain.since import SinceDecided
from decisionaid.handout import DecisionInFull
from decisionaid.locale import words
from tests.domain.people import statin

pytestmark = pytest.mark.hazard("H15")

PHONES = {
    "emergency": Fact(phone="555-0100"),
    "clinic": Fact(phone="555-0142"),
    "a_nurse": Fact(phone="555-0133"),
    "nobody": Fact(phone="unknown"),
}
ON_A_STATIN = {"input": "statin", "is": True}


def part(text: str, call: str | None = None, when: Any = None) -> StatementParts:
    return StatementParts.model_validate({"say": text, "call": call, **({"applies_when": when} if when else {})})


def card(**flags: StatementParts) -> Aid:
    return statin().model_copy(update={"facts": {**statin().facts, **PHONES}, "red_flags": flags})


def decided(aid: Aid, *net: StatementParts, arrived: str = "option", quiet: bool = False, **values: Any) -> Any:
    option = aid.options["moderate"].model_copy(
        update={"safety_net": {str(number): each for number, each in enumerate(net)}}
    )
    numbers = Numbers(values)
    decision = Decision(1, aid.id, "hash", arrived, option="moderate")  # type: ignore[arg-type]
    return DecisionInFull(decision, aid, option, numbers, SinceDecided(numbers, numbers), quiet=quiet)


def calls(*each: Any) -> list[Part]:
    return list(_calls(each, words("en")))


def boxes(*each: Any) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(part.heading, part.urgent, part.lines) for part in calls(*each) if isinstance(part, CallPart)]


def test_emergencies_stand_first_then_the_clinic_then_others_then_what_only_is_to_be_watched() -> None:
    net = (
        part("A question."),
        part("Ask her.", "a_nurse"),
        part("Call us.", "clinic"),
        part("Chest pain.", "emergency"),
    )
    assert boxes(decided(card(), *net)) == [
        ("Call 555-0100", True, ("Chest pain.",)),
        ("Call us: 555-0142", False, ("Call us.",)),
        ("Call 555-0133", False, ("Ask her.",)),
        ("What to watch for", False, ("A question.",)),
    ]


def test_red_flags_of_the_card_stand_before_the_safety_net_of_the_choice_and_nothing_stands_twice() -> None:
    aid = card(first=part("Chest pain.", "emergency"), second=part("Weakness.", "emergency"))
    net = (part("Weakness.", "emergency"), part("A swollen face.", "emergency"))
    assert boxes(decided(aid, *net)) == [("Call 555-0100", True, ("Chest pain.", "Weakness.", "A swollen face."))]


def test_two_decisions_share_a_number_to_call() -> None:
    first, second = decided(card(), part("One.", "clinic")), decided(card(), part("Two.", "clinic"))
    assert boxes(first, second) == [("Call us: 555-0142", False, ("One.", "Two."))]


@pytest.mark.parametrize("arrived", ["not_sure", "parked"])
def test_where_nothing_is_decided_the_red_flags_stand_and_no_safety_net(arrived: str) -> None:
    aid = card(flag=part("Chest pain.", "emergency"))
    assert boxes(decided(aid, part("Aches.", "clinic"), arrived=arrived)) == [("Call 555-0100", True, ("Chest pain.",))]


@pytest.mark.parametrize(("values", "said"), [({"statin": True}, True), ({}, True), ({"statin": False}, False)])
def test_a_warning_is_left_out_only_for_somebody_who_is_known_not_to_be_meant(
    values: dict[str, Any], said: bool
) -> None:
    for each in (
        decided(card(flag=part("Dark urine.", "clinic", ON_A_STATIN)), **values),
        decided(card(), part("Dark urine.", "clinic", ON_A_STATIN), **values),
    ):
        assert boxes(each) == ([("Call us: 555-0142", False, ("Dark urine.",))] if said else [])


def test_no_numbers_today_takes_no_warning_away() -> None:
    assert len(boxes(decided(card(flag=part("Chest pain.", "emergency")), part("Aches.", "clinic"), quiet=True))) == 2


@pytest.mark.parametrize("line", [part("Call at once.", "nobody"), part("Call {nobody} at once.")])
def test_a_warning_whose_number_is_missing_stops_the_page_and_names_it(line: StatementParts) -> None:
    for each in (decided(card(flag=line)), decided(card(), line)):
        (missing,) = calls(each)
        assert isinstance(missing, MissingPart)
        assert "nobody" in missing.plain
        assert "not printed" in missing.plain


def test_an_amount_in_a_warning_is_said() -> None:
    assert boxes(decided(card(), part("Weaker after {again}.", "clinic")))[0][2] == ("Weaker after 3 months.",)
