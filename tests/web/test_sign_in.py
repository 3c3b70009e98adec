"""Signing in, resting, leaving: what opens, for how long, and that nothing said is lost by it (ASVS 6.3, 7.x)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.builders import NAME, PASSWORD, Table, field_of, text_of, without_chance
from tests.web.rooms import Clinic, Heard, cookie_name, cookie_of, dump, tokens


def _accept(table: Table, code: str, name: str = "Nora New", password: str = "four words in row"):
    client = table.stranger()
    page = client.get(f"/start/{code}")
    if page.status_code != 200:
        return client, page
    given = {"csrf_token": field_of(page.text, "csrf_token"), "name": name, "password": password}
    return client, client.post(f"/start/{code}", data=given)


def _enter(table: Table, name: str, password: str, next_: str = ""):
    client = table.stranger()
    return client, client.post("/sign-in", data={**tokens(client), "name": name, "password": password, "next": next_})


def test_a_link_works_a_single_time(table: Table) -> None:
    code = table.store.accounts.invite()
    client, first = _accept(table, code)
    assert (first.status_code, first.location) == (303, "/")
    assert client.get("/").status_code == 200
    _, again = _accept(table, code, name="Somebody Else")
    assert again.status_code == 410
    assert "decisionaid link" in again.text
    assert table.store.accounts.named("Somebody Else") is None


def test_a_form_that_was_open_twice_makes_one_account(table: Table) -> None:
    code = table.store.accounts.invite()
    one, two = table.stranger(), table.stranger()
    forms = [(each, field_of(each.get(f"/start/{code}").text, "csrf_token")) for each in (one, two)]
    answers = [
        client.post(
            f"/start/{code}", data={"csrf_token": csrf, "name": f"Twin {csrf[-6:]}", "password": "four words in row"}
        )
        for client, csrf in forms
    ]
    assert [answer.status_code for answer in answers] == [303, 403]
    assert two.get("/").status_code == 303


def test_looking_at_a_link_uses_it_not_up(table: Table) -> None:
    code = table.store.accounts.invite()
    for _ in range(5):
        assert table.stranger().get(f"/start/{code}").status_code == 200
        assert table.stranger().head(f"/start/{code}").status_code == 200
    assert _accept(table, code)[1].status_code == 303


@pytest.mark.parametrize(("hours", "status"), [(23.99, 303), (24.01, 410)])
def test_a_link_is_good_for_a_day(table: Table, hours: float, status: int) -> None:
    code = table.store.accounts.invite()
    table.clock.forward(hours=hours)
    assert _accept(table, code)[1].status_code == status


def test_a_link_that_ran_out_while_its_form_was_open_makes_no_account(table: Table) -> None:
    code, client = table.store.accounts.invite(), table.stranger()
    client.get(f"/start/{code}")
    table.clock.forward(hours=24, minutes=1)
    answer = client.post(f"/start/{code}", data={**tokens(client), "name": "Late", "password": "four words in row"})
    assert answer.status_code == 403
    assert table.store.accounts.named("Late") is None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", "four words in row"),
        ("x" * 81, "four words in row"),
        ("Nora", "short"),
        ("Nora", "x" * 201),
        ("\t\n", "four words"),
    ],
)
def test_a_name_or_password_that_cannot_be_used_leaves_the_link_good(table: Table, name: str, password: str) -> None:
    code = table.store.accounts.invite()
    _, answer = _accept(table, code, name, password)
    assert answer.status_code == 400
    assert password not in answer.text
    assert table.store.accounts.invited(code)


def test_there_is_no_account_before_somebody_made_one(tmp_path) -> None:
    from decisionaid.app import create_app
    from decisionaid.settings import Settings
    from decisionaid.store import Store

    settings = Settings(data=tmp_path / "data", practice=True)
    store = Store(settings)
    client = create_app(settings, store=store).test_client()
    for name in ("admin", "demo", "test", "practice", ""):
        answer = client.post("/sign-in", data={**tokens(client), "name": name, "password": name})
        assert answer.status_code == 400
    store.close()


def test_after_five_tries_with_a_name_it_goes_slower_and_is_never_closed(table: Table) -> None:
    assert [_enter(table, NAME, "wrong")[1].status_code for _ in range(7)] == [400] * 5 + [429] * 2
    early = _enter(table, NAME, PASSWORD)[1]
    assert (early.status_code, early.headers["Retry-After"]) == (429, "15"), "the right password waits as well"
    assert _enter(table, f"  {NAME.upper()} ", PASSWORD)[1].status_code == 429, (
        "written another way it is the same name"
    )
    assert _enter(table, "Another Clinician", "quite other words in a row")[1].status_code == 303, "others do not wait"
    table.clock.forward(seconds=15)
    assert _enter(table, NAME, PASSWORD)[1].status_code == 303


def test_signing_in_forgets_the_slips_before_it(table: Table) -> None:
    for _ in range(3):
        assert [_enter(table, NAME, "wrong")[1].status_code for _ in range(4)] == [400] * 4
        assert _enter(table, NAME, PASSWORD)[1].status_code == 303


def test_a_name_that_nobody_has_reads_and_waits_like_any_other(table: Table) -> None:
    def six_answers(name: str) -> list[tuple[int, str]]:
        made = []
        for _ in range(6):
            _, answer = _enter(table, name, "wrong words in a row")
            made.append((answer.status_code, text_of(answer.text).replace(name, "NAME")))
        return made

    assert six_answers("Nobody Atall") == six_answers(NAME)


def test_a_name_that_nobody_has_costs_a_whole_check_of_a_password(table: Table) -> None:
    """Both ways through `check` verify one argon2 hash; nothing returns before that."""
    verified: list[str] = []

    class Counting:
        def __init__(self, inner) -> None:
            self.inner = inner

        def hash(self, password: str) -> str:
            return str(self.inner.hash(password))

        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed[:20])
            return bool(self.inner.verify(hashed, password))

    accounts = table.store.accounts
    accounts._passwords._hasher = Counting(accounts._passwords._hasher)  # type: ignore[assignment]
    assert accounts.check("Nobody Atall", "wrong") is None
    assert accounts.check(NAME, "wrong") is None
    assert len(verified) == 2
    assert verified[0] == verified[1], "the same cost: the same kind and parameters"


def test_tries_that_failed_are_logged_without_the_name(table: Table) -> None:
    with Heard() as heard:
        for _ in range(6):
            _enter(table, "Planted Name", "planted password")
    assert [line["kind"] for line in heard.lines()] == ["NotTogether"] * 5 + ["TooManyTries"]
    assert "lanted" not in heard.text


def test_a_screen_rests_after_ten_minutes_and_nothing_said_is_lost(table: Table) -> None:
    visit = table.open_visit(name="Rosa Unseen")
    visit.send("card/situation", {"words": "I want to walk to church", "then": "stay"})
    table.clock.forward(minutes=10)
    assert visit.get("plan").status_code == 200
    table.clock.forward(minutes=10, seconds=1)
    rested = visit.get("plan")
    assert rested.status_code == 303
    assert rested.location == f"/sign-in?next={quote(f'/visits/{visit.id}/plan', safe='/')}&locked=1"
    page = visit.client.get(rested.location).text
    assert "data-locked" in page
    assert "church" not in without_chance(page)
    assert "Rosa" not in without_chance(page)
    answer = visit.client.post(
        "/sign-in", data={**tokens(visit.client), "name": NAME, "password": PASSWORD, "next": field_of(page, "next")}
    )
    assert answer.location == f"/visits/{visit.id}/plan"
    assert "church" in visit.get("plan").text


def test_touching_the_screen_keeps_it_awake_for_a_whole_day_of_work(table: Table) -> None:
    visit = table.open_visit()
    for _ in range(70):
        table.clock.forward(minutes=9)
        assert visit.get("plan").status_code == 200


def test_a_sign_in_ends_after_twelve_hours_however_busy(table: Table) -> None:
    visit, begun = table.open_visit(), table.clock.now
    while table.clock.now < begun + timedelta(hours=12) - timedelta(minutes=10):
        table.clock.forward(minutes=9)
        assert visit.get("plan").status_code == 200
    table.clock.now = begun + timedelta(hours=12)
    assert visit.get("plan").status_code == 303


def test_just_talking_keeps_the_visit_open_for_half_an_hour(table: Table) -> None:
    visit = table.open_visit()
    assert visit.client.post(visit.address("hold"), data=tokens(visit.client, visit.id)).status_code == 303
    table.clock.forward(minutes=29)
    assert visit.get("plan").status_code == 200
    table.clock.forward(minutes=11)
    assert visit.get("plan").status_code == 303, "the half hour is over, and the usual minutes hold again"


@pytest.mark.hazard("H09")
def test_a_form_that_was_open_while_the_screen_rested_can_still_be_sent(table: Table) -> None:
    """The token of the page behind the lock, and its key, are good after the same person signed in again."""
    visit = table.open_visit()
    page = visit.get("card/situation").text
    hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
    table.clock.forward(minutes=11)
    typed = {**hidden, "words": "typed before the rest", "then": "stay"}
    refused = visit.client.post(visit.address("card/situation"), data=typed)
    assert refused.status_code == 401
    assert "not saved yet" in refused.text
    visit.client.post("/sign-in", data={**tokens(visit.client), "name": NAME, "password": PASSWORD})
    assert visit.client.post(visit.address("card/situation"), data=typed).status_code == 303
    assert "typed before the rest" in visit.get("plan").text


@pytest.mark.hazard("T06")
def test_another_person_at_the_same_screen_keeps_nothing_of_the_one_before(table: Table) -> None:
    visit = table.open_visit()
    before = tokens(visit.client, visit.id)
    old = cookie_of(visit.client, table)
    visit.client.post(
        "/sign-in", data={**before, "name": "Another Clinician", "password": "quite other words in a row"}
    )
    assert visit.get("plan").status_code == 404
    assert visit.client.post("/visits", data={**before, "aid": "statin"}).status_code == 400, (
        "the old form is not theirs"
    )
    thief = table.stranger()
    thief.set_cookie(cookie_name(table), old)
    assert thief.get("/").status_code == 303


def test_signing_out_needs_a_form_and_then_nothing_opens(clinic: Clinic) -> None:
    client = clinic.browser()
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400
    assert client.get("/").status_code == 200
    assert client.post("/sign-out", data=tokens(client)).status_code == 303
    assert client.get("/").status_code == 303


def test_a_password_is_kept_as_argon2id_and_nowhere_else(clinic: Clinic) -> None:
    rows = "\n".join(dump(clinic.table, without=())["account"])
    assert "$argon2id$" in rows
    assert PASSWORD not in rows
    assert PASSWORD not in repr(clinic.table.settings)
