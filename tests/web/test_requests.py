"""What a question must pass before anything is done: token, origin, host, size, names, ways of asking (threat T03)."""

from __future__ import annotations

import json

import pytest

from tests.builders import MAN_62
from tests.web.rooms import AUDIT, Clinic, dump, tokens


def _try(
    clinic: Clinic, data: dict[str, object] | None = None, headers: dict[str, str] | None = None, **more: object
) -> int:
    """Send the situation card of a new visit; the status, after making sure that a refusal wrote nothing."""
    visit = clinic.visit()
    given = {**tokens(visit.client, visit.id), "words": "Rosa planted", "then": "stay", **(data or {})}
    before = dump(clinic.table)
    answer = visit.client.post(visit.address("card/situation"), **{"data": given, "headers": headers, **more})
    if answer.status_code != 303:
        after = dump(clinic.table)
        assert {name for name in after if after[name] != before[name]} <= set(AUDIT), "a refused form wrote something"
        assert "planted" not in answer.text or answer.status_code == 400
    return answer.status_code


def test_a_whole_form_from_our_own_page_is_taken(clinic: Clinic) -> None:
    assert _try(clinic) == 303
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert _try(clinic, headers=ours) == 303
    assert _try(clinic, headers={"Sec-Fetch-Site": "none"}) == 303


@pytest.mark.hazard("T03")
@pytest.mark.parametrize("token", [None, "", "x", "IjEi.aaaa.bbbb", "stolen", "\N{GREEK SMALL LETTER ALPHA}" * 40])
def test_a_form_without_the_right_token_writes_nothing(clinic: Clinic, token: str | None) -> None:
    if token == "stolen":  # another browser's own
        token = tokens(clinic.browser(clinic.theirs))["csrf_token"]
    visit = clinic.visit()
    data = {**tokens(visit.client, visit.id), "words": "planted"}
    data.pop("csrf_token")
    if token is not None:
        data["csrf_token"] = token
    before = dump(clinic.table)
    answer = visit.client.post(visit.address("card/situation"), data=data)
    assert answer.status_code == 400
    assert dump(clinic.table) == before


FOREIGN = """https://evil.example null http://localhost:9 http://localhost.evil.example file:// localhost http://[
https://localhost@evil.example http://evil.example#localhost"""


@pytest.mark.hazard("T03")
@pytest.mark.parametrize("origin", FOREIGN.split())
def test_a_form_of_another_site_is_refused_even_with_the_right_token(clinic: Clinic, origin: str) -> None:
    assert _try(clinic, headers={"Origin": origin}) == 403


RENAMED = {"Origin": "https://cards.example:8443", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.row("37")
def test_where_a_proxy_changes_the_name_nothing_is_saved_the_words_stay_and_the_log_says_what_to_add(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    visit = clinic.visit()
    data = {**tokens(visit.client, visit.id), "words": "the stairs at home"}
    before = dump(clinic.table, without=AUDIT)
    for _ in range(2):
        answer = visit.client.post(visit.address("card/situation"), data=data, headers=RENAMED)
        assert answer.status_code == 403
        assert "Not saved." in answer.text
        assert "the stairs at home" in answer.text
    json_too = {**RENAMED, "Accept": "application/json"}
    answer = visit.client.post(visit.address("card/situation"), data=data, headers=json_too)
    assert answer.json["problem"].startswith("Not saved.")
    assert dump(clinic.table, without=AUDIT) == before
    (said,) = (json.loads(each.message) for each in caplog.records if "to mend" in each.message)
    assert "https://cards.example:8443" in said["kind"]
    assert "http://localhost" in said["kind"]
    assert "proxy_set_header Host $http_host" in said["to mend"]


@pytest.mark.row("37")
@pytest.mark.hazard("T07")
def test_what_another_site_calls_itself_reaches_no_log_and_brings_no_words_back(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    visit = clinic.visit()
    data = {**tokens(visit.client, visit.id), "words": "planted"}
    hostile = (
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil<script>", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "ftp://evil.example", "Sec-Fetch-Site": "same-origin"},
    )
    for headers in hostile:
        answer = visit.client.post(visit.address("card/situation"), data=data, headers=headers)
        assert answer.status_code == 403
        assert "planted" not in answer.text
    for number in range(40):
        named = {"Origin": f"https://a{number}.example/planted", "Sec-Fetch-Site": "same-origin"}
        visit.client.post(visit.address("card/situation"), data=data, headers=named)
    told = [each.message for each in caplog.records if "to mend" in each.message]
    assert len(told) <= 20
    assert not any("evil" in each or "planted" in each for each in told)


@pytest.mark.hazard("T03")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "SAME-ORIGIN", "x"])
def test_a_form_that_the_browser_calls_foreign_is_refused(clinic: Clinic, site: str) -> None:
    assert _try(clinic, headers={"Sec-Fetch-Site": site}) == 403


@pytest.mark.hazard("T03")
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8320", "127.0.0.1.evil.example", "[::2]", "10.0.0.7:8320", "localhost."]
)
def test_another_name_is_not_served_on_this_machine(clinic: Clinic, host: str) -> None:
    for path in ("/", "/sign-in", "/healthz", "/static/base.css", "/nowhere"):
        assert clinic.table.client.get(path, headers={"Host": host}).status_code in (400, 403), path


@pytest.mark.parametrize("host", ["127.0.0.1:8320", "localhost:8320", "[::1]:8320", "localhost"])
def test_every_name_of_this_machine_is_served(clinic: Clinic, host: str) -> None:
    assert clinic.table.stranger().get("/sign-in", headers={"Host": host}).status_code == 200


def test_a_proxy_is_not_believed_where_none_was_set(clinic: Clinic) -> None:
    spoofed = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
    answer = clinic.table.stranger().get("/", headers=spoofed)
    assert answer.location.startswith("/sign-in")
    assert "Strict-Transport-Security" not in answer.headers


REFUSED = {
    "a field given twice": {"words": ["one", "two"]},
    "a token given twice": {"csrf_token": ["one", "two"]},
    "a NUL in a field": {"words": "a\0b"},
    "a NUL in a name": {"wo\0rds": "a"},
    "a name of a mile": {"n" * 5_000: "a"},
    "a name that cannot be printed": {"wo\nrds": "a"},
    "too many fields": {f"f{number}": "x" for number in range(400)},
    "too many ticks": {"list_checks": ["none"] * 400},
    "no visit": {"encounter": ""},
    "a short key": {"key": "short"},
    "a key with a path": {"key": "../../../etc/passwd"},
    "a key of a mile": {"key": "k" * 41},
    "a key in another script": {"key": "\N{ARABIC-INDIC DIGIT ONE}" * 12},
    "words of a mile": {"words": "w" * 2_001},
    "a button that is not there": {"then": "https://evil.example/"},
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_form_that_is_not_ours_writes_nothing_and_is_no_defect(clinic: Clinic, kind: str) -> None:
    assert _try(clinic, REFUSED[kind]) == (409 if kind == "no visit" else 400)


def test_a_repeated_parameter_of_an_address_is_refused(clinic: Clinic) -> None:
    visit = clinic.visit()
    assert visit.get("card/picture?years=30&years=30").status_code == 400
    assert visit.get("card/picture?years=%00").status_code == 400
    assert visit.get("card/picture?" + "&".join(f"a{number}=1" for number in range(300))).status_code == 400


def test_too_long_a_body_is_refused_before_it_is_read(clinic: Clinic) -> None:
    assert _try(clinic, {"words": "w" * 66_000}) == 413
    visit = clinic.visit()
    parts = {**tokens(visit.client, visit.id), **{f"f{number}": "x" for number in range(400)}}
    for kind in ("multipart/form-data",):
        assert visit.client.post(visit.address("card/situation"), data=parts, content_type=kind).status_code == 413


BODIES = (
    "application/json",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded; charset=utf-7",
    "x" * 500,
)


@pytest.mark.parametrize("kind", BODIES)
def test_another_kind_of_body_is_refused_and_is_no_defect(clinic: Clinic, kind: str) -> None:
    visit = clinic.visit()
    before = dump(clinic.table)["choice"]
    for body in (b'{"words": "planted"}', b"\xff\xfe\x00", b"--\r\nContent-Disposition: form-data; name=", b""):
        answer = visit.client.post(visit.address("card/situation"), data=body, content_type=kind)
        assert answer.status_code == 400
    assert dump(clinic.table)["choice"] == before


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_reading_stays_a_reading_whatever_else_is_said(clinic: Clinic, name: str) -> None:
    visit = clinic.visit()
    assert visit.send("card/situation", {"words": "Rosa said this"}).status_code == 303
    before = dump(clinic.table)["choice"]
    for page in ("end", "undo", "take-out", "private", "hold"):
        answer = visit.client.get(visit.address(page) + "?_method=POST&seq=1", headers={name: "POST"})
        assert answer.status_code in (404, 405), page
    posted = visit.client.post(
        visit.address("plan"), data={**tokens(visit.client, visit.id), "_method": "GET"}, headers={name: "GET"}
    )
    assert posted.status_code == 405
    assert dump(clinic.table)["choice"] == before
    assert clinic.table.store.people.visit(visit.id).ended is None


UNDECLARED = {"is_admin": "1", "voice": "clinician", "hand": "lead", "practice": "", "private": "no", "person_id": "x"}
UNDECLARED |= {"seq": "1", "saved_at": "1999-01-01", "shown": "{}", "aid_hash": "0" * 64, "site_id": "there"}


@pytest.mark.parametrize("name", UNDECLARED)
def test_a_field_that_a_card_does_not_declare_changes_nothing(clinic: Clinic, name: str) -> None:
    visit = clinic.visit()
    visit.send("card/situation", {**MAN_62, "then": "stay", name: UNDECLARED[name]})
    person = clinic.table.store.people.visit(visit.id).person_id
    for seq, line in enumerate(clinic.table.store.log.read(person), 1):
        assert (line.voice, line.private, line.hand.role, line.seq) == (None, False, "clinician", seq)
    assert line.saved_at.year == 2026


STRANGE = [
    "/visits/",
    "/visits//plan",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../app.py",
    "/static/%2e%2e/templates/base.html",
    "/static//etc/passwd",
    "/static/",
    "/static/cards",
    "/visits/%ff%fe/plan",
    "/.git/config",
    "/visits/x/statin/..%2f..%2fplan",
    "/static/base.css%00.html",
    "/\\evil.example",
    "/%F0%9F%98%80%F0%9F%98%80",
]


@pytest.mark.parametrize("address", [*STRANGE, "/" + "a" * 3_000, "/start/" + "x" * 2_000])
def test_a_strange_address_is_simply_not_there(clinic: Clinic, address: str) -> None:
    answer = clinic.table.client.get(address)
    assert answer.status_code in (303, 308, 400, 404, 410)
    assert answer.headers.get("Location", "/").startswith(("/", "http://localhost/"))
    assert "root:x:" not in answer.text
