"""A whole visit in Spanish, from the library to the paper: the same counts as in English, and no English left in it."""

from __future__ import annotations

import re

import lxml.html
import pytest

from decisionaid.locale import read
from tests.builders import WOMAN_50, Table, text_of
from tests.web.spanish import MARK, WISH, counts_of, go_over, in_spanish, left_in_english, pdf_text, planned

CARDS = ("situation", "purpose", "picture", "issues", "leaning", "decision", "workload", "questions")
LIFE = ("matters", "areas", "workload", "questions")


def test_a_visit_in_spanish_is_spanish_on_every_page(table: Table) -> None:
    visit = planned(table)
    for page in [
        "",
        "plan",
        *(f"card/{card}" for card in CARDS),
        "card/evidence/moderate_dose",
        "card/evidence/baseline",
    ]:
        shown = visit.get(page).text
        assert '<html lang="es" dir="ltr">' in shown, page
        assert MARK in shown, page
        assert left_in_english(shown) == [], page


def test_the_talk_about_a_life_is_spanish_on_every_card(table: Table) -> None:
    visit = in_spanish(table, aid="my-life")
    visit.send("card/areas", {"mark": "home:lifts", "then": "stay"})
    visit.send("card/workload", {"pick": "visits", "then": "stay"})
    visit.send("card/workload", {"room": "too_full", "then": "stay"})
    for page in ("plan", *(f"card/{card}" for card in LIFE)):
        shown = visit.get(page).text
        assert left_in_english(shown) == [], page
    told = text_of(visit.get("print").text)
    for words in ("Lo que le da fuerza La casa", "Visitas, con el camino y la espera, cada 3 meses", "demasiado llena"):
        assert words in told


def test_walk_b_reads_naturally_on_the_card(table: Table) -> None:
    visit = planned(table)
    told = text_of(visit.get("card/picture").text)
    assert "Un infarto o un derrame cerebral, en 10 años De 100 personas como usted." in told
    assert "Unas 9 de cada 100 A unas 91 no les pasa." in told
    assert "A unas 93 no les pasa. 2 menos de cada 100." in told
    assert not re.search(r"\b1 de cada", told)
    boxes = text_of(visit.get("card/decision").text)
    assert "Por ahora no – lo vemos otra vez el martes, 23 de febrero de 2027" in boxes


def test_paper_and_pdf_say_the_same_in_spanish_with_days_in_words(table: Table) -> None:
    visit = planned(table)
    page, pdf = visit.get("print"), visit.get("plan.pdf")
    assert '<html lang="es"' in page.text
    assert left_in_english(page.text) == []
    for told in (text_of(page.text), pdf_text(pdf.data)):
        for words in (
            "Nuestro plan – Rosa Morales",
            "Lunes, 23 de noviembre de 2026", "Usted dijo", WISH, "En qué quedamos",
            "Por ahora no – lo vemos otra vez el martes, 23 de febrero de 2027",
            "Lo que queda pendiente",
            "¿Qué hacemos si me dan dolores?", "Llámenos: 555-0142",
            "Lo vemos otra vez: martes, 23 de febrero de 2027.",
            "Antes, si:", "Mi hija se muda", "Usted puede cambiar de opinión cuando quiera.", MARK,
        ):  # fmt: skip
            assert words in told, words
        assert not re.search(r"\b1 de cada", told)


def test_the_note_stays_in_the_clinicians_language(table: Table) -> None:
    visit = planned(table)
    note = visit.get("note?plain=1").text
    assert "about 9 in 100" in note
    assert "Tuesday, February 23, 2027" in note
    assert WISH in note
    page = visit.get("note").text
    assert '<html lang="en"' in page
    assert MARK not in page


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("page", ["card/picture", "plan", "print"])
def test_every_count_is_the_same_in_both_languages(table: Table, page: str) -> None:
    visit = planned(table)
    spanish = counts_of(visit.get(page).text)
    go_over(visit, "en")
    assert counts_of(visit.get(page).text) == spanish
    assert spanish


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("display", ["bars", "table", "words"])
def test_every_display_has_the_same_numbers_in_both_languages(table: Table, display: str) -> None:
    visit = planned(table)
    visit.send("card/picture", {"display": display})
    numbers = {}
    for language in ("es", "en"):
        go_over(visit, language)
        told = (
            text_of(visit.get("card/picture").text).replace("1,000", "1000").replace("4.3", "4,3").replace("0.", "0,")
        )
        numbers[language] = sorted(
            re.findall(r"\b\d+(?:,\d+)?\b", told.split("Hoy sin números")[0].split("No numbers")[0])
        )
    assert numbers["es"] == numbers["en"]
    assert len(numbers["es"]) > 10


def test_each_language_has_a_page_of_its_own_and_own_words_stay_as_they_were_said(table: Table) -> None:
    visit = planned(table)
    links = dict(re.findall(r'data-other-paper="(\w+)">(In English|En español)', visit.get("plan").text))
    assert links == {"en": "In English"}
    english = visit.get("print?language=en")
    assert '<html lang="en" dir="ltr">' in english.text
    assert "Monday, November 23, 2026" in text_of(english.text)
    assert "Nuestro plan" not in english.text
    assert MARK not in english.text
    assert f'<p class="own own-words" lang="es" dir="auto">“{WISH}”</p>' in english.text
    assert '<span class="own own-words" lang="es" dir="auto">“Mi hija se muda”</span>' in english.text
    assert "We look again: Tuesday, February 23, 2027." in pdf_text(visit.get("plan.pdf?language=en").data)
    assert ">En español</a>" in english.text
    assert visit.get("print?language=xx").status_code == 400
    assert table.store.people.visit(visit.id).language == "es", "reading a page in English changes nothing"


def test_what_is_asked_back_is_asked_in_spanish(table: Table) -> None:
    visit = in_spanish(table)
    for card, sent, asked in (
        ("situation", {"value_total_cholesterol": "5,2"}, "¿Está en mmol/L?"),
        ("situation", {"value_age": "many"}, "No pudimos leer esto como un número. ¿Cuál es?"),
        ("questions", {"own": "x" * 2001}, "Esto tiene más de 2000 letras."),
    ):
        answer = visit.send(f"card/{card}", sent)
        assert answer.status_code == 400
        assert asked in answer.text, text_of(answer.text)


def test_a_value_reads_with_a_comma_and_going_on_writes_nothing_new(table: Table) -> None:
    visit = in_spanish(table)
    mmol = {"value_total_cholesterol": "5.17", "unit_total_cholesterol": "mmol/L"}
    visit.send("card/situation", {**WOMAN_50, **mmol, "then": "picture"})
    page = visit.get("card/situation").text
    assert "5,17 mmol/L" in text_of(page)
    assert 'name="value_total_cholesterol" value="5,17"' in page
    person = table.store.people.visit(visit.id).person_id
    before = table.store.log.read(person)
    again = {"value_total_cholesterol": "5,17", "unit_total_cholesterol": "mmol/L"}
    assert visit.send("card/situation", {**WOMAN_50, **again, "then": "picture"}).status_code == 303
    assert table.store.log.read(person) == before


def test_the_sheet_for_just_talking_and_the_words_for_no_connection_are_spanish(table: Table) -> None:
    page = in_spanish(table).get("card/situation").text
    sheet = lxml.html.fromstring(page).get_element_by_id("talk")
    assert "Cuénteme cómo es un día normal." in sheet.text_content()
    assert "Volver a donde estábamos" in sheet.text_content()
    said = re.findall(r'data-(?:say|offline|link)-[\w-]+="([^"]+)"', page)
    english = {message.id for message in read("es") if message.id}
    assert len(said) > 8
    assert not english & set(said)


def test_no_sentence_of_the_interface_is_english_on_a_spanish_page(table: Table) -> None:
    """Beside the search for small English words: no msgid of the catalogue stands anywhere as it is."""
    visit = planned(table)
    phrases = [str(message.id) for message in read("es") if isinstance(message.id, str) and " " in message.id]
    phrases = [each for each in phrases if "{" not in each and each != "In English"]
    for page in ("plan", "card/decision", "card/questions", "card/leaning", "card/purpose", "print"):
        told = text_of(re.sub(r"<template.*?</template>", "", visit.get(page).text, flags=re.DOTALL))
        told = told.split("In English")[0] if page == "plan" else told
        assert [each for each in phrases if each in told] == [], page
