"""A visit in Spanish with a script, from the library to the paper, read by eyes, by axe and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import WIDTHS, Desk, cut_off
from e2e.hands import audit, counts_on, saved, tap, type_values
from tests.builders import WOMAN_50

CUT_OFF = """all => all.filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.innerText)"""
MARK = "Borrador de traducción: falta la firma de un traductor."


def begin(desk: Desk, page: Page, name: str = "Rosa Morales") -> str:
    """Whose visit is it? Español. Then one tap on the card."""
    page.goto(f"{desk.clinic.url}/")
    page.get_by_text("Whose visit is it?").click()
    page.get_by_label("Name, as it reads on the plan").fill(name)
    page.get_by_label("Español").check()
    page.locator("[data-aid-card=statin]").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    return page.url.split("/visits/")[1].split("/")[0]


def test_a_visit_walks_from_the_library_to_the_paper_in_spanish(desk: Desk) -> None:
    page = desk.page()
    visit = begin(desk, page)
    page.get_by_label("En sus propias palabras, si quiere").fill("Quiero caminar a la iglesia")
    type_values(page, WOMAN_50)
    saved(page, "Guardado")
    page.get_by_role("button", name="Están bien – muéstrenos la imagen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qué podría pasar")
    expect(page.locator("[data-option=no_statin] .key").first).to_have_text("Unas 9 de cada 100")
    page.get_by_role("link", name="En qué quedamos").first.click()
    tap(page, "option.no_statin")
    saved(page, "Guardado")
    page.get_by_role("button", name="Repasar el plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nuestro plan – Rosa Morales")
    expect(page.locator("[data-draft]")).to_have_text(MARK)
    page.get_by_role("link", name="Imprimir el plan").click()
    expect(page.get_by_text("Lo vemos otra vez:")).to_be_visible()
    page.get_by_role("link", name="In English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("“Quiero caminar a la iglesia”")).to_have_attribute("lang", "es")
    assert [line.language for line in desk.clinic.lines(visit)] == ["es"] * len(desk.clinic.lines(visit))


def test_the_language_of_a_visit_changes_in_place_with_the_same_counts(desk: Desk) -> None:
    page = desk.page()
    visit = desk.visit(page, "Rosa Morales", WOMAN_50)
    desk.show(page, visit, "picture")
    english = counts_on(page)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Qué podría pasar")
    assert counts_on(page) == english
    assert english
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What could happen")


def test_the_sheet_and_the_lost_connection_speak_spanish(desk: Desk) -> None:
    page = desk.page()
    begin(desk, page)
    page.get_by_role("button", name="Hablar").click()
    expect(page.get_by_role("dialog", name="Solo hablemos")).to_be_visible()
    expect(page.get_by_text("Cuénteme cómo es un día normal.")).to_be_visible()
    page.get_by_role("button", name="Volver a donde estábamos").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.route("**/visits/**", cut_off)
    page.get_by_label("En sus propias palabras, si quiere").fill("Una cosa más")
    page.keyboard.press("Tab")
    saved(page, "Guardado en este aparato hasta tener conexión")
    page.unroute("**/visits/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page, "Guardado")


@pytest.mark.parametrize("card", ["situation", "picture", "decision", "plan"])
def test_axe_finds_nothing_on_a_spanish_card(desk: Desk, card: str) -> None:
    page = desk.page(820)
    visit = begin(desk, page)
    desk.clinic.send(page.context.request, visit, "situation", {**WOMAN_50, "then": "picture"})
    desk.show(page, visit, card)
    assert audit(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_spanish_fits_every_screen(desk: Desk, shot: Callable[[Page, str], Path], width: int) -> None:
    page = desk.page(width)
    visit = begin(desk, page)
    desk.clinic.send(page.context.request, visit, "situation", {**WOMAN_50, "then": "picture"})
    for card in ("situation", "picture", "decision", "plan", "print"):
        desk.show(page, visit, card)
        shot(page, f"spanish-{card}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), card
        cut = page.locator("button, .label, h1, h2, .key").evaluate_all(CUT_OFF)
        assert [words for words in cut if words and words != "Guardar"] == [], card
