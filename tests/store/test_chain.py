"""Whoever alters a row shows: an insider with the file and any tool, but without the key (T12)."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer

from decisionaid.errors import ChainBroken
from decisionaid.store.chain import FIRST, audit_hash, choice_detail, choice_hash
from decisionaid.store.tables import audit, choice
from tests.store.by_hand import ByHand
from tests.store.clinic import Clinic, statin

pytestmark = pytest.mark.hazard("T12")
BY_HAND = pytest.mark.one_site("a hand in the database names no clinic")


@pytest.fixture
def filled(clinic: Clinic) -> Clinic:
    """A log in which every column has something in it."""
    everything = {
        "voice": "patient", "via": "paper", "said_at": clinic.clock.now, "saw_seq": 0, "aid_id": "statin",
        "aid_hash": statin().hash, "item": "arrived", "shown": {"display": "bars"},
    }  # fmt: skip
    clinic.say(**everything, kind="decision", value={"arrived": "not_now"}, words="first", edition=statin())
    clinic.say(kind="undo", withdraws=1, words="second")
    clinic.say(**everything, kind="decision", value={"arrived": "parked"}, words="third")
    clinic.say(words="fourth")
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    clinic.store.verify()
    return clinic


def broken(clinic: Clinic, match: str) -> None:
    with pytest.raises(ChainBroken, match=match):
        clinic.store.verify()


def other_byte(value: object) -> object:
    """The same with one byte changed (a number: one more)."""
    if value is None:
        return "x"
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1
    text = str(value)
    return ("b" if text[-1] == "a" else "a").join((text[:-1], ""))


def test_a_byte_changed_in_any_column_of_the_log_shows(filled: Clinic) -> None:
    where = f"WHERE person_id='{filled.person}' AND seq=3"
    with filled.by_hand() as raw:
        raw.number_rows("choice")
        (row,) = raw.execute(f"SELECT rowid FROM choice {where}").fetchone()
        for column, kind in ((each.name, each.type) for each in choice.columns):
            (value,) = raw.execute(f"SELECT {column} FROM choice WHERE rowid=?", (row,)).fetchone()
            unlike = 7 if isinstance(kind, Integer) and value is None else other_byte(value)
            changed = {"private": True, "seq": 7}.get(column, unlike)
            assert changed != value
            raw.execute(f"UPDATE choice SET {column}=? WHERE rowid=?", (changed, row))
            broken(filled, "log of person .* line")
            raw.execute(f"UPDATE choice SET {column}=? WHERE rowid=?", (value, row))
            filled.store.verify()


@BY_HAND
def test_a_byte_changed_in_any_column_of_the_audit_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        for column in (each.name for each in audit.columns):
            (value,) = raw.execute(f"SELECT {column} FROM audit WHERE seq=4").fetchone()
            changed = 999 if column == "seq" else other_byte(value)
            raw.execute(f"UPDATE audit SET {column}=? WHERE seq=4", (changed,))
            broken(filled, "audit does not verify at row (4|5)")
            raw.execute(f"UPDATE audit SET {column}=? WHERE seq=?", (value, 999 if column == "seq" else 4))
            filled.store.verify()


def test_the_broken_line_is_named(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("UPDATE choice SET value='{}' WHERE person_id=? AND seq=3", (filled.person,))
    broken(filled, f"log of person {filled.person} does not verify at line 3")
    with pytest.raises(ChainBroken, match="line 3"):
        filled.store.log.verify(filled.person)
    assert filled.store.log.verify(filled.other) == 3, "the other patient's log is whole"


def test_sealed_words_that_were_changed_show(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        ((line_id, sealed),) = raw.execute(
            "SELECT sealed_text.id, sealed FROM sealed_text JOIN choice ON line_id=sealed_text.id "
            "WHERE choice.person_id=? AND seq=4",
            (filled.person,),
        ).fetchall()
        raw.execute("UPDATE sealed_text SET sealed=? WHERE id=?", (other_byte(sealed), line_id))
    broken(filled, "line 4")


def test_words_that_are_gone_without_a_line_that_says_so_show(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("UPDATE sealed_text SET wrapped_key=NULL WHERE person_id=?", (filled.person,))
    broken(filled, "words of person .* line 1: the log does not tell who took them out")


def test_two_rows_that_changed_places_show(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        for old, new in ((3, 99), (4, 3), (99, 4)):
            raw.execute("UPDATE choice SET seq=? WHERE person_id=? AND seq=?", (new, filled.person, old))
    broken(filled, "line 3")


@BY_HAND
def test_a_row_of_the_audit_taken_from_the_middle_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("DELETE FROM audit WHERE seq=3")
    broken(filled, "audit does not verify at row 4")


def test_a_tail_that_was_cut_off_the_log_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("DELETE FROM choice WHERE person_id=? AND seq=4", (filled.person,))
    broken(filled, "ends at line 3, and 4 were written")


def forge_head(raw: ByHand, person: str) -> None:
    raw.execute(
        "UPDATE head SET (seq, hash) = (SELECT seq, hash FROM choice WHERE person_id=? ORDER BY seq DESC LIMIT 1) "
        "WHERE person_id=?",
        (person, person),
    )


def test_a_cut_tail_with_a_forged_head_shows_by_the_audit(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("DELETE FROM choice WHERE person_id=? AND seq=4", (filled.person,))
        forge_head(raw, filled.person)
    broken(filled, "other lines than the audit tells of")


@pytest.mark.parametrize("statement", ["UPDATE head SET seq=seq+1", "UPDATE head SET hash='00'", "DELETE FROM head"])
def test_a_forged_or_missing_head_shows(filled: Clinic, statement: str) -> None:
    with filled.by_hand() as raw:
        raw.execute(f"{statement} WHERE person_id=?", (filled.person,))
    broken(filled, "ends at line 4")
    with pytest.raises(ChainBroken):
        filled.store.log.verify(filled.person)


def test_a_person_whose_whole_log_is_gone_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        for table in ("choice", "head"):
            raw.execute(f"DELETE FROM {table} WHERE person_id=?", (filled.person,))
    broken(filled, "is gone, and the audit tells of it")


def rewrite_audit(raw: ByHand) -> None:
    """What an insider without the key can do: number and hash every row anew, and say where the audit ends."""
    rows = raw.dicts("SELECT * FROM audit ORDER BY seq")
    raw.execute("DELETE FROM audit")
    prev = FIRST
    for seq, row in enumerate(rows, start=1):
        row |= {"seq": seq, "prev": prev}
        row.pop("hash")
        prev = audit_hash(row)
        columns = [*row, "hash"]
        marks = ",".join("?" * len(columns))
        raw.execute(f"INSERT INTO audit ({','.join(columns)}) VALUES ({marks})", (*row.values(), prev))
    raw.execute("UPDATE audit_end SET seq=?, hash=?", (len(rows), prev))


def cut_and_forge_everything(clinic: Clinic) -> None:
    """The last line of the log, its head, its row in the audit, and the end of the audit, all made to fit."""
    with clinic.by_hand() as raw:
        raw.execute("DELETE FROM choice WHERE person_id=? AND seq=4", (clinic.person,))
        forge_head(raw, clinic.person)
        raw.execute("DELETE FROM audit WHERE person_id=? AND detail LIKE 'situation 4 %'", (clinic.person,))
        rewrite_audit(raw)


@BY_HAND
def test_a_tail_cut_off_the_log_and_the_audit_shows_by_the_seal(filled: Clinic) -> None:
    cut_and_forge_everything(filled)
    broken(filled, "audit ends at row")


@BY_HAND
def test_a_forged_end_still_shows_after_the_clinic_went_on(filled: Clinic) -> None:
    cut_and_forge_everything(filled)
    filled.restart()
    filled.say(on=filled.again())
    broken(filled, "audit ends at row")


@BY_HAND
@pytest.mark.parametrize("statement", ["DELETE FROM audit_end", "UPDATE audit_end SET seal=hash"])
def test_an_end_without_its_seal_shows(filled: Clinic, statement: str) -> None:
    with filled.by_hand() as raw:
        raw.execute(statement)
    broken(filled, "audit ends at row")


def test_a_line_slipped_in_with_a_fitting_hash_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        (row,) = raw.dicts("SELECT * FROM choice WHERE person_id=? AND seq=2", (filled.person,))
        (last,) = raw.dicts("SELECT hash FROM choice WHERE person_id=? AND seq=4", (filled.person,))
        row |= {"id": "slipped", "seq": 5, "key": "slipped-in", "prev": last["hash"], "line_id": None, "withdraws": 3}
        row["hash"] = choice_hash(row, None)
        raw.execute(f"INSERT INTO choice ({','.join(row)}) VALUES ({','.join('?' * len(row))})", tuple(row.values()))
        forge_head(raw, filled.person)
    broken(filled, "other lines than the audit tells of")


@pytest.mark.hazard("H06")
def test_an_edition_that_was_altered_or_is_gone_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("UPDATE aid_version SET compiled=replace(compiled, '7', '6')")
    broken(filled, "edition .* of the card statin was altered")
    with filled.by_hand() as raw:
        raw.execute("DELETE FROM aid_version")
    broken(filled, "cites an edition at line 1 that is not there")


def test_an_untouched_clinic_verifies_and_says_how_much_it_holds(filled: Clinic) -> None:
    found = filled.store.verify()
    assert (found.people, found.lines) == (2, 7)
    assert found.audit_rows == filled.store.audit.verify()
    assert filled.store.log.verify_all() == 7


def test_the_audit_names_every_line_a_second_time(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        lines = raw.execute(
            "SELECT kind, seq, hash FROM choice WHERE person_id=? ORDER BY seq", (filled.person,)
        ).fetchall()
        told = raw.execute("SELECT detail FROM audit WHERE person_id=? AND action='chose'", (filled.person,)).fetchall()
    assert [each for (each,) in told] == [choice_detail(*line) for line in lines]
