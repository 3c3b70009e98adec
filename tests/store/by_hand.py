"""The database past the program, as somebody with the file, or the server's own owner, sees it: nothing is in the way.

One face for both kinds: statements with `?`, rows as tuples, every statement counted at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from decisionaid.store.engine import sqlite_module
from tests.cluster import Cluster


class ByHand:
    """A connection on which no trigger fires, no foreign key is asked and no site is asked for.

    Attributes:
        sqlite: whether it is a file.
    """

    def __init__(self, raw: Any, *, sqlite: bool) -> None:
        self._raw = raw
        self.sqlite = sqlite

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        if self.sqlite:
            return self._raw.execute(statement, values)
        return self._raw.execute(re.sub(r"\?", "%s", statement.replace("%", "%%")), values)

    def dicts(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows by the names of their columns."""
        found = self.execute(statement, values)
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def number_rows(self, table: str) -> None:
        """Each row gets a number that stays (`rowid`), whatever is changed in it."""
        if not self.sqlite:
            self.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS rowid bigserial")

    def rows(self, table: str, which: str = "", values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Whole rows, without their numbers."""
        found = self.dicts(f"SELECT * FROM {table} {which}", values)
        return [tuple(value for name, value in row.items() if name != "rowid") for row in found]


@contextmanager
def file_by_hand(file: Path, *, guarded: bool = False) -> Iterator[ByHand]:
    """SQLite; without its triggers, which go for good, unless it is to stay guarded."""
    with closing(sqlite_module().connect(str(file), isolation_level=None)) as raw:
        for table in ("choice", "audit") if not guarded else ():
            for verb in ("update", "delete"):
                raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        yield ByHand(raw, sqlite=True)


@contextmanager
def server_by_hand(cluster: Cluster, database: str) -> Iterator[ByHand]:
    """PostgreSQL; triggers and foreign keys are quiet on this connection alone."""
    with cluster.connect(database) as raw:
        raw.execute("SET session_replication_role = replica")
        yield ByHand(raw, sqlite=False)
