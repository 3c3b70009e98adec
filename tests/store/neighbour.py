"""A second clinic in the same database, with a day behind it: no test of the store may read or change a row of hers.

Her rows are compared before and after every test. And whatever the database answers to this program while a test runs
is looked through for what is hers alone: ids, keys and sealed words. A test in which the program reads the whole
database, such as a copy, says `@pytest.mark.every_site("why")`; one that needs a database without her says
`@pytest.mark.one_site("why")`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from decisionaid.domain.encounter import Hand, NewChoice
from decisionaid.settings import Settings, new_id
from decisionaid.store import Store
from decisionaid.store.sites import OURS
from decisionaid.store.tables import metadata
from tests.builders import MONDAY, Clock
from tests.store.by_hand import ByHand
from tests.store.clinic import Clinic, statin

NAME, PASSWORD, NUMBER = "Ellen Price", "a few words in a row", "A-1007"
HAND = Hand(role="clinician")
OF_A_SITE = {name: str(each.info[OURS]) for name, each in metadata.tables.items() if OURS in each.info}
"""Table -> the column that says whose a row is."""
NEXT_DOOR, LONG_AGO = "next-door", timedelta(days=40)
_SHORTEST, _NO_WORDS, _A_TIME = 20, re.compile(r"\S+"), re.compile(r"\d{4}-\d\d-\d\d")

Rows = dict[str, list[tuple[Any, ...]]]


def live_in(store: Store, *, cites: bool = True) -> None:
    """A day in a clinic, in which every part of the store is used; `cites`: a card in the edition that was shown."""
    accounts, people = store.accounts, store.people
    ellen = accounts.accept(accounts.invite(), NAME, PASSWORD)
    accounts.approve("statin", statin().hash, NAME)
    assert accounts.check(NAME, PASSWORD, "192.0.2.1") == ellen
    opaque = accounts.sign_in(ellen.id, "clinician")
    accounts.keep(opaque, {"seen": 1})
    visit = store.arrivals.begin(ellen.id, "key-of-a-form", practice=True, name="Rosa", number=NUMBER)
    cited = {"aid_id": "statin", "aid_hash": statin().hash} if cites else {}
    said = NewChoice(key=new_id(), kind="decision", value={}, words=f"said in {visit.site_id}", **cited)
    store.log.append(visit.person_id, visit.id, HAND, said, edition=statin() if cites else None)
    people.speak(visit.id, "es", ellen.id)
    people.handed_over(visit.person_id, 1, "html", "en", new_id(), ellen.id)
    store.audit.looked(store.clock(), ellen.id, "plan", visit.person_id, visit.id)
    store.log.take_out(visit.person_id, visit.id, HAND, 1, new_id())
    people.end_visit(visit.id, ellen.id)
    store.keys.turn_over()
    accounts.end(opaque)
    store.verify()


def leave_open(store: Store) -> None:
    """What somebody who tidies up would take for old: a visit, a sign-in, a code and a wrong password."""
    ellen = store.accounts.named(NAME)
    assert ellen is not None
    visit = store.people.open_visit(store.people.add(name="Rosa's aunt").id, ellen.id, practice=True)
    store.doors.make(visit.id, ellen.id, "frame")
    store.accounts.sign_in(ellen.id, "clinician")
    assert store.accounts.check(NAME, "a wrong password", "192.0.2.2") is None
    store.accounts.invite()


class Neighbour:
    """The clinic next door: what her rows are, and what in them is hers alone."""

    def __init__(self, clinic: Clinic) -> None:
        settings: Settings = replace(clinic.settings, site=NEXT_DOOR)
        store = Store(settings, Clock(MONDAY - LONG_AGO))
        live_in(store, cites=False)
        leave_open(store)
        store.close()
        with clinic.looking() as raw:
            self.rows = rows_of(raw)
            ours = _cells(rows_of(raw, clinic.settings.site))
        self.hers = frozenset(_cells(self.rows) - ours - {statin().hash})  # a compiled aid belongs to everybody
        for name in ("choice", "attempt", "seat", "sign_in", "invitation", "approval"):
            assert self.rows[name], name
        assert len(self.hers) > 20

    def untouched(self, clinic: Clinic) -> None:
        """Not one of her rows was changed, taken away or added to."""
        with clinic.looking() as raw:
            now = rows_of(raw)
        changed = [name for name in self.rows if now.get(name, []) != self.rows[name]]
        assert changed == [], "rows of the clinic next door were changed"


def rows_of(raw: ByHand, site: str = NEXT_DOOR) -> Rows:
    """Every row of a clinic, by table; a cell with the name of its column."""
    return {name: sorted(_rows(raw, name, column, site), key=repr) for name, column in sorted(OF_A_SITE.items())}


def _rows(raw: ByHand, table: str, column: str, site: str) -> Iterator[tuple[Any, ...]]:
    for row in raw.dicts(f"SELECT * FROM {table} WHERE {column}=?", (site,)):
        row.pop("rowid", None)  # a test may number the rows of a table
        yield tuple(row.items())


def _cells(rows: Rows) -> set[Any]:
    """What no other clinic has by chance: ids, keys, sealed words; not times, and not by what a name is found."""
    pairs = (pair for those in rows.values() for row in those for pair in row if not pair[0].endswith("blind"))
    cells = {cell for _, cell in pairs if isinstance(cell, str | bytes) and len(cell) >= _SHORTEST}
    return {
        cell for cell in cells if isinstance(cell, bytes) or (_NO_WORDS.fullmatch(cell) and not _A_TIME.match(cell))
    }


class Watch:
    """Looks through every row that the database answers to a store of this process."""

    def __init__(self) -> None:
        self._hers: frozenset[Any] = frozenset()
        self.seen: list[tuple[Any, ...]] = []

    @contextmanager
    def watching(self, neighbour: Neighbour) -> Iterator[None]:
        """Until the block ends, a row with something of hers is kept in `seen`."""
        self._hers, self.seen = neighbour.hers, []
        try:
            yield
        finally:
            self._hers = frozenset()

    @contextmanager
    def on_every_connection(self) -> Iterator[Watch]:
        event.listen(Pool, "connect", self._begin)
        try:
            yield self
        finally:
            event.remove(Pool, "connect", self._begin)

    def _begin(self, raw: Any, *_: object) -> None:
        look = self._look
        if "sqlite" in type(raw).__module__:
            raw.row_factory = lambda _, row: look(row)
        else:
            raw.row_factory = lambda _: lambda values: look(tuple(values))

    def _look(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._hers.isdisjoint(cell for cell in row if isinstance(cell, str | bytes)):
            self.seen.append(row)
        return row
