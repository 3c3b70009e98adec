"""What a clinic of years costs beside a new one: the same card, the same choice, by turns, on both databases."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from statistics import median

from decisionaid.domain.encounter import Hand, NewChoice
from tests.builders import MAN_62, NAME, Table, Visit
from tests.cluster import READY, SERVING, Cluster, program

from ._figure import Measured, NotMeasured, figure
from ._grown import grow
from ._timing import times
from ._world import World
from .choices import anew

DATABASES = ("SQLite", "PostgreSQL")
ROUNDS = 60
LONG = 10_000
WHY = "a question that goes through all rows is not felt in the first month, and stops the clinic in the third year"
WHY_LONG = "the person with the longest log waits no longer than the eye takes to go from face to screen"


@contextmanager
def placed(database: str, world: World, name: str) -> Iterator[Table]:
    """A clinic in this process."""
    folder = world.folder / f"{name}-{database}"
    if database == "SQLite":
        with closing_table(Table(folder)) as table:
            yield table
        return
    if program("initdb") is None:
        raise NotMeasured("no PostgreSQL; on Debian or Ubuntu: apt install postgresql")
    with closing(Cluster(on_disk=True)) as cluster:
        cluster.make_ready()
        made = cluster.new(READY)
        with closing_table(Table(folder, more={"database_url": cluster.url(made, SERVING)})) as table:
            yield table


@contextmanager
def closing_table(table: Table) -> Iterator[Table]:
    yield table
    table.store.close()


def with_values(table: Table) -> Visit:
    visit = table.open_visit(name="Somebody New")
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    return visit


def by_turns(new: Table, old: Table) -> dict[str, float]:
    """How many times as long it takes in the old clinic: the middle of the ratios of many turns."""
    found: dict[str, list[float]] = {"card": [], "choice": []}
    both = [(table, with_values(table)) for table in (new, old)]
    number = count()
    for turn in range(ROUNDS + 5):
        took = {
            what: [_took(do, table, visit, next(number)) for table, visit in both]
            for what, do in (("card", _card), ("choice", _choice))
        }
        if turn >= 5:
            for what, (first, second) in took.items():
                found[what].append(second / first)
    return {what: median(ratios) for what, ratios in found.items()}


def _took(do: Callable[[Table, Visit, int], object], table: Table, visit: Visit, number: int) -> float:
    began = time.perf_counter()
    do(table, visit, number)
    return time.perf_counter() - began


def _card(_: Table, visit: Visit, __: int) -> None:
    assert visit.get("card/picture").status_code == 200


def _choice(table: Table, visit: Visit, number: int) -> None:
    store = table.store
    encounter = store.people.visit(visit.id)
    new = NewChoice(
        key=f"growth-{number:08d}", kind="picture", item="display", aid_id="statin", value={"display": "dots"}
    )
    store.log.append(encounter.person_id, encounter.id, Hand(role="clinician", account_id=encounter.account_id), new)


def grown(world: World, database: str) -> dict[str, float]:
    """Measured a single time for both figures."""
    world.outside()

    def measure() -> dict[str, float]:
        with placed(database, world, "new") as new, placed(database, world, "old") as old:
            account = old.store.accounts.named(NAME)
            assert account is not None
            grow(old.store.engine, world.size.years, account.id)
            return by_turns(new, old)

    found: dict[str, float] = world.recall(("growth", database), measure)
    return found


def _declare(database: str, what: str) -> None:
    @figure(f"a {what} after 100,000 visits, beside a new clinic: {database}", 1.1, "times", WHY)
    def after_years(world: World) -> Measured:
        return Measured(grown(world, database)[what], f"{world.size.years:,} visits")


for _database in DATABASES:
    for _what in ("card", "choice"):
        _declare(_database, _what)


@figure("a card of a person with 10,000 choices", 300, "ms", WHY_LONG)
def long_log(world: World) -> Measured:
    """The whole log is read and told for each page, since nothing that is told is kept."""
    world.outside()
    table, store = world.table, world.table.store
    visit = with_values(table)
    encounter = store.people.visit(visit.id)
    hand, lines = Hand(role="clinician", account_id=encounter.account_id), [each for each in world.lines if each.aid_id]
    number = count()
    while (had := len(store.log.read(encounter.person_id))) < LONG:
        some = [anew(lines[next(number) % len(lines)], 5_000_000 + had + each) for each in range(min(500, LONG - had))]
        store.log.append_all(encounter.person_id, encounter.id, hand, some)
    found = times(lambda: visit.get("card/picture"), 10)
    return Measured(found.wall, f"CPU {found.cpu:.0f} ms")
