"""What a process remembers of a log is never older than the log, and never holds what somebody said (T07, H07, H17)."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from decisionaid.domain.encounter import Choice, Hand
from decisionaid.settings import new_id
from decisionaid.store import Store
from decisionaid.store.known_lines import NOTHING_KNOWN, SECONDS, Known, KnownLines
from tests.store.clinic import Clinic

SECRET = "marzipan-whisper-0417"
ELSEWHERE = """
import sys
from pathlib import Path
from decisionaid.domain.encounter import Hand, NewChoice
from decisionaid.settings import Settings
from decisionaid.store import Store
data, url, person, visit = sys.argv[1:]
store = Store(Settings(data=Path(data), practice=True, database_url=url))
hand = Hand(role="clinician")
assert [each.words for each in store.log.read(person)] == [None, "marzipan-whisper-0417"]
store.log.take_out(person, visit, hand, 2, "taken-out-elsewhere")
new = NewChoice(key="said-elsewhere", kind="situation", item="words", value={}, words="said elsewhere")
store.log.append(person, visit, hand, new)
store.close()
"""


@contextmanager
def another(clinic: Clinic) -> Iterator[Store]:
    """Another process of the same clinic, as far as its memory goes."""
    store = Store(clinic.settings, clinic.clock)
    try:
        yield store
    finally:
        store.close()


def kept(store: Store, person: str) -> Known:
    return store.log._known.of(person)


@pytest.mark.hazard("H17")
def test_what_another_process_wrote_and_took_out_is_read_at_once(clinic: Clinic) -> None:
    clinic.say(value={"yes": True})
    clinic.say(item="words", words=SECRET)
    assert [each.words for each in clinic.log()] == [None, SECRET]
    where = [str(clinic.data), clinic.settings.database_url, clinic.person, clinic.visit.id]
    subprocess.run([sys.executable, "-c", ELSEWHERE, *where], cwd=Path(__file__).parents[2], check=True)
    first, second, taken_out, last = clinic.log()
    assert (second.words, second.taken_out) != (SECRET, "")
    assert (first.seq, taken_out.kind, last.words) == (1, "taken_out", "said elsewhere")
    clinic.store.verify()


@pytest.mark.hazard("T07")
def test_nothing_that_somebody_said_is_remembered(clinic: Clinic) -> None:
    clinic.say(value={"yes": True})
    clinic.say(item="words", words=SECRET)
    clinic.say(value={"no": True})
    assert SECRET in repr(clinic.log())
    remembered = kept(clinic.store, clinic.person)
    assert [line.seq for line in remembered.lines] == [1, 3]
    assert SECRET not in repr(remembered)


def test_what_is_remembered_is_not_made_again(clinic: Clinic) -> None:
    clinic.say(value={"yes": True})
    first = clinic.log()
    clinic.say(value={"no": True})
    again = clinic.log()
    assert len(again) == 2
    assert again[0] is first[0]


@pytest.mark.hazard("H07")
def test_a_log_that_was_put_back_and_went_on_otherwise_is_read_whole(clinic: Clinic) -> None:
    """The same numbers, and other lines behind the first: what a backup leads to."""
    clinic.say(value={"first": True})
    for _ in range(3):
        clinic.say(value={"lost": True})
    assert len(clinic.log()) == 4
    before = kept(clinic.store, clinic.person)
    with another(clinic) as other:
        with clinic.by_hand() as raw:
            raw.execute("DELETE FROM choice WHERE person_id=? AND seq > 1", (clinic.person,))
            (first,) = raw.dicts("SELECT seq, hash FROM choice WHERE person_id=?", (clinic.person,))
            raw.execute("UPDATE head SET seq=1, hash=? WHERE person_id=?", (first["hash"], clinic.person))
        assert [dict(each.value) for each in clinic.log()] == [{"first": True}]
        for _ in range(3):
            clinic.say(value={"after": True}, store=other)
        clinic.store.log._known.keep(clinic.person, [*before.lines], before.hash)
        assert [dict(each.value) for each in clinic.log()] == [{"first": True}, *[{"after": True}] * 3]


def test_nothing_is_left_of_somebody_whose_rows_are_gone(clinic: Clinic) -> None:
    clinic.say(value={"first": True})
    assert len(clinic.log()) == 1
    with clinic.by_hand() as raw:
        for table in ("choice", "head"):
            raw.execute(f"DELETE FROM {table} WHERE person_id=?", (clinic.person,))
    assert clinic.log() == ()
    assert kept(clinic.store, clinic.person) is NOTHING_KNOWN


@pytest.mark.parametrize("seed", range(3))
def test_two_processes_read_the_same_after_whatever_each_has_done(clinic: Clinic, seed: int) -> None:
    rolled = random.Random(seed)
    with another(clinic) as other:
        both = (clinic.store, other)
        for number in range(25):
            store, words = rolled.choice(both), rolled.choice([None, f"{SECRET} {number}"])
            said = [each for each in clinic.log() if each.words] if rolled.random() < 0.3 else []
            if said:
                seq = rolled.choice(said).seq
                store.log.take_out(clinic.person, clinic.visit.id, clinic.hand, seq, new_id())
            else:
                clinic.say(store=store, value={"number": number}, words=words)
            if rolled.random() < 0.5:
                rolled.choice(both).log.read(clinic.person)
        with another(clinic) as fresh:
            asked = [_settled(each.log.read(clinic.person)) for each in (*both, fresh)]
        assert asked[0] == asked[1] == asked[2]
        assert [each.seq for each in asked[0]] == list(range(1, 26))


def _settled(lines: tuple[Choice, ...]) -> list[Choice]:
    """The lines, without how far words that were taken out have left the disk, which goes on meanwhile."""
    return [each.model_copy(update={"taken_out": bool(each.taken_out)}) for each in lines]


def _of(person: str, lines: int) -> list[Choice]:
    hand, at = Hand(role="clinician"), datetime(2026, 11, 23, tzinfo=UTC)
    of_all = {"encounter_id": "v", "key": "k" * 8, "kind": "situation", "value": {}, "language": "en", "hand": hand}
    return [Choice(id=str(seq), person_id=person, seq=seq, saved_at=at, **of_all) for seq in range(1, lines + 1)]


def test_only_so_many_lines_are_kept_and_those_of_who_was_read_last() -> None:
    known = KnownLines(most=10)
    for person in ("a", "b", "c"):
        known.keep(person, _of(person, 4), "end")
        known.of("a")
    assert [len(known.of(each).lines) for each in ("a", "b", "c")] == [4, 0, 4]
    known.keep("a", _of("a", 9), "later")
    assert [len(known.of(each).lines) for each in ("a", "b", "c")] == [9, 0, 0]
    known.keep("a", _of("a", 11), "too long")
    assert known.of("a") is NOTHING_KNOWN


def test_a_log_that_nobody_reads_for_an_hour_is_forgotten() -> None:
    now = [0.0]
    known = KnownLines(ticks=lambda: now[0])
    known.keep("erased elsewhere", _of("erased elsewhere", 4), "end")
    known.keep("read", _of("read", 4), "end")
    now[0] = SECONDS
    known.of("read")
    now[0] = SECONDS + 1
    known.keep("another", _of("another", 4), "end")
    assert [len(known.of(each).lines) for each in ("erased elsewhere", "read", "another")] == [0, 4, 4]
