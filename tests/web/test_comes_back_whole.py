"""Each field of each card comes back as it was typed or tapped, above all that it is just between us (H17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest

from decisionaid.cards import kinds
from decisionaid.web.pages import is_of_a_return
from tests.builders import MAN_62, Table, Visit, field_of
from tests.web.rooms import Clinic, old_token

pytestmark = pytest.mark.hazard("H17")

FRAME = ("csrf_token", "encounter", "key", "seen", "then")
CARDS = [(aid, card) for aid in ("statin", "my-life") for card in kinds()]


def filled(form: Any) -> Iterator[tuple[str, str]]:
    """Something in every box, and of every list the last one."""
    for number, field in enumerate(form.inputs):
        name, kind = getattr(field, "name", None), field.get("type") or field.tag
        if not name or kind == "hidden":
            continue
        if kind == "select":
            yield name, field.value_options[-1]
        elif kind == "date":
            yield name, "2026-12-28"
        elif kind in ("radio", "checkbox"):
            yield name, field.get("value")
        else:
            yield name, "63" if name.startswith("value_") else f"typed words {number}"


@pytest.mark.parametrize(("aid", "card"), CARDS)
@pytest.mark.parametrize("why", ["an old token", "the visit has ended"])
def test_a_card_comes_back_whole(clinic: Clinic, aid: str, card: str, why: str) -> None:
    made = clinic.visit(clinic.browser())
    visit = Visit(made.client, made.id, aid)
    if aid == "statin":
        visit.send("card/situation", {**MAN_62, "then": "stay"})
    answer = visit.get(f"card/{card}")
    if answer.status_code == 404 or is_of_a_return(card):
        return  # on a first visit there is nothing to fill in
    forms = lxml.html.fromstring(answer.text).xpath("//main//form[@data-choose]")
    assert forms
    token = old_token(clinic.table) if why == "an old token" else field_of(answer.text, "csrf_token")
    if why != "an old token":
        clinic.table.store.people.end_visit(visit.id, clinic.mine)
    for form in forms:
        typed = dict(filled(form))
        hidden = {each.name: each.value or "" for each in form.xpath(".//input[@type='hidden']") if each.name}
        sent = {**hidden, **typed, "csrf_token": token, "then": "stay"}
        back = visit.client.post(visit.address(f"card/{card}"), data=sent)
        if back.status_code == 303:
            assert set(typed) <= {"voice"}, "whose voice it is says nothing by itself"
            continue
        page = lxml.html.fromstring(back.text.replace("<fieldset disabled>", "<fieldset>"))
        there = [pair for each in page.xpath("//main//form[@data-choose]") for pair in each.form_values()]
        assert back.status_code in (400, 409)
        assert {pair for pair in typed.items() if pair not in there} == set()


@pytest.mark.hazard("H04")
def test_a_question_beside_a_field_takes_no_tick_away(table: Table) -> None:
    """What could not be read is asked; that the words beside it are just between us stays ticked."""
    visit = table.open_visit()
    typed = {**MAN_62, "value_egfr": "eighty", "words": "of us two", "words_private": "yes", "then": "stay"}
    back = visit.send("card/situation", typed)
    assert back.status_code == 400
    form = lxml.html.fromstring(back.text).xpath("//main//form[@data-choose]")[0]
    assert ("words_private", "yes") in form.form_values()
