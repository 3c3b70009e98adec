"""The language of a visit: it changes on any page, writes nothing clinical, and stays, also in what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import lxml.html
import pytest

from tests.builders import Table, text_of
from tests.web.rooms import Clinic, cookie_of, old_token, tokens
from tests.web.spanish import go_over, in_spanish, left_in_english

TYPED = "Quixotevv"


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
    assert visit.address("language") not in visit.get("plan").text


def test_own_words_keep_their_language_on_the_plan_whatever_card_they_were_said_on(table: Table) -> None:
    visit = table.open_visit(name="Rosa Morales")
    go_over(visit, "es")
    visit.send("card/situation", {"words": "Duermo mal", "then": "stay"})
    visit.send("card/questions", {"own": "¿Duele?", "own_name": "abcdefgh-1"})
    visit.send("card/decision", {"arrived": "not_sure", "words": "Esperemos"})
    go_over(visit, "en")
    said = lxml.html.fromstring(visit.get("plan").text).xpath("//*[contains(@class, 'own-words')]")
    assert {each.text_content().strip("“”") for each in said} == {"Duermo mal", "¿Duele?", "Esperemos"}
    assert {each.get("lang") for each in said} == {"es"}


@pytest.mark.hazard("T02")
@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example", "/", "/visits/another/plan", "javascript:alert(1)", "\\\\x"],
)
def test_the_way_back_leads_nowhere_but_into_the_same_visit(table: Table, back: str) -> None:
    visit = table.open_visit()
    assert go_over(visit, "es", back) == f"/visits/{visit.id}"


BOXES = {
    "situation": {"words": TYPED},
    "leaning": {"leans_patient": "not_sure"},
    "purpose": {"view_patient": TYPED},
    "questions": {"own": TYPED},
    "decision": {"arrived": "parked", "words": TYPED},
}


def plain_way(page: str, language: str) -> tuple[str, dict[str, str]]:
    """Where a tap on a language goes without the script, and what the form sends along."""
    tree = lxml.html.fromstring(page)
    (button,) = tree.xpath(f"//button[@name='go_over'][@value='{language}']")
    (form,) = button.xpath("ancestor::form") or tree.xpath("//form[@id='typed']")
    return button.get("formaction"), {**dict(form.form_values()), "go_over": language}


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("card", BOXES)
def test_without_the_script_what_is_in_the_boxes_goes_over_with_the_language_and_is_not_saved(
    table: Table, card: str
) -> None:
    visit, typed = table.open_visit(), BOXES[card]
    visit.send("card/purpose", {"door": "differ", "then": "stay"})
    person = table.store.people.visit(visit.id).person_id
    before = table.store.log.read(person)
    address, sent = plain_way(visit.get(f"card/{card}").text, "es")
    assert table.client.post(address, data=sent).location == visit.address(f"card/{card}"), (
        "nothing typed, nothing said"
    )
    address, sent = plain_way(visit.get(f"card/{card}").text, "en")
    there = table.client.post(address, data={**sent, **typed})
    assert there.status_code == 200
    assert '<html lang="en"' in there.text
    assert "What you typed is still here, and not saved yet." in text_of(there.text)
    assert table.store.log.read(person) == before
    again = {**plain_way(there.text, "es")[1], "then": "stay"}
    assert typed.items() <= again.items()
    for _ in range(2):
        assert table.client.post(visit.address(f"card/{card}"), data=again).status_code == 303
    lines = table.store.log.read(person)[len(before) :]
    assert {line.kind for line in lines} == {card}
    assert [line.words for line in lines if line.words] == [each for each in typed.values() if each == TYPED]


def test_a_number_is_judged_in_the_language_in_which_it_was_typed_and_the_reason_of_a_danger_comes_along(
    table: Table,
) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {"words": "planted", "private": "yes", "then": "stay"})
    line = table.store.log.read(table.store.people.visit(visit.id).person_id)[0]
    for page, typed in (("card/situation", {"value_age": "62"}), (f"opening/{line.id}", {"reason": TYPED})):
        address, sent = plain_way(visit.get(page).text, "es")
        there = table.client.post(address, data={**sent, **typed})
        assert "Lo que escribió sigue aquí, y todavía no se guardó." in text_of(there.text)
        assert set(typed.values()) <= set(lxml.html.fromstring(there.text).xpath("//input/@value"))
        go_over(visit, "en")


@pytest.mark.parametrize("at", ["/", "/ended"])
def test_a_name_on_the_shelf_goes_over_with_the_clinicians_language(table: Table, at: str) -> None:
    address, sent = plain_way(table.client.get(at).text, "es")
    assert table.client.post(address, data=sent).location == at
    address, sent = plain_way(table.client.get(at).text, "en")
    there = table.client.post(address, data={**sent, "name": TYPED, "number": "4711"})
    assert there.status_code == 200
    assert '<html lang="en"' in there.text
    assert {TYPED, "4711"} <= set(lxml.html.fromstring(there.text).xpath("//input/@value"))
    if at == "/":
        assert 'value="en" checked' in there.text, "a language that nobody chose for the visit follows the shelf"
        address, sent = plain_way(there.text, "es")
        there = table.client.post(address, data={**sent, "language": "es"})
        assert 'value="es" checked' in there.text


def test_enter_in_a_box_never_goes_over_to_another_language(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/purpose", {"door": "differ", "then": "stay"})
    for page in ("/", "/ended", *(visit.address(f"card/{card}") for card in BOXES)):
        tree = lxml.html.fromstring(table.client.get(page).text)
        (button,) = tree.xpath("//button[@name='go_over']")
        (form,) = button.xpath("ancestor::form") or tree.xpath("//form[@id='typed']")
        own = [each for each in tree.iter("button") if each.get("form") == "typed" or form in each.iterancestors()]
        assert own[0].get("name") != "go_over", page


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
