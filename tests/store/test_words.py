"""Free words: sealed line by line, and gone for good when somebody takes them out (T07, H17, T14)."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest

from decisionaid.domain.encounter import NewChoice
from decisionaid.errors import Conflict, KeyProblem, NotThere
from decisionaid.settings import new_id
from decisionaid.store.engine import sqlite_module
from tests.store.clinic import Clinic

MARKER = "marzipan-whisper-0417"


def find(clinic: Clinic, needle: bytes) -> list[str]:
    return [name for name, data in clinic.bytes_on_disk().items() if needle in data]


def wrapped_key(clinic: Clinic, seq: int) -> bytes:
    with clinic.by_hand() as raw:
        return bytes(
            raw.execute(
                "SELECT wrapped_key FROM sealed_text JOIN choice ON line_id=sealed_text.id "
                "WHERE choice.person_id=? AND seq=?",
                (clinic.person, seq),
            ).fetchone()[0]
        )


def take_out(clinic: Clinic, seq: int, key: str | None = None) -> bool:
    return clinic.store.log.take_out(clinic.person, clinic.visit.id, clinic.hand, seq, key or new_id())


@pytest.mark.only("sqlite", "what is on the disk of a server is `test_postgresql_words`")
@pytest.mark.hazard("T07")
def test_words_and_names_never_stand_in_a_file(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    clinic.store.people.add(name=f"Name {MARKER}", birth_date=f"1950-01-01 {MARKER}")
    files = clinic.bytes_on_disk()
    assert {"decisionaid.db-wal", "decisionaid.db-shm"} <= files.keys(), "the test must look into these, too"
    for kind in ("utf-8", "utf-16-le", "utf-16-be"):
        assert find(clinic, MARKER.encode(kind)) == []
    assert clinic.log()[0].words == MARKER


@pytest.mark.only("sqlite", "what is on the disk of a server is `test_postgresql_words`")
@pytest.mark.hazard("H17")
@pytest.mark.hazard("T14")
def test_taken_out_words_leave_the_disk_with_their_key_and_the_chain_stays_whole(clinic: Clinic) -> None:
    clinic.say(words="stays", item="words")
    clinic.say(words=MARKER, item="said")
    key = wrapped_key(clinic, 2)
    assert find(clinic, key), "before, the wrapped key is in a file"
    assert take_out(clinic, 2) is True
    for piece in (key[at : at + 12] for at in range(len(key) - 12)):
        assert find(clinic, piece) == [], "not even a piece of the key is left"
    assert find(clinic, MARKER.encode()) == []
    kept, gone, told = clinic.log()
    assert (kept.words, gone.words, gone.taken_out) == ("stays", None, "gone")
    assert (told.kind, dict(told.value)) == ("taken_out", {"line": 2})
    clinic.store.verify()


@pytest.mark.only("sqlite", "what is on the disk of a server is `test_postgresql_words`")
@pytest.mark.hazard("H07")
def test_writers_go_on_while_a_taking_out_waits_for_a_reader(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    slowest = 0.0
    with closing(sqlite_module().connect(str(clinic.data / "decisionaid.db"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM choice").fetchone()
        waiting = threading.Thread(target=take_out, args=(clinic, 1))
        waiting.start()
        while waiting.is_alive():
            began = time.monotonic()
            clinic.say(item="words")
            slowest = max(slowest, time.monotonic() - began)
        waiting.join()
    assert slowest < 5, "a choice waited behind the checkpoint"


@pytest.mark.only("sqlite", "what is on the disk of a server is `test_postgresql_words`")
def test_taking_out_twice_is_taking_out(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    key = new_id()
    assert take_out(clinic, 1, key)
    lines = len(clinic.log())
    assert take_out(clinic, 1, key)
    assert len(clinic.log()) == lines
    assert take_out(clinic, 1), "from another screen"
    clinic.store.verify()


def test_there_is_nothing_to_take_out_of_a_line_without_words_or_of_another_person(clinic: Clinic) -> None:
    clinic.say()
    before = clinic.snapshot()
    for seq in (1, 2, 7):  # 2 exists for the other patient only
        with pytest.raises(NotThere):
            take_out(clinic, seq)
    assert clinic.snapshot() == before


@pytest.mark.only("sqlite", "what is on the disk of a server is `test_postgresql_words`")
def test_when_the_visit_has_ended_words_can_still_be_taken_out_and_nothing_else_is_written(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    clinic.say(words="more")
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    before = clinic.snapshot()
    for more in (
        {"words": "too late"},
        {"kind": "undo", "withdraws": 1},
        {"kind": "privacy", "value": {"line": 1, "private": False}},
    ):
        with pytest.raises(Conflict, match="ended"):
            clinic.say(**more)
    assert clinic.snapshot() == before
    assert take_out(clinic, 1)
    clinic.say(kind="privacy", value={"line": 2, "private": True})
    assert [line.taken_out for line in clinic.log()[:2]] == ["gone", ""]
    clinic.store.verify()


def test_half_of_a_taking_out_is_none(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    with pytest.raises(Conflict, match="another visit"):
        clinic.store.log.take_out(clinic.person, clinic.other_visit.id, clinic.hand, 1, new_id())
    assert clinic.log()[0].words == MARKER, "words that nobody took out would be gone without a line that says so"


def test_a_key_that_was_used_for_something_else_takes_nothing_out(clinic: Clinic) -> None:
    key = clinic.say(words=MARKER).choice.key
    with pytest.raises(Conflict):
        take_out(clinic, 1, key)
    assert clinic.log()[0].words == MARKER


def test_an_undo_does_not_bring_taken_out_words_back(clinic: Clinic) -> None:
    clinic.say(words=MARKER)
    take_out(clinic, 1)
    clinic.say(kind="undo", withdraws=2)
    assert clinic.log()[0].words is None


def test_a_retry_after_the_words_were_taken_out_is_still_the_same_choice(clinic: Clinic) -> None:
    key = new_id()
    clinic.say(key=key, words=MARKER)
    take_out(clinic, 1)
    assert clinic.say(key=key, words=MARKER).again


def test_a_line_of_another_person_does_not_open_in_this_ones_place(clinic: Clinic) -> None:
    """Each seal is bound to its row: words copied into another row stay closed."""
    clinic.say(words=MARKER)
    with clinic.by_hand() as raw:
        theirs = raw.execute(
            "SELECT wrapped_key, sealed FROM sealed_text WHERE person_id=?", (clinic.other,)
        ).fetchone()
        raw.execute("UPDATE sealed_text SET wrapped_key=?, sealed=? WHERE person_id=?", (*theirs, clinic.person))
    with pytest.raises(KeyProblem, match="does not open"):
        clinic.log()


@pytest.mark.hazard("H13")
@pytest.mark.parametrize(
    "words",
    [
        "العائلة أولًا", "הַמִּשְׁפָּחָה", "家族と歩く", "가족과 함께", "परिवार पहले", "ครอบครัวมาก่อน", "Семья важнее",
        "η οικογένεια", "gia đình trước", "የቤተሰብ ጊዜ", "குடும்பம்", "ընտանիք 👩‍👩‍👦 ½ \u202eabc", "a\nb\tc", "é vs é",
    ],
)  # fmt: skip
def test_words_come_back_in_every_script_character_by_character(clinic: Clinic, words: str) -> None:
    clinic.say(words=words)
    assert clinic.log()[0].words == words


def test_a_line_of_a_lone_surrogate_is_refused_before_anything_is_written(clinic: Clinic) -> None:
    before = clinic.snapshot()
    with pytest.raises(ValueError):
        clinic.store.log.append(
            clinic.person, clinic.visit.id, clinic.hand, NewChoice(key=new_id(), kind="x", value={}, words="\ud800")
        )
    assert clinic.snapshot() == before
