"""A visit in a frame of somebody else's page: who may hold it, and that two never cross."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import MAN_62, Table, field_of, sign_in
from tests.web.framing import CHART, IN_A_FRAME, bearer_of, code_of, enter, fields_of, held_by
from tests.web.framing import clinic as clinic
from tests.web.rooms import Clinic


@pytest.mark.row("32", "E19")
def test_listed_sites_may_hold_the_pages_of_a_visit_and_every_answer_that_a_frame_can_get(clinic: Clinic) -> None:
    visit, stranger = clinic.visit(), clinic.table.stranger()
    for page in ("", "/statin/situation", "/plan", "/print", "/note", "/nowhere", "/wait-key"):
        assert held_by(visit.client.get(f"/visits/{visit.id}{page}")) == f"{CHART} https://other.example:8443"
    for page in ("/frame", "/frame/ABCD-EFGH", f"/visits/{visit.id}/plan", "/sign-in", "/nowhere"):
        assert CHART in held_by(stranger.get(page, headers=IN_A_FRAME)), page
    wrong = visit.client.post(f"/visits/{visit.id}/statin/situation", data={})
    assert wrong.status_code == 400
    assert CHART in held_by(wrong)


@pytest.mark.row("E19")
def test_what_asks_for_a_password_and_what_lists_people_is_held_by_nobody(clinic: Clinic) -> None:
    mine, stranger = clinic.browser(), clinic.table.stranger()
    code = clinic.table.store.accounts.invite()
    for client, page in (
        (stranger, "/sign-in"),
        (stranger, f"/start/{code}"),
        (mine, "/"),
        (mine, "/ended"),
        (mine, "/frame/codes"),
    ):
        assert held_by(client.get(page)) == "'none'", page
    csrf = field_of(stranger.get("/sign-in").text, "csrf_token")
    assert held_by(stranger.post("/sign-in", data={"csrf_token": csrf, "name": "x", "password": "y"})) == "'none'"


@pytest.mark.row("E19")
def test_without_a_listed_site_nobody_holds_anything(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", practice=False)
    for page in ("/frame", "/nowhere", "/sign-in"):
        assert held_by(table.client.get(page, headers=IN_A_FRAME)) == "'none'", page
    table.store.close()


@pytest.mark.row("17")
def test_a_frame_never_asks_for_a_password(clinic: Clinic) -> None:
    visit, stranger = clinic.visit(), clinic.table.stranger()
    for page in ("/sign-in", "/", f"/visits/{visit.id}/plan", "/ended", "/frame/codes"):
        answer = stranger.get(page, headers=IN_A_FRAME)
        text = stranger.get(answer.location, headers=IN_A_FRAME).text if answer.location else answer.text
        assert 'type="password"' not in text, page
        assert 'name="code"' in text, page


def test_the_cookie_of_a_frame_is_partitioned_and_opens_one_visit_alone(clinic: Clinic) -> None:
    one, other, frame = clinic.visit(), clinic.visit(), clinic.table.stranger()
    entered = enter(frame, code_of(clinic, one.id))
    cookie = next(each for each in entered.headers.getlist("Set-Cookie") if "Partitioned" in each)
    assert cookie.startswith("__Host-decisionaid-")
    assert all(each in cookie for each in ("Secure", "HttpOnly", "SameSite=None", "Path=/", "Partitioned"))
    assert frame.get(f"/visits/{one.id}/plan", headers=IN_A_FRAME).status_code == 200
    assert frame.get(f"/visits/{other.id}/plan", headers=IN_A_FRAME).status_code == 401
    assert frame.get("/").status_code == 303, "no library"


def test_two_frames_of_one_browser_have_a_cookie_each(clinic: Clinic) -> None:
    one, other, browser = clinic.visit(), clinic.visit(), clinic.table.stranger()
    for each in (one, other):
        enter(browser, code_of(clinic, each.id))
    assert [browser.get(f"/visits/{each.id}/plan").status_code for each in (one, other)] == [200, 200]


@pytest.mark.hazard("H04")
def test_the_cookie_of_one_visit_opens_no_other_under_the_name_of_the_other(clinic: Clinic) -> None:
    one, other = clinic.visit(), clinic.visit()
    names = []
    for each in (one, other):
        said = enter(clinic.table.stranger(), code_of(clinic, each.id)).headers.getlist("Set-Cookie")
        names.append(next(line for line in said if "Partitioned" in line).split(";")[0].split("="))
    (_, value), (name, _) = names
    forged = clinic.table.app.test_client(use_cookies=False)
    assert (
        forged.get(f"/visits/{other.id}/plan", headers={"Cookie": f"{name}={value}", **IN_A_FRAME}).status_code == 401
    )


@pytest.mark.row("17")
def test_a_bearer_opens_its_visit_without_any_cookie_and_no_other(clinic: Clinic) -> None:
    one, other = clinic.visit(), clinic.visit()
    head = bearer_of(clinic, one.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    assert bare.get(f"/visits/{one.id}/plan", headers=head).status_code == 200
    assert bare.get(f"/visits/{other.id}/plan", headers=head).status_code == 401
    assert bare.get("/", headers=head).status_code == 401
    assert bare.get("/ended", headers=head).status_code == 401
    for spoilt in (head["Authorization"][:-1] + "x", head["Authorization"].split(".")[0], "Bearer .", "Bearer"):
        answer = bare.get(f"/visits/{one.id}/plan", headers={**head, "Authorization": spoilt})
        assert answer.status_code == 401, spoilt


def test_a_bearer_is_not_helped_out_by_a_cookie_of_somebody_else(clinic: Clinic) -> None:
    one, theirs = clinic.visit(), clinic.visit(by=clinic.theirs)
    head = bearer_of(clinic, one.id)
    assert clinic.browser(clinic.theirs).get(f"/visits/{theirs.id}/plan", headers=head).status_code == 401


@pytest.mark.hazard("H04")
def test_a_form_of_one_patient_is_refused_in_the_frame_of_another(clinic: Clinic) -> None:
    one, other = clinic.visit(), clinic.visit()
    bare = clinic.table.app.test_client(use_cookies=False)
    heads = {each.id: bearer_of(clinic, each.id) for each in (one, other)}
    pages = {each: bare.get(f"/visits/{each}/statin/situation", headers=heads[each]).text for each in heads}
    fields = {
        each: {name: field_of(pages[each], name) for name in ("csrf_token", "encounter", "key", "seen")}
        for each in heads
    }
    crossed = bare.post(
        f"/visits/{one.id}/statin/situation", data={**fields[other.id], **MAN_62}, headers=heads[one.id]
    )
    assert crossed.status_code in (400, 409)
    mine = {**fields[one.id], "encounter": other.id, **MAN_62}
    assert bare.post(f"/visits/{one.id}/statin/situation", data=mine, headers=heads[one.id]).status_code == 409
    store = clinic.table.store
    assert all(store.log.read(store.people.visit(each.id).person_id) == () for each in (one, other))


def test_a_visit_that_ended_elsewhere_is_said_so_and_takes_nothing(clinic: Clinic) -> None:
    visit = clinic.visit()
    head = bearer_of(clinic, visit.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    page = bare.get(f"/visits/{visit.id}/statin/situation", headers=head).text
    fields = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
    clinic.table.store.people.end_visit(visit.id, clinic.mine)
    said = {**head, "Accept": "application/json"}
    answer = bare.post(f"/visits/{visit.id}/statin/situation", data={**fields, **MAN_62}, headers=said)
    assert answer.status_code == 410
    assert "ended" in answer.json["problem"]
    assert clinic.table.store.log.read(clinic.table.store.people.visit(visit.id).person_id) == ()


def test_ending_the_visit_in_a_frame_ends_it_there_and_shows_no_sign_in_page(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    enter(frame, code_of(clinic, visit.id))
    answer = frame.post(
        f"/visits/{visit.id}/end", data=fields_of(frame, visit.id), headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.location == "/frame?ended=1"
    gone = next(each for each in answer.headers.getlist("Set-Cookie") if "Expires" in each)
    assert "Partitioned" in gone
    assert frame.get(f"/visits/{visit.id}/plan", headers=IN_A_FRAME).status_code == 401
    assert clinic.table.store.people.visit(visit.id).ended is not None


def test_a_page_in_a_frame_says_whose_visit_it_is_and_its_title_names_nobody(clinic: Clinic) -> None:
    visit = clinic.visit()
    text = (
        clinic.table.app.test_client(use_cookies=False)
        .get(f"/visits/{visit.id}/statin/situation", headers=bearer_of(clinic, visit.id))
        .text
    )
    assert '<p class="whose" data-whose>Rosa Unseen</p>' in text
    assert "Rosa" not in text.split("<title>")[1].split("</title>")[0]
    assert "framed.js" in text
    assert "framed.js" not in visit.get("card/situation").text


def test_in_a_frame_on_a_machine_without_tls_the_sign_in_of_the_tab_is_left_alone(tmp_path: Path) -> None:
    table = Table(tmp_path / "data")
    client = table.stranger()
    sign_in(client, table.store)
    assert client.get("/frame", headers=IN_A_FRAME).status_code == 200
    assert client.get("/").status_code == 200
    table.store.close()
