"""The plan is a fold over the log: undo, change of mind, "just between us" and earlier visits (H07, H17).

Who may see what is in `test_readers`; here one clinician's own screen reads, and marks what is just between us.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from decisionaid.domain.encounter import Choice, Hand
from decisionaid.domain.plan import Plan, PlanFor, plan_from
from decisionaid.domain.readers import PAPER, Screen, lines_for
from tests.domain.people import statin

ELLEN = Screen("ellen")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def line(seq: int, item: str = "words", *, visit: str = "visit-1", kind: str = "situation", **more: Any) -> Choice:
    return Choice(
        **{
            "id": f"line-{seq}", "person_id": "he", "seq": seq, "encounter_id": visit, "key": f"key-{seq:05}",
            "kind": kind, "value": {}, "hand": Hand(role="clinician", account_id="ellen"),
            "saved_at": NOON + timedelta(minutes=seq),
            "language": "en", "item": item, "aid_id": "statin", **more,
        }
    )  # fmt: skip


def undo(seq: int, of: int, **more: Any) -> Choice:
    return line(seq, "", kind="undo", withdraws=of, aid_id=None, **more)


def privacy(seq: int, of: int, kept: bool = True, **more: Any) -> Choice:
    return line(seq, "", kind="privacy", value={"line": of, "private": kept}, aid_id=None, **more)


def standing(*choices: Choice, visits: set[str] | None = None) -> list[tuple[int, bool]]:
    """(seq, private) of every line that stands."""
    return [(each.seq, each.private) for each in screen(*choices, visits=visits).standing]


def screen(*choices: Choice, visits: set[str] | None = None) -> PlanFor[Screen]:
    """The plan on the screen of who wrote the lines."""
    return plan_from({}, lines_for(ELLEN, choices, {}, visits=visits), {})


def test_the_newest_line_of_a_question_stands() -> None:
    assert standing(line(1), line(2, "said"), line(3)) == [(2, False), (3, False)]


def test_the_same_item_of_another_aid_or_kind_is_another_question() -> None:
    assert standing(line(1), line(2, aid_id="sleep"), line(3, kind="decision"), line(4, aid_id=None)) == [
        (1, False),
        (2, False),
        (3, False),
        (4, False),
    ]


def test_an_undo_brings_back_what_stood_before() -> None:
    assert standing(line(1), line(2), undo(3, 2)) == [(1, False)]
    assert standing(line(1), undo(2, 1)) == []


def test_an_undo_of_an_undo_gives_the_line_back() -> None:
    assert standing(line(1), line(2), undo(3, 2), undo(4, 3)) == [(2, False)]
    assert standing(line(1), line(2), undo(3, 2), undo(4, 3), undo(5, 4)) == [(1, False)]


def test_the_order_in_which_lines_arrive_does_not_matter() -> None:
    lines = (line(1), line(2, private=True), undo(3, 1), line(4, "said"), privacy(5, 4))
    assert standing(*lines) == standing(*reversed(lines)) == [(2, True), (4, True)]


@pytest.mark.hazard("H17")
def test_just_between_us_stays_over_a_change_of_mind() -> None:
    assert standing(line(1, private=True), line(2)) == [(2, True)]
    assert standing(line(1), privacy(2, 1), line(3)) == [(3, True)]


@pytest.mark.hazard("H17")
def test_just_between_us_is_lifted_by_somebody_and_by_nothing_else() -> None:
    assert standing(line(1, private=True), line(2), privacy(3, 2, kept=False)) == [(2, False)]
    assert standing(line(1, private=True), privacy(2, 1, kept=False), line(3)) == [(3, False)]
    assert standing(line(1, private=True), privacy(2, 1, kept=False), line(3, private=True)) == [(3, True)]


@pytest.mark.hazard("H17")
def test_a_lift_that_was_taken_back_lifts_nothing() -> None:
    assert standing(line(1, private=True), privacy(2, 1, kept=False), undo(3, 2)) == [(1, True)]


@pytest.mark.hazard("H17")
def test_an_undo_opens_no_line() -> None:
    assert standing(line(1), privacy(2, 1), undo(3, 2)) == [(1, True)]
    assert standing(line(1), line(2, private=True), undo(3, 2)) == [(1, True)]


@pytest.mark.hazard("H17")
def test_taking_back_the_older_line_does_not_open_what_was_said_while_it_was_private() -> None:
    assert standing(line(1, private=True), line(2), undo(3, 1)) == [(2, True)]
    assert standing(line(1), privacy(2, 1), line(3), undo(4, 2)) == [(3, True)]


@pytest.mark.hazard("H17")
def test_a_new_line_after_the_private_one_was_taken_back_is_as_it_was_said() -> None:
    assert standing(line(1, private=True), undo(2, 1), line(3)) == [(3, False)]


@pytest.mark.hazard("H17")
def test_a_mark_on_one_question_is_no_mark_on_another() -> None:
    assert standing(line(1, private=True), line(2, "said"), line(3, aid_id="sleep")) == [
        (1, True),
        (2, False),
        (3, False),
    ]


EARLIER = {"visit-1"}


def test_an_earlier_plan_is_told_as_it_stood_then() -> None:
    lines = (line(1), line(2, "said"), line(3, visit="visit-2"), undo(4, 2, visit="visit-2"))
    assert standing(*lines, visits=EARLIER) == [(1, False), (2, False)]
    assert standing(*lines, visits={"visit-1", "visit-2"}) == standing(*lines) == [(3, False)]


def test_a_visit_in_which_nothing_was_chosen_ends_with_the_plan_that_stood() -> None:
    lines = (line(1), line(2, visit="visit-3"))
    assert standing(*lines, visits={"visit-1", "visit-2"}) == [(1, False)]
    assert standing(*lines, visits={"visit-0"}) == []


@pytest.mark.hazard("H17")
def test_what_became_private_later_is_private_in_the_earlier_plan_too() -> None:
    assert standing(line(1), privacy(2, 1, visit="visit-2"), visits=EARLIER) == [(1, True)]
    assert standing(line(1), line(2, visit="visit-2"), privacy(3, 2, visit="visit-2"), visits=EARLIER) == [(1, True)]


@pytest.mark.hazard("H17")
def test_what_was_lifted_or_taken_back_later_stays_private_in_the_earlier_plan() -> None:
    assert standing(line(1, private=True), privacy(2, 1, kept=False, visit="visit-2"), visits=EARLIER) == [(1, True)]
    assert standing(line(1, private=True), undo(2, 1, visit="visit-2"), visits=EARLIER) == [(1, True)]


def test_a_kind_that_tells_gets_its_standing_lines_in_order_and_nothing_else() -> None:
    told: list[int] = []

    def tell(plan: Plan, choice: Choice, aid: object) -> Plan:
        told.append(choice.seq)
        return plan

    lines = (line(1), line(2, "said"), line(3), undo(4, 2), line(5, kind="decision"), privacy(6, 3))
    plan_from({}, lines_for(ELLEN, lines, {}), {"situation": tell})
    assert told == [3]


def test_a_plan_changes_no_line_it_was_told_from() -> None:
    lines = (line(1), privacy(2, 1))
    before = [each.model_dump() for each in lines]
    for reader in (ELLEN, PAPER):
        plan_from({}, lines_for(reader, lines, {}), {})
    assert [each.model_dump() for each in lines] == before


def test_telling_the_same_log_twice_is_the_same_plan() -> None:
    lines: tuple[Choice, ...] = (line(1), line(2, private=True), undo(3, 1), line(4, "said"))
    assert screen(*lines) == screen(*lines)


def test_a_plan_says_what_its_reader_gets_besides_the_lines_that_stand() -> None:
    two = (line(1, saw_seq=0, value={"is": 1}), line(2, saw_seq=0, value={"is": 2}))
    his = Hand(role="clinician", account_id="amir")
    danger = {"kind": "privacy", "aid_id": None, "value": {"line": 4, "private": False, "why": "danger"}}
    log = (*two, line(3, "said", private=True), line(4, "own", private=True), line(5, "said", hand=his))
    lines = lines_for(ELLEN, (*log, line(6, "", words="why", **danger)), {})
    told = plan_from({}, lines, {})
    assert [each.seq for each in told.beneath] == [3]
    assert [each.seq for each in told.reasons] == [6]
    assert told.seen == "line-6"
    assert list(told.disputed) == [("situation", "statin", "words")]
    assert told.standing == lines.standing


def test_a_line_is_told_with_the_edition_of_the_card_that_it_cites() -> None:
    found: list[object] = []

    def tell(plan: Plan, choice: Choice, aid: object) -> Plan:
        found.append(aid)
        return plan

    lines = lines_for(ELLEN, (line(1, aid_hash="old"), line(2, "said")), {})
    plan_from({"old": statin()}, lines, {"situation": tell})  # type: ignore[dict-item]
    assert found == [statin(), None]


def test_of_one_line_is_asked_whether_it_is_between_us() -> None:
    told = screen(line(1), line(2, "said", private=True))
    assert [told.is_between_us(seq) for seq in (1, 2, 3)] == [False, True, False]


def test_chances_are_drawn_as_was_chosen_last_on_whatever_card() -> None:
    assert Plan().display == "dots"
    assert Plan(displays={"statin": "bars", "other": "words"}).display == "words"


def test_each_kind_finds_again_what_it_told_and_nothing_else() -> None:
    assert Plan(more=("words", 7, "more")).of(str) == ("words", "more")
