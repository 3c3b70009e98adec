"""Every address of the program x every role x an own and another clinician's visit: the table is what happens (T01)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from decisionaid.domain.roles import ROLES
from decisionaid.web.permissions import HOMES, NOBODY, OF_EVERYBODY, TABLE
from tests.builders import MAN_62, Table, Visit, text_of, without_chance
from tests.web.rooms import Clinic, cookie_name, tokens
from tests.web.test_ended import browser
from tests.web.test_permissions import EXPECTED

pytestmark = pytest.mark.hazard("T01")
SAID = "Rosa said this"
SHUT = (403,)
OTHERS_PAPER, OTHERS_ERASING = ("plan.paper", "plan.pdf"), ("erase.page", "erase.erase")


@dataclass
class Room:
    """One clinic; in it an account of each role, and an ended visit of two clinicians."""

    clinic: Clinic
    accounts: dict[str, str]
    own: Visit
    theirs: Visit


@pytest.fixture(scope="module")
def room(clinic: Clinic) -> Room:
    accounts, made = clinic.table.store.accounts, {}
    for role in ROLES:
        who = (
            clinic.mine
            if role == "clinician"
            else accounts.accept(accounts.invite(role=role), role, "words in a row").id
        )
        made[role] = who
    visits = [_ended(clinic, by) for by in (clinic.mine, clinic.theirs)]
    return Room(clinic, made, *visits)


def _ended(clinic: Clinic, by: str) -> Visit:
    visit = clinic.visit(clinic.browser(by), by=by)
    visit.send("card/situation", {**MAN_62, "words": SAID, "then": "talk"})
    clinic.table.store.people.end_visit(visit.id, by)
    return visit


def _rules(room: Room) -> list[tuple[Rule, str]]:
    return [(rule, method) for rule in room.clinic.table.app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]  # fmt: skip


def _ask(room: Room, rule: Rule, method: str, role: str, visit: Visit) -> tuple[int, str]:
    client = room.clinic.browser(room.accounts[role])  # a new one each time: ending a visit ends its sign-in
    lines = room.clinic.table.store.log.read(room.clinic.table.store.people.visit(visit.id).person_id)
    values = {"encounter_id": visit.id, "aid_id": "statin", "card": "situation", "claim": "baseline", "code": "x",
              "receipt": "1-" + "0" * 32, "filename": "base.css"}  # fmt: skip
    address = rule.build({name: values.get(name, "x") for name in rule.arguments})
    assert address is not None
    data = {**tokens(client, visit.id), "line": lines[0].id} if method == "POST" else None
    answer = client.open(address[1], method=method, data=data)
    return answer.status_code, answer.text if "pdf" not in answer.mimetype else ""


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says_and_nothing_else(room: Room, role: str) -> None:
    asked = 0
    for rule, method in _rules(room):
        if rule.endpoint in ("sign_in.leave", "sign_in.enter", "sign_in.accept") or "frame.enter" in rule.endpoint:
            continue  # these end or begin a sign-in; who may is in the other table of tests
        for visit in (room.own, room.theirs):
            status, text = _ask(room, rule, method, role, visit)
            asked += 1
            place = (rule.endpoint, method, role, "own" if visit is room.own else "theirs", status)
            if role not in TABLE[rule.endpoint]:
                assert status == 403, place
            elif "encounter_id" in rule.arguments:
                mine = role == "clinician" and visit is room.own
                gone = rule.endpoint == "opening.page"  # there is nothing to open with in a visit that has ended
                assert (status == 404) is not ((mine and not gone) or (role, rule.endpoint) in OF_EVERYBODY), place
            else:
                assert status != 403, place
            if status in (403, 404):
                assert SAID not in text, place
                assert "Rosa" not in without_chance(text), place
    assert asked > 60


def test_the_table_is_frozen_and_each_entry_is_of_roles_that_exist() -> None:
    assert {endpoint for endpoint, _ in EXPECTED} == set(TABLE)
    with pytest.raises(TypeError):
        TABLE["library.page"] = frozenset()  # type: ignore[index]
    for endpoint, roles in TABLE.items():
        assert roles <= {*ROLES, NOBODY}, endpoint
        assert roles, endpoint
    assert all(role in TABLE[endpoint] for role, endpoint in OF_EVERYBODY)
    assert all(role in TABLE[home] for role, home in HOMES.items())


def test_cards_visits_and_what_is_just_between_us_are_for_clinicians_alone() -> None:
    """The table a second time, said in its own words."""
    for endpoint, roles in TABLE.items():
        if endpoint.startswith(
            ("encounter.", "heard.", "evidence.", "ended.", "again.", "plan.", "opening.", "language.")
        ):
            more = {"plan.paper": {"front_desk"}, "plan.pdf": {"front_desk"}}.get(endpoint, set())
            assert roles == {"clinician", *more}, endpoint
    assert {each for each in OF_EVERYBODY if each[0] == "front_desk"} == {("front_desk", each) for each in OTHERS_PAPER}
    assert {each for each in OF_EVERYBODY if each[0] == "administrator"} == {
        ("administrator", each) for each in OTHERS_ERASING
    }


def _with_role(table: Table, role: str) -> FlaskClient:
    accounts = table.store.accounts
    who = accounts.accept(accounts.invite(role=role), role, "words in a row")  # type: ignore[arg-type]
    client = table.stranger()
    client.set_cookie(cookie_name(table), accounts.sign_in(who.id, role))
    return client


def _private_visit(table: Table) -> Visit:
    """In it a line that is just between the patient and the clinician."""
    client = browser(table)
    visit = table.open_visit(client, name="Rosa Unseen")
    visit.send("card/situation", {**MAN_62, "words": "just between us two", "then": "talk"})
    line = table.store.log.read(table.store.people.visit(visit.id).person_id)
    said = next(each.id for each in line if each.words == "just between us two")
    assert client.post(visit.address("private"), data={**tokens(client, visit.id), "line": said}).status_code == 303
    visit.send("card/decision", {"arrived": "option.moderate", "words": "we try it", "then": "plan"})
    return visit


@pytest.mark.hazard("H17")
def test_the_front_desk_prints_a_plan_again_and_reads_nothing_that_is_not_on_paper(table: Table) -> None:
    visit, client = _private_visit(table), _with_role(table, "front_desk")
    home = client.get("/", follow_redirects=True)
    assert "Rosa Unseen" in text_of(home.text)
    assert f"/visits/{visit.id}/print" in home.text
    paper = client.get(visit.address("print")).text
    assert "we try it" in paper
    assert "just between us two" not in paper
    for page in ("", "plan", "note", "card/situation", "erase"):
        assert client.get(visit.address(page)).status_code == 403, page


@pytest.mark.hazard("H17")
def test_where_the_page_cannot_be_printed_the_front_desk_is_told_why_and_shown_no_plan(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = Table(tmp_path / "data", practice=False)
    account = table.store.accounts.named("Ellen Price")
    person = table.store.people.add(name="Rosa Unseen")
    made = table.store.people.open_visit(person.id, account.id, practice=False)
    library = table.app.extensions["clinic"].library
    table.store.accounts.approve("statin", library.edition("statin").hash, "Ellen Price")
    visit = Visit(table.client, made.id)
    visit.send("card/situation", {**MAN_62, "words": "just between us two", "private": "yes", "then": "talk"})
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    answer = _with_role(table, "front_desk").get(visit.address("print"))
    assert answer.status_code == visit.get("print").status_code == 409
    assert "just between us two" not in answer.text
    assert "data-plan" not in answer.text
    table.store.close()


def test_an_administrator_finds_somebody_and_erases_but_reads_no_plan(table: Table) -> None:
    from tests.web.test_ended import ended

    visit, client = ended(table, "Rosa Unseen", "4711"), _with_role(table, "administrator")
    found = client.post("/desk", data={**tokens(client), "name": "Rosa Unseen", "number": "4711"})
    assert f"/visits/{visit.id}/erase" in found.text
    assert "/print" not in found.text
    assert client.get(visit.address("plan")).status_code == 403
    assert client.post("/desk", data={**tokens(client), "name": "Rosa", "number": "4711"}).status_code == 404
    data = {**tokens(client, visit.id), "sure": "yes"}
    assert client.post(visit.address("erase"), data=data).status_code == 303
    assert visit.get("plan").status_code == 404
    table.store.verify()


def test_a_role_that_was_taken_away_opens_nothing_from_the_next_tap_on(table: Table) -> None:
    visit = table.open_visit(name="Rosa Unseen")
    assert visit.get("card/situation").status_code == 200
    table.store.colleagues.disable("Ellen Price")
    assert visit.get("card/situation").status_code == 303
