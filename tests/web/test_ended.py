"""Words never become unreachable with the end of a visit: its clinician opens it, and nobody else does (T14, H05)."""

from __future__ import annotations

import re

import lxml.html
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.builders import MAN_62, Table, Visit, field_of, text_of, without_chance
from tests.web.rooms import cookie_name, tokens
from tests.web.test_whose import begin, visit_of

pytestmark = pytest.mark.hazard("T14")

MINE, COLLEAGUE = "Ellen Price", "Another Clinician"
SAID = "a line that only Rosa says"


def browser(table: Table, name: str = MINE) -> FlaskClient:
    client = table.stranger()
    account = table.store.accounts.named(name)
    assert account is not None
    client.set_cookie(cookie_name(table), table.store.accounts.sign_in(account.id, "clinician"))
    return client


def ended(table: Table, name: str = "", number: str = "", words: str = SAID) -> Visit:
    """A visit in which something was said, and that was ended."""
    client = browser(table)
    visit = visit_of(table, begin(table, name, number, client), client)
    visit.send("card/situation", {**MAN_62, "words": words, "then": "talk"})
    visit.send("card/decision", {"arrived": "option.moderate", "words": "we try it", "then": "plan"})
    assert visit.send("plan", at="end").status_code == 303
    return Visit(browser(table), visit.id)


def listed(page: str) -> list[str]:
    return re.findall(r'href="/visits/([^/"]+)/plan"', page)


def line_of(table: Table, visit: Visit, words: str = SAID) -> str:
    lines = table.store.log.read(table.store.people.visit(visit.id).person_id)
    return next(line.id for line in lines if line.words == words)


def act(visit: Visit, at: str, line: str, **more: str) -> int:
    data = {**tokens(visit.client, visit.id), "line": line, **more}
    return visit.client.post(visit.address(at), data=data).status_code


def find(client: FlaskClient, name: str, number: str) -> object:
    data = {**tokens(client), "name": name, "number": number}
    return client.post("/ended", data=data)


@pytest.mark.parametrize("name", ["", "Rosa Unseen"])
@pytest.mark.parametrize("days", [0, 1, 200])
def test_its_clinician_finds_a_visit_that_ended_with_or_without_a_name(table: Table, name: str, days: int) -> None:
    visit = ended(table, name)
    table.clock.forward(days=days)
    client = browser(table)
    page = client.get("/ended").text
    assert listed(page) == [visit.id]
    assert (name or "A visit without a name") in text_of(page)
    assert "Monday, November 23, 2026" in text_of(page)
    assert SAID in client.get(f"/visits/{visit.id}/plan").text


@pytest.mark.hazard("H05")
def test_the_shelf_shows_the_next_patient_nobody_who_was_here_before(table: Table) -> None:
    visit, still = ended(table, "Rosa Unseen"), table.open_visit(name="Sam Rivera")
    shelf = visit.client.get("/").text
    assert "Rosa" not in without_chance(shelf)
    assert visit.id not in shelf
    assert "Sam Rivera" in shelf, "whoever is here now is gone on with"
    link = re.search(r'<a[^>]*href="/ended"[^>]*>([^<]*)</a>', shelf)
    assert link, "one tap away"
    assert link[1].startswith("For the clinician")
    page = visit.client.get("/ended").text
    assert still.id not in page
    assert "Sam" not in without_chance(page)


@pytest.mark.hazard("T01")
def test_nobody_but_its_clinician_finds_it(table: Table) -> None:
    visit = ended(table, "Rosa Unseen", "4711")
    other = browser(table, COLLEAGUE)
    assert listed(other.get("/ended").text) == []
    answer = find(other, "Rosa Unseen", "4711")
    assert answer.status_code == 404
    for page in ("plan", "note", "print"):
        assert other.get(visit.address(page)).status_code == 404
    line = line_of(table, visit)
    for at in ("take-out", "private"):
        assert act(Visit(other, visit.id), at, line) == 404
    assert line_of(table, visit) == line


@pytest.mark.parametrize("name", ["", "Rosa Unseen"])
def test_words_are_taken_out_when_the_visit_has_ended(table: Table, name: str) -> None:
    visit = ended(table, name)
    page = visit.get("plan").text
    assert page.count('data-line-act="take-out"') == 2
    for words in (SAID, "we try it"):
        assert act(visit, "take-out", line_of(table, visit, words)) == 303
    for page_ in ("plan", "note", "note?plain=1", "print", ""):
        assert SAID not in visit.get(page_).text, page_
        assert "we try it" not in visit.get(page_).text, page_
    assert visit.get("plan").text.count('data-taken-out="gone"') == 2
    table.store.verify()


@pytest.mark.hazard("H17")
def test_a_line_is_made_just_between_us_when_the_visit_has_ended(table: Table) -> None:
    visit = ended(table, "Rosa Unseen")
    assert SAID in visit.get("print").text
    assert act(visit, "private", line_of(table, visit), private="yes") == 303
    for page in ("print", "note", "note?plain=1"):
        assert SAID not in visit.get(page).text, page
    assert act(visit, "private", line_of(table, visit), private="no", why="yes") == 409, (
        "and it is not opened again without them"
    )
    assert SAID not in visit.get("print").text


def test_nothing_else_is_added_to_a_visit_that_has_ended(table: Table) -> None:
    visit = ended(table)
    before = table.store.log.read(table.store.people.visit(visit.id).person_id)
    assert act(visit, "undo", before[0].id) == 409
    assert act(visit, "private", before[0].id, private="no", why="yes") == 409
    data = {**tokens(visit.client, visit.id), "words": "more", "then": "stay"}
    assert visit.client.post(visit.address("card/situation"), data=data).status_code == 409
    assert table.store.log.read(table.store.people.visit(visit.id).person_id) == before


@pytest.mark.hazard("H04")
@pytest.mark.parametrize("card", ["situation", "decision", "picture", "issues", "questions"])
def test_a_card_of_a_visit_that_has_ended_offers_nothing_that_would_be_refused(table: Table, card: str) -> None:
    visit = ended(table)
    page = lxml.html.fromstring(visit.get(f"card/{card}").text)
    offered = page.xpath(
        "//main//*[self::button or self::input[not(@type='hidden')] or self::textarea or self::select]"
    )
    assert offered
    assert not [each for each in offered if not each.xpath("ancestor::fieldset[@disabled]")]
    assert "This visit has ended." in page.xpath("string(//*[@data-ended])")


def test_whoever_is_not_found_need_not_be_typed_again(table: Table) -> None:
    page = find(browser(table), "Rosa Unseen", "4711").text
    assert ('value="4711"' in page, 'value="Rosa Unseen"' in page) == (True, True)


def test_what_is_done_to_a_visit_afterwards_does_not_bring_later_visits_into_it(table: Table) -> None:
    """A line that is written after a later visit says nothing of when the earlier one ended."""
    first = ended(table, "Rosa Unseen", "4711")
    second = ended(table, "Rosa Unseen", "4711", words="only in the second visit")
    line = line_of(table, first, "only in the second visit")
    assert "only in the second visit" in second.get("plan").text
    said = table.store.log.read(table.store.people.visit(first.id).person_id)
    for at, which in (("private", said[1]), ("take-out", said[0])):
        assert act(first, at, which.id) == 303
        for page in ("plan", "note", "print"):
            assert "only in the second visit" not in first.get(page).text, (at, page)
    assert act(first, "take-out", line) == 404, "a line of a later visit is not a line of this one"
    assert act(first, "private", line) == 404
    assert "only in the second visit" in second.get("plan").text


@pytest.mark.hazard("H17")
def test_what_was_private_at_the_end_of_a_visit_stays_so_in_it_when_it_is_opened_later(table: Table) -> None:
    """Also where making it private was the last that was done in the visit."""
    client = browser(table)
    visit = visit_of(table, begin(table, "Rosa Unseen", "4711", client), client)
    visit.send("card/situation", {"words": SAID, "then": "talk"})
    assert act(visit, "private", line_of(table, visit)) == 303
    assert visit.send("plan", at="end").status_code == 303
    first, client = Visit(browser(table), visit.id), browser(table)
    later = visit_of(table, begin(table, "Rosa Unseen", "4711", client), client)
    who = table.store.people.visit(visit.id).person_id
    assert table.store.log.read(who)[-1].encounter_id == visit.id
    seq = next(line.seq for line in table.store.log.read(who) if line.words == SAID)
    lift = {"line": seq, "private": False, "why": "yes"}
    from decisionaid.domain.encounter import Hand, NewChoice

    hand = Hand(role="clinician", account_id=table.store.people.visit(visit.id).account_id)
    table.store.log.append(who, later.id, hand, NewChoice(key="lift-it-1", kind="privacy", value=lift))
    assert SAID not in first.get("print").text
    assert SAID in later.get("print").text


def test_somebody_is_found_by_number_and_name_as_at_the_door(table: Table) -> None:
    visit, another = ended(table, "Rosa Unseen", "47-11"), ended(table, "Sam Rivera", "4712", words="of Sam")
    client = browser(table)
    found = find(client, "rosa  unseen", "47\u201311")
    assert found.status_code == 200
    assert listed(found.text) == [visit.id]
    assert another.id not in found.text
    for name, number in (("Sam Rivera", "47-11"), ("Rosa", "47-11"), ("Rosa Unseen", "4711"), ("Rosa Unseen", "")):
        answer = find(client, name, number)
        assert answer.status_code == 404, (name, number)
        assert listed(answer.text) == []
        assert "Please check them" in answer.text
        assert "Rosa" not in text_of(answer.text)
    assert find(client, "", "47-11").status_code == 400


@pytest.mark.hazard("T07")
def test_no_address_and_no_log_names_anybody(table: Table) -> None:
    ended(table, "Rosa Unseen", "4711")
    client = browser(table)
    addresses = re.findall(r'(?:href|action)="([^"]*)"', without_chance(client.get("/ended").text))
    assert addresses
    assert all("Rosa" not in each and "4711" not in each for each in addresses)
    assert client.get("/ended").headers["Cache-Control"] == "no-store"


def test_many_are_shown_some_at_a_time_and_each_a_single_time(table: Table) -> None:
    account = table.store.accounts.named(MINE)
    made = []
    for _ in range(85):
        visit = table.store.people.open_visit(table.store.people.add(name="Rosa Unseen").id, account.id, practice=True)
        table.store.people.end_visit(visit.id, account.id)
        table.clock.forward(hours=1)
        made.append(visit.id)
    client, address, seen = browser(table), "/ended", []
    while address:
        page = client.get(address).text
        seen += listed(page)
        link = re.search(r'href="(/ended\?page=\d+)"', page)
        address = link[1] if link else ""
    assert seen == made[::-1]
    for odd in ("0", "-1", "x", "\u0663", "9" * 40, "9999"):
        assert client.get("/ended", query_string={"page": odd}).status_code == 200


def test_whoever_looks_at_the_list_is_noted(table: Table) -> None:
    visit = ended(table, "Rosa Unseen", "4711")
    client = browser(table)
    client.get("/ended")
    find(client, "Rosa Unseen", "4711")
    who = table.store.people.visit(visit.id).person_id
    with table.store.engine.connect() as connection:
        rows = connection.execute(text("select actor, person_id from audit where detail='ended visits' order by seq"))
        noted = [tuple(row) for row in rows]
    mine = table.store.accounts.named(MINE).id
    assert noted == [(mine, None), (mine, who)]
    table.store.audit.verify()


def test_a_form_of_another_site_finds_nobody(table: Table) -> None:
    ended(table, "Rosa Unseen", "4711")
    client = browser(table)
    field_of(client.get("/ended").text, "csrf_token")
    assert client.post("/ended", data={"name": "Rosa Unseen", "number": "4711"}).status_code == 400
