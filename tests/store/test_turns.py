"""Writers who come while somebody writes go together the next time; each is answered for itself (H04, H07, H08)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, event

from decisionaid.domain.encounter import NewChoice
from decisionaid.errors import ChainBroken, Conflict, StoreBusy
from decisionaid.settings import new_id
from decisionaid.store.turns import MOST, Turns
from tests.store.clinic import Clinic, statin

pytestmark = [pytest.mark.hazard("H04"), pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


class Held:
    """Holds the first writer in the middle of its work until so many others wait behind it."""

    def __init__(self, turns: Turns[Any, Any], others: int) -> None:
        self.turns, self.others = turns, others
        self.began = threading.Event()
        self.turned: list[int] = []

    def hold(self, some: Sequence[Any]) -> None:
        self.turned.append(len(some))
        if len(self.turned) == 1:
            self.began.set()
            while len(self.turns._waiting) < self.others:
                threading.Event().wait(0.001)

    def run(self, asks: Sequence[Callable[[], Any]]) -> list[Any]:
        """The first, and all others while it is held; what each was answered or told."""
        with ThreadPoolExecutor(len(asks)) as threads:
            first = threads.submit(asks[0])
            assert self.began.wait(10)
            rest = [threads.submit(each) for each in asks[1:]]
            return [each.exception(30) or each.result() for each in (first, *rest)]


def together(asks: Sequence[Any], work: Callable[[Sequence[Any]], Sequence[Any]]) -> tuple[list[Any], list[int]]:
    """What each asker was answered, and how many went together, turn by turn."""

    def held(some: Sequence[Any]) -> Sequence[Any]:
        hold.hold(some)
        return work(some)

    turns: Turns[Any, Any] = Turns(held, apart=lambda each: each)
    hold = Held(turns, len(asks) - 1)
    return hold.run([lambda each=each: turns.ask(each) for each in asks]), hold.turned


def test_who_comes_meanwhile_goes_together_and_each_has_its_own_answer() -> None:
    answers, turned = together(range(20), lambda some: [each * 10 for each in some])
    assert answers == [each * 10 for each in range(20)]
    assert turned == [1, 19]


def test_no_turn_is_longer_than_it_may_be() -> None:
    answers, turned = together(range(MOST + 9), lambda some: some)
    assert answers == list(range(MOST + 9))
    assert turned == [1, MOST, 8]


def test_two_of_the_same_never_go_together() -> None:
    answers, turned = together(["first", "one", "one", "other", "one"], lambda some: some)
    assert answers == ["first", "one", "one", "other", "one"]
    assert turned == [1, 2, 1, 1]


def test_where_a_turn_fails_everybody_of_it_is_told_and_the_next_one_goes_on() -> None:
    def work(some: Sequence[int]) -> Sequence[int]:
        if 1 in some:
            raise StoreBusy("away")
        return some

    answers, turned = together([0, *range(1, MOST + 5)], work)
    assert turned == [1, MOST, 4]
    assert [isinstance(each, StoreBusy) for each in answers].count(True) == MOST
    assert answers[0] == 0


def commits_of(engine: Engine) -> list[None]:
    found: list[None] = []
    event.listen(engine, "commit", lambda _: found.append(None))
    return found


def held_log(clinic: Clinic, others: int, monkeypatch: pytest.MonkeyPatch) -> Held:
    turns = clinic.store.log._turns
    hold, work = Held(turns, others), turns._work

    def held(some: Sequence[Any]) -> Sequence[Any]:
        hold.hold(some)
        return work(some)

    monkeypatch.setattr(turns, "_work", held)
    return hold


def test_the_choices_of_twelve_rooms_are_one_wait_for_the_disk_and_nobody_gets_another_room_s(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [clinic.somebody() for _ in range(13)]
    hold, commits = held_log(clinic, 12, monkeypatch), commits_of(clinic.store.engine)
    answers = hold.run(
        [lambda room=room: clinic.say(on=room[1], words=f"said by {room[0]}", edition=statin()) for room in rooms]
    )
    assert hold.turned == [1, 12]
    assert len(commits) == 2
    for (person, visit), answer in zip(rooms, answers, strict=True):
        (line,) = clinic.store.log.read(person)
        assert answer.choice == line
        assert (line.words, line.encounter_id, line.seq) == (f"said by {person}", visit.id, 1)
    clinic.store.verify()


def test_what_may_not_be_written_is_told_to_its_own_sender_and_holds_up_nobody(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ended = clinic.somebody()
    clinic.store.people.end_visit(ended.id, "nobody")
    _, good = clinic.somebody()
    _, used = clinic.somebody()
    clinic.say(on=used, key="used-for-something", words="the first")
    hand = clinic.hand
    hold = held_log(clinic, 4, monkeypatch)
    answers = hold.run(
        [
            lambda: clinic.say(words="first of all"),
            lambda: clinic.say(on=ended, words="too late"),
            lambda: clinic.say(on=good, words="good"),
            lambda: clinic.say(on=used, key="used-for-something", words="the second"),
            lambda: clinic.store.log.append(
                "another" * 3, good.id, hand, NewChoice(key=new_id(), kind="situation", value={})
            ),
        ]
    )
    assert hold.turned == [1, 4]
    assert [type(each) for each in (answers[1], *answers[3:])] == [Conflict] * 3
    assert answers[2].choice.words == "good"
    assert [line.words for line in clinic.store.log.read(used.person_id)] == ["the first"]
    assert clinic.store.log.read(ended.person_id) == ()
    clinic.store.verify()


def test_a_fault_of_one_form_is_not_the_fault_of_the_others(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    _, bad = clinic.somebody()
    _, good = clinic.somebody()
    hold = held_log(clinic, 2, monkeypatch)
    answers = hold.run(
        [
            lambda: clinic.say(words="first of all"),
            lambda: clinic.say(on=bad, value={"not": {1, 2}}),
            lambda: clinic.say(on=good, words="good"),
        ]
    )
    assert isinstance(answers[1], TypeError)
    assert [line.words for line in clinic.store.log.read(good.person_id)] == ["good"]
    assert clinic.store.log.read(bad.person_id) == ()
    clinic.store.verify()


def test_where_the_commit_fails_nobody_of_the_turn_is_told_saved(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [clinic.somebody() for _ in range(3)]
    before = clinic.snapshot()
    hold = held_log(clinic, 2, monkeypatch)

    def fail(_: object) -> None:
        raise StoreBusy("the disk is full")

    event.listen(clinic.store.engine, "commit", fail)
    answers = hold.run([lambda room=room: clinic.say(on=room[1]) for room in rooms])
    event.remove(clinic.store.engine, "commit", fail)
    assert [type(each) for each in answers] == [StoreBusy] * 3
    assert clinic.snapshot() == before


@pytest.mark.only("sqlite", "a trigger by hand")
def test_a_line_that_the_database_did_not_take_is_never_called_saved(clinic: Clinic) -> None:
    before = clinic.snapshot()
    with clinic.by_hand() as raw:
        raw.execute("CREATE TRIGGER forgets BEFORE INSERT ON choice BEGIN SELECT RAISE(IGNORE); END")
    with pytest.raises(ChainBroken):
        clinic.say(words="gone")
    assert clinic.snapshot() == before
