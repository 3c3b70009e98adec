"""What every answer carries, whatever its status: headers, cookies, kinds of content."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from decisionaid.errors import StoreBusy
from tests.builders import MAN_62, PASSWORD, Table, Visit, field_of, without_chance
from tests.web.rooms import NAME, Clinic, cookie_name, cookie_of, tokens

POLICY = {
    **dict.fromkeys(("script-src", "style-src", "connect-src", "form-action", "manifest-src"), "'self'"),
    **dict.fromkeys(("default-src", "base-uri", "frame-ancestors", "object-src"), "'none'"),
    "img-src": "'self' data:",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
MEDIA = {"application/pdf", "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/json"}


INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


def policy_of(page: str) -> dict[str, str]:
    """The policy of a page: what stands in it is named by its hash, and nothing else is."""
    policy = dict(POLICY)
    for element, text in INLINE.findall(page):
        policy[f"{element}-src"] += f" 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    return policy


def _post(clinic: Clinic, page: str, **more: str) -> TestResponse:
    visit = clinic.visit()
    return visit.client.post(visit.address(page), data={**tokens(visit.client, visit.id), **more})


def _filled_visit(clinic: Clinic) -> Visit:
    visit = clinic.visit()
    visit.send("card/situation", MAN_62)
    return visit


def _csrf_missing(clinic: Clinic) -> TestResponse:
    visit = clinic.visit()
    return visit.client.post(visit.address("card/situation"), data={"encounter": visit.id})


def _wrong_visit(clinic: Clinic) -> TestResponse:
    visit = clinic.visit()
    return visit.client.post(visit.address("card/situation"), data=tokens(visit.client, clinic.visit().id))


def _too_many_tries(clinic: Clinic) -> TestResponse:
    client = clinic.table.stranger()
    for _ in range(6):
        answer = client.post("/sign-in", data={**tokens(client), "name": "Nobody Here", "password": "wrong"})
    return answer


def _broken(clinic: Clinic, problem: Exception) -> TestResponse:
    """A page whose store breaks in the middle: a small fake in place of the log for one request."""

    class Broken:
        def read(self, person_id: str) -> tuple[()]:
            raise problem

    visit, store = clinic.visit(), clinic.table.store
    whole = store.log
    store.log = Broken()  # type: ignore[assignment]
    try:
        return visit.get("plan")
    finally:
        store.log = whole


def _used_link(clinic: Clinic) -> TestResponse:
    return clinic.table.client.get("/start/never-given")


KINDS: dict[str, tuple[int, Callable[[Clinic], TestResponse]]] = {
    "a page": (200, lambda c: c.table.client.get("/")),
    "a card": (200, lambda c: c.visit().get("card/situation")),
    "a picture": (200, lambda c: c.visit().get("card/picture")),
    "a plan": (200, lambda c: c.visit().get("plan")),
    "paper": (200, lambda c: c.visit().get("print")),
    "a page as PDF": (200, lambda c: c.visit().get("plan.pdf")),
    "the trials": (200, lambda c: _filled_visit(c).get("statin/evidence/baseline")),
    "a note": (200, lambda c: c.visit().get("note")),
    "a plain note": (200, lambda c: c.visit().get("note?plain=1")),
    "json": (200, lambda c: c.visit().get("wait-key")),
    "health": (200, lambda c: c.table.stranger().get("/healthz")),
    "options": (200, lambda c: c.table.client.options("/")),
    "another page": (303, lambda c: _post(c, "card/situation", words="said")),
    "to the sign-in": (303, lambda c: c.table.stranger().get("/")),
    "unreadable": (400, _csrf_missing),
    "a value asked back": (400, lambda c: _post(c, "card/situation", value_age="five", then="picture")),
    "not signed in": (401, lambda c: c.table.stranger().post("/visits", data={})),
    "another site": (403, lambda c: c.table.client.post("/visits", data={}, headers={"Origin": "https://evil.example"})),
    "another name": (403, lambda c: c.table.client.get("/", headers={"Host": "evil.example"})),
    "nowhere": (404, lambda c: c.table.client.get("/nowhere")),
    "no such visit": (404, lambda c: c.table.client.get("/visits/none/plan")),
    "no such file": (404, lambda c: c.table.client.get("/static/none.css")),
    "the wrong way": (405, lambda c: c.table.client.post("/")),
    "another visit": (409, _wrong_visit),
    "a used link": (410, _used_link),
    "too much": (413, lambda c: c.table.client.post("/visits", data={"name": "x" * 70_000})),
    "too many tries": (429, _too_many_tries),
    "a defect": (500, lambda c: _broken(c, RuntimeError("planted inside"))),
    "the database away": (503, lambda c: _broken(c, StoreBusy("planted inside"))),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_whole_baseline(clinic: Clinic, kind: str) -> None:
    status, ask = KINDS[kind]
    answer = ask(clinic)
    assert answer.status_code == status, answer.data[:300]
    headers = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == policy_of(answer.text if answer.mimetype == "text/html" else "")
    assert {name: headers.get(name) for name in FIXED} == FIXED
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] in MEDIA
    assert "Strict-Transport-Security" not in headers, "over plain http on loopback it would be a lie"
    assert not [name for name, _ in headers if name.lower().startswith("access-control-")]
    assert not {"Server", "X-Powered-By"} & set(headers.keys())
    assert b"planted inside" not in answer.data
    assert b"Traceback" not in answer.data


@pytest.mark.parametrize("kind", ["another site", "a defect", "the database away", "another visit"])
def test_a_problem_is_said_as_json_where_the_script_asks_and_never_as_a_page(clinic: Clinic, kind: str) -> None:
    client = clinic.table.client
    client.environ_base["HTTP_ACCEPT"] = "application/json"
    try:
        answer = KINDS[kind][1](clinic) if kind != "another visit" else None
        if answer is None:
            one, two = clinic.visit().id, clinic.visit().id
            client.environ_base.pop("HTTP_ACCEPT")
            data = tokens(client, one)
            answer = client.post(f"/visits/{two}/statin/situation", data=data, headers={"Accept": "application/json"})
        assert answer.headers["Content-Type"] == "application/json"
        assert set(answer.json) >= {"problem", "id"}
        assert "planted" not in answer.text
    finally:
        client.environ_base.pop("HTTP_ACCEPT", None)


def test_the_wrong_way_says_which_ways_there_are(clinic: Clinic) -> None:
    assert clinic.table.client.post("/").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_database_that_is_away_asks_to_try_again(clinic: Clinic) -> None:
    assert KINDS["the database away"][1](clinic).headers["Retry-After"] == "2"


def test_a_screen_whose_database_is_away_hears_503_and_no_defect(clinic: Clinic) -> None:
    class Away:
        def signed_in(self, opaque: str) -> None:
            raise StoreBusy("away")

    store = clinic.table.store
    whole, store.accounts = store.accounts, Away()  # type: ignore[assignment]
    try:
        answer = clinic.table.client.get("/")
    finally:
        store.accounts = whole
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.hazard("T02")
def test_what_stands_in_a_page_is_allowed_on_that_page_alone(clinic: Clinic) -> None:
    visit = clinic.visit()
    pages = [visit.get(each).text for each in ("card/situation", "card/picture", "plan")]
    policies = [
        visit.get(each).headers["Content-Security-Policy"] for each in ("card/situation", "card/picture", "plan")
    ]
    assert len({policy.split("style-src")[1].split(";")[0] for policy in policies}) == 3
    for page, policy in zip(pages, policies, strict=True):
        assert len(INLINE.findall(page)) == 2, "a sheet, and the script before the first paint"
        assert "unsafe" not in policy
    assert "sha256" not in visit.get("wait-key").headers["Content-Security-Policy"]


@pytest.mark.hazard("T06")
def test_on_loopback_the_cookie_is_hidden_from_scripts_and_from_other_sites(clinic: Clinic) -> None:
    client = clinic.table.stranger()
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert re.fullmatch(r"decisionaid-[0-9a-f]{8}=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie), cookie


@pytest.mark.hazard("T06")
def test_over_tls_the_cookie_belongs_to_this_host_alone_and_the_browser_stays_on_tls(tmp_path) -> None:
    table = Table.__new__(Table)
    table.data, table.practice, table.more = tmp_path / "data", True, {"behind_proxy": True}
    from tests.builders import Clock

    table.clock = Clock()
    table.stranger = lambda: _secure(table)  # type: ignore[method-assign]
    table.__post_init__()
    seen = table.client.get("/")
    assert seen.status_code == 200
    assert seen.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = _secure(table).get("/sign-in").headers["Set-Cookie"]
    assert re.fullmatch(r"__Host-decisionaid-[0-9a-f]{8}=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie), (
        cookie
    )
    assert table.client.get("/nowhere").headers["Strict-Transport-Security"]
    over = {"Origin": "http://localhost", "Referer": "https://localhost/"}
    data = {"csrf_token": field_of(seen.text, "csrf_token"), "aid": "statin"}
    assert table.client.post("/visits", data=data, headers=over).status_code == 403, (
        "the same name without TLS is another site"
    )
    over["Origin"] = "https://localhost"
    assert table.client.post("/visits", data=data, headers=over).status_code == 303
    out = table.client.post("/sign-out", data=data, headers=over)
    assert f"{cookie_name(table)}=;" in out.headers["Set-Cookie"]
    assert "Secure" in out.headers["Set-Cookie"]
    table.store.close()


def _secure(table: Table):
    client = table.app.test_client()
    client.environ_base |= {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "192.0.2.7",
        "HTTP_REFERER": "https://localhost/",
    }
    return client


@pytest.mark.hazard("T06")
def test_signing_in_makes_a_new_id_and_the_old_one_opens_nothing(clinic: Clinic) -> None:
    client = clinic.table.stranger()
    client.get("/sign-in")
    before = cookie_of(client, clinic.table)
    answer = client.post("/sign-in", data={**tokens(client), "name": NAME, "password": PASSWORD})
    after = cookie_of(client, clinic.table)
    assert answer.status_code == 303
    assert before != after
    planted = clinic.table.stranger()
    planted.set_cookie(cookie_name(clinic.table), before)
    assert planted.get("/").status_code == 303


@pytest.mark.hazard("T06")
@pytest.mark.parametrize("how", ["sign-out", "end"])
def test_leaving_ends_the_sign_in_on_the_server_and_clears_the_browser(clinic: Clinic, how: str) -> None:
    client = clinic.browser()
    visit, stolen = clinic.visit(client), cookie_of(client, clinic.table)
    answer = client.post("/sign-out" if how == "sign-out" else visit.address("end"), data=tokens(client, visit.id))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert f"{cookie_name(clinic.table)}=; Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    thief = clinic.table.stranger()
    thief.set_cookie(cookie_name(clinic.table), stolen)
    assert thief.get(visit.address("plan")).status_code == 303
    assert "Rosa" not in without_chance(thief.get(visit.address("plan"), follow_redirects=True).text)


@pytest.mark.hazard("T06")
def test_a_stolen_database_holds_no_cookie_and_no_code(clinic: Clinic) -> None:
    client, code = clinic.browser(), clinic.table.store.accounts.invite()
    with sqlite3.connect(clinic.table.data / "decisionaid.db") as connection:
        everything = "\n".join(connection.iterdump())
    assert cookie_of(client, clinic.table) not in everything
    assert code not in everything
