"""A clinic without pages: a store with one patient to write about, and another who must never change.

`Clinic.untouched` compares the other patient's rows byte by byte; the fixture does so after every test of this folder.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from decisionaid.domain.aid import Edition
from decisionaid.domain.encounter import Choice, Encounter, Hand, NewChoice
from decisionaid.domain.site import PRACTICE
from decisionaid.library import Library
from decisionaid.settings import Settings, new_id
from decisionaid.store import Appended, Store
from decisionaid.store.engine import reading
from decisionaid.store.tables import audit
from tests.builders import Clock
from tests.cluster import READY, SERVING, Cluster
from tests.store.by_hand import ByHand, file_by_hand, server_by_hand

AIDS = Path(__file__).parents[2] / "aids"
TABLES = ("choice", "sealed_text", "head", "aid_version", "audit", "audit_end")


@cache
def statin() -> Edition:
    """The shipped statin card, as a practice clinic shows it."""
    return Library.load([AIDS], PRACTICE).edition("statin")


@dataclass
class Clinic:
    """One store, in one folder or in one database of a server.

    Attributes:
        person, visit: the patient the test writes about. other, other_visit: the one it must not touch.
        cluster: the server, where the database is not a file.
    """

    data: Path
    clock: Clock = field(default_factory=Clock)
    master_key: str = field(default="", repr=False)
    cluster: Cluster | None = None

    def __post_init__(self) -> None:
        self._settle(self.cluster.new(READY) if self.cluster else "")
        self.store = Store(self.settings, self.clock)
        self.hand = Hand(role="clinician")
        self.other, self.other_visit = self.somebody("Noise Unrelated")
        self.person, self.visit = self.somebody("Walter Patient")
        self.say(on=self.other_visit, item="values", value={"inputs": {"age": {"amount": 50}}})
        self.say(on=self.other_visit, item="words", words="the noise of another room")
        self.say(on=self.other_visit, item="arrived", kind="decision", private=True)
        self.her_rows = self.rows_of(self.other)

    def _settle(self, database: str) -> None:
        self.database = database
        url = self.cluster.url(database, SERVING) if self.cluster else ""
        self.settings = Settings(data=self.data, practice=True, master_key=self.master_key, database_url=url)

    def copied_to(self, data: Path) -> Clinic:
        """The same clinic in another place: much faster than making it anew. This one must be closed."""
        shutil.copytree(self.data, data)
        made = copy(self)
        made.data, made.clock = data, replace(self.clock)
        made._settle(self.cluster.new(self.database) if self.cluster else "")
        made.store = Store(made.settings, made.clock)
        return made

    def close(self) -> None:
        """Let go of it."""
        self.store.close()
        if self.cluster is not None:
            self.cluster.drop(self.database)

    def somebody(self, name: str | None = None) -> tuple[str, Encounter]:
        """A new person with an open visit."""
        person = self.store.people.add(name=name)
        return person.id, self.store.people.open_visit(person.id, None, practice=True)

    def again(self) -> Encounter:
        """Another visit of the same patient."""
        return self.store.people.open_visit(self.person, None, practice=True)

    def say(
        self, *, on: Encounter | None = None, edition: Edition | None = None, store: Store | None = None, **more: Any
    ) -> Appended:
        """One choice, in the patient's visit unless told otherwise."""
        visit = on or self.visit
        new = NewChoice(**{"key": new_id(), "kind": "situation", "value": {}, **more})
        return (store or self.store).log.append(visit.person_id, visit.id, self.hand, new, edition=edition)

    def log(self) -> tuple[Choice, ...]:
        """The patient's lines."""
        return self.store.log.read(self.person)

    def restart(self) -> None:
        """Close the store and open it again, as a server does."""
        self.store.close()
        self.store = Store(self.settings, self.clock)

    def by_hand(self) -> AbstractContextManager[ByHand]:
        """The database past the program: no triggers, no foreign keys in the way."""
        return self.looking(guarded=False)

    def looking(self, *, guarded: bool = True) -> AbstractContextManager[ByHand]:
        """The database past the program, to look at."""
        if self.cluster is not None:
            return server_by_hand(self.cluster, self.database)
        return file_by_hand(self.data / "decisionaid.db", guarded=guarded)

    def snapshot(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row that a choice writes."""
        with self.looking() as raw:
            return {each: sorted(raw.rows(each), key=repr) for each in TABLES}

    def snapshot_of_audit(self) -> list[Any]:
        """The audit, in order."""
        with reading(self.store.engine) as connection:
            return list(connection.execute(select(audit).order_by(audit.c.seq)).all())

    def untouched(self) -> None:
        """The other patient's rows are what they were."""
        assert self.rows_of(self.other) == self.her_rows, "another patient's rows were changed"

    def bytes_on_disk(self) -> dict[str, bytes]:
        """Every file of the data folder."""
        return {each.name: each.read_bytes() for each in self.data.rglob("*") if each.is_file()}

    def rows_of(self, person: str) -> list[tuple[Any, ...]]:
        with self.looking() as raw:
            found: list[tuple[Any, ...]] = []
            for table in ("choice", "sealed_text", "head"):
                found += sorted(raw.rows(table, "WHERE person_id=?", (person,)))
            return found
