"""Words that are sent by a screen on which nobody is signed in any more go through the sign-in, without the script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from random import Random
from string import ascii_letters, ascii_lowercase, digits
from urllib.parse import urlencode

import lxml.html
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from decisionaid.web.forms import tidy
from decisionaid.web.security import MAX_BODY
from tests.builders import NAME, PASSWORD, Visit, field_of, text_of
from tests.web.framing import clinic as clinic
from tests.web.framing import held_by
from tests.web.rooms import OTHER, OTHERS_PASSWORD, Clinic, dump, tokens

TYPED = "Quixotevv"
pytestmark = pytest.mark.hazard("H09")


def sent_too_late(clinic: Clinic, client: FlaskClient, how: str = "signed out") -> tuple[Visit, TestResponse]:
    """A form of a card that somebody sends after the sign-in is over."""
    visit = clinic.visit(client)
    data = {**tokens(client, visit.id), "words": TYPED, "then": "stay"}
    if how == "rested":
        clinic.rest(client)
    else:
        client.post("/sign-out", data=tokens(client))
    return visit, client.post(visit.address("card/situation"), data=data)


def sign_in_there(
    client: FlaskClient, asked: TestResponse, name: str, password: str, **more: str
) -> tuple[TestResponse, Mapping[str, str]]:
    form = lxml.html.fromstring(asked.text).forms[-1]
    sent = {**dict(form.form_values()), "name": name, "password": password, **more}
    return client.post("/sign-in", data=sent), sent


def words_of(clinic: Clinic, visit: Visit) -> list[str]:
    lines = clinic.table.store.log.read(clinic.table.store.people.visit(visit.id).person_id)
    return [line.words for line in lines if line.words]


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("how", ["signed out", "rested"])
def test_what_was_typed_is_saved_a_single_time_after_the_same_person_signs_in_again(clinic: Clinic, how: str) -> None:
    client = clinic.browser()
    visit, asked = sent_too_late(clinic, client, how)
    assert asked.status_code == 401
    assert TYPED not in asked.text
    assert words_of(clinic, visit) == []
    wrong, _ = sign_in_there(client, asked, NAME, "not the right password")
    again, _ = sign_in_there(client, wrong, NAME, PASSWORD)
    assert again.status_code == 200
    assert "What you typed before is not saved yet." in text_of(again.text)
    form = next(
        each for each in lxml.html.fromstring(again.text).forms if each.action == visit.address("card/situation")
    )
    for _ in range(2):
        assert client.post(form.action, data=dict(form.form_values())).status_code == 303
    assert words_of(clinic, visit) == [TYPED]


LONG = {
    "words in Hindi": "\N{DEVANAGARI LETTER NA}\N{DEVANAGARI VOWEL SIGN II}\N{DEVANAGARI LETTER DA} " * 500,
    "lines": "\r\n".join("ab" for _ in range(667)),
    "quotes": '"' * 2000,
    "letters by chance": "".join(Random(7).choices(ascii_letters + digits, k=2000)),
}
"""As much as a box takes: 2,000 letters, of which some take nine bytes in a form."""


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_every_box_of_a_card_may_be_full_and_comes_through_the_sign_in_whole(clinic: Clinic, words: str) -> None:
    client = clinic.browser()
    visit = replace(clinic.visit(client), aid="my-life")
    boxes = [each.name for each in lxml.html.fromstring(visit.get("card/matters").text).xpath("//textarea")]
    assert len(boxes) == 3
    data = {**tokens(client, visit.id), **dict.fromkeys(boxes, words), "then": "stay"}
    clinic.rest(client)
    asked = client.post(visit.address("card/matters"), data=data)
    again, sent = sign_in_there(client, asked, NAME, PASSWORD)
    assert len(urlencode(sent)) < MAX_BODY
    form = next(each for each in lxml.html.fromstring(again.text).forms if each.action == visit.address("card/matters"))
    assert client.post(form.action, data=dict(form.form_values())).status_code == 303
    assert words_of(clinic, visit) == [tidy(words)] * 3


def test_a_form_as_long_as_a_body_may_be_comes_through_the_sign_in(clinic: Clinic) -> None:
    client = clinic.browser()
    visit = clinic.visit(client)
    data: dict[str, str] = {**tokens(client, visit.id), "then": "stay"}
    some = Random(11)
    for name in count():
        more = " ".join("".join(some.choices(ascii_lowercase, k=some.randint(1, 9))) for _ in range(60))
        if len(urlencode(data)) > MAX_BODY - 600:
            break
        data[f"box{name}"] = more
    client.post("/sign-out", data=tokens(client))
    asked = client.post(visit.address("card/situation"), data=data)
    again, sent = sign_in_there(client, asked, NAME, PASSWORD)
    assert len(urlencode(sent)) < MAX_BODY
    form = next(each for each in lxml.html.fromstring(again.text).forms if each.action != "/sign-out")
    came = dict(form.form_values())
    assert {**came, "csrf_token": ""} == {**data, "csrf_token": ""}


@pytest.mark.hazard("H04")
def test_somebody_else_who_signs_in_there_gets_nothing_of_it(clinic: Clinic) -> None:
    client = clinic.browser()
    visit, asked = sent_too_late(clinic, client)
    before = dump(clinic.table, without=("sign_in", "audit", "audit_end", "attempt"))
    answer, _ = sign_in_there(client, asked, OTHER, OTHERS_PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert visit.id not in answer.text
    assert dump(clinic.table, without=("sign_in", "audit", "audit_end", "attempt")) == before


@pytest.mark.parametrize("altered", ["x", "AAAA", "é", "A" * 39_000])
def test_a_form_that_was_altered_on_its_way_is_left_out(clinic: Clinic, altered: str) -> None:
    client = clinic.browser()
    _, asked = sent_too_late(clinic, client)
    answer, _ = sign_in_there(client, asked, NAME, PASSWORD, carried=altered)
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.hazard("T03")
def test_the_page_that_asks_first_is_held_by_nobody_and_carries_nothing_that_is_not_ours(clinic: Clinic) -> None:
    client = clinic.browser()
    visit, asked = sent_too_late(clinic, client)
    assert held_by(asked) == "'none'"
    for token in ("", "x", field_of(client.get("/sign-in").text, "csrf_token")):
        data = {"csrf_token": token, "encounter": visit.id, "words": TYPED}
        answer = client.post(visit.address("card/situation"), data=data)
        assert answer.status_code == 401
        assert "carried" not in answer.text
