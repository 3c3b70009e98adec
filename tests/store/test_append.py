"""A choice is written whole, a single time, or not at all (H07, H08)."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError

from decisionaid.domain.encounter import NewChoice
from decisionaid.errors import Conflict
from decisionaid.settings import new_id
from tests.store.clinic import Clinic, statin
from tests.store.racing import send_at_one_moment

pytestmark = [pytest.mark.hazard("H07"), pytest.mark.hazard("H08")]


TURNED_AWAY = re.compile("takes new rows only|permission denied for table")


class PlugPulled(Exception):
    """The test pulls the plug."""


def cited(**more: Any) -> dict[str, Any]:
    return {
        "kind": "decision", "item": "arrived", "aid_id": "statin", "aid_hash": statin().hash,
        "value": {"arrived": "not_now"}, "words": "I would rather walk more", **more,
    }  # fmt: skip


def test_a_choice_comes_back_as_it_was_said(clinic: Clinic) -> None:
    said = cited(voice="patient", via="interpreter", private=True, language="es", words_language="ar", saw_seq=0)
    clinic.say(**said, edition=statin())
    (line,) = clinic.log()
    assert {name: getattr(line, name) for name in said} == said
    assert (line.seq, line.encounter_id, line.saved_at) == (1, clinic.visit.id, clinic.clock.now)


def test_a_choice_sent_twice_is_written_a_single_time(clinic: Clinic) -> None:
    key = new_id()
    first = clinic.say(key=key, **cited(), edition=statin())
    before = clinic.snapshot()
    second = clinic.say(key=key, **cited(), edition=statin())
    assert (first.again, second.again) == (False, True)
    assert second.choice == first.choice
    assert clinic.snapshot() == before, "the second sending wrote something"


@pytest.mark.parametrize(
    "changed",
    [
        {"value": {"arrived": "parked"}},
        {"words": "something else"},
        {"item": "said"},
        {"private": True},
        {"voice": "patient"},
    ],
)
def test_a_key_that_was_used_is_never_a_saved_for_something_else(clinic: Clinic, changed: dict[str, Any]) -> None:
    key = new_id()
    clinic.say(key=key, **cited())
    before = clinic.snapshot()
    with pytest.raises(Conflict):
        clinic.say(key=key, **cited(**changed))
    assert clinic.snapshot() == before


def test_what_the_same_page_wrote_before_is_no_news_to_it_and_what_another_wrote_is(clinic: Clinic) -> None:
    page, other = "a" * 22, "b" * 22
    first = clinic.say(key=f"{page}-first", words="one", saw_seq=0).choice
    assert clinic.say(key=f"{page}-later", words="two", saw_seq=0).newer == ()
    newer = clinic.say(key=f"{other}-first", words="three", saw_seq=first.seq).newer
    assert [line.words for line in newer] == ["two"]


def test_the_same_key_in_another_visit_is_another_choice(clinic: Clinic) -> None:
    key, later = new_id(), clinic.again()
    clinic.say(key=key)
    assert clinic.say(key=key, on=later).again is False
    assert [line.seq for line in clinic.log()] == [1, 2]


def test_eight_at_once_are_one_line(clinic: Clinic) -> None:
    told = send_at_one_moment(clinic.store, clinic.person, clinic.visit.id, [new_id()] * 8, time.time() + 0.1)
    assert told == [1] * 8
    assert len(clinic.log()) == 1
    clinic.store.verify()


def place(clinic: Clinic) -> list[str]:
    """Where another process finds the same clinic."""
    return [str(clinic.data), clinic.settings.database_url]


def test_eight_at_once_from_two_processes_are_one_line(clinic: Clinic) -> None:
    key, at = new_id(), time.time() + 2.5
    command = [sys.executable, "-m", "tests.store.racing", *place(clinic), clinic.person, clinic.visit.id, str(at)]
    others = [subprocess.Popen([*command, *[key] * 4], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [each.communicate(timeout=30)[0].split() for each in others]
    assert told == [["1"] * 4] * 2
    assert len(clinic.log()) == 1
    clinic.store.verify()


def test_racing_writers_lose_nothing(clinic: Clinic) -> None:
    keys = [[new_id() for _ in range(8)] for _ in range(6)]
    for some in keys:
        send_at_one_moment(clinic.store, clinic.person, clinic.visit.id, some, time.time())
    log = clinic.log()
    assert [line.seq for line in log] == list(range(1, 49))
    assert {line.key for line in log} == {key for some in keys for key in some}
    clinic.store.verify()


def statements_of(clinic: Clinic, write: Callable[[], object]) -> int:
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(clinic.store.engine, "before_cursor_execute", one_more)
    write()
    event.remove(clinic.store.engine, "before_cursor_execute", one_more)
    return count


@pytest.mark.parametrize("when", ["before_cursor_execute", "after_cursor_execute"])
def test_a_plug_pulled_at_any_statement_leaves_nothing(clinic: Clinic, when: str) -> None:
    _, visit = clinic.somebody()
    count = statements_of(clinic, lambda: clinic.say(on=visit, **cited(saw_seq=0), edition=statin()))
    assert count >= 9, "choice, words, edition, head and audit are one transaction"
    with clinic.by_hand() as raw:  # so that the edition is new again
        raw.execute("DELETE FROM aid_version")
    before, key = clinic.snapshot(), new_id()
    for at in range(1, count + 1):
        left = at

        def pull(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise PlugPulled

        event.listen(clinic.store.engine, when, pull)
        with pytest.raises(PlugPulled):
            clinic.say(key=key, **cited(saw_seq=0), edition=statin())
        event.remove(clinic.store.engine, when, pull)
        assert clinic.snapshot() == before, f"statement {at} of {count} left something behind"
    assert clinic.say(key=key, **cited(saw_seq=0), edition=statin()).again is False
    assert len(clinic.log()) == 1
    clinic.store.verify()


def test_an_edition_that_another_clinic_wrote_in_this_very_moment_costs_no_choice(clinic: Clinic) -> None:
    met: list[str] = []

    def there_already(_: object, __: object, statement: str, *___: object) -> None:
        if "INTO aid_version" in statement and not met:
            met.append(statement)
            raise IntegrityError(statement, {}, Exception("there already"))

    event.listen(clinic.store.engine, "before_cursor_execute", there_already)
    assert clinic.say(**cited(), edition=statin()).choice.seq == 1
    assert met
    assert [line.seq for line in clinic.log()] == [1]


def test_a_plug_pulled_at_the_commit_leaves_nothing(clinic: Clinic) -> None:
    before = clinic.snapshot()

    def pull(*_: object) -> None:
        raise PlugPulled

    event.listen(clinic.store.engine, "commit", pull)
    with pytest.raises(PlugPulled):
        clinic.say(**cited(), edition=statin())
    event.remove(clinic.store.engine, "commit", pull)
    assert clinic.snapshot() == before
    assert clinic.say(**cited(), edition=statin()).choice.seq == 1


def test_one_transaction_writes_the_choice_its_words_its_edition_the_head_and_the_audit(clinic: Clinic) -> None:
    before = clinic.snapshot()
    clinic.say(**cited(), edition=statin())
    after = clinic.snapshot()
    grown = {table: len(after[table]) - len(before[table]) for table in after}
    assert grown == {"choice": 1, "sealed_text": 1, "head": 1, "aid_version": 1, "audit": 1, "audit_end": 0}


def test_a_visit_that_ended_takes_no_more_choices(clinic: Clinic) -> None:
    key = new_id()
    clinic.say(key=key)
    clinic.store.people.end_visit(clinic.visit.id, "somebody")
    before = clinic.snapshot()
    with pytest.raises(Conflict, match="ended"):
        clinic.say()
    assert clinic.snapshot() == before
    assert clinic.say(key=key).again, "what was saved before the end is still told as saved"


@pytest.mark.hazard("H04")
def test_a_choice_for_one_person_in_the_visit_of_another_is_refused(clinic: Clinic) -> None:
    before = clinic.snapshot()
    new = NewChoice(key=new_id(), kind="situation", value={})
    for person, visit in (
        (clinic.person, clinic.other_visit.id),
        (clinic.other, clinic.visit.id),
        (clinic.person, "none"),
    ):
        with pytest.raises(Conflict, match="another visit"):
            clinic.store.log.append(person, visit, clinic.hand, new)
    assert clinic.snapshot() == before


@pytest.mark.hazard("H04")
def test_a_key_of_another_persons_visit_is_refused(clinic: Clinic) -> None:
    key = clinic.say().choice.key
    new = NewChoice(key=key, kind="situation", value={})
    with pytest.raises(Conflict, match="another visit"):
        clinic.store.log.append(clinic.other, clinic.visit.id, clinic.hand, new)


def test_a_line_that_is_not_there_cannot_be_taken_back(clinic: Clinic) -> None:
    clinic.say()
    before = clinic.snapshot()
    with pytest.raises(Conflict, match="take back"):
        clinic.say(kind="undo", withdraws=3)  # the other patient has a third line
    assert clinic.snapshot() == before


def test_who_had_not_seen_the_newer_line_is_told_and_the_later_one_stands(clinic: Clinic) -> None:
    first = clinic.say(**cited(words="first")).choice
    other_screen = clinic.say(**cited(words="from the other screen", saw_seq=first.seq))
    assert other_screen.newer == ()
    mine = clinic.say(**cited(words="mine", saw_seq=first.seq))
    assert [line.words for line in mine.newer] == ["from the other screen"]
    assert clinic.log()[-1].words == "mine"
    elsewhere = clinic.say(**cited(item="said", saw_seq=first.seq))
    assert elsewhere.newer == (), "a newer line on another question is no surprise"


def test_the_tables_take_new_rows_only(clinic: Clinic) -> None:
    clinic.say(words="kept")
    for table in ("choice", "audit"):
        for statement in (f"UPDATE {table} SET prev='x'", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match=TURNED_AWAY), clinic.store.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    clinic.store.verify()
