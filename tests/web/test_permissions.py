"""Who may do what: every address of the program times everybody who could ask for it (threat T01)."""

from __future__ import annotations

import secrets

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from decisionaid.errors import NotThere
from decisionaid.web.permissions import TABLE
from tests.builders import MAN_62, without_chance
from tests.web.rooms import Clinic, cookie_of, reads_of_the_log, tokens

pytestmark = pytest.mark.hazard("T01")

OPEN = {"nobody": 200, "own": 200, "rested": 200, "left": 200}
SHELF = {"nobody": 303, "own": 200, "rested": 303, "left": 303}
READS = {"nobody": 303, "own": 200, "other": 404, "ended": 200, "rested": 303, "left": 303, "guessed": 404}
WRITES = {"nobody": 401, "own": 303, "other": 404, "ended": 409, "rested": 401, "left": 401, "guessed": 404}
HOLDS = {**WRITES, "ended": 303}

EXPECTED: dict[tuple[str, str], dict[str, int]] = {
    ("static", "GET"): OPEN,
    ("health.alive", "GET"): OPEN,
    ("health.ready", "GET"): OPEN,
    ("health.measured", "GET"): OPEN,
    ("sign_in.start", "GET"): OPEN,
    ("sign_in.accept", "POST"): {"nobody": 303, "own": 303},
    ("sign_in.page", "GET"): OPEN,
    ("sign_in.enter", "POST"): {"nobody": 400, "own": 400, "rested": 400},
    ("sign_in.leave", "POST"): {"nobody": 401, "own": 303, "rested": 401, "left": 401},
    ("library.page", "GET"): SHELF,
    ("library.speak", "POST"): {"nobody": 401, "own": 303, "rested": 401, "left": 401},
    ("library.open_visit", "POST"): {"nobody": 401, "own": 303, "rested": 401, "left": 401},
    ("again.go_on", "POST"): HOLDS,
    ("ended.page", "GET"): SHELF,
    ("ended.find", "POST"): {"nobody": 401, "own": 404, "rested": 401, "left": 401},
    ("erase.page", "GET"): {**READS, "own": 409},
    ("erase.erase", "POST"): {**WRITES, "own": 409, "ended": 400},
    ("erase.receipt", "GET"): {"nobody": 303, "own": 404, "rested": 303, "left": 303},
    ("approvals.page", "GET"): SHELF,
    ("approvals.approve", "POST"): {"nobody": 401, "own": 409, "rested": 401, "left": 401},
    ("approvals.withdraw", "POST"): {"nobody": 401, "own": 409, "rested": 401, "left": 401},
    ("desk.page", "GET"): {"nobody": 303, "own": 403, "rested": 303, "left": 303},
    ("desk.find", "POST"): {"nobody": 401, "own": 403, "rested": 401, "left": 401},
    ("encounter.table", "GET"): READS,
    ("encounter.card", "GET"): READS,
    ("encounter.choose", "POST"): WRITES,
    ("encounter.hold", "POST"): HOLDS,
    ("encounter.wait_key", "GET"): READS,
    ("evidence.page", "GET"): READS,
    ("language.go_over", "POST"): HOLDS,
    ("plan.page", "GET"): READS,
    ("opening.page", "GET"): {**READS, "ended": 404},
    ("heard.settle", "POST"): WRITES,
    ("plan.undo", "POST"): WRITES,
    ("plan.private", "POST"): HOLDS,
    ("plan.take_out", "POST"): HOLDS,
    ("plan.paper", "GET"): READS,
    ("plan.pdf", "GET"): READS,
    ("plan.note", "GET"): READS,
    ("plan.end", "POST"): HOLDS,
    ("frame.door", "GET"): OPEN,
    ("frame.enter", "POST"): {"nobody": 303, "own": 303, "rested": 303, "left": 303},
    ("frame.door_of_tab", "GET"): OPEN,
    ("frame.enter_tab", "POST"): {"nobody": 303, "own": 303},
    ("frame.codes", "GET"): SHELF,
    ("frame.give", "POST"): {**WRITES, "own": 200},
    ("embed.page", "GET"): SHELF,
    ("embed.begin", "POST"): {"nobody": 401, "own": 303, "rested": 401, "left": 401},
}
"""The written table, a second time and independent of the code: status by who asks."""

CASES = [(endpoint, method, who) for (endpoint, method), row in EXPECTED.items() for who in row]


def test_every_address_has_its_row_here_and_in_the_table_of_permissions(clinic: Clinic) -> None:
    served = {(rule.endpoint, method) for rule in clinic.table.app.url_map.iter_rules() for method in _methods(rule)}
    assert served == set(EXPECTED)
    assert {endpoint for endpoint, _ in served} == set(TABLE)


def test_a_new_address_without_a_row_is_closed_to_everybody(tmp_path) -> None:
    from tests.builders import Table

    table = Table(tmp_path / "data")
    table.app._got_first_request = False
    table.app.add_url_rule("/brand-new", "brand.new", lambda: "everything of everybody")
    for client in (table.client, table.stranger()):
        answer = client.get("/brand-new")
        assert answer.status_code == 404
        assert "everything" not in answer.text
    table.store.close()


@pytest.mark.parametrize(("endpoint", "method", "who"), CASES)
def test_an_address_answers_exactly_as_the_table_says(clinic: Clinic, endpoint: str, method: str, who: str) -> None:
    client, visit_id = _who(clinic, who)
    address, data = _address(clinic, endpoint, visit_id), _data(clinic, client, endpoint, visit_id, who)
    before = _choices(clinic)
    with reads_of_the_log(clinic.table) as reads:
        answer = client.open(address, method=method, data=data if method == "POST" else None)
    assert answer.status_code == EXPECTED[endpoint, method][who], (address, answer.data[:300])
    anew = answer.status_code == 409  # the page that comes back tells what was written while this was refused
    assert len(reads) <= len(set(reads)) + anew, "nobody's log is read a second time for the same request"
    if answer.status_code in (401, 403, 404):
        typed = 'value="Rosa Unseen"'  # what somebody typed comes back to them
        assert "Rosa" not in without_chance(answer.text).replace(typed, "")
        assert _choices(clinic) == before
    if answer.status_code == 303 and method == "GET":
        assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_no_other_way_of_asking_opens_a_visit_of_another_clinician(clinic: Clinic, method: str) -> None:
    theirs = clinic.visit(by=clinic.theirs)
    mine = clinic.browser()
    for page in ("", "/plan", "/print", "/plan.pdf", "/note", "/statin/situation", "/wait-key"):
        answer = mine.open(f"/visits/{theirs.id}{page}", method=method)
        assert answer.status_code in ((200, 404, 405) if method == "OPTIONS" else (400, 404, 405)), (
            page,
            answer.status_code,
        )
        assert "Rosa" not in without_chance(answer.text)


def test_the_id_of_a_patient_opens_nothing(clinic: Clinic) -> None:
    visit = clinic.visit()
    person = clinic.table.store.people.visit(visit.id).person_id
    for guess in (
        person,
        visit.id[:-1],
        visit.id.swapcase(),
        visit.id + "=",
        "%00",
        "..",
        visit.id + "%20",
        "*",
        "%25",
    ):
        assert clinic.table.client.get(f"/visits/{guess}/plan").status_code in (400, 404), guess


def test_ids_of_visits_people_and_screens_hold_at_least_128_random_bits(clinic: Clinic) -> None:
    visits = [clinic.visit() for _ in range(20)]
    ids = {visit.id for visit in visits} | {clinic.table.store.people.visit(each.id).person_id for each in visits}
    assert len(ids) == 40
    assert min(map(len, ids)) >= 22  # 22 letters of base64 are 132 bits
    assert len(cookie_of(clinic.browser(), clinic.table)) >= 43


def test_an_insider_who_asks_for_a_visit_of_another_is_noted_with_name_and_visit(clinic: Clinic) -> None:
    theirs = clinic.visit(by=clinic.theirs)
    assert clinic.browser().get(f"/visits/{theirs.id}/plan").status_code == 404
    with clinic.table.store.engine.connect() as connection:
        row = connection.execute(text("select * from audit order by seq desc limit 1")).mappings().one()
    assert (row["actor"], row["action"], row["detail"]) == (clinic.mine, "turned away", "plan.page")
    assert row["encounter_id"] == theirs.id
    clinic.table.store.audit.verify()


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def _who(clinic: Clinic, who: str) -> tuple[FlaskClient, str]:
    owner = clinic.browser()
    visit = clinic.visit(owner)
    said = {**tokens(owner, visit.id), **MAN_62, "words": "Rosa said this"}
    assert owner.post(visit.address("card/situation"), data=said).status_code == 303
    if who == "ended":
        clinic.table.store.people.end_visit(visit.id, clinic.mine)
    if who == "guessed":
        return owner, secrets.token_urlsafe(16)
    if who == "nobody":
        return clinic.table.stranger(), visit.id
    if who == "other":
        return clinic.browser(clinic.theirs), visit.id
    if who == "rested":
        clinic.rest(owner)
    if who == "left":
        clinic.table.store.accounts.end(cookie_of(owner, clinic.table))
    return owner, visit.id


def _address(clinic: Clinic, endpoint: str, visit_id: str) -> str:
    if endpoint == "static":
        return "/static/base.css"
    rule = next(rule for rule in clinic.table.app.url_map.iter_rules() if rule.endpoint == endpoint)
    code = clinic.table.store.accounts.invite() if "code" in rule.arguments else ""
    values = {"encounter_id": visit_id, "aid_id": "statin", "card": "situation", "code": code, "claim": "baseline"}
    values["receipt"] = "1-" + "0" * 32
    values["line"] = _a_line(clinic, visit_id)
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return built[1]


def _data(clinic: Clinic, client: FlaskClient, endpoint: str, visit_id: str, who: str) -> dict[str, str]:
    data = tokens(client, visit_id)
    if endpoint in ("plan.undo", "plan.private", "plan.take_out"):
        data["line"] = _a_line(clinic, visit_id)
    if endpoint == "heard.settle":
        data["line"] = _a_line(clinic, visit_id)
    if endpoint == "ended.find":
        data |= {"name": "Rosa Unseen", "number": "4711"}
    if endpoint in ("frame.enter", "frame.enter_tab"):
        opens = "tab" if endpoint == "frame.enter_tab" else "frame"
        data["code"] = clinic.table.store.doors.make(clinic.visit().id, clinic.mine, opens)
    if endpoint == "sign_in.accept":
        data |= {"name": f"New {secrets.token_hex(4)}", "password": "one two three four"}
    if endpoint in ("language.go_over", "library.speak"):
        data["language"] = "es"
    if endpoint == "encounter.choose":
        data |= {"words": f"something new, {who}", "then": "stay"}
    return data


def _a_line(clinic: Clinic, visit_id: str) -> str:
    try:
        person = clinic.table.store.people.visit(visit_id).person_id
    except NotThere:
        return "no such line"
    return clinic.table.store.log.read(person)[0].id


def _choices(clinic: Clinic) -> int:
    with clinic.table.store.engine.connect() as connection:
        return connection.execute(text("select count(*) from choice")).scalar_one()
