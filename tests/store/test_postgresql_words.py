"""On a server "taken out" is said when the old row was vacuumed and a checkpoint came after it (H17, T14)."""

from __future__ import annotations

import time

import pytest

from decisionaid.settings import new_id
from decisionaid.store import Store
from tests.cluster import SERVING
from tests.store.clinic import Clinic

pytestmark = [
    pytest.mark.only("postgresql", "a server keeps old rows"),
    pytest.mark.hazard("H17"),
    pytest.mark.hazard("T14"),
]
MARKER = "marzipan-whisper-0417"


def take_out(clinic: Clinic) -> bool:
    return clinic.store.log.take_out(clinic.person, clinic.visit.id, clinic.hand, 1, new_id())


def state(clinic: Clinic, store: Store | None = None) -> str:
    return (store or clinic.store).log.read(clinic.person)[0].taken_out


def owner(clinic: Clinic, *statements: str) -> None:
    """What the server does by itself after some minutes. It knows the time of a checkpoint in whole seconds, and
    counts the old rows of a connection when that has been idle for a while, or ends."""
    assert clinic.cluster is not None
    clinic.store.engine.dispose()
    for each in statements:
        clinic.cluster.run(each, clinic.database)
        time.sleep(1.1)


@pytest.fixture
def leaving(clinic: Clinic) -> Clinic:
    """Words that were just taken out."""
    clinic.say(words=MARKER)
    owner(clinic, "ALTER TABLE sealed_text SET (autovacuum_enabled = off)")
    assert take_out(clinic) is False, "the key still lies in the old row and in the write-ahead log"
    assert clinic.log()[0].words is None, "and yet nobody reads the words any more"
    assert state(clinic) == "leaving"
    return clinic


def gone_in_the_end(leaving: Clinic, store: Store) -> bool:
    """Whatever else the server does just then, such as a vacuum of its own, may keep an old row for a moment."""
    for _ in range(20):
        owner(leaving, "VACUUM sealed_text", "CHECKPOINT")
        if store.leaving.finish():
            return True
        time.sleep(0.25)
    return False


def test_after_a_vacuum_and_a_checkpoint_it_is_taken_out_on_every_machine(leaving: Clinic) -> None:
    other = Store(leaving.settings, leaving.clock)
    assert gone_in_the_end(leaving, leaving.store)
    assert state(leaving) == state(leaving, other) == "gone"
    other.close()
    leaving.store.verify()


@pytest.mark.parametrize("half", [["VACUUM sealed_text"], ["CHECKPOINT"], ["CHECKPOINT", "VACUUM sealed_text"]])
def test_half_of_it_is_not_enough(leaving: Clinic, half: list[str]) -> None:
    owner(leaving, *half)
    assert leaving.store.leaving.finish() is False
    assert state(leaving) == "leaving"


def test_while_somebody_still_reads_the_old_rows_they_are_kept_and_so_it_is_said(leaving: Clinic) -> None:
    """As a long report, or a dump, that began before it."""
    assert leaving.cluster is not None
    leaving.store.leaving.close()
    again = Store(leaving.settings, leaving.clock)
    leaving.say(words="more", store=again)
    with leaving.cluster.connect(leaving.database, SERVING) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM pg_class")
        again.log.take_out(leaving.person, leaving.visit.id, leaving.hand, 3, new_id())
        owner(leaving, "VACUUM sealed_text", "CHECKPOINT")
        assert again.leaving.finish() is False
        assert again.log.read(leaving.person)[2].taken_out == "leaving"
        reader.execute("COMMIT")
    assert gone_in_the_end(leaving, again)
    again.close()


def test_a_table_of_words_is_vacuumed_as_soon_as_there_is_one_old_row(clinic: Clinic) -> None:
    with clinic.by_hand() as raw:
        ((options,),) = raw.execute("SELECT reloptions FROM pg_class WHERE relname = 'sealed_text'").fetchall()
    assert set(options) == {"autovacuum_vacuum_threshold=0", "autovacuum_vacuum_scale_factor=0"}
