"""The keys: made a single time, turned over without breaking a chain, and said plainly when they do not fit."""

from __future__ import annotations

import secrets
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from decisionaid.errors import KeyProblem
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.store import keys as keys_module
from tests.store.clinic import Clinic


def test_turning_the_keys_over_leaves_chains_whole_and_words_readable(clinic: Clinic) -> None:
    clinic.say(words="before")
    clinic.say(words="taken out before", item="said")
    clinic.store.log.take_out(clinic.person, clinic.visit.id, clinic.hand, 2, "take-out-1")
    with clinic.by_hand() as raw:
        sealed = dict(raw.execute("SELECT id, sealed FROM sealed_text").fetchall())
        wrapped = dict(raw.execute("SELECT id, wrapped_key FROM sealed_text").fetchall())
    clinic.store.keys.turn_over()
    clinic.say(words="after")
    clinic.store.verify()
    assert [line.words for line in clinic.log()] == ["before", None, None, "after"]
    assert clinic.store.people.find(clinic.person).name == "Walter Patient"
    with clinic.by_hand() as raw:
        now = {
            each: (words, key) for each, words, key in raw.execute("SELECT id, sealed, wrapped_key FROM sealed_text")
        }
        for line_id, key in wrapped.items():
            assert now[line_id][0] == sealed[line_id], "no sealed words change"
            assert (now[line_id][1] is None) == (key is None), "what was taken out stays out"
            assert key is None or now[line_id][1] != key
    clinic.restart()
    clinic.store.verify()
    assert clinic.log()[-1].words == "after"
    assert [line.words for line in clinic.store.log.read(clinic.other)][1] == "the noise of another room"
    clinic.her_rows = clinic.rows_of(clinic.other)  # her key was wrapped anew, which is what was asked for


def test_another_process_reads_what_was_sealed_under_the_new_key(clinic: Clinic) -> None:
    other = Store(clinic.settings, clinic.clock)
    clinic.store.keys.turn_over()
    clinic.say(words="under the new key")
    assert other.log.read(clinic.person)[0].words == "under the new key"
    clinic.say(words="under the old key, from the process that did not turn over", store=other)
    assert clinic.log()[1].words is not None
    other.close()
    clinic.her_rows = clinic.rows_of(clinic.other)


class DiskGone(Exception):
    pass


def test_a_new_key_that_was_not_kept_seals_nothing(clinic: Clinic) -> None:
    def fail(*_: object) -> None:
        raise DiskGone

    event.listen(clinic.store.engine, "commit", fail)
    with pytest.raises(DiskGone):
        clinic.store.keys.turn_over()
    event.remove(clinic.store.engine, "commit", fail)
    clinic.say(words="said after the failure")
    clinic.restart()
    assert clinic.log()[0].words == "said after the failure"


@pytest.mark.hazard("H16")
def test_keys_stay_in_order_when_the_clock_was_set_back(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "datetime", YearsAgo)
    name = clinic.store.keys.blind("Walter Patient")
    clinic.store.keys.turn_over()
    current = clinic.store.keys.current
    clinic.restart()
    assert clinic.store.keys.blind("Walter Patient") == name, "names are found by the first key, also after that"
    assert clinic.store.keys.current == current
    clinic.store.verify()
    clinic.her_rows = clinic.rows_of(clinic.other)


class YearsAgo(keys_module.datetime):  # type: ignore[name-defined, misc]
    @classmethod
    def now(cls, tz: object = None) -> keys_module.datetime:  # type: ignore[name-defined]
        return cls(2001, 1, 1, tzinfo=tz)  # type: ignore[arg-type]


def test_a_missing_key_is_said_in_words_and_no_new_one_is_made(clinic: Clinic) -> None:
    clinic.store.close()
    key = clinic.data / "master.key"
    kept = key.read_text()
    key.unlink()
    with pytest.raises(KeyProblem, match=r"master\.key is missing.*Put the file back, or set DECISIONAID_MASTER_KEY"):
        Store(clinic.settings)
    assert not key.exists()
    key.write_text(kept)
    Store(clinic.settings).close()


@pytest.mark.parametrize("content", ["", "not a key", "ab" * 31, "zz" * 32])
def test_a_key_file_that_is_no_key_is_said_in_words(clinic: Clinic, content: str) -> None:
    clinic.store.close()
    (clinic.data / "master.key").write_text(content)
    with pytest.raises(KeyProblem, match="64 hex digits"):
        Store(clinic.settings)


def test_a_wrong_key_opens_nothing_and_changes_nothing(clinic: Clinic) -> None:
    before = clinic.snapshot()
    with pytest.raises(KeyProblem, match="wrong key"):
        Store(replace(clinic.settings, master_key=secrets.token_hex(32)))
    assert clinic.snapshot() == before


def test_the_key_is_never_in_the_words_of_a_problem_or_a_setting(clinic: Clinic) -> None:
    key = (clinic.data / "master.key").read_text()
    assert key not in repr(Settings(data=clinic.data, master_key=key))
    clinic.store.close()
    (clinic.data / "master.key").write_text(key[:-1])
    with pytest.raises(KeyProblem) as problem:
        Store(clinic.settings)
    assert key[:10] not in problem.value.plain


def test_two_first_starts_at_one_moment_share_one_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from decisionaid.settings import Settings; from decisionaid.store import Store\n"
        "store = Store(Settings(data=Path(sys.argv[1]))); store.people.add(name='at the first start')\n"
        "print(store.keys.current)"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [each.communicate(timeout=60)[0].strip() for each in starts]
    assert [each.returncode for each in starts] == [0, 0, 0]
    assert len(set(said)) == 1
    assert said[0]
