"""Everything of one person goes, on a running server too; a receipt stays, and everybody else is untouched (T14)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from decisionaid.errors import ChainBroken, Conflict, NotThere
from decisionaid.settings import new_id
from decisionaid.store import Store
from decisionaid.store.tables import metadata
from tests.store.clinic import Clinic, statin

pytestmark = [pytest.mark.hazard("T14"), pytest.mark.hazard("T12")]

MARKER = "marzipanwhisper0417"
NUMBER = 7_730_417
"""Stands in values; nothing else has it."""


def fill(clinic: Clinic, lines: int = 6) -> None:
    """Words, values, a decision, a page that was handed over, and a second visit."""
    for at in range(lines):
        clinic.say(words=f"{MARKER} {at}", item=f"words.{at}")
        clinic.say(item="values", value={"inputs": {"age": {"amount": NUMBER + at, "note": f"{MARKER} {at}"}}})
    clinic.say(kind="decision", item="arrived", aid_id="statin", aid_hash=statin().hash, edition=statin())
    again = clinic.again()
    clinic.say(on=again, words=MARKER)
    clinic.store.people.handed_over(clinic.person, 9, f"html {MARKER}", "en", "00", None)
    clinic.store.people.end_visit(clinic.visit.id, "nobody")


def everything(clinic: Clinic) -> dict[str, list[dict[str, Any]]]:
    with clinic.looking() as raw:
        return {table: raw.dicts(f"SELECT * FROM {table}") for table in metadata.tables}


def test_nothing_of_the_person_stays_in_any_table_but_who_did_what_when(clinic: Clinic) -> None:
    fill(clinic)
    ids = {clinic.person, *(each.id for each in clinic.store.people.visits_of(clinic.person))}
    lines = len(clinic.log())
    receipt = clinic.store.erasing.erase(clinic.person, "nobody")
    assert (receipt.visits, receipt.lines) == (2, lines)
    left = {
        table: rows
        for table, found in everything(clinic).items()
        if (rows := [row for row in found if any(each in json.dumps(row, default=str) for each in ids)])
    }
    assert set(left) == {"person", "audit"}
    (tombstone,) = left["person"]
    kept = {name for name, value in tombstone.items() if value}
    assert kept <= {"id", "site_id", "erased_at", "gone_at"}
    assert clinic.log() == ()
    with pytest.raises(NotThere):
        clinic.store.people.find(clinic.person)
    with pytest.raises(NotThere):
        clinic.store.people.visit(clinic.visit.id)


def test_the_audit_and_every_other_chain_verify_afterwards_and_after_a_restart(clinic: Clinic) -> None:
    fill(clinic)
    before = clinic.store.verify()
    receipt = clinic.store.erasing.erase(clinic.person, "nobody")
    after = clinic.store.verify()
    assert (after.people, after.lines) == (before.people - 1, before.lines - receipt.lines)
    assert after.audit_rows == before.audit_rows + 1
    clinic.restart()
    assert clinic.store.verify() == after
    assert clinic.store.erasing.receipt(receipt.text).lines == receipt.lines


@pytest.mark.only("sqlite", "a server's bytes leave after a vacuum: `test_postgresql_words`")
@pytest.mark.parametrize("lines", [2, 40])
def test_no_byte_of_it_is_in_the_folder_while_others_go_on_writing(clinic: Clinic, lines: int) -> None:
    """Many people's rows lie side by side in the pages of the file, and are moved about as they grow."""
    others = [clinic.somebody(f"Other {at}")[1] for at in range(6)]
    for at in range(lines):
        clinic.say(
            words=f"{MARKER} {at}", item=f"words.{at}", value={"note": f"{MARKER} {at} " + "x" * (at * 37 % 400)}
        )
        clinic.say(on=others[at % 6], words="y" * (at * 91 % 700), value={"n": "z" * (at * 53 % 500)})
    with clinic.looking() as raw:
        sealed = [bytes(row["sealed"])[12:28] for row in raw.dicts("SELECT sealed, person_id FROM sealed_text")
                  if row["person_id"] == clinic.person]  # fmt: skip
        name = bytes(raw.dicts("SELECT name FROM person WHERE id=?", (clinic.person,))[0]["name"])[36:52]
    secrets = [MARKER.encode(), name, *sealed]
    assert all(any(each in data for data in clinic.bytes_on_disk().values()) for each in secrets)
    running = Store(clinic.settings, clinic.clock)  # as the server, while the command erases
    receipt = clinic.store.erasing.erase(clinic.person, "command line")
    assert receipt.left
    found = {name for name, data in clinic.bytes_on_disk().items() for each in secrets if each in data}
    assert found == set()
    clinic.say(on=others[0], store=running, words="and on")
    running.verify()
    running.close()


def test_a_screen_that_still_shows_the_visit_is_told_and_writes_nothing(clinic: Clinic) -> None:
    fill(clinic)
    again = clinic.store.people.visits_of(clinic.person)[-1]
    clinic.store.erasing.erase(clinic.person, "nobody")
    with pytest.raises(Conflict, match="Nothing was saved"):
        clinic.say(on=again, words="too late")
    clinic.store.verify()


def test_whoever_is_erased_is_not_erased_again_and_an_unknown_id_erases_nobody(clinic: Clinic) -> None:
    fill(clinic)
    clinic.store.erasing.erase(clinic.person, "nobody")
    for each in (clinic.person, "nobody here", ""):
        with pytest.raises(NotThere):
            clinic.store.erasing.erase(each, "nobody")


def test_somebody_in_whose_name_nothing_was_said_goes_too(clinic: Clinic) -> None:
    receipt = clinic.store.erasing.erase(clinic.person, "nobody")
    assert (receipt.visits, receipt.lines) == (1, 0)
    clinic.store.verify()


def test_a_number_of_somebody_who_was_erased_is_free_again(clinic: Clinic) -> None:
    account = clinic.store.accounts.accept(clinic.store.accounts.invite(), "Ellen", "quite a few words").id
    visit = clinic.store.arrivals.begin(account, new_id(), practice=True, name="Rosa", number="4711")
    assert clinic.store.arrivals.known("Rosa", "4711") == visit.person_id
    clinic.store.erasing.erase(visit.person_id, account)
    assert clinic.store.arrivals.known("Rosa", "4711") is None
    anew = clinic.store.arrivals.begin(account, new_id(), practice=True, name="Sam", number="4711")
    assert anew.person_id != visit.person_id
    clinic.store.verify()


def test_what_screens_remember_of_a_visit_goes_and_the_rest_of_it_stays(clinic: Clinic) -> None:
    fill(clinic)
    account = clinic.store.accounts.accept(clinic.store.accounts.invite(), "Ellen", "quite a few words").id
    seen = {f"pictured {clinic.visit.id} statin": "abc", "own_language": "es"}
    tab = clinic.store.accounts.sign_in(account, "clinician", seen)
    frame = clinic.store.accounts.sign_in(account, "clinician", encounter_id=clinic.visit.id)
    clinic.store.erasing.erase(clinic.person, account)
    assert clinic.store.accounts.signed_in(frame) is None
    found = clinic.store.accounts.signed_in(tab)
    assert found is not None
    assert found.data == {"own_language": "es"}


def test_a_receipt_that_nobody_gave_is_not_known(clinic: Clinic) -> None:
    receipt = clinic.store.erasing.erase(clinic.person, "nobody")
    number, _, short = receipt.text.partition("-")
    opened = clinic.snapshot_of_audit()[0]
    others = (f"{int(number) - 1}-{short}", f"{number}-{'0' * 32}", f"{number}-{'%' * 32}", f"{number}-")
    for wrong in ("", "x", *others, f"{opened.seq}-{opened.hash[:32]}", f"{'9' * 30}-{short}"):
        with pytest.raises(NotThere, match="no such receipt"):
            clinic.store.erasing.receipt(wrong)


def test_a_line_goes_while_the_receipt_is_the_last_of_the_audit_and_at_no_other_time(clinic: Clinic) -> None:
    """Neither because somebody says that the person is erased, nor long after, nor with another one's receipt."""
    clinic.say(words="kept")
    clinic.store.erasing.erase(clinic.somebody("Sam")[0], "nobody")
    refused = "takes new rows only|permission denied|without a receipt"
    ways = [f"DELETE FROM choice WHERE person_id='{clinic.person}'"]
    if clinic.cluster is not None:
        ways.append(f"SELECT erase_rows_of('{clinic.person}')")
    for statement in ways:
        with clinic.store.engine.connect() as connection:
            connection.exec_driver_sql(f"UPDATE person SET erased_at='now' WHERE id='{clinic.person}'")
            with pytest.raises(DBAPIError, match=refused):
                connection.exec_driver_sql(statement)
    assert len(clinic.log()) == 1
    clinic.store.verify()


def test_a_log_that_somebody_altered_is_not_erased_under_a_receipt(clinic: Clinic) -> None:
    fill(clinic)
    with clinic.by_hand() as raw:
        raw.execute("UPDATE choice SET value='{}' WHERE person_id=? AND seq=2", (clinic.person,))
    with pytest.raises(ChainBroken):
        clinic.store.erasing.erase(clinic.person, "nobody")
    assert len(clinic.log()) == 14


def test_a_receipt_for_other_lines_than_there_were_shows(clinic: Clinic) -> None:
    """Whoever cuts a tail off by hand, and has the rest erased, is found out."""
    fill(clinic)
    with clinic.by_hand() as raw:
        last = clinic.log()[-1].seq
        raw.execute("DELETE FROM choice WHERE person_id=? AND seq=?", (clinic.person, last))
        (hash_,) = raw.execute(
            "SELECT hash FROM choice WHERE person_id=? AND seq=?", (clinic.person, last - 1)
        ).fetchone()
        raw.execute("UPDATE head SET seq=?, hash=? WHERE person_id=?", (last - 1, hash_, clinic.person))
    clinic.restart()
    clinic.store.erasing.erase(clinic.person, "nobody")
    with pytest.raises(ChainBroken, match="receipt"):
        clinic.store.verify()


@pytest.mark.parametrize("table", ["choice", "encounter"])
def test_what_comes_back_by_hand_after_it_was_erased_shows(clinic: Clinic, table: str) -> None:
    fill(clinic)
    with clinic.by_hand() as raw:
        raw.execute(f"CREATE TABLE aside AS SELECT * FROM {table}")
    clinic.store.erasing.erase(clinic.person, "nobody")
    with clinic.by_hand() as raw:
        if raw.sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(f"INSERT INTO {table} SELECT * FROM aside WHERE person_id=?", (clinic.person,))
    with pytest.raises(ChainBroken):
        clinic.store.verify()
    with clinic.by_hand() as raw:
        raw.execute("DROP TABLE aside")


@pytest.mark.only("postgresql", "a server keeps old rows")
def test_on_a_server_it_has_left_after_a_vacuum_of_each_table_and_a_checkpoint(clinic: Clinic) -> None:
    from decisionaid.store.guards import OF_SOMEBODY
    from tests.store.test_postgresql_words import owner

    fill(clinic)
    owner(clinic, *(f"ALTER TABLE {each} SET (autovacuum_enabled = off)" for each in OF_SOMEBODY[:1]))
    receipt = clinic.store.erasing.erase(clinic.person, "nobody")
    assert not receipt.left, "the old rows lie there still"
    for _ in range(20):
        owner(clinic, *(f"VACUUM {each}" for each in OF_SOMEBODY), "CHECKPOINT")
        if clinic.store.leaving.finish():
            break
    assert clinic.store.erasing.receipt(receipt.text).left
    assert re.fullmatch(r"\d+-[0-9a-f]{32}", receipt.text)
