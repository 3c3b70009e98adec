"""A visit in a frame of somebody else's page: who may hold it, how it is opened there, and that two never cross."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import MAN_62, Table, field_of, sign_in
from tests.web.rooms import Clinic, cookie_of

CHART = "https://chart.example"
SITE = (
    f'name: "Our clinic"\nframes:\n  - origin: {CHART}\n    scopes: [choices]\n  - origin: https://other.example:8443\n'
)
IN_A_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
FROM_OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost", "Accept": "application/json"}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic whose cards two sites may hold, behind a proxy that speaks TLS."""
    data = tmp_path_factory.mktemp("frames") / "data"
    data.mkdir()
    (data / "site.yaml").write_text(SITE, encoding="utf-8")
    made = Clinic(Table(data, more={"behind_proxy": True}))
    yield made
    made.table.store.close()


def _held_by(answer: TestResponse) -> str:
    return answer.headers["Content-Security-Policy"].split("frame-ancestors ")[1].split(";")[0]


def _code(clinic: Clinic, visit: str, client: FlaskClient | None = None, opens: str = "frame") -> str:
    client = client or clinic.browser()
    said = {**_fields(client, visit), "opens": opens}
    answer = client.post(f"/visits/{visit}/code", data=said, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return str(answer.json["code"])


def _fields(client: FlaskClient, visit: str, head: Mapping[str, str] | None = None) -> dict[str, str]:
    page = client.get(f"/visits/{visit}/statin/situation", headers=head).text
    return {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}


def _enter(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return client.post("/frame", data={"code": code, **more}, headers=TLS)


TLS = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


def test_listed_sites_may_hold_the_pages_of_a_visit_and_every_answer_that_a_frame_can_get(clinic: Clinic) -> None:
    visit, stranger = clinic.visit(), clinic.table.stranger()
    for page in ("", "/statin/situation", "/plan", "/print", "/note", "/nowhere", "/wait-key"):
        assert _held_by(visit.client.get(f"/visits/{visit.id}{page}")) == f"{CHART} https://other.example:8443"
    for page in ("/frame", "/frame/ABCD-EFGH", f"/visits/{visit.id}/plan", "/sign-in", "/nowhere"):
        assert CHART in _held_by(stranger.get(page, headers=IN_A_FRAME)), page
    wrong = visit.client.post(f"/visits/{visit.id}/statin/situation", data={})
    assert wrong.status_code == 400
    assert CHART in _held_by(wrong)


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
        assert _held_by(client.get(page)) == "'none'", page
    csrf = field_of(stranger.get("/sign-in").text, "csrf_token")
    assert _held_by(stranger.post("/sign-in", data={"csrf_token": csrf, "name": "x", "password": "y"})) == "'none'"


def test_without_a_listed_site_nobody_holds_anything(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", practice=False)
    for page in ("/frame", "/nowhere", "/sign-in"):
        assert _held_by(table.client.get(page, headers=IN_A_FRAME)) == "'none'", page
    table.store.close()


def test_a_frame_never_asks_for_a_password(clinic: Clinic) -> None:
    visit, stranger = clinic.visit(), clinic.table.stranger()
    for page in ("/sign-in", "/", f"/visits/{visit.id}/plan", "/ended", "/frame/codes"):
        answer = stranger.get(page, headers=IN_A_FRAME)
        text = stranger.get(answer.location, headers=IN_A_FRAME).text if answer.location else answer.text
        assert 'type="password"' not in text, page
        assert 'name="code"' in text, page


def test_a_code_opens_its_visit_in_a_frame_a_single_time(clinic: Clinic) -> None:
    visit = clinic.visit()
    code = _code(clinic, visit.id)
    frame = clinic.table.stranger()
    entered = _enter(frame, code.lower().replace("-", " "), aid="statin")
    assert entered.status_code == 200
    assert entered.json["next"] == f"/visits/{visit.id}/statin/{_first()}"
    assert entered.json["encounter"] == visit.id
    again = _enter(clinic.table.stranger(), code)
    assert again.status_code == 403
    assert "bearer" not in again.json
    assert frame.get(f"/visits/{visit.id}/plan").status_code == 200, "the cookie of the frame"


def _first() -> str:
    return "situation"


def test_looking_at_the_door_uses_no_code_up(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    code = _code(clinic, visit.id)
    for _ in range(3):
        assert frame.get(f"/frame/{code}", headers=IN_A_FRAME).status_code == 200
    assert _enter(frame, code).status_code == 200


def test_a_code_is_good_for_two_minutes(clinic: Clinic) -> None:
    visit, clock = clinic.visit(), clinic.table.clock
    early, late = _code(clinic, visit.id), _code(clinic, visit.id)
    before = clock.now
    clock.forward(seconds=119)
    assert _enter(clinic.table.stranger(), early).status_code == 200
    clock.forward(seconds=2)
    assert _enter(clinic.table.stranger(), late).status_code == 403
    clock.now = before


def test_the_cookie_of_a_frame_is_partitioned_and_opens_one_visit_alone(clinic: Clinic) -> None:
    one, other, frame = clinic.visit(), clinic.visit(), clinic.table.stranger()
    entered = _enter(frame, _code(clinic, one.id))
    cookie = next(each for each in entered.headers.getlist("Set-Cookie") if "Partitioned" in each)
    assert cookie.startswith("__Host-decisionaid-")
    assert all(each in cookie for each in ("Secure", "HttpOnly", "SameSite=None", "Path=/", "Partitioned"))
    assert frame.get(f"/visits/{one.id}/plan", headers=IN_A_FRAME).status_code == 200
    assert frame.get(f"/visits/{other.id}/plan", headers=IN_A_FRAME).status_code == 401
    assert frame.get("/").status_code == 303, "no library"


def test_two_frames_of_one_browser_have_a_cookie_each(clinic: Clinic) -> None:
    one, other, browser = clinic.visit(), clinic.visit(), clinic.table.stranger()
    for each in (one, other):
        _enter(browser, _code(clinic, each.id))
    assert [browser.get(f"/visits/{each.id}/plan").status_code for each in (one, other)] == [200, 200]


def _bearer(clinic: Clinic, visit: str) -> dict[str, str]:
    shown = _enter(clinic.table.stranger(), _code(clinic, visit)).json["bearer"]
    return {"Authorization": f"Bearer {shown}", "Decisionaid-Screen": "frame"}


def test_a_bearer_opens_its_visit_without_any_cookie_and_no_other(clinic: Clinic) -> None:
    one, other = clinic.visit(), clinic.visit()
    head = _bearer(clinic, one.id)
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
    head = _bearer(clinic, one.id)
    assert clinic.browser(clinic.theirs).get(f"/visits/{theirs.id}/plan", headers=head).status_code == 401


@pytest.mark.hazard("H04")
def test_a_form_of_one_patient_is_refused_in_the_frame_of_another(clinic: Clinic) -> None:
    one, other = clinic.visit(), clinic.visit()
    bare = clinic.table.app.test_client(use_cookies=False)
    heads = {each.id: _bearer(clinic, each.id) for each in (one, other)}
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
    head = _bearer(clinic, visit.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    page = bare.get(f"/visits/{visit.id}/statin/situation", headers=head).text
    fields = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
    clinic.table.store.people.end_visit(visit.id, clinic.mine)
    said = {**head, "Accept": "application/json"}
    answer = bare.post(f"/visits/{visit.id}/statin/situation", data={**fields, **MAN_62}, headers=said)
    assert answer.status_code == 409
    assert "ended" in answer.json["problem"]
    assert clinic.table.store.log.read(clinic.table.store.people.visit(visit.id).person_id) == ()


def test_ending_the_visit_in_a_frame_ends_it_there_and_shows_no_sign_in_page(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    _enter(frame, _code(clinic, visit.id))
    answer = frame.post(
        f"/visits/{visit.id}/end", data=_fields(frame, visit.id), headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.location == "/frame?ended=1"
    gone = next(each for each in answer.headers.getlist("Set-Cookie") if "Expires" in each)
    assert "Partitioned" in gone
    assert frame.get(f"/visits/{visit.id}/plan", headers=IN_A_FRAME).status_code == 401
    assert clinic.table.store.people.visit(visit.id).ended is not None


def test_another_code_goes_on_at_the_same_card(clinic: Clinic) -> None:
    visit = clinic.visit()
    head = _bearer(clinic, visit.id)
    bare = clinic.table.app.test_client(use_cookies=False)
    bare.get(f"/visits/{visit.id}/statin/picture?years=30", headers=head)
    clinic.table.clock.forward(seconds=1)
    goes_on = _enter(clinic.table.stranger(), _code(clinic, visit.id)).json["next"]
    assert goes_on == f"/visits/{visit.id}/statin/picture?years=30"


def test_a_frame_makes_a_code_that_opens_its_visit_in_a_tab_and_nothing_else_there(clinic: Clinic) -> None:
    visit, other, frame, tab = clinic.visit(), clinic.visit(), clinic.table.stranger(), clinic.table.stranger()
    _enter(frame, _code(clinic, visit.id))
    code = _code(clinic, visit.id, frame, "tab")
    shown = tab.get(f"/open/{code}?then=print")
    assert "same-origin" not in shown.headers["Cross-Origin-Opener-Policy"], "a tab out of a sandbox could not open it"
    answer = tab.post("/open", data={"csrf_token": field_of(shown.text, "csrf_token"), "code": code, "then": "print"})
    assert answer.location == f"/visits/{visit.id}/print"
    assert tab.get(answer.location).status_code == 200
    assert tab.get(f"/visits/{other.id}/plan").status_code == 303
    assert tab.get("/").status_code == 303
    assert tab.post(f"/visits/{visit.id}/again", data=_fields(tab, visit.id)).status_code == 401


def test_a_code_for_a_frame_opens_no_tab_and_the_other_way_round(clinic: Clinic) -> None:
    visit, tab = clinic.visit(), clinic.table.stranger()
    csrf = field_of(tab.get("/open").text, "csrf_token")
    assert tab.post("/open", data={"csrf_token": csrf, "code": _code(clinic, visit.id)}).status_code == 403
    assert _enter(clinic.table.stranger(), _code(clinic, visit.id, opens="tab")).status_code == 403


def test_a_frame_makes_no_codes_for_frames(clinic: Clinic) -> None:
    visit, frame = clinic.visit(), clinic.table.stranger()
    _enter(frame, _code(clinic, visit.id))
    answer = frame.post(f"/visits/{visit.id}/code", data={**_fields(frame, visit.id), "opens": "frame"})
    assert answer.status_code == 403


def test_a_code_in_a_browser_of_somebody_else_changes_nobodys_sign_in(clinic: Clinic) -> None:
    visit, theirs = clinic.visit(), clinic.browser(clinic.theirs)
    before = cookie_of(theirs, clinic.table)
    csrf = field_of(theirs.get("/open").text, "csrf_token")
    answer = theirs.post("/open", data={"csrf_token": csrf, "code": _code(clinic, visit.id, opens="tab")})
    assert answer.status_code == 409
    assert cookie_of(theirs, clinic.table) == before
    mine = clinic.browser()
    csrf = field_of(mine.get("/open").text, "csrf_token")
    assert (
        mine.post("/open", data={"csrf_token": csrf, "code": _code(clinic, visit.id, opens="tab")}).status_code == 303
    )
    assert mine.get("/").status_code == 200, "whoever is signed in keeps all of it"


def test_no_other_site_can_send_a_code(clinic: Clinic) -> None:
    visit = clinic.visit()
    code = _code(clinic, visit.id)
    for said in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": CHART}, {"Origin": "null"}):
        assert clinic.table.stranger().post("/frame", data={"code": code}, headers=said).status_code == 403
    assert _enter(clinic.table.stranger(), code).status_code == 200


def test_guessing_codes_is_slowed_down(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", more={"behind_proxy": True})
    client = table.stranger()
    seen = [_enter(client, f"ABCD-EFG{sign}").status_code for sign in "2345678"]
    assert seen == [403] * 5 + [429] * 2
    assert int(_enter(client, "ABCD-EFGH").headers["Retry-After"]) > 0
    table.store.close()


def test_who_made_a_code_and_that_it_was_used_stands_in_the_audit(clinic: Clinic) -> None:
    from sqlalchemy import text

    visit = clinic.visit()
    _enter(clinic.table.stranger(), _code(clinic, visit.id))
    with clinic.table.store.engine.connect() as connection:
        asked = text(
            "select actor, action, detail from audit where encounter_id = :id and action like '%code%' order by seq"
        )
        rows = connection.execute(asked, {"id": visit.id}).all()
    assert [tuple(each) for each in rows] == [
        (clinic.mine, "made a code", "frame"),
        (clinic.mine, "opened by a code", "frame"),
    ]


def test_a_page_in_a_frame_says_whose_visit_it_is_and_its_title_names_nobody(clinic: Clinic) -> None:
    visit = clinic.visit()
    text = (
        clinic.table.app.test_client(use_cookies=False)
        .get(f"/visits/{visit.id}/statin/situation", headers=_bearer(clinic, visit.id))
        .text
    )
    assert '<p class="whose" data-whose>Rosa Unseen</p>' in text
    assert "Rosa" not in text.split("<title>")[1].split("</title>")[0]
    assert "framed.js" in text
    assert "framed.js" not in visit.get("card/situation").text


def test_the_bearer_and_the_code_stand_in_no_page(clinic: Clinic) -> None:
    visit = clinic.visit()
    head = _bearer(clinic, visit.id)
    secret = head["Authorization"].removeprefix("Bearer ").split(".")[0]
    bare = clinic.table.app.test_client(use_cookies=False)
    for page in ("", "/statin/situation", "/plan", "/note"):
        assert secret not in bare.get(f"/visits/{visit.id}{page}", headers=head).text


def test_in_a_frame_on_a_machine_without_tls_the_sign_in_of_the_tab_is_left_alone(tmp_path: Path) -> None:
    table = Table(tmp_path / "data")
    client = table.stranger()
    sign_in(client, table.store)
    assert client.get("/frame", headers=IN_A_FRAME).status_code == 200
    assert client.get("/").status_code == 200
    table.store.close()
