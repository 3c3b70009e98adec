"""Reading changes nothing: every page is fetched and the whole database compared before and after.

Two kinds of rows may come from a reading, and only these: that somebody looked (audit), and that a page to carry away
was opened (handover).
"""

from __future__ import annotations

import pytest

from tests.builders import MAN_62, Table
from tests.web.rooms import AUDIT, Clinic, dump

READINGS = (
    *("", "/plan", "/print", "/plan.pdf", "/note", "/note?plain=1", "/wait-key", "/nothing/situation"),
    *(
        f"/statin/{page}"
        for page in ("situation", "picture", "picture?years=30", "decision", "evidence/baseline", "nothing")
    ),
)
HANDS_OVER = ("/print", "/plan.pdf", "/note", "/note?plain=1")


def _filled_visit(clinic: Clinic):
    visit = clinic.visit()
    assert visit.send("card/situation", {**MAN_62, "words": "Rosa said", "then": "picture"}).status_code == 303
    assert visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"}).status_code == 303
    return visit


@pytest.mark.parametrize("path", READINGS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_a_page_of_a_visit_writes_no_more_than_that_it_was_looked_at(
    clinic: Clinic, path: str, method: str
) -> None:
    visit = _filled_visit(clinic)
    before = dump(clinic.table)
    for _ in range(2):
        visit.client.open(f"/visits/{visit.id}{path}", method=method)
    after = dump(clinic.table)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {*AUDIT, *(("handover",) if path in HANDS_OVER else ())}


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/sign-in?next=/visits/x", "/healthz", "/readyz", "/static/base.css", "/nowhere"]
)
def test_reading_any_other_page_writes_nothing(clinic: Clinic, path: str) -> None:
    _filled_visit(clinic)
    for client in (clinic.table.client, clinic.table.stranger()):
        before = dump(clinic.table)
        client.get(path)
        assert dump(clinic.table) == before


def test_looking_at_the_picture_is_not_a_choice(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    person = table.store.people.visit(visit.id).person_id
    before = table.store.log.read(person)
    visit.get("card/picture")
    visit.get("card/picture?years=30")
    assert table.store.log.read(person) == before


def test_the_plan_reads_the_same_however_often_it_is_read(clinic: Clinic) -> None:
    visit = _filled_visit(clinic)
    visit.get("print")
    first, again = visit.get("print").data, visit.get("print").data
    assert first == again
    for page in ("note?plain=1", "plan.pdf"):
        assert visit.get(page).data == visit.get(page).data


@pytest.mark.parametrize("path", ["print", "plan.pdf", "note"])
def test_the_check_of_a_link_is_no_handing_over(clinic: Clinic, path: str) -> None:
    """A browser that looks ahead, or a checker of links, asks with HEAD: nobody was handed anything."""
    visit = _filled_visit(clinic)
    before = dump(clinic.table)["handover"]
    assert visit.client.head(visit.address(path)).status_code == 200
    assert dump(clinic.table)["handover"] == before


def test_a_page_that_was_looked_at_twice_was_handed_over_a_single_time(clinic: Clinic) -> None:
    """Reloading the same page says nothing new."""
    visit = _filled_visit(clinic)
    before = len(dump(clinic.table)["handover"])
    for _ in range(3):
        visit.get("print")
    assert len(dump(clinic.table)["handover"]) == before + 1


@pytest.mark.hazard("T12")
@pytest.mark.parametrize("page", ["plan", "print", "plan.pdf", "note", "", "card/situation"])
def test_who_looked_at_a_page_of_a_person_is_kept_whichever_page_it_is(clinic: Clinic, page: str) -> None:
    visit = clinic.visit(clinic.browser())
    person = clinic.table.store.people.visit(visit.id).person_id
    assert visit.get(page).status_code == 200
    assert sum(f"'{person}'" in row and "'looked'" in row for row in dump(clinic.table)["audit"]) == 1


def test_who_looked_at_whom_is_kept_a_single_time_in_a_quarter_of_an_hour(table: Table) -> None:
    visit = _filled_visit(Clinic(table))
    person = table.store.people.visit(visit.id).person_id

    def looked() -> int:
        return sum(f"'{person}'" in row and "'looked'" in row and "'plan'" in row for row in dump(table)["audit"])

    for _ in range(3):
        visit.get("plan")
    assert looked() == 1
    table.clock.forward(minutes=9)
    visit.get("plan")
    assert looked() == 1
    table.clock.forward(minutes=9)
    visit.get("plan")
    assert looked() == 2
    table.store.audit.verify()
