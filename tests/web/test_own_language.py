"""The pages outside a visit are read in the clinician's own language, whatever the patients speak."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.builders import NAME, PASSWORD, Table, field_of, text_of
from tests.web.rooms import Clinic, tokens
from tests.web.spanish import left_in_english

PAGES = ("/", "/ended")


def choose(client: FlaskClient, language: str, back: str = "/") -> str:
    answer = client.post("/language", data={**tokens(client), "language": language, "back": back})
    assert answer.status_code == 303
    return answer.location


@pytest.mark.parametrize("page", PAGES)
def test_the_shelf_and_the_list_of_ended_visits_are_read_in_spanish_and_back_in_english(
    clinic: Clinic, page: str
) -> None:
    client = clinic.browser()
    clinic.visit(client, ended=True)
    english = client.get(page).text
    assert 'lang="es">Español</button>' in english
    assert choose(client, "es", page) == page
    spanish = client.get(page).text
    assert '<html lang="es"' in spanish
    assert left_in_english(spanish) == []
    assert choose(client, "en", page) == page
    assert text_of(client.get(page).text) == text_of(english)


def test_the_cards_of_a_visit_in_another_language_are_named_in_the_clinicians_own(table: Table) -> None:
    visit = table.open_visit(name="Rosa Morales")
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    title, on_shelf = "A statin, or not now?", table.client.get("/").text
    assert on_shelf.count(title) == 2, "on its card, and beside the visit"
    choose(table.client, "es")
    assert title not in table.client.get("/").text
    assert table.client.get("/").text.count("¿Una estatina, o por ahora no?") == 2


def test_what_is_said_there_of_a_problem_is_in_the_same_language(clinic: Clinic) -> None:
    client = clinic.browser()
    choose(client, "es")
    for at, typed in (
        ("/visits", {"number": "4711"}),
        ("/ended", {"number": "4711"}),
        ("/ended", {"name": "Rosa", "number": "1"}),
    ):
        page = client.post(at, data={**tokens(client), **typed})
        assert page.status_code in (400, 404)
        assert '<html lang="es"' in page.text
        assert left_in_english(page.text.replace("Rosa", "")) == []


def test_a_visit_keeps_its_language_and_changes_not_the_clinicians(table: Table) -> None:
    choose(table.client, "es")
    shelf = table.client.get("/").text
    assert 'value="es" checked' in shelf, "the visit begins in the language of the shelf, unless another is picked"
    visit = table.open_visit()
    assert '<html lang="en"' in visit.get("plan").text
    assert '<html lang="es"' in table.client.get("/").text
    table.store.people.speak(visit.id, "es", "somebody")
    visit.get("plan")
    choose(table.client, "en")
    visit.get("plan")
    assert '<html lang="en"' in table.client.get("/").text


def test_it_is_kept_when_the_same_clinician_signs_in_again_on_this_screen(table: Table) -> None:
    choose(table.client, "es")
    data = {**tokens(table.client), "name": NAME, "password": PASSWORD}
    assert table.client.post("/sign-in", data=data).status_code == 303
    assert '<html lang="es"' in table.client.get("/").text


def test_the_way_back_leads_to_one_of_these_pages_and_nowhere_else(clinic: Clinic) -> None:
    client = clinic.browser()
    assert choose(client, "es", "/ended?page=2") == "/ended?page=2"
    for back in ("//evil.example", "/ended//evil", "/ended?page=2\\evil", "/sign-out", "", "/visits/x/plan"):
        assert choose(client, "en", back) == "/"
    page = client.get("/").text
    data = {"csrf_token": field_of(page, "csrf_token"), "language": "xx", "back": "/"}
    assert client.post("/language", data=data).status_code == 400
