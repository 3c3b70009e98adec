"""An approval that nobody gave and a visit given to somebody else show, also in a database from before (T12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from decisionaid.errors import ChainBroken
from decisionaid.store.audit import note
from decisionaid.store.engine import reading, writing
from decisionaid.store.tables import approval, encounter
from tests.store.by_hand import ByHand
from tests.store.clinic import Clinic, statin
from tests.store.test_chain import other_byte

pytestmark = [pytest.mark.hazard("T12"), pytest.mark.one_site("a hand in the database names no clinic")]

ELLEN, OTTO = "Ellen Price", "Otto Other"


@pytest.fixture
def filled(clinic: Clinic) -> Clinic:
    """Two clinicians, a visit of one of them, an approval with a last day and one without."""
    accounts = clinic.store.accounts
    for name in (ELLEN, OTTO):
        accounts.accept(accounts.invite(), name, "a few words in a row")
    clinic.store.people.open_visit(clinic.person, accounts.named(ELLEN).id, practice=False)
    clinic.say(words="first")
    accounts.approve("statin", statin().hash, ELLEN, date(2027, 6, 30))
    accounts.approve("statin", "ab" * 32, OTTO)
    clinic.store.people.speak(clinic.visit.id, "es", "somebody")
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    clinic.store.verify()
    return clinic


def broken(clinic: Clinic, match: str) -> None:
    with pytest.raises(ChainBroken, match=match):
        clinic.store.verify()


def each_column(
    clinic: Clinic, table: str, where: str, columns: tuple[str, ...], match: str, change: Callable[[object], object]
) -> None:
    with clinic.by_hand() as raw:
        raw.number_rows(table)
        (row,) = raw.execute(f"SELECT rowid FROM {table} WHERE {where}").fetchone()
        for column in columns:
            (value,) = raw.execute(f"SELECT {column} FROM {table} WHERE rowid=?", (row,)).fetchone()
            raw.execute(f"UPDATE {table} SET {column}=? WHERE rowid=?", (change(value), row))
            broken(clinic, match)
            raw.execute(f"UPDATE {table} SET {column}=? WHERE rowid=?", (value, row))
            clinic.store.verify()


def test_any_byte_of_an_approval_shows(filled: Clinic) -> None:
    columns = ("id", "site_id", "aid_id", "aid_hash", "account_id", "at", "until")
    assert set(columns) == {each.name for each in approval.columns}
    for where in ("until IS NOT NULL", "until IS NULL"):
        each_column(filled, "approval", where, columns, "approval of", other_byte)


def test_any_byte_of_what_a_visit_keeps_for_good_shows(filled: Clinic) -> None:
    columns = ("id", "site_id", "person_id", "number", "account_id", "opened", "clinician_language", "practice")

    def change(value: object) -> object:
        return not value if isinstance(value, bool) else 1 - value if value in (0, 1) else other_byte(value)

    for where in (f"id='{filled.visit.id}'", "account_id IS NOT NULL"):
        each_column(filled, "encounter", where, columns, "visit", change)


def test_an_approval_that_nobody_gave_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute(
            "INSERT INTO approval SELECT 'forged', site_id, aid_id, 'cd', account_id, at, NULL FROM approval LIMIT 1"
        )
    broken(filled, "approval of statin .* nobody gave it so")


def test_an_approval_that_was_copied_or_taken_away_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        raw.execute("CREATE TABLE aside AS SELECT * FROM approval")
        raw.execute("DELETE FROM approval WHERE until IS NULL")
        broken(filled, "approval of statin that was given at .* is gone")
        raw.execute("DELETE FROM approval")
        raw.execute("INSERT INTO approval SELECT * FROM aside")
        filled.store.verify()
        raw.execute(
            "INSERT INTO approval SELECT 'copy', site_id, aid_id, aid_hash, account_id, at, until FROM aside LIMIT 1"
        )
        broken(filled, "nobody gave it so")


def test_a_visit_given_to_another_clinician_or_another_person_shows(filled: Clinic) -> None:
    otto = filled.store.accounts.named(OTTO).id
    with filled.by_hand() as raw:
        raw.execute("UPDATE encounter SET account_id=? WHERE account_id IS NOT NULL", (otto,))
        broken(filled, "was reassigned or altered")
        raw.execute(
            "UPDATE encounter SET account_id=? WHERE account_id=?", (filled.store.accounts.named(ELLEN).id, otto)
        )
        filled.store.verify()
        mine, theirs = filled.person, filled.other
        raw.execute("UPDATE encounter SET person_id=?, number=99 WHERE account_id IS NOT NULL", (theirs,))
        broken(filled, "was reassigned or altered")
        raw.execute("UPDATE encounter SET person_id=?, number=2 WHERE account_id IS NOT NULL", (mine,))
        filled.store.verify()


def test_a_visit_that_was_slipped_in_or_taken_away_shows(filled: Clinic) -> None:
    with filled.by_hand() as raw:
        add_visit(raw, "slipped in")
        broken(filled, "audit does not tell of the visit slipped in")
        raw.execute("DELETE FROM encounter WHERE id='slipped in'")
        filled.store.verify()
        raw.execute("DELETE FROM encounter WHERE account_id IS NOT NULL")
        broken(filled, "is gone, and the audit tells of it")


def add_visit(raw: ByHand, row_id: str) -> None:
    columns = [each.name for each in encounter.columns]
    kept = ",".join("?" if name == "id" else "99" if name == "number" else name for name in columns)
    kept = kept.replace("key", "NULL") if "key" in columns else kept
    raw.execute(f"INSERT INTO encounter ({','.join(columns)}) SELECT {kept} FROM encounter LIMIT 1", (row_id,))


def as_before(clinic: Clinic) -> None:
    """An approval and a visit as the program before this one wrote them, with its words in the audit."""
    store, now = clinic.store, clinic.clock.now
    who = store.accounts.named(ELLEN).id
    with writing(store.engine) as connection:
        row = {"id": "old", "site_id": "here", "aid_id": "statin", "aid_hash": "ef" * 32, "account_id": who}
        connection.execute(approval.insert().values(**row, at=now.isoformat(), until="2027-01-01"))
        note(connection, now, who, "approved", detail=f"statin {'ef' * 8}")
        visit = dict(connection.execute(select(encounter).where(encounter.c.id == clinic.visit.id)).mappings().one())
        visit |= {"id": "before", "number": 98, "account_id": who, "opened": now.isoformat()}
        visit |= {"key": None} if "key" in visit else {}
        connection.execute(encounter.insert().values(**visit))
        note(connection, now, who, "opened a visit", person_id=clinic.person, encounter_id="before")


def test_a_database_from_before_stays_whole_and_what_its_audit_told_is_held(filled: Clinic) -> None:
    as_before(filled)
    filled.store.verify()
    with reading(filled.store.engine) as connection:
        assert connection.execute(select(approval.c.id).where(approval.c.id == "old")).scalar_one() == "old"
    assert filled.store.accounts.approved("ef" * 32, date(2026, 12, 31))
    each_column(filled, "approval", "id='old'", ("aid_id", "aid_hash", "account_id", "at"), "approval of", swapped)
    each_column(filled, "encounter", "id='before'", ("person_id", "account_id", "opened"), "visit before", other_byte)


def swapped(value: object) -> object:
    """Another value from the first letter on: of an edition the audit told the first letters."""
    return f"x{value}"


def test_the_new_words_cannot_be_passed_off_as_the_old(filled: Clinic) -> None:
    """Whoever moves the last day of an approval that the audit tells whole finds no older telling to hide behind."""
    with filled.by_hand() as raw:
        raw.execute("UPDATE approval SET until='2099-12-31' WHERE until IS NOT NULL")
    broken(filled, "nobody gave it so")
