"""The language of a visit: it changes on any page, writes nothing clinical, and stays, also in what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import Table
from tests.web.rooms import Clinic, cookie_of, old_token, tokens
from tests.web.spanish import go_over, in_spanish, left_in_english


def test_a_visit_goes_over_to_another_language_on_the_same_page_and_keeps_it(table: Table) -> None:
    visit = table.open_visit(name="Rosa Morales")
    page = visit.address("card/picture?years=30")
    before = table.store.log.read(table.store.people.visit(visit.id).person_id)
    assert f'name="back" value="{page}"' in visit.get("card/picture?years=30").text
    assert go_over(visit, "es", page) == page
    assert '<html lang="es"' in visit.get("card/picture").text
    kept = table.store.people.visit(visit.id)
    assert (kept.language, kept.clinician_language) == ("es", "en")
    assert table.store.log.read(kept.person_id) == before, "nothing clinical was written"
    table.store.people.end_visit(visit.id, kept.account_id or "")
    again = table.client.post(f"/visits/{visit.id}/again", data=tokens(table.client))
    assert '<html lang="es"' in table.client.get(again.location).text, "the next visit begins in it"


def test_the_change_is_in_the_audit_a_single_time_and_a_visit_that_ended_stays_as_it_was(table: Table) -> None:
    visit = table.open_visit()
    go_over(visit, "es")
    go_over(visit, "es")
    with table.store.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "select detail, encounter_id from audit where action='changed the language'"
        ).all()
    assert [tuple(row) for row in rows] == [("es", visit.id)]
    table.store.audit.verify()
    table.store.people.end_visit(visit.id, "somebody")
    go_over(visit, "en")
    assert table.store.people.visit(visit.id).language == "es"
    assert "data-language" not in visit.get("plan").text


@pytest.mark.hazard("T02")
@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example", "/", "/visits/another/plan", "javascript:alert(1)", "\\\\x"],
)
def test_the_way_back_leads_nowhere_but_into_the_same_visit(table: Table, back: str) -> None:
    visit = table.open_visit()
    assert go_over(visit, "es", back) == f"/visits/{visit.id}"


def test_a_language_that_is_not_here_changes_nothing(table: Table) -> None:
    visit = in_spanish(table)
    data = {**tokens(table.client, visit.id), "language": "xx"}
    answer = table.client.post(f"/visits/{visit.id}/language", data=data)
    assert answer.status_code == 400
    assert "Ese idioma no está aquí. No se guardó nada." in answer.text
    assert table.store.people.visit(visit.id).language == "es"


@pytest.mark.hazard("H04")
def test_a_page_of_another_visit_changes_no_language(table: Table) -> None:
    visit, other = table.open_visit(), table.open_visit()
    data = {**tokens(table.client, other.id), "language": "es"}
    assert table.client.post(f"/visits/{visit.id}/language", data=data).status_code == 409
    assert table.store.people.visit(visit.id).language == "en"


def test_problems_the_lock_and_the_end_speak_the_language_of_the_visit(clinic: Clinic) -> None:
    table = clinic.table
    client = clinic.browser()
    visit = clinic.visit(client)
    table.store.people.speak(visit.id, "es", clinic.mine)
    visit.get("plan")
    missing = visit.get("card/nothing")
    assert missing.status_code == 404
    assert '<html lang="es"' in missing.text
    assert left_in_english(missing.text) == []
    old = {"csrf_token": old_token(table), "encounter": visit.id}
    stale = visit.client.post(visit.address("card/situation"), data=old)
    assert "Esta página estuvo abierta mucho tiempo." in stale.text
    foreign = visit.client.post(visit.address("card/situation"), data={**old, "encounter": "another"})
    assert "Esta página lleva mucho tiempo abierta." in foreign.text
    accounts, cookie = table.store.accounts, cookie_of(client, table)
    idle = timedelta(minutes=table.settings.idle_minutes + 1)
    accounts.keep(cookie, accounts.signed_in(cookie).data, table.clock.now - idle)
    locked = client.get(visit.address("plan"), follow_redirects=True).text
    assert '<html lang="es"' in locked
    assert "Esta pantalla descansó." in locked
    again = clinic.browser()
    end = again.post(f"/visits/{visit.id}/end", data=tokens(again, visit.id))
    assert end.location == "/sign-in?ended=1&language=es"
    assert "La visita terminó, y la pantalla quedó en blanco." in again.get(end.location).text
