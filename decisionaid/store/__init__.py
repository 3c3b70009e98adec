"""The store of one installation. Nothing outside this folder touches the database.

`Store(settings)` opens (and brings up to date) the database of one installation; its parts are `log`, `people`,
`arrivals`, `accounts`, `audit`. One store per process: made after a server process has forked, never before.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from ..errors import NotThere
from ..settings import Settings
from . import blinds
from .address import sqlite_file
from .appending import Appended
from .approvals import Approvals
from .arrivals import Arrivals
from .audit import Audit
from .chain import Verified, verify
from .colleagues import Colleagues
from .doors import Doors
from .engine import SEAL, open_engine, reading, writing
from .erasing import Erasing
from .folder_lock import FolderLock
from .keeping import Keeping
from .keys import Keys
from .leaving import Leaving
from .log import Clock, Log, utc_now
from .migrate import bring_up_to_date
from .people import People
from .tables import site
from .whereabouts import check_not_moved


class Store:
    """The database of one installation.

    Attributes:
        log: the append-only log of choices.
        leaving: brings what was taken out off the disk.
        people: persons and visits.
        arrivals: opens visits of somebody new or found again.
        accounts: who signs in; approvals.
        approvals: which editions of cards open in real visits.
        colleagues: who has an account, for whoever runs the clinic.
        doors: codes that open one visit in a frame or a tab.
        audit: who looked and who wrote.
        erasing: erases a person, with a receipt.
        keeping: who is kept, and until when.
    """

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        from .accounts import Accounts

        self.engine: Engine = open_engine(settings)
        self.leaving = Leaving(self.engine, clock)
        file = sqlite_file(settings)
        self._hold = FolderLock(file.parent) if file is not None else None
        try:
            self._open(settings)
        except BaseException:
            self.close()
            raise
        self.clock = clock
        self.log = Log(self.engine, self.keys, self.leaving, clock)
        self.people = People(self.engine, self.keys, clock)
        self.arrivals = Arrivals(self.engine, self.keys, clock)
        self.accounts = Accounts(self.engine, self.keys, clock)
        self.approvals = Approvals(self.engine, clock)
        self.colleagues = Colleagues(self.engine, self.keys, clock)
        self.doors = Doors(self.engine, self.keys, clock)
        self.audit = Audit(self.engine)
        self.keeping = Keeping(self.engine)
        self.erasing = Erasing(self.engine, self.leaving, clock)

    @classmethod
    def that_is_there(cls, settings: Settings) -> Store:
        """Open the store of an installation that exists, so that a mistyped folder does not become an empty clinic.

        Raises:
            NotThere: there is no database.
        """
        file = sqlite_file(settings)
        if file is not None and not file.exists():
            raise NotThere(f"There is no database {file}. Which data folder is it? Give it with --data DIR.")
        return cls(settings)

    def _open(self, settings: Settings) -> None:
        bring_up_to_date(self.engine)
        with reading(self.engine) as connection:
            check_not_moved(connection)
            there = connection.execute(select(site.c.id)).first() is not None
        if not there:
            with writing(self.engine) as connection:
                if connection.execute(select(site.c.id)).first() is None:
                    connection.execute(site.insert().values(id=settings.site, name=""))
        self.keys = Keys(settings, self.engine)
        self.engine.update_execution_options(**{SEAL: self.keys.end_seal})
        blinds.bring_up_to_date(self.engine, self.keys)
        self.leaving.finish(tries=1)  # what was taken out just before a crash leaves the disk now

    def verify(self) -> Verified:
        """Check every chain, and each chain against the others, in one moment's view of the database.

        Raises ChainBroken.
        """
        with reading(self.engine, patient=True) as connection:
            return verify(connection, self.keys.end_seal)

    def ready(self) -> None:
        """Ask the database a question. Raises StoreBusy where it does not answer."""
        with reading(self.engine) as connection:
            connection.execute(select(1))

    def connections(self) -> tuple[int, int]:
        """How many connections of this process are in use, and how many there may be."""
        pool: Any = self.engine.pool
        return pool.checkedout(), pool.size() + max(pool._max_overflow, 0)

    def close(self) -> None:
        """Close the connections to the database."""
        self.leaving.close()
        self.engine.dispose()
        if self._hold is not None:
            self._hold.close()


__all__ = ["Appended", "Store"]
