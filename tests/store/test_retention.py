"""Plans are kept until the last day that they speak of and the site's span; then announced, and a week later erased."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from decisionaid.clinic import Clinic as Whole
from decisionaid.commands._rounds import Rounds
from decisionaid.domain.site import PRACTICE
from decisionaid.library import Library
from decisionaid.retention import going, make_round, make_todays_round
from decisionaid.store import Store
from tests.store.clinic import AIDS, Clinic
from tests.store.test_leaving import in_time

pytestmark = pytest.mark.hazard("T14")
DAYS = 90


def whole(clinic: Clinic, store: Store | None = None) -> Whole:
    site = PRACTICE.model_copy(update={"retention_days": DAYS, "time_zone": "UTC"})
    return Whole(clinic.settings, store or clinic.store, Library.load([AIDS], PRACTICE), site)


@pytest.fixture
def forward(clinic: Clinic) -> Callable[[int], None]:
    """Days go by in which the other patient of the clinic comes every week."""

    def days(count: int) -> None:
        for _ in range(count):
            clinic.clock.forward(days=1)
        clinic.store.people.open_visit(clinic.other, None, practice=True)

    return days


def who(clinic: Clinic) -> list[str]:
    return [each.person_id for each in going(whole(clinic))]


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ({}, 0),
        ({"look_again": "2027-02-23"}, 92),
        ({"option": "moderate", "until": "2027-01-22"}, 60),
        ({"many": [{"due": "2027-03-05"}, {"due": "2026-12-01"}]}, 102),
        ({"as_of": "1999-01-01", "note": "2027-99-99"}, 0),
    ],
)
def test_a_plan_is_kept_for_the_span_after_the_last_day_that_it_speaks_of(
    clinic: Clinic, forward: Callable[[int], None], said: dict[str, Any], last: int
) -> None:
    clinic.say(kind="decision", item="arrived", value=said)
    forward(last + DAYS)
    assert who(clinic) == []
    forward(1)
    assert who(clinic) == [clinic.person]


def test_a_day_that_was_overtaken_or_taken_back_keeps_nobody(clinic: Clinic, forward: Callable[[int], None]) -> None:
    clinic.say(kind="decision", item="arrived", value={"look_again": "2099-01-01"})
    clinic.say(kind="decision", item="arrived", value={})
    later = clinic.say(kind="questions", item="one", value={"due": "2099-01-01"}).choice
    clinic.say(kind="undo", item="", withdraws=later.seq)
    forward(DAYS + 1)
    assert who(clinic) == [clinic.person]


def test_it_is_announced_first_and_erased_a_week_later_with_a_receipt(
    clinic: Clinic, forward: Callable[[int], None]
) -> None:
    clinic.say(words="a line")
    forward(DAYS + 1)
    first = make_round(whole(clinic))
    assert (first.announced, first.erased) == (1, 0)
    (each,) = going(whole(clinic))
    assert (each.announced, each.goes - clinic.clock.now.date()) == (True, timedelta(days=7))
    forward(6)
    assert make_round(whole(clinic)).erased == 0
    assert clinic.log()[0].words == "a line"
    forward(1)
    made = make_round(whole(clinic))
    assert (made.announced, made.erased, made.left) == (0, 1, ())
    assert clinic.log() == ()
    told = [(row.actor, row.action, row.detail) for row in clinic.snapshot_of_audit()]
    assert told[-1] == ("retention", "made the round", "announced 0, erased 1, left 0")
    assert ("retention", "erased") in [row[:2] for row in told]
    clinic.store.verify()


def test_whoever_comes_back_in_the_week_is_kept(clinic: Clinic, forward: Callable[[int], None]) -> None:
    forward(DAYS + 1)
    make_round(whole(clinic))
    clinic.again()
    forward(8)
    assert make_round(whole(clinic)).erased == 0
    assert clinic.store.keeping.announced() == {}
    assert clinic.store.people.find(clinic.person).name == "Walter Patient"


@pytest.mark.parametrize("comes", ["in a new visit", "in a visit that never ended"])
def test_whoever_comes_while_the_round_is_made_is_kept(
    clinic: Clinic, forward: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    """The round has looked at everybody before it erases the first, and erasing many takes its time."""
    clinic.say(words="from before")
    forward(DAYS + 1)
    make_round(whole(clinic))
    forward(7)
    looked = clinic.store.keeping.announced

    def come() -> object:
        clinic.say(words="said now", on=clinic.again() if comes == "in a new visit" else None)
        monkeypatch.undo()
        return looked()

    begun = going(whole(clinic))
    monkeypatch.setattr("decisionaid.retention.going", lambda _: begun)
    monkeypatch.setattr(clinic.store.keeping, "announced", come)
    made = make_round(whole(clinic))
    assert (made.erased, len(made.left)) == (0, 1)
    assert [each.words for each in clinic.log()] == ["from before", "said now"]
    assert make_round(whole(clinic)).left == ()
    clinic.store.verify()


def test_a_log_that_does_not_verify_is_left_and_said_and_the_others_go(
    clinic: Clinic, forward: Callable[[int], None]
) -> None:
    clinic.say(words="altered")
    another = clinic.somebody("Sam")[0]
    forward(DAYS + 1)
    make_round(whole(clinic))
    forward(7)
    with clinic.by_hand() as raw:
        raw.execute("UPDATE choice SET value='{\"x\": 1}' WHERE person_id=?", (clinic.person,))
    made = make_round(whole(clinic))
    assert made.erased == 1
    assert clinic.person in made.left[0]
    assert another not in clinic.store.keeping.announced()


def test_a_site_without_a_span_erases_nobody(clinic: Clinic, forward: Callable[[int], None]) -> None:
    forward(4000)
    there = whole(clinic)
    there.site = PRACTICE.model_copy(update={"retention_days": None})
    assert going(there) == ()


def test_one_process_of_all_makes_the_round_of_a_day(clinic: Clinic, forward: Callable[[int], None]) -> None:
    forward(DAYS + 1)
    stores = [Store(clinic.settings, clinic.clock) for _ in range(4)]
    made: list[object] = []
    some = [threading.Thread(target=lambda at=at: made.append(make_todays_round(whole(clinic, at)))) for at in stores]
    for each in some:
        each.start()
    for each in some:
        each.join()
    assert len([each for each in made if each is not None]) == 1
    assert make_todays_round(whole(clinic)) is None
    clinic.clock.forward(days=1)
    assert make_todays_round(whole(clinic)) is not None
    for each in stores:
        each.close()


def test_it_waits_for_the_night_to_be_over(clinic: Clinic) -> None:
    clinic.clock.now = clinic.clock.now.replace(hour=1, minute=59)
    assert make_todays_round(whole(clinic)) is None
    clinic.clock.forward(minutes=1)
    assert make_todays_round(whole(clinic)) is not None


def test_a_server_makes_it_by_itself(clinic: Clinic, forward: Callable[[int], None]) -> None:
    forward(DAYS + 1)
    rounds = Rounds(whole(clinic), every=0.02)
    rounds.start()
    assert in_time(lambda: clinic.person in clinic.store.keeping.announced())
    clinic.clock.forward(days=7)
    assert in_time(lambda: clinic.log() == () and clinic.person not in clinic.store.keeping.announced())
    rounds.close()
    assert not rounds._thread.is_alive()
    clinic.store.verify()


def test_a_fault_that_nobody_foresaw_ends_no_later_round(
    clinic: Clinic, forward: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The fault is in the log by its kind alone, and the next look makes the round."""
    forward(DAYS + 1)
    asked = iter([RuntimeError("Ada Example")])

    def once_broken(given: Any) -> object:
        for problem in asked:
            raise problem
        return make_todays_round(given)

    monkeypatch.setattr("decisionaid.commands._rounds.make_todays_round", once_broken)
    rounds = Rounds(whole(clinic), every=0.02)
    rounds.start()
    assert in_time(lambda: clinic.person in clinic.store.keeping.announced())
    rounds.close()
    assert "RuntimeError" in caplog.text
    assert "Ada" not in caplog.text
