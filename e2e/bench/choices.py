"""What it costs to write a choice down safely: through the store, beside a bare row of its size, and over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import cycle
from statistics import median
from typing import Any, NamedTuple

from decisionaid.domain.encounter import Choice, Hand, NewChoice
from decisionaid.store.engine import sqlite_module
from tests.builders import MAN_62, NAME, field_of
from tests.store.server import Browser

from ._bare_server import empty_forms
from ._figure import Measured, figure
from ._timing import seconds
from ._world import World

WARM = 5
QUICKEST = 0.000_3
"""Seconds that a bare row counts for at least: about what waiting for a solid-state disk takes."""
SYNC = ("not waiting for the disk", "NORMAL", "FULL", "EXTRA")


def anew(line: Choice, number: int) -> NewChoice:
    """A line of a real visit, as somebody would send it again."""
    same = {name: getattr(line, name) for name in NewChoice.model_fields}
    return NewChoice(**{**same, "key": f"bench-{number:08d}", "saw_seq": None, "withdraws": None})


class Bare:
    """A row of bytes in a file of its own beside ours: the same SQLite, journal and waiting for the disk."""

    def __init__(self, world: World) -> None:
        raw = world.table.store.engine.raw_connection()
        self.journal, self.sync = (
            raw.cursor().execute(f"PRAGMA {each}").fetchone()[0] for each in ("journal_mode", "synchronous")
        )
        raw.close()
        self.connection: Any = sqlite_module().connect(world.table.data / "bare.db", isolation_level=None)
        for pragma in (f"journal_mode={self.journal}", f"synchronous={self.sync}"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE IF NOT EXISTS bare (n INTEGER PRIMARY KEY, body TEXT)")

    def write(self, body: str) -> None:
        """One transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO bare (body) VALUES (?)", (body,))
        self.connection.execute("COMMIT")


def _pairs(world: World) -> tuple[list[tuple[float, float]], str]:
    """(ours, bare) in seconds, by turns, so that whatever else the machine does meets both."""
    store, tell = world.table.store, world.table.app.extensions["clinic"]
    visit = world.table.open_visit(name="A Long Log")
    encounter = store.people.visit(visit.id)
    world.known["long log"] = encounter.person_id
    hand, bare = Hand(role="clinician", account_id=encounter.account_id), Bare(world)
    found = []
    for number, line in zip(range(WARM + world.size.choices), cycle(_of_aids(world.lines)), strict=False):
        new, body = anew(line, number), json.dumps(line.model_dump(mode="json"))
        edition = tell.library.edition(line.aid_id)
        began = time.perf_counter()
        store.log.append(encounter.person_id, encounter.id, hand, new, edition=edition)
        between = time.perf_counter()
        bare.write(body)
        found.append((between - began, time.perf_counter() - between))
    bare.connection.close()
    return found[WARM:], f"{bare.journal.upper()}, synchronous {SYNC[bare.sync]}"


def _of_aids(lines: tuple[Choice, ...]) -> Iterator[Choice]:
    return (line for line in lines if line.aid_id)


def pairs(world: World) -> tuple[list[tuple[float, float]], str]:
    """The same for both figures."""
    found: tuple[list[tuple[float, float]], str] = world.recall("pairs", lambda: _pairs(world))
    return found


@figure(
    "choice appended through the store",
    10,
    "ms",
    "57 a second, from 200 visits, stand in line for one writer: at 10 ms each it is a little over half busy",
)
def appended(world: World) -> Measured:
    """Key, choice, sealed words, chain, audit in one transaction that the disk has."""
    found, how = pairs(world)
    return Measured(1000 * median(ours for ours, _ in found), how)


@figure(
    "choice appended, beside a bare row",
    15,
    "times",
    "a dozen statements (key, visit, edition, sealed words, chain, choice, audit) in one transaction, beside one",
)
def beside_bare(world: World) -> Measured:
    """A ratio within the same seconds, so that a slow disk or a busy machine says little; nor does a disk that is so
    quick that a row costs next to nothing."""
    found, _ = pairs(world)
    ratio = median(ours / max(bare, QUICKEST) for ours, bare in found)
    return Measured(ratio, f"bare {1000 * median(bare for _, bare in found):.2f} ms")


@figure(
    "choice sent over HTTP and answered",
    50,
    "ms",
    "the middle of all answers with 200 visits at the same time is to be under 50 ms; a single one even more so",
)
def over_http(world: World) -> Measured:
    """From the request to "Saved", on one kept connection to a running server."""
    return Measured(1000 * median(each.ours for each in answered(world)))


@figure(
    "choice sent over HTTP, beside a bare row",
    2.5,
    "times",
    "waiting for the disk is the dear part of a choice that is safe; reading, telling and answering cost less than it",
)
def http_beside_bare(world: World) -> Measured:
    """By turns, as in `beside_bare`. On a disk that is quicker than an answer of any server this cannot be kept."""
    found = answered(world)
    ratio = median(each.ours / max(each.row, QUICKEST) for each in found)
    return Measured(ratio, f"bare {1000 * median(each.row for each in found):.2f} ms")


@figure(
    "choice sent over HTTP, beside an empty answer and a row",
    2.5,
    "times",
    "no choice costs less than an answer of the same server and a row on the disk; what makes it ours may cost one and "
    "a half times as much again",
)
def http_beside_the_least(world: World) -> Measured:
    """The same turns, beside what any program of this kind has to do."""
    found = answered(world)
    ratio = median(each.ours / (each.empty + max(each.row, QUICKEST)) for each in found)
    return Measured(ratio, f"empty answer {1000 * median(each.empty for each in found):.2f} ms")


class Turn(NamedTuple):
    """Seconds of one turn: a choice of ours over HTTP, an empty answer of the same server, a bare row."""

    ours: float
    empty: float
    row: float


def answered(world: World) -> list[Turn]:
    """The same for all three figures."""
    found: list[Turn] = world.recall("answered", lambda: _answered(world))
    return found


def _answered(world: World) -> list[Turn]:
    browser, address = _at_the_card(world)
    page = browser.get(address)[1]
    hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter")}
    options = [f"option.{each}" for each in ("moderate", "high", "no_statin")]
    bare, body = Bare(world), json.dumps(world.lines[0].model_dump(mode="json"))
    found = []
    with empty_forms() as empty:
        for number, option in zip(range(WARM + world.size.rounds), cycle(options), strict=False):
            data = {**hidden, "key": f"http-{number:08d}", "arrived": option}
            took = [
                seconds(lambda data=data: _saved(browser, address, data)),
                seconds(lambda data=data: empty.post("/", data)),
                seconds(lambda: bare.write(body)),
            ]
            found.append(Turn(*took))
    bare.connection.close()
    return found[WARM:]


def _saved(browser: Browser, address: str, data: dict[str, str]) -> None:
    status, said = browser.post(address, data, accept="application/json")
    assert status == 200, said
    assert json.loads(said)["saved"], said


def _at_the_card(world: World) -> tuple[Browser, str]:
    browser = Browser(world.clinic.port)
    accounts = world.clinic.store.accounts
    browser.sign_in(f"/start/{accounts.invite(NAME if accounts.named(NAME) else None)}")
    address = f"/visits/{browser.open_visit()}/statin"
    page = browser.get(f"{address}/situation")[1]
    hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key")}
    assert browser.post(f"{address}/situation", {**hidden, **MAN_62, "then": "picture"})[0] == 303
    return browser, f"{address}/decision"
