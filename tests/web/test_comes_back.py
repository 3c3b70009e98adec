"""A form that cannot be taken comes back as it was typed, to whoever typed it and to nobody else (H04, H08, T03)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

import lxml.html
import pytest
from flask.testing import FlaskClient

from decisionaid.errors import StoreBusy
from decisionaid.web.given_back import STANDS_ON
from tests.builders import NAME, PASSWORD, Table, Visit, field_of, text_of
from tests.web.rooms import AUDIT, OTHER, UNDER_A_SIGN_IN, Clinic, dump, old_token, tokens

pytestmark = pytest.mark.hazard("T03")

OLD = "This page was open for long."
TYPED = "Quixotevv"
FORMS = [each for each in STANDS_ON if not each.startswith(("frame.", "embed.", "desk."))]
"""Those of frames and embedded pages open nothing at a clinic that lists no page around them, nor does the desk to a
clinician; they have own tests."""
WRITTEN = (*AUDIT, *UNDER_A_SIGN_IN)
"""Tables in which it may stand that somebody looked at a page."""


def form(clinic: Clinic, endpoint: str, client: FlaskClient) -> tuple[str, dict[str, str]]:
    """Where each form goes, and what somebody typed or tapped in it."""
    visit = clinic.visit(client, ended=endpoint in ("again.go_on", "erase.erase"))
    said = {**tokens(client, visit.id), "words": "a line of before", "then": "stay"}
    client.post(visit.address("card/situation"), data=said)
    lines = clinic.table.store.log.read(clinic.table.store.people.visit(visit.id).person_id)
    line = {"line": lines[0].id} if lines else {}
    address = {
        "sign_in.enter": "/sign-in",
        "sign_in.accept": f"/start/{clinic.table.store.accounts.invite()}",
        "sign_in.leave": "/sign-out",
        "library.open_visit": "/visits",
        "library.speak": "/language",
        "again.go_on": visit.address("again"),
        "ended.find": "/ended",
        "approvals.approve": "/approvals/approve",
        "approvals.withdraw": "/approvals/withdraw",
        "encounter.choose": visit.address("card/situation"),
        "heard.settle": visit.address("settle"),
        "plan.take_out": visit.address("take-out"),
        "language.go_over": visit.address("language"),
    }.get(endpoint, visit.address(endpoint.partition(".")[2]))
    typed = {
        "sign_in.enter": {"name": TYPED, "password": PASSWORD},
        "sign_in.accept": {"name": TYPED, "password": PASSWORD},
        "library.open_visit": {"name": TYPED, "number": "4711", "language": "es", "aid": "statin"},
        "ended.find": {"name": TYPED, "number": "4711"},
        "encounter.choose": {"words": TYPED, "value_egfr": "75", "then": "stay"},
        "plan.private": {**line, "private": "no", "why": "danger", "reason": TYPED},
        "library.speak": {"language": "es", "back": "/ended"},
        "language.go_over": {"language": "es", "back": visit.address("plan")},
    }.get(endpoint, line)
    return address, {**tokens(client, visit.id), **typed}


@pytest.fixture(scope="module")
def another_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A token that a server with another key has made."""
    table = Table(tmp_path_factory.mktemp("another") / "data")
    token = field_of(table.client.get("/").text, "csrf_token")
    table.store.close()
    return token


def in_fields(page: str) -> set[str]:
    """What stands in the boxes of a page."""
    return set(lxml.html.fromstring(page).xpath("//input[not(@type='hidden')]/@value | //textarea/text()"))


def test_every_form_of_the_program_has_a_page_that_it_comes_back_with(clinic: Clinic) -> None:
    rules = clinic.table.app.url_map.iter_rules()
    assert set(STANDS_ON) == {rule.endpoint for rule in rules if "POST" in (rule.methods or ())}


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_with_an_old_token_comes_back_and_can_be_sent_and_wrote_nothing(clinic: Clinic, endpoint: str) -> None:
    client = clinic.browser()
    address, data = form(clinic, endpoint, client)
    before = dump(clinic.table, without=WRITTEN)
    for _ in range(2):  # and a second tap
        back = client.post(address, data={**data, "csrf_token": old_token(clinic.table)})
        assert back.status_code == 400
        assert OLD in text_of(back.text)
        assert back.headers["Cache-Control"] == "no-store"
    assert dump(clinic.table, without=WRITTEN) == before
    assert PASSWORD not in back.text
    if TYPED in data.values():
        shown = {data[name] for name in ("name", "number", "words", "value_egfr", "reason") if name in data}
        assert shown <= in_fields(back.text)
    again = client.post(address, data={**data, "csrf_token": field_of(back.text, "csrf_token")})
    assert OLD not in text_of(again.text), "the page that came back has a good token"


@pytest.mark.hazard("H08")
def test_what_comes_back_to_the_shelf_opens_one_visit_however_often_it_is_sent(table: Table) -> None:
    page = table.client.get("/").text.split('class="open-visit"')[1]
    data = {"key": field_of(page, "key"), "name": "Jane Roe", "number": "4711", "language": "es", "aid": "statin"}
    first = table.client.post("/visits", data={**data, "csrf_token": field_of(page, "csrf_token")})
    back = table.client.post("/visits", data={**data, "csrf_token": old_token(table)}).text
    sent = dict(next(each for each in lxml.html.fromstring(back).forms if each.action == "/visits").form_values())
    assert (sent["name"], sent["number"], sent["language"]) == ("Jane Roe", "4711", "es")
    again = [table.client.post("/visits", data={**sent, "aid": "statin"}).location for _ in range(2)]
    assert {first.location, *again} == {first.location}


def test_at_sign_in_the_name_comes_back_and_never_the_password(table: Table) -> None:
    """Two pages ask for a name; the first is used, and then the second."""
    client = table.stranger()
    data = {**tokens(client), "name": NAME, "password": PASSWORD, "next": "/ended"}
    assert client.post("/sign-in", data=data).status_code == 303
    back = client.post("/sign-in", data=data)
    assert back.status_code == 400
    assert "Please write the password again." in text_of(back.text)
    assert NAME in in_fields(back.text)
    assert PASSWORD not in back.text
    sent = {**data, "csrf_token": field_of(back.text, "csrf_token"), "next": field_of(back.text, "next")}
    assert client.post("/sign-in", data=sent).location == "/ended"


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("endpoint", FORMS)
@pytest.mark.parametrize("whose", ["a colleague's", "nobody's", "none", "another server's", "another site's"])
def test_nothing_comes_back_to_anybody_but_who_typed_it(  # every form, every wrong token
    clinic: Clinic, endpoint: str, whose: str, another_server: str
) -> None:
    client = clinic.browser()
    address, data = form(clinic, endpoint, client)
    headers = {}
    if whose == "a colleague's":
        data["csrf_token"] = old_token(clinic.table, OTHER)
    elif whose == "nobody's":
        data["csrf_token"] = field_of(clinic.table.stranger().get("/sign-in").text, "csrf_token")
    elif whose == "none":
        del data["csrf_token"]
    elif whose == "another server's":
        data["csrf_token"] = another_server
    else:
        headers = {"Origin": "https://evil.example"}
    before = dump(clinic.table, without=WRITTEN)
    answer = client.post(address, data=data, headers=headers)
    assert answer.status_code == (403 if headers else 400)
    assert dump(clinic.table, without=WRITTEN) == before
    asks_for_a_name = whose == "nobody's" and endpoint in ("sign_in.enter", "sign_in.accept")
    assert (TYPED in answer.text) == asks_for_a_name
    assert "<form" not in answer.text or asks_for_a_name


@pytest.mark.hazard("H04")
def test_words_that_were_typed_for_another_visit_come_back_on_no_page_of_this_one(clinic: Clinic) -> None:
    client = clinic.browser()
    here, there = clinic.visit(client), clinic.visit(client)
    for token in (old_token(clinic.table), tokens(client)["csrf_token"]):
        data = {**tokens(client, there.id), "csrf_token": token, "words": TYPED, "then": "stay"}
        for at in ("card/situation", "card/decision", "private"):
            answer = client.post(here.address(at), data=data)
            assert answer.status_code in (400, 409)
            assert TYPED not in answer.text


@pytest.mark.hazard("T01")
def test_nothing_comes_back_when_somebody_signed_out_in_between(clinic: Clinic) -> None:
    client = clinic.browser()
    visit = clinic.visit(client)
    data = {**tokens(client, visit.id), "words": TYPED, "then": "stay"}
    client.post("/sign-out", data=tokens(client))
    answer = client.post(visit.address("card/situation"), data=data)
    assert answer.status_code == 401
    assert TYPED not in answer.text


WHY: Mapping[str, tuple[dict[str, str], int, str]] = {
    "a number without a name": ({"number": "4711"}, 400, "With a number, please write the name or the birth date too"),
    "a number of somebody else": ({"number": "4712", "name": TYPED}, 409, "do not go together"),
    "a name that is too long": ({"name": "x" * 81}, 400, "Please make it shorter."),
    "no such language": ({"name": TYPED, "language": "xx"}, 400, "There is no such language here."),
}


@pytest.mark.parametrize("why", WHY)
def test_the_shelf_keeps_what_was_typed_and_says_what_is_wrong_with_it(table: Table, why: str) -> None:
    table.store.arrivals.begin(table.store.accounts.named(NAME).id, "key-one-1", practice=True, name="A", number="4712")
    typed, status, said = WHY[why]
    page = table.client.get("/").text.split('class="open-visit"')[1]
    frame = {name: field_of(page, name) for name in ("csrf_token", "key")}
    back = table.client.post("/visits", data={**frame, "aid": "statin", **typed})
    assert back.status_code == status
    assert said in text_of(back.text)
    assert {typed[name] for name in ("name", "number") if name in typed} <= in_fields(back.text)
    assert '<details class="who" open>' in back.text


def test_a_card_that_is_not_approved_keeps_the_name_that_was_typed(tmp_path) -> None:
    table = Table(tmp_path / "data", practice=False)
    page = table.client.get("/").text.split('class="open-visit"')[1]
    frame = {name: field_of(page, name) for name in ("csrf_token", "key")}
    back = table.client.post("/visits", data={**frame, "aid": "statin", "name": TYPED})
    assert back.status_code == 403
    assert TYPED in in_fields(back.text)
    table.store.close()


@pytest.mark.hazard("H09")
def test_words_come_back_from_a_visit_that_another_screen_has_ended(clinic: Clinic) -> None:
    client = clinic.browser()
    visit = clinic.visit(client)
    data = {**tokens(client, visit.id), "words": TYPED, "then": "stay"}
    clinic.table.store.people.end_visit(visit.id, clinic.mine)
    back = client.post(visit.address("card/situation"), data=data)
    assert back.status_code == 409
    assert "This visit has ended." in text_of(back.text)
    assert TYPED in in_fields(back.text)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("reads", [True, False])
def test_words_come_back_from_a_full_disk_and_are_saved_a_single_time(table: Table, reads: bool) -> None:
    visit = table.open_visit(name="Sam Rivera")
    shown = visit.get("card/situation").text
    data = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
    data |= {"words": TYPED, "then": "stay"}
    store, log = table.store, table.store.log

    class Full:
        def __getattr__(self, name: str):
            return getattr(log, name) if reads else self.append_all

        def append_all(self, *_: object) -> None:
            raise StoreBusy("full")

    store.log = Full()  # type: ignore[assignment]
    try:
        back = visit.client.post(visit.address("card/situation"), data=data)
    finally:
        store.log = log
    assert (back.status_code, back.headers["Retry-After"]) == (503, "2")
    assert "Nothing was saved yet; please try again in a moment." in text_of(back.text)
    if reads:
        assert TYPED in in_fields(back.text)
        again = {**data, **{name: field_of(back.text, name) for name in ("csrf_token", "key", "seen")}}
    else:
        assert "Load this page again to send it anew." in text_of(back.text)
        again = data
    for _ in range(2):
        assert visit.client.post(visit.address("card/situation"), data=again).status_code == 303
    assert [line.words for line in lines_with_words(table, visit)] == [TYPED]


def lines_with_words(table: Table, visit: Visit) -> list:
    lines = table.store.log.read(table.store.people.visit(visit.id).person_id)
    return [line for line in lines if line.words]


@pytest.mark.parametrize("back", ["plan", "card/decision", "note", "../../etc", "//evil.example", "", "x" * 500])
def test_a_change_of_language_comes_back_on_its_own_page(clinic: Clinic, back: str) -> None:
    client = clinic.browser()
    visit = clinic.visit(client)
    where = visit.address(back) if back in ("plan", "card/decision", "note") else back
    data = {**tokens(client, visit.id), "csrf_token": old_token(clinic.table), "language": "es", "back": where}
    page = client.post(visit.address("language"), data=data)
    assert page.status_code == 400
    assert f'name="back" value="{where if where.startswith("/visits/") else visit.address("")}"' in page.text
    assert "evil.example" not in page.text


def test_a_page_that_came_back_leads_on_to_pages_that_can_be_opened(clinic: Clinic) -> None:
    """The address of a form can only be sent to; the chooser of languages must not lead back to it."""
    client = clinic.browser()
    for endpoint in FORMS:
        address, data = form(clinic, endpoint, client)
        page = client.post(address, data={**data, "csrf_token": old_token(clinic.table)}).text
        for back in re.findall(r'name="back" value="([^"]+)"', page):
            assert client.get(back).status_code == 200, (endpoint, back)


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("at", ["undo", "private", "take-out"])
def test_an_act_on_a_line_that_is_sent_twice_is_done_once_and_two_acts_of_a_page_are_both_done(
    table: Table, at: str
) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {"words": "one", "then": "stay"})
    visit.send("card/questions", {"own": "two", "own_name": secrets.token_hex(4)})
    lines = lines_with_words(table, visit)
    shown = visit.get("plan").text
    data = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
    before = len(table.store.log.read(lines[0].person_id))
    for _ in range(2):
        for line in lines:
            answer = visit.client.post(visit.address(at), data={**data, "line": line.id, "private": "yes"})
            assert answer.status_code == 303, answer.text
    assert len(table.store.log.read(lines[0].person_id)) == before + 2
