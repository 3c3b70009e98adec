"""What belongs to a sign-in is kept before an answer says so; and a screen left alone locks whatever the clock says."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from decisionaid.store.engine import sqlite_module
from decisionaid.web.idle import SKEW, Watch, within
from tests.builders import MAN_62, MONDAY, NAME, PASSWORD, Table, Visit, field_of
from tests.web.rooms import cookie_name, cookie_of, tokens


@contextmanager
def locked(table: Table) -> Iterator[sqlite3.Connection]:
    """Somebody else holds the database for writing, and nobody waits long for it."""

    def hasten(raw: Any, *_: object) -> None:
        raw.execute("PRAGMA busy_timeout=20")

    event.listen(table.store.engine, "checkout", hasten)
    with closing(sqlite_module().connect(str(table.data / "decisionaid.db"), isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        yield raw
        raw.execute("ROLLBACK")
    event.remove(table.store.engine, "checkout", hasten)


def another(table: Table, client: FlaskClient) -> FlaskClient:
    """Another page of the same browser, which can be asked for at the same time."""
    page = table.stranger()
    page.set_cookie(cookie_name(table), cookie_of(client, table))
    return page


def at_a_time(*doing: Any) -> None:
    gate = threading.Barrier(len(doing))

    def begin(each: Any) -> None:
        gate.wait(10)
        each()

    threads = [threading.Thread(target=begin, args=(each,)) for each in doing]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)


def test_three_first_pages_at_a_time_all_carry_a_token_that_is_good(table: Table) -> None:
    for _ in range(5):
        client, answers = table.stranger(), []
        account = table.store.accounts.named(NAME)
        client.set_cookie(cookie_name(table), table.store.accounts.sign_in(account.id, account.role))
        pages = [another(table, client) for _ in range(3)]
        at_a_time(*[partial(first_page, each, answers) for each in pages])
        assert len(answers) == 3
        for page in answers:
            data = {"csrf_token": field_of(page, "csrf_token"), "aid": "statin", "name": ""}
            assert client.post("/visits", data=data).status_code == 303


def first_page(client: FlaskClient, answers: list[str]) -> None:
    answers.append(client.get("/").text)


def test_the_token_belongs_to_one_sign_in_and_is_nowhere_in_the_database(table: Table) -> None:
    one, two = tokens(table.client)["csrf_token"], tokens(table.stranger())["csrf_token"]
    assert one.split(".")[:-2] != two.split(".")[:-2]
    kept = table.store.accounts.signed_in(cookie_of(table.client, table))
    assert kept is not None
    assert "csrf" not in str(kept.data)


def test_pictures_that_two_pages_show_at_a_time_are_both_kept(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "stay"})
    opaque = cookie_of(table.client, table)
    accounts = table.store.accounts
    accounts.keep(opaque, {"pictured a statin": "1"})
    accounts.keep(opaque, {"pictured b statin": "2"})
    accounts.keep(opaque, {"one": "x", "else": "y"})
    pages = [another(table, table.client) for _ in range(4)]
    at_a_time(*[lambda each=each: Visit(each, visit.id).get("card/picture") for each in pages])
    found = accounts.signed_in(opaque)
    assert found is not None
    assert (found.data["pictured a statin"], found.data["pictured b statin"]) == ("1", "2")
    assert f"pictured {visit.id} statin" in found.data
    accounts.keep(opaque, {"one": None})
    assert accounts.signed_in(opaque).data.keys() == found.data.keys() - {"one"}


def test_just_talking_is_said_only_when_it_is_kept(table: Table) -> None:
    visit = table.open_visit()
    given = tokens(visit.client, visit.id)
    with locked(table):
        refused = visit.client.post(visit.address("hold"), data=given)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    table.clock.forward(minutes=11)
    assert visit.get("plan").status_code == 303, "nothing was held"


def test_a_picture_is_shown_only_when_it_is_kept_that_it_was_shown(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "stay"})
    with locked(table):
        refused = visit.get("card/picture")
    assert refused.status_code == 503
    assert "in 100" not in refused.text
    assert visit.get("card/picture").status_code == 200
    visit.send("card/decision", {"arrived": "option.moderate", "then": "plan"})
    decided = table.store.log.read(table.store.people.visit(visit.id).person_id)[-1]
    assert decided.shown.numbers, "the decision carries the numbers that were on the screen"


def test_a_picture_that_was_shown_already_opens_while_nothing_can_be_written(table: Table) -> None:
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    assert visit.get("card/picture").status_code == 200
    with locked(table):
        assert visit.get("card/picture").status_code == 200


@pytest.mark.hazard("H07")
def test_a_choice_while_somebody_else_writes_is_a_kind_page_and_is_taken_afterwards(table: Table) -> None:
    visit = table.open_visit()
    given = {**tokens(visit.client, visit.id), "words": "said while it was locked"}
    with locked(table):
        refused = visit.client.post(visit.address("card/situation"), data=given)
        assert refused.status_code == 503
        assert "The database cannot be reached just now. Nothing was saved yet" in refused.text
        assert visit.get("plan").status_code == 200, "reads go on"
    assert visit.client.post(visit.address("card/situation"), data=given).status_code == 303
    kept = table.store.log.read(table.store.people.visit(visit.id).person_id)
    assert [line.words for line in kept] == ["said while it was locked"]


@pytest.mark.hazard("H07")
def test_a_plan_opens_although_nothing_can_be_written(table: Table) -> None:
    """That the screen was touched, and its language, may be missed: nothing rests on them."""
    visit = table.open_visit()
    visit.send("card/situation", {**MAN_62, "words": "to church on foot", "then": "stay"})
    table.store.people.speak(visit.id, "es", "somebody")
    table.clock.forward(minutes=5)
    with locked(table):
        answer = visit.get("plan")
    assert answer.status_code == 200
    assert "church" in answer.text


@pytest.mark.hazard("H16")
@pytest.mark.parametrize("back", [timedelta(days=2), timedelta(hours=25), timedelta(minutes=1)])
def test_a_clock_that_was_set_back_unlocks_no_screen(table: Table, back: timedelta) -> None:
    visit = table.open_visit()
    assert visit.get("plan").status_code == 200
    table.clock.now -= back
    rested = visit.get("plan")
    assert rested.status_code == 303
    assert "locked=1" in rested.location or "sign-in" in rested.location
    answer = visit.client.post("/sign-in", data={**tokens(visit.client), "name": NAME, "password": PASSWORD})
    assert answer.status_code == 303
    assert visit.get("plan").status_code == 200, "a new sign-in opens it"


@pytest.mark.hazard("H16")
def test_a_clock_set_back_to_just_after_the_last_touch_unlocks_nothing(table: Table) -> None:
    """The machine's clock says a minute; the one that nobody can set says a day."""
    ticks = [0.0]
    table.app.session_interface._watch = Watch(lambda: ticks[0])  # type: ignore[attr-defined]
    visit = table.open_visit()
    assert visit.get("plan").status_code == 200
    ticks[0] += 86_400
    table.clock.forward(minutes=1)
    assert visit.get("plan").status_code == 303


@pytest.mark.hazard("H16")
def test_touching_counts_on_a_clock_that_stands_still(table: Table) -> None:
    ticks = [0.0]
    table.app.session_interface._watch = Watch(lambda: ticks[0])  # type: ignore[attr-defined]
    visit = table.open_visit()
    for minute in range(30):
        ticks[0] += 60
        table.clock.forward(seconds=1)
        assert visit.get("plan").status_code == 200, minute
    ticks[0] += 12 * 3600
    assert visit.get("plan").status_code == 303, "twelve hours are over by the clock that nobody can set"


@pytest.mark.hazard("H16")
def test_just_talking_is_not_held_for_ever_by_a_clock_that_was_set_back(table: Table) -> None:
    visit = table.open_visit()
    table.clock.forward(days=2)
    account = table.store.accounts.named(NAME)
    opaque = table.store.accounts.sign_in(account.id, account.role)
    table.store.accounts.keep(opaque, {"held": table.clock.now.isoformat()})
    table.clock.forward(days=-2)
    fresh = table.store.accounts.sign_in(
        account.id, account.role, {"held": (table.clock.now + timedelta(days=2)).isoformat()}
    )
    visit.client.set_cookie(cookie_name(table), fresh)
    assert visit.get("plan").status_code == 200
    table.clock.forward(minutes=11)
    assert visit.get("plan").status_code == 303
    assert table.store.accounts.signed_in(opaque) is None, "a sign-in that began in the future is over"


@pytest.mark.hazard("H16")
def test_a_link_from_a_future_that_the_clock_came_back_from_is_not_good(table: Table) -> None:
    table.clock.forward(days=3)
    code = table.store.accounts.invite()
    assert table.store.accounts.invited(code)
    table.clock.forward(days=-3)
    assert not table.store.accounts.invited(code)
    assert table.stranger().get(f"/start/{code}").status_code == 410


def test_a_watch_never_says_more_than_the_time_that_passed() -> None:
    ticks = [100.0]
    watch = Watch(lambda: ticks[0])
    assert watch.known("a") == timedelta(0)
    assert watch.untouched("a", MONDAY, MONDAY) == timedelta(0)
    ticks[0] += 50
    assert watch.untouched("a", MONDAY, MONDAY) == timedelta(seconds=50)
    assert watch.untouched("a", MONDAY, MONDAY + timedelta(hours=1)) == timedelta(hours=1)
    touched = MONDAY + timedelta(seconds=1)
    assert watch.untouched("a", touched, touched) == timedelta(0), "another process wrote a touch"
    assert watch.known("a") == timedelta(seconds=50)
    assert watch.untouched("b", MONDAY, MONDAY) == timedelta(0), "another screen has a watch of its own"
    assert watch.untouched("a", touched + 2 * SKEW, touched) == timedelta.max


def test_within_a_span_is_neither_before_it_nor_in_the_future() -> None:
    span = timedelta(minutes=30)
    assert within(MONDAY, MONDAY + span, span)
    assert not within(MONDAY, MONDAY + span + timedelta(seconds=1), span)
    assert not within(MONDAY + timedelta(days=2), MONDAY, span)
