""" "Taken out" is said when the key has left the disk, and not before, whoever reads meanwhile (H17, T14)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from decisionaid.errors import StoreBusy
from decisionaid.settings import new_id
from decisionaid.store import Store
from decisionaid.store import leaving as module
from decisionaid.store.engine import sqlite_module, writing
from tests.store.clinic import Clinic
from tests.store.test_words import MARKER, find, take_out, wrapped_key

pytestmark = [
    pytest.mark.hazard("H17"),
    pytest.mark.hazard("T14"),
    pytest.mark.only("sqlite", "a write-ahead log that readers hold open; of a server see `test_postgresql_words`"),
]

READER = """
import sys
from decisionaid.store.engine import sqlite_module
raw = sqlite_module().connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN"); raw.execute("SELECT count(*) FROM choice").fetchone()
print("reading", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.Leaving.__init__, "__kwdefaults__", {"again": 0.02})


@contextmanager
def read_in_another_process(clinic: Clinic) -> Iterator[None]:
    """A whole other process that reads until the block ends."""
    command = [sys.executable, "-c", READER, str(clinic.data / "decisionaid.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        yield
        reader.communicate("done\n", timeout=30)


@contextmanager
def read_here(clinic: Clinic) -> Iterator[None]:
    with closing(sqlite_module().connect(str(clinic.data / "decisionaid.db"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM choice").fetchone()
        yield
        reader.execute("COMMIT")


def in_time(holds: Callable[[], bool]) -> bool:
    """Whether something comes true; a slow machine only waits longer."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


def state(clinic: Clinic, seq: int = 1, store: Store | None = None) -> str:
    lines = (store or clinic.store).log.read(clinic.person)
    return next(line.taken_out for line in lines if line.seq == seq)


def test_while_another_process_reads_it_is_being_taken_out_and_then_it_is(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    key = wrapped_key(clinic, 1)
    with read_in_another_process(clinic):
        assert take_out(clinic, 1) is False, "'taken out' may be said only after the disk has let go"
        assert clinic.log()[0].words is None, "nobody reads the words any more"
        assert find(clinic, key), "and yet the key is on the disk"
        assert state(clinic) == "leaving"
        clinic.say(item="words")
        time.sleep(0.1)
        assert state(clinic) == "leaving", "the timer tried, and nothing says more than is so"
    assert in_time(lambda: state(clinic) == "gone"), "the timer finished it, with nobody asking"
    assert find(clinic, key) == []
    assert take_out(clinic, 1) is True
    clinic.store.verify()


def test_every_process_says_the_same(clinic: Clinic) -> None:
    other = Store(clinic.settings, clinic.clock)
    clinic.say(words=MARKER)
    with read_here(clinic):
        take_out(clinic, 1)
        assert state(clinic, store=other) == "leaving"
    assert in_time(lambda: state(clinic, store=other) == "gone")
    other.close()


def test_a_start_goes_on_with_what_was_being_taken_out_before_a_crash(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    key = wrapped_key(clinic, 1)
    with read_here(clinic):
        take_out(clinic, 1)
        clinic.restart()  # the reader's connection keeps the log file alive, as after a crash
        assert state(clinic) == "leaving", "a start that meets a reader says no more either"
        assert find(clinic, key)
    assert in_time(lambda: state(clinic) == "gone")
    assert find(clinic, key) == []


def test_a_start_alone_finishes_it(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    with read_here(clinic):
        take_out(clinic, 1)
        clinic.store.close()
    clinic.restart()
    assert state(clinic) == "gone"


def test_only_what_had_left_is_said_to_have(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second line is taken out at the very moment when the log has just been emptied for the first."""
    clinic.say(words=MARKER, item="one")
    clinic.say(words=MARKER, item="two")
    with read_here(clinic):
        take_out(clinic, 1)
        clinic.store.leaving.close()
    real = module.checkpoint

    def then_another(engine: object) -> bool:
        done = real(engine)
        with writing(clinic.store.engine) as connection:
            connection.exec_driver_sql(
                "UPDATE sealed_text SET wrapped_key=NULL, taken_out_at='now' WHERE id=(SELECT line_id FROM choice "
                f"WHERE person_id='{clinic.person}' AND seq=2)"
            )
        return done

    monkeypatch.setattr(module, "checkpoint", then_another)
    clinic.store.leaving.finish(tries=1)
    assert (state(clinic, 1), state(clinic, 2)) == ("gone", "leaving")


def test_a_database_that_is_busy_takes_out_later_and_troubles_nobody(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.say(words=MARKER)
    real, tries = module.checkpoint, []

    def busy(engine: object) -> bool:
        tries.append(engine)
        if len(tries) < 8:
            raise StoreBusy("locked")
        return real(engine)

    monkeypatch.setattr(module, "checkpoint", busy)
    assert take_out(clinic, 1, new_id()) is False
    assert in_time(lambda: state(clinic) == "gone")


def test_closing_the_store_stops_the_timer(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    with read_here(clinic):
        take_out(clinic, 1)
        timer = clinic.store.leaving._timer
        assert timer is not None
        assert timer.is_alive()
        clinic.store.close()
        assert not timer.is_alive()
    clinic.restart()
