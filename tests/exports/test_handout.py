"""What every format reads of a decision: where they arrived, whose words, which numbers, what stays open (H07, H12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from decisionaid.decision_words import decision_in_words
from decisionaid.domain.conversation import NO_NUMBERS, OwnWords
from decisionaid.domain.encounter import Shown
from decisionaid.domain.page import OwnWordsPart
from decisionaid.domain.plan import Decision, PlanFor
from decisionaid.domain.readers import PAPER
from decisionaid.domain.shown_numbers import numbers_to_keep
from decisionaid.domain.since import CardNow
from decisionaid.handout import (
    MOST,
    DecisionInFull,
    Handout,
    decisions,
    joined,
    late_reviews,
    missing_facts,
    own_words_sections,
    picture_that_stands,
    picture_then,
)
from decisionaid.locale import words
from tests.domain.people import MAN_62, numbers, statin
from tests.domain.test_plan import line
from tests.domain.test_since import inputs, now

pytestmark = pytest.mark.hazard("H12")

EN = words("en")
MONDAY, FEBRUARY = date(2026, 11, 23), date(2027, 2, 23)
SHOWN = Shown(numbers=numbers_to_keep(numbers(MAN_62)), inputs=inputs(dict(MAN_62)))


def decision(arrived: str = "option", option: str | None = "moderate", seq: int = 5, **more: Any) -> Decision:
    given = {"shown": SHOWN, "said_on": MONDAY, **more}
    return Decision(seq, "statin", "hash", arrived, option=option, **given)  # type: ignore[arg-type]


def handout(*made: Decision, today: CardNow | None = None, talks: Any = None, **plan: Any) -> Handout[Any]:
    each = {one.aid_id: one for one in made}
    return Handout(
        plan=PlanFor(reader=PAPER, decisions=each, **plan),
        aids={"hash": statin()},
        words=EN,
        on=MONDAY,
        clinician="Ellen Price",
        now={"statin": today or now(dict(MAN_62))},
        talks=talks or {},
    )


def in_full(made: Decision, **more: Any) -> DecisionInFull:
    (found,) = decisions(handout(made, **more))
    return found


def test_a_decision_has_the_numbers_that_were_shown_and_stand_and_its_picture() -> None:
    found = in_full(decision())
    assert found.option == statin().options["moderate"]
    assert found.numbers.chances.keys() == numbers(MAN_62).chances.keys()
    assert (found.changed, found.quiet, found.is_open, found.another_talk, found.review_due) == (
        None,
        False,
        False,
        "",
        "",
    )
    assert picture_then(found) == picture_that_stands(found) != ()
    assert all(row.chance is not None for row in picture_then(found))


def test_whoever_asked_for_no_numbers_has_none_whatever_was_shown_and_changed() -> None:
    found = in_full(decision(), today=now({**MAN_62, "systolic_bp": 178}), displays={"statin": NO_NUMBERS})
    assert (found.quiet, dict(found.numbers.chances), picture_then(found)) == (True, {}, ())
    assert found.fill("About {baseline}.", EN) is None
    plain = found.fill("Call us.", EN)
    assert plain is not None, "a sentence without a number is said"


@pytest.mark.hazard("H07")
def test_a_picture_with_a_number_that_has_changed_is_not_drawn_and_the_change_is_said() -> None:
    found = in_full(decision(), today=now({**MAN_62, "systolic_bp": 178}))
    assert picture_that_stands(found) == ()
    assert picture_then(found) != ()
    assert found.changed is not None
    assert found.changed.heading.startswith("The values have changed since we decided")


def test_a_card_that_should_have_been_read_again_is_said_for_every_card_of_the_plan() -> None:
    late = replace(now(dict(MAN_62)), review_due="2026-06-01")
    assert in_full(decision(), today=late).review_due == "2026-06-01"
    cited = (line(1, aid_id="statin"), line(2, "said", aid_id="statin"), line(3, aid_id="gone"), line(4, aid_id=None))
    said = late_reviews(handout(decision(), today=late, standing=cited))
    assert said == (EN.review_due(statin().title, "2026-06-01"),)
    assert late_reviews(handout(decision(), standing=cited)) == ()
    assert late_reviews(handout(decision(), today=late)) == (), "no line of the plan cites it"


def test_a_decision_of_another_talk_says_when_and_with_whom() -> None:
    october = date(2026, 10, 5)
    assert in_full(decision(), talks={5: (MONDAY, "Ellen Price")}).another_talk == ""
    assert in_full(decision(), talks={5: (october, "Amir")}).another_talk == "Monday, October 5, 2026, Amir"
    assert in_full(decision(), talks={5: (october, "")}).another_talk == "Monday, October 5, 2026"
    assert in_full(decision(), talks={5: (MONDAY, "Amir")}).another_talk == "Monday, November 23, 2026, Amir"


@pytest.mark.hazard("H07")
def test_a_decision_in_dispute_is_open_with_no_day_no_voice_and_no_picture() -> None:
    two = (
        line(5, "arrived", kind="decision", value={"arrived": "option", "option": "high", "look_again": "2027-02-23"}),
        line(6, "arrived", kind="decision", value={"arrived": "not_now", "option": "no_statin"}, voice="patient"),
    )
    stands = decision(look_again=FEBRUARY, until=FEBRUARY, voice="clinician", via="interpreter", seq=6)
    found = in_full(stands, disputed={("decision", "statin", "arrived"): two, ("situation", "statin", "x"): ()})
    assert found.is_open
    made = found.decision
    assert (made.look_again, made.until, made.voice, made.via) == (None, None, None, None)
    assert (found.changed, picture_then(found)) == (None, ())
    assert [(each.arrived, each.option, each.look_again, each.voice) for each in found.disputed] == [
        ("option", "high", FEBRUARY, None),
        ("not_now", "no_statin", None, None),
    ]
    assert decision_in_words(found, EN) == (
        "Not settled yet: two screens say different things – A high dose (We look again: Tuesday, February 23, 2027)"
        " / Not now"
    )
    other = in_full(replace(stands, seq=9), disputed={("decision", "statin", "arrived"): two})
    assert (other.disputed, other.is_open) == ((), False), "a dispute about another line"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (decision(), "A moderate dose"),
        (decision("not_now", None), "Not now"),
        (decision("not_now", None, look_again=FEBRUARY), "Not now – we look again Tuesday, February 23, 2027"),
        (decision("as_we_are", "stay_on"), "Stay as we are"),
        (decision("something_else", None), "Something else"),
        (decision("not_sure", None, voice="patient"), "Not sure yet (said by the patient)"),
        (decision("parked", None), "Set aside, to come back to"),
        (decision(voice="together", via="paper"), "A moderate dose (said together, on paper)"),
        (decision(via="companion"), "A moderate dose (through a companion)"),
        (decision(option="not there"), ""),
    ],
)
def test_where_they_arrived_is_said_with_whose_voice_it_was(made: Decision, said: str) -> None:
    assert decision_in_words(in_full(made), EN).split(" – No")[0] == said


def test_the_option_is_named_with_a_general_word_where_there_is_room_for_it() -> None:
    found = in_full(decision("not_now", "no_statin"))
    assert decision_in_words(found, EN) == "Not now – No statin for now"
    assert decision_in_words(found, EN, with_option=False) == "Not now"


def test_decisions_come_in_the_order_in_which_they_were_made() -> None:
    first, later = replace(decision(seq=2), aid_id="b"), decision(seq=9)
    made = handout(later, first)
    assert [each.decision.seq for each in decisions(replace(made, now={}))] == [2, 9]


def test_a_joined_line_counts_what_does_not_fit_and_cuts_nothing_in_the_middle() -> None:
    parts = [f"part {number} of some length" for number in range(20)]
    line = joined("Head:", parts, " · ", EN)
    kept = line.removeprefix("Head: ").split(" (")[0].split(" · ")
    assert kept == parts[: len(kept)]
    assert line.endswith(f"({20 - len(kept)} more in the plan)")
    assert len(f"Head: {' · '.join(kept)}") <= MOST < len(f"Head: {' · '.join(parts[: len(kept) + 1])}")
    assert joined("Head:", ["x" * 300], " · ", EN) == f"Head: {'x' * 300}", "the first is never left out"
    assert joined("Head:", [], " · ", EN) == ""
    assert joined("", ["a", "b"], ", ", EN) == "a, b"


def test_a_missing_number_is_named_a_single_time_with_its_card_and_the_remedy() -> None:
    said = missing_facts(statin(), ("clinic", "emergency", "clinic"), EN)
    assert "missing: clinic, emergency. Set it under phones in site.yaml" in said
    assert statin().title in said


def test_whoever_asked_for_no_numbers_is_told_no_size_either_and_no_changed_count() -> None:
    older = {**MAN_62, "age": 72}
    shown = Shown(numbers=numbers_to_keep(numbers(older)), inputs=inputs(older))
    text = "It takes about {time_to_help} until it helps."
    assert in_full(decision(shown=shown), today=now(older)).fill(text, EN) is not None
    quiet = in_full(decision(shown=shown), today=now(older), displays={"statin": NO_NUMBERS})
    assert quiet.fill(text, EN) is None
    moved = in_full(decision(), today=now({**MAN_62, "systolic_bp": 178}), displays={"statin": NO_NUMBERS})
    assert moved.changed is None


def test_own_words_stand_with_the_card_they_were_said_on_in_the_order_of_the_talk() -> None:
    said = tuple(
        OwnWords(seq, text, "en", None, None) for seq, text in ((7, "later"), (3, "first"), (4, None), (9, "other"))
    )
    standing = (*(line(seq, f"w{seq}") for seq in (3, 4, 7)), line(9, kind="decision"))
    made = tuple(own_words_sections(handout(standing=standing, words=said), "situation"))
    assert [(each.at, each.parts[0]) for each in made] == [
        (7, OwnWordsPart("later", "en")),
        (3, OwnWordsPart("first", "en")),
    ]
