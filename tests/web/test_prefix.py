"""Under a path of its host: every address that leaves has the prefix, one time, whatever the proxy does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from decisionaid.app import create_app
from decisionaid.commands._address import address_of
from decisionaid.commands.serve import _announce
from decisionaid.settings import SettingProblem, Settings
from tests.builders import MAN_62, NAME, PASSWORD, Table, Visit, field_of
from tests.project import ROOT, files_below

PREFIX = "/x/y"
STATIC = ROOT / "static"
ADDRESS = re.compile(r"""(?:href|action|src|formaction|data-[\w-]+)="(/[^"]*)\"""")
PAGES = ("card/situation", "card/picture", "card/decision", "card/leaning", "plan", "print", "note", "")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """A clinic whose proxy strips the prefix and says nothing."""
    made = Table(tmp_path_factory.mktemp("prefix") / "data", more={"prefix": PREFIX, "behind_proxy": True})
    yield made
    made.store.close()


def _filled_visit(clinic: Table) -> Visit:
    visit = clinic.open_visit(name="Ada Example")
    visit.send("card/situation", {**MAN_62, "words": "my knees", "then": "picture"})
    visit.send("card/decision", {"arrived": "option.no_statin", "then": "plan"})
    return visit


@pytest.mark.row("33")
def test_no_page_writes_an_address_without_the_prefix_or_with_two(clinic: Table) -> None:
    visit = _filled_visit(clinic)
    evidence = visit.get("card/picture").text.split("data-evidence")[1].split('href="')[1].split('"')[0]
    texts = [visit.get(page).text for page in PAGES]
    texts += [clinic.client.get(each).text for each in ("/", "/ended", "/nowhere", evidence.removeprefix(PREFIX))]
    texts += [clinic.stranger().get(each).text for each in ("/sign-in?ended=1", "/sign-in?next=/x/y/visits/1")]
    found = [address for text in texts for address in ADDRESS.findall(text)]
    assert len(found) > 150
    assert [each for each in found if not each.startswith(f"{PREFIX}/") or each.startswith(PREFIX * 2)] == []


@pytest.mark.row("35")
def test_every_redirect_is_a_path_under_the_prefix(clinic: Table) -> None:
    visit = clinic.open_visit()
    sent = visit.send("card/situation", {**MAN_62, "then": "picture"})
    asked = clinic.stranger().get(f"/visits/{visit.id}/plan?over=1")
    assert sent.location == f"{PREFIX}/visits/{visit.id}/statin/picture"
    assert asked.location == f"{PREFIX}/sign-in?next={PREFIX}/visits/{visit.id}/plan?over%3D1"
    assert visit.send(
        "plan", {"language": "es", "back": f"{PREFIX}/visits/{visit.id}/note"}, at="language"
    ).location == (f"{PREFIX}/visits/{visit.id}/note")


def test_whoever_signs_in_again_comes_back_to_the_page_under_the_prefix_and_to_no_neighbour(clinic: Table) -> None:
    for next_page, goes in (
        (f"{PREFIX}/ended", f"{PREFIX}/ended"),
        ("/z/ended", f"{PREFIX}/"),
        ("//evil", f"{PREFIX}/"),
    ):
        client = clinic.stranger()
        csrf = field_of(client.get("/sign-in").text, "csrf_token")
        said = {"csrf_token": csrf, "name": NAME, "password": PASSWORD, "next": next_page}
        assert client.post("/sign-in", data=said).location == goes, next_page


@pytest.mark.row("33")
@pytest.mark.parametrize("asked", ["/x/y/visits/{}/plan", "/visits/{}/plan"])
def test_a_proxy_may_pass_the_prefix_on_or_strip_it(clinic: Table, asked: str) -> None:
    visit = _filled_visit(clinic)
    assert clinic.client.get(asked.format(visit.id)).status_code == 200


@pytest.mark.row("36")
def test_the_prefix_without_its_last_slash_leads_to_the_one_with_it_and_keeps_what_was_asked(clinic: Table) -> None:
    answer = clinic.client.get("/x/y?page=2")
    assert (answer.status_code, answer.location) == (308, "/x/y/?page=2")
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    assert clinic.client.get("/x/yonder").status_code == 404


@pytest.mark.row("36")
def test_the_worker_may_look_after_the_visits_under_the_prefix_and_after_no_neighbour(clinic: Table) -> None:
    assert clinic.client.get("/static/sw.js").headers["Service-Worker-Allowed"] == f"{PREFIX}/visits/"


def _behind(tmp_path: Path, **more: object) -> tuple[Table, FlaskClient]:
    table = Table(tmp_path / "data", more={"behind_proxy": True, **more})
    return table, table.app.test_client()


def _form_of(client: FlaskClient, prefix: str | None, address: str = "127.0.0.1") -> str:
    headers = {"X-Forwarded-Proto": "https", **({"X-Forwarded-Prefix": prefix} if prefix is not None else {})}
    page = client.get("/sign-in", headers=headers, environ_base={"REMOTE_ADDR": address}).text
    return re.findall(r'action="([^"]*)"', page)[0]


HOSTILE = (
    "//evil.example",
    "/x'y",
    '/x"><script>',
    "/../x",
    "/x/..",
    "\\evil",
    "/x\\y",
    "https://evil.example",
    "x",
    "/x y",
    "/x//y",
)


@pytest.mark.row("34")
def test_a_header_is_believed_from_the_proxy_alone_and_only_if_it_is_words_behind_slashes(tmp_path: Path) -> None:
    table, client = _behind(tmp_path)
    assert _form_of(client, "/x/y") == "/x/y/sign-in"
    assert _form_of(client, "/x/y/") == "/x/y/sign-in"
    for said in HOSTILE:
        assert _form_of(client, said) == "/sign-in", said
    assert _form_of(client, "/x/y", "203.0.113.9") == "/sign-in"
    table.store.close()
    plain = Table(tmp_path / "other")
    assert _form_of(plain.stranger(), "/x/y") == "/sign-in"
    plain.store.close()


def test_the_address_of_the_proxy_may_be_said_and_then_nobody_else_is_believed(tmp_path: Path) -> None:
    table, client = _behind(tmp_path, proxy_address="10.0.0.0/24")
    assert _form_of(client, "/x/y", "10.0.0.7") == "/x/y/sign-in"
    assert _form_of(client, "/x/y", "127.0.0.1") == "/sign-in"
    for host, address, believed in (("evil.example", "10.9.9.9", False), ("cards.example", "10.0.0.7", True)):
        seen = client.get("/frame", headers={"X-Forwarded-Host": host}, environ_base={"REMOTE_ADDR": address})
        assert seen.status_code == 200
        assert (f"//{host}/frame/codes" in seen.text) is believed, host
    table.store.close()


@pytest.mark.row("33")
def test_the_setting_wins_over_the_header_and_a_difference_is_said_a_single_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table, client = _behind(tmp_path, prefix=PREFIX)
    assert [_form_of(client, each) for each in ("/other", PREFIX, "/other", None)] == ["/x/y/sign-in"] * 4
    assert sum("X-Forwarded-Prefix" in each.message for each in caplog.records) == 1
    table.store.close()


@pytest.mark.row("19")
def test_two_clinics_under_one_host_have_a_cookie_each(tmp_path: Path) -> None:
    """With the same key even: the name carries a mark of the prefix, since `__Host-` shares one path."""
    table, client = _behind(tmp_path)
    names = set()
    for prefix in ("/north", "/south", ""):
        answer = client.get("/sign-in", headers={"X-Forwarded-Prefix": prefix, "X-Forwarded-Proto": "https"})
        cookie = answer.headers["Set-Cookie"]
        assert "Path=/;" in cookie
        assert cookie.startswith("__Host-")
        names.add(cookie.split("=")[0])
    assert len(names) == 3
    table.store.close()


@pytest.mark.row("19")
def test_signing_out_takes_the_cookie_away_with_the_path_that_it_was_set_with(tmp_path: Path) -> None:
    table = Table(tmp_path / "data")
    settings = Settings(data=tmp_path / "data", practice=True, prefix=PREFIX)
    client = create_app(settings, store=table.store).test_client()
    set_with = client.get("/x/y/sign-in").headers["Set-Cookie"]
    csrf = field_of(client.get("/x/y/sign-in").text, "csrf_token")
    said = {"csrf_token": csrf, "name": NAME, "password": PASSWORD}
    assert client.post("/x/y/sign-in", data=said).status_code == 303
    csrf = field_of(client.get("/x/y/").text, "csrf_token")
    left = client.post("/x/y/sign-out", data={"csrf_token": csrf})
    assert "Path=/x/y/" in set_with
    assert "Path=/x/y/" in left.headers["Set-Cookie"]
    assert "storage" not in left.headers["Clear-Site-Data"], "it is the whole host's, a neighbour's too"
    table.store.close()


@pytest.mark.parametrize("text", ["x", "/x y", "//x", "/x/../y", "/x?y", "https://x/y", "/x//y", "/ü"])
def test_a_prefix_that_cannot_be_one_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(SettingProblem, match="words behind slashes"):
        Settings.from_environment({"DECISIONAID_PREFIX": text, "HOME": "/tmp"})


@pytest.mark.parametrize(("text", "kept"), [("/x/y/", "/x/y"), ("/", ""), ("/x", "/x")])
def test_a_slash_at_its_end_does_no_harm(text: str, kept: str) -> None:
    assert Settings.from_environment({"DECISIONAID_PREFIX": text, "HOME": "/tmp"}).prefix == kept


def test_a_prefix_that_is_an_address_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingProblem, match="an address of this program"):
        Table(tmp_path / "data", more={"prefix": "/visits"})


@pytest.mark.row("35")
def test_a_link_that_is_printed_has_the_address_that_was_set_and_the_prefix(tmp_path: Path) -> None:
    behind = Settings(data=tmp_path, behind_proxy=True, prefix=PREFIX, address="https://cards.example:8443")
    assert address_of(behind) == "https://cards.example:8443/x/y"
    assert address_of(Settings(data=tmp_path, prefix=PREFIX)) == "http://127.0.0.1:8320/x/y"
    with pytest.raises(SettingProblem, match="without a path"):
        Settings.from_environment({"DECISIONAID_ADDRESS": "https://cards.example/x", "HOME": "/tmp"})


@pytest.mark.row("35")
def test_at_the_start_it_is_said_that_nobody_has_named_the_address_behind_a_proxy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for address, said in (("", True), ("https://cards.example", False)):
        _announce(Settings(data=tmp_path, behind_proxy=True, address=address), None)
        assert ("DECISIONAID_ADDRESS" in capsys.readouterr().out) is said
    _announce(Settings(data=tmp_path), None)
    assert "DECISIONAID_ADDRESS" not in capsys.readouterr().out


@pytest.mark.row("35")
def test_an_address_in_full_is_the_one_that_was_set_whatever_the_proxy_calls_itself(tmp_path: Path) -> None:
    table, client = _behind(tmp_path, prefix=PREFIX, address="https://cards.example:8443")
    text = client.get("/frame", headers={"X-Forwarded-Host": "inner:8000"}).text
    assert "https://cards.example:8443/x/y/frame/codes" in text
    assert "inner" not in text
    table.store.close()


BY_HAND = re.compile(r"""(?:href|action|src|formaction)\s*=\s*["'](?!\{\{|#|data:|https://|["'])""")
IN_A_SCRIPT = re.compile(r"""["'`]\.{0,2}/[a-z]""")


def test_no_template_writes_an_address_by_hand() -> None:
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in files_below(ROOT / "templates")
        if path.suffix == ".html"
        for line in path.read_text("utf-8").splitlines()
        if BY_HAND.search(line) and "<!doctype" not in line
    ]
    assert found == []


def test_no_script_writes_an_address_by_hand() -> None:
    """Modules name one another by a file name; all else comes from the page, or from where the script itself is."""
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in files_below(STATIC)
        if path.suffix == ".js" and "vendor" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if IN_A_SCRIPT.search(re.sub(r'(?:^import .* from |\bimport\()"\./\w+\.js"', "", line))
    ]
    assert found == []


def test_an_address_written_by_hand_would_be_seen() -> None:
    assert BY_HAND.search('<a href="/ended">')
    assert BY_HAND.search('<a href="picture?years=30">')
    assert not BY_HAND.search('<a href="{{ page.plan_address }}#end">')
    assert IN_A_SCRIPT.search("post(`/visits/${visit}/hold`)")
