"""`decisionaid export` and `decisionaid visits`: the plan in any format, the same as in the visit (H12, H13, H17)."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from decisionaid.cli import main
from decisionaid.clinic import Clinic
from decisionaid.exports import html
from decisionaid.locale import languages, words
from decisionaid.store import Store
from decisionaid.store.engine import reading
from decisionaid.store.tables import audit, handover
from tests.builders import MAN_62, Table, Visit, text_of
from tests.web.correcting import said_counts

pytestmark = pytest.mark.hazard("H12")


@pytest.fixture
def visit(table: Table) -> Visit:
    """A visit with values, words and a decision."""
    visit = table.open_visit(name="Walter Patient")
    visit.send("card/situation", {**MAN_62, "words": "I lift crates all day", "then": "picture"})
    visit.send("card/decision", {"arrived": "option.no_statin", "look_again": "3mo", "then": "plan"})
    return visit


@pytest.fixture(autouse=True)
def _on_the_day_of_the_clinic(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command has the clock of the visit: on another day nobody has said that the values still hold."""
    there = Store.that_is_there.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(Store, "that_is_there", partial(there, partial(Store, clock=table.clock)))


def person_of(table: Table, visit: Visit) -> str:
    return table.store.people.visit(visit.id).person_id


def export(table: Table, person: str, *more: str) -> int:
    return main(["export", person, "--data", str(table.data), *more])


def handed_over(table: Table) -> list[Any]:
    with reading(table.store.engine) as connection:
        return list(connection.execute(select(handover).order_by(handover.c.at)).all())


def test_the_note_is_byte_for_byte_the_note_of_the_visit(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(table, person_of(table, visit), "--format", "note") == 0
    told = capfdbinary.readouterr().out
    assert told == visit.get("note?plain=1").data
    assert b"I lift crates all day" in told


def test_the_page_says_what_the_page_of_the_visit_says(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    person = person_of(table, visit)
    assert export(table, person, "--format", "html") == 0
    printed = capfdbinary.readouterr().out.decode()
    on_screen = visit.get("print").text
    assert main_of(printed) == main_of(on_screen)
    assert "about 7 in 100" in text_of(printed).lower()
    the_clinic: Clinic = table.app.extensions["clinic"]
    assert printed.encode() == html.render(the_clinic.handout(person, None, "en"))


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("format", ["note", "html"])
def test_on_another_day_it_says_no_number_of_a_visit_that_is_still_open(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes], format: str
) -> None:
    table.clock.forward(days=2)
    for at in ((), ("--at", visit.id)):
        assert export(table, person_of(table, visit), "--format", format, *at) == 0
        assert said_counts(text_of(capfdbinary.readouterr().out.decode())) == set()


def main_of(page: str) -> str:
    """The words between the marks of the page's main part."""
    return text_of(page[page.index("<main") : page.index("</main>")])


def test_telling_it_twice_is_the_same_bytes(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for format in ("note", "html"):
        told = []
        for _ in range(2):
            assert export(table, person_of(table, visit), "--format", format) == 0
            told.append(capfdbinary.readouterr().out)
        assert told[0] == told[1]


@pytest.mark.hazard("H04")
def test_only_this_persons_plan_is_in_it(table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for format in ("note", "html"):
        assert export(table, person_of(table, visit), "--format", format) == 0
        told = capfdbinary.readouterr().out
        assert b"noise" not in told.lower()
        assert b"Another Clinician" not in told


def test_an_earlier_visit_is_told_as_it_stood(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    person = person_of(table, visit)
    table.store.people.end_visit(visit.id, table.store.people.visit(visit.id).account_id or "")
    assert export(table, person, "--format", "note", "--at", visit.id) == 0
    then = capfdbinary.readouterr().out
    table.clock.forward(days=30)
    table.client = table.stranger()
    from tests.builders import sign_in

    sign_in(table.client, table.store, "Another Day")
    account = table.store.accounts.named("Another Day")
    assert account is not None
    later = table.store.people.open_visit(person, account.id, practice=True)
    Visit(table.client, later.id).send("card/decision", {"arrived": "option.high", "then": "plan"})
    assert export(table, person, "--format", "note") == 0
    now = capfdbinary.readouterr().out
    assert export(table, person, "--format", "note", "--at", visit.id) == 0
    assert capfdbinary.readouterr().out == then
    assert b"A high dose" in now.split(b"Where they arrived")[1]
    assert b"A high dose" not in then.split(b"Where they arrived")[1]


@pytest.mark.hazard("T12")
def test_the_hand_over_is_noted_with_the_sum_of_the_very_bytes(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    person = person_of(table, visit)
    assert export(table, person, "--format", "note", "--language", languages()[-1]) == 0
    (noted,) = handed_over(table)
    assert (noted.person_id, noted.format, noted.language, noted.account_id) == (person, "note", languages()[-1], None)
    assert noted.sha256 == hashlib.sha256(capfdbinary.readouterr().out).hexdigest()
    with reading(table.store.engine) as connection:
        last = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (last.actor, last.action, last.person_id) == ("command line", "handed over", person)


def test_it_goes_into_a_new_private_file_and_never_over_another(
    table: Table, visit: Visit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.html"
    assert export(table, person_of(table, visit), "--format", "html", "--output", str(file)) == 0
    assert file.read_bytes().startswith(b"<!")
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert export(table, person_of(table, visit), "--format", "note", "--output", str(file)) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_who_or_what_is_not_known_is_said_in_words(
    table: Table, visit: Visit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = person_of(table, visit)
    for arguments, said in (
        (["nobody", "--format", "note"], "Nobody here has that id."),
        ([person, "--format", "note", "--at", "no-visit"], "no such visit"),
        ([person, "--format", "telegram"], "There is no format 'telegram'. These are: html, note"),
        ([person, "--format", "note", "--language", "tlh"], "There is no language 'tlh' here."),
    ):
        assert main(["export", *arguments, "--data", str(table.data)]) == 1
        assert said in capsys.readouterr().err
    assert main(["export", person, "--format", "note", "--data", str(tmp_path / "nowhere")]) == 1
    assert "There is no database" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    assert handed_over(table) == []


@pytest.mark.hazard("H04")
def test_a_visit_of_another_person_is_no_visit_of_this_one(
    table: Table, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    other = table.open_visit(name="Somebody Else")
    assert export(table, person_of(table, visit), "--format", "note", "--at", other.id) == 1
    assert "no such visit" in capsys.readouterr().err


def test_a_page_without_its_phone_number_is_not_written(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    table = Table(tmp_path / "real", practice=False)
    edition = table.app.extensions["clinic"].library.edition("statin")
    table.store.accounts.approve("statin", edition.hash, "Ellen Price")
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    visit.send("card/decision", {"arrived": "option.high", "then": "plan"})
    assert export(table, person_of(table, visit), "--format", "html") == 1
    told = capfdbinary.readouterr()
    assert told.out == b""
    assert b"the number is missing" in told.err
    assert handed_over(table) == [], "what did not leave is not noted as handed over"
    table.store.close()


@pytest.mark.hazard("H17")
def test_what_is_just_between_us_is_in_no_format(
    table: Table, visit: Visit, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    visit.send("card/decision", {"words": "marzipan-whisper", "private": "y", "arrived": "option.no_statin"})
    assert b"marzipan" in visit.get("plan").data, "it is on the clinician's own page"
    for format in ("note", "html"):
        assert export(table, person_of(table, visit), "--format", format) == 0
        assert b"marzipan" not in capfdbinary.readouterr().out


def test_the_visits_of_a_day_are_listed_by_id_without_names(
    table: Table, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    day = table.app.extensions["clinic"].local(table.clock.now).date().isoformat()
    assert main(["visits", "--data", str(table.data), "--on", day]) == 0
    told = capsys.readouterr().out
    lines = [line.split("\t") for line in told.splitlines()]
    assert [person_of(table, visit), visit.id, "Ellen Price", "yes"] in [line[2:] for line in lines]
    assert len(lines) == 3, "the heading, his visit, and her visit"
    assert "Walter" not in told
    assert "Noise" not in told
    assert main(["visits", "--data", str(table.data), "--on", "1999-01-01"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    with reading(table.store.engine) as connection:
        noted = connection.execute(select(audit.c.detail).where(audit.c.action == "listed visits")).scalars().all()
    assert noted == [day, "1999-01-01"]


@pytest.mark.hazard("H16")
def test_the_day_of_a_visit_is_the_clinics_day(table: Table, capsys: pytest.CaptureFixture[str]) -> None:
    """23:30 in Chicago is already tomorrow in UTC."""
    (table.data / "site.yaml").write_text("time_zone: America/Chicago\n")
    table.clock.now = table.clock.now.replace(day=24, hour=5, minute=30)
    visit = table.store.people.open_visit(table.store.people.add().id, None, practice=True)
    for day, there in (("2026-11-23", True), ("2026-11-24", False)):
        assert main(["visits", "--data", str(table.data), "--on", day]) == 0
        assert (visit.id in capsys.readouterr().out) is there


def test_the_note_is_told_in_the_clinicians_language_and_the_page_in_the_patients(
    table: Table, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    person = table.store.people.add(language="es")
    table.store.people.open_visit(person.id, None, practice=True, language="es", clinician_language="en")
    for format, language in (("note", "en"), ("html", "es")):
        assert export(table, person.id, "--format", format) == 0
        assert handed_over(table)[-1].language == language
        weekday = words(language).day(table.app.extensions["clinic"].today()).split(",")[0].lower()
        assert weekday.encode() in capfdbinary.readouterr().out.lower()
