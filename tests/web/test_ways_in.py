"""The ways in: behind a proxy, over TLS, under names that cannot be one, and two servers on one machine."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from decisionaid.web import session
from decisionaid.web.hosts import inside, is_host
from decisionaid.web.security import HEADERS
from tests.builders import NAME, PASSWORD, Table, field_of, text_of
from tests.project import ROOT
from tests.web.rooms import Heard, cookie_name

CASE = ROOT / "tests" / "cases" / "12_sign_in_without_referer.json"
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "clinic.example"}


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A clinic behind a proxy that speaks TLS."""
    table = Table.__new__(Table)
    table.__dict__.update(data=tmp_path_factory.mktemp("clinic") / "data", practice=True, more={"behind_proxy": True})
    from tests.builders import Clock

    table.clock = Clock()
    table.stranger = lambda: _over_tls(table)  # type: ignore[method-assign]
    table.__post_init__()
    return table


def _over_tls(table: Table, **headers: str) -> FlaskClient:
    client = table.app.test_client()
    client.environ_base |= {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in {**PROXIED, **headers}.items()
    }
    return client


def _sign_in(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    token = field_of(client.get("/sign-in", base_url="https://clinic.example").text, "csrf_token")
    return client.post(
        "/sign-in",
        data={"csrf_token": token, "name": NAME, "password": PASSWORD},
        headers=headers,
        base_url="https://clinic.example",
    )


def test_signing_in_needs_no_referer(proxied: Table) -> None:
    case = json.loads(CASE.read_text())
    for request in case["requests"]:
        headers = {name: value for name, value in request.items() if value is not None and name != "why"}
        answer = _sign_in(_over_tls(proxied), headers)
        assert (answer.status_code, answer.location) == (303, "/"), (request, text_of(answer.text))


@pytest.mark.hazard("T03")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://clinic.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://clinic.example.evil.example"},
        {"Origin": "https://evil.example", "Referer": "https://clinic.example/"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://clinic.example"},
        {"Sec-Fetch-Site": "cross-site", "Referer": "https://clinic.example/"},
    ],
)
def test_a_form_of_another_site_is_still_refused(proxied: Table, headers: dict[str, str]) -> None:
    assert _sign_in(_over_tls(proxied), headers).status_code == 403


@pytest.mark.hazard("T03")
def test_without_a_token_no_header_helps(proxied: Table) -> None:
    for headers in ({"Origin": "https://clinic.example"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {}):
        client = _over_tls(proxied)
        client.get("/sign-in", base_url="https://clinic.example")
        data = {"name": NAME, "password": PASSWORD}
        answer = client.post("/sign-in", data=data, headers=headers, base_url="https://clinic.example")
        assert answer.status_code == 400


def test_a_proxy_on_another_port_says_so_and_is_believed(proxied: Table) -> None:
    ported = {"Origin": "https://clinic.example:8443"}
    assert _sign_in(_over_tls(proxied, **{"X-Forwarded-Port": "8443"}), ported).status_code == 303
    assert _sign_in(_over_tls(proxied, **{"X-Forwarded-Port": "443"}), ported).status_code == 403
    plain = {"Origin": "https://clinic.example"}
    assert _sign_in(_over_tls(proxied, **{"X-Forwarded-Port": "443"}), plain).status_code == 303


BAD_NAMES = (
    "a..b",
    ".",
    "..",
    ".a",
    "a" * 64,
    f"{'a' * 64}.example",
    f"x.{'b' * 70}:8320",
    ".".join(["abc"] * 70),
    "-a",
    "a b",
    "a/b",
    "a@b",
    "[::1",
    "[zz]",
    "localhost:0",
    "localhost:99999",
    "localhost:x",
    "localhost:",
    "\N{SNOWMAN}.example".encode().decode("latin-1"),
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_cannot_be_one_gets_the_ordinary_page(table: Table, name: str) -> None:
    with Heard() as heard:
        answers = [
            table.stranger().get(path, environ_overrides={"HTTP_HOST": name}) for path in ("/", "/sign-in", "/nowhere")
        ]
    for answer in answers:
        assert answer.status_code == 400
        assert "This could not be read" in answer.text
        said = {each: re.sub(r" 'sha256-[^']+'", "", answer.headers[each]) for each in HEADERS}
        assert said == HEADERS, "but for the hashes of its own style sheet"
    assert "Traceback" not in heard.text


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_proxy_that_passes_on_such_a_name_gets_it_too(proxied: Table, name: str) -> None:
    with Heard() as heard:
        forwarded = proxied.app.test_client().get("/sign-in", environ_overrides={"HTTP_X_FORWARDED_HOST": name})
    assert forwarded.status_code == 400
    assert "This could not be read" in forwarded.text
    assert "Traceback" not in heard.text


@pytest.mark.parametrize("port", ["x", "-1", "0", "65536", "80, 443x", "443@evil.example"])
def test_a_port_that_cannot_be_one_is_no_failure(proxied: Table, port: str) -> None:
    client = _over_tls(proxied, **{"X-Forwarded-Port": port})
    assert client.get("/sign-in", base_url="https://clinic.example").status_code == 400


def test_names_of_machines_are_taken() -> None:
    for name in ("localhost", "clinic.example:8443", "10.0.0.7", "[::1]:8320", "xn--bcher-kva.example", "a.", "A-b.C"):
        assert is_host(name), name
    assert is_host(f"{'a' * 63}.example")


@pytest.mark.hazard("T03")
@pytest.mark.parametrize(
    "address", ["/visits//x", "//visits", "//evil.example/..", "/sign-in/", "//", "/static//base.css", "/start//x"]
)
def test_nobody_is_sent_to_a_name_that_the_client_chose(proxied: Table, address: str) -> None:
    chosen = {"HTTP_X_FORWARDED_HOST": "chosen.example", "HTTP_X_FORWARDED_PROTO": "https", "PATH_INFO": address}
    answer = proxied.app.test_client().get("/", environ_overrides=chosen)
    assert "chosen.example" not in str(answer.headers)
    assert answer.headers.get("Location", "/").startswith("/")
    assert not answer.headers.get("Location", "/").startswith("//")


def test_an_address_of_ours_keeps_its_path_alone() -> None:
    assert inside("https://chosen.example/visits/x?saved=1") == "/visits/x?saved=1"
    assert inside("https://chosen.example//evil.example/x") == "/evil.example/x"
    assert inside("/plan") == "/plan"


@pytest.mark.hazard("T03")
def test_files_errors_and_redirects_may_stand_in_no_frame(table: Table) -> None:
    client, stranger = table.client, table.stranger()
    whole = stranger.get("/static/base.css")
    answers = [
        whole,
        stranger.get("/static/sw.js"),
        stranger.get("/static/img/icon.svg"),
        stranger.get("/static/base.css", headers={"If-None-Match": whole.headers["ETag"]}),
        stranger.get("/static/nowhere.css"),
        stranger.get("/nowhere"),
        stranger.get("/"),
        stranger.post("/sign-in"),
        stranger.open("/sign-in", method="PATCH"),
        stranger.get("/", environ_overrides={"HTTP_HOST": "a..b"}),
        stranger.get("/", headers={"Host": "evil.example"}),
        stranger.get("/healthz"),
        client.get("/"),
    ]
    assert [each.status_code for each in answers] == [200, 200, 200, 304, 404, 404, 303, 400, 405, 400, 403, 200, 200]
    for each in answers:
        assert "frame-ancestors 'none'" in each.headers["Content-Security-Policy"], each.request.path


def _both(here: Table, there: Table) -> FlaskClient:
    """One browser at two servers of one machine: its cookies are of the machine, whatever the port."""
    client = here.stranger()
    for table in (here, there):
        name = cookie_name(table)
        answer = _signed(table)
        client.set_cookie(name, answer)
    return client


def _signed(table: Table) -> str:
    account = table.store.accounts.named(NAME)
    assert account is not None
    return table.store.accounts.sign_in(account.id, account.role)


def test_two_servers_on_two_ports_of_one_machine_do_not_end_each_others_sign_in(table: Table, tmp_path: Path) -> None:
    other = Table(tmp_path / "another clinic")
    again = Table(tmp_path / "a third", more={"port": 8400, "master_key": "ab" * 32})
    copied = Table(tmp_path / "a copy of the third", more={"port": 8401, "master_key": "ab" * 32})
    tables = (table, other, again, copied)
    assert len({cookie_name(each) for each in tables}) == len(tables)
    for proxied, names in ((False, 2), (True, 1)):
        ports = [replace(table.settings, port=port, behind_proxy=proxied) for port in (8400, 8401)]
        assert len({session.cookie_name(table.store, each) for each in ports}) == names, "a copy, on another port"
    browser = _both(table, other)
    page = browser.get("/").text
    left = browser.post("/sign-out", data={"csrf_token": field_of(page, "csrf_token")})
    assert left.status_code == 303
    assert "cookies" not in left.headers["Clear-Site-Data"], "it would take the cookies of every port of this machine"
    set_anew = [each.split("=")[0] for each in left.headers.getlist("Set-Cookie")]
    assert set_anew == [cookie_name(table)]
    there = other.stranger()
    kept = browser.get_cookie(cookie_name(other))
    assert kept is not None
    there.set_cookie(cookie_name(other), kept.value)
    assert there.get("/").status_code == 200
    for each in (other, again, copied):
        each.store.close()
