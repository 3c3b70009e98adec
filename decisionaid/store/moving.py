"""A clinic that moves to another database and back, with every chain verified on both sides and a receipt.

Nobody may write meanwhile: the old database's lock is held from the first row to the last, so that a writer is told to
come back. While the copy is under way the new database says so (`whereabouts`) and no server starts on it; when it was
stopped, the same command goes on. At the end the old database says where the clinic went, and no server starts on that
one: a choice written into the database that was left behind would be lost. Nothing is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace

from sqlalchemy import Connection, Engine, select, update

from ..errors import ChainBroken, Conflict, NotThere
from ..settings import Settings
from .address import database_url, sqlite_file
from .audit import note
from .chain import Verified, verify
from .copying import EVERYBODYS, Summed, copy_rows, is_empty, sum_up
from .engine import SEAL, open_engine, reading, writing
from .folder_lock import FolderLock
from .keys import Keys
from .log import Clock, utc_now
from .migrate import bring_up_to_date
from .postgresql import SITE_OPTION
from .tables import data_key, site
from .whereabouts import COMING, GONE, said_of


@dataclass(frozen=True)
class Receipt:
    """What was moved.

    Attributes:
        source, target: without their passwords.
        copied: rows that this run copied; those that an earlier run had copied are not in it.
    """

    source: str
    target: str
    at: str
    copied: int
    verified: Verified
    tables: tuple[Summed, ...]


def move(settings: Settings, to: str, *, clock: Clock = utc_now) -> Receipt:
    """Take a clinic to another database; run again, it goes on where it was stopped.

    Raises:
        NotThere: there is no database to move.
        Conflict: the target holds another clinic already, or is this same database.
        ChainBroken, KeyProblem: the source is not whole; nothing was copied.
        StoreBusy: somebody has one of them open, or it cannot be reached.
    """
    elsewhere = replace(settings, database_url=to)
    old, new = (database_url(each).render_as_string(hide_password=True) for each in (settings, elsewhere))
    if old == new:
        raise Conflict(f"The clinic is in {new} already. Nothing was moved.")
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        raise NotThere(f"There is no database {file}. Which data folder is it? Give it with --data DIR.")
    with _alone(settings) as source, _alone(elsewhere) as target:
        keys = Keys(settings, source)
        with writing(source, patient=True) as held:
            verified, before = _look(source, settings)
            _begin(held, target)
            with reading(source, patient=True) as connection:
                copied = copy_rows(connection, target)
            _, after = _look(target, settings)
            if after != before:
                raise ChainBroken(_different(before, after))
            held.execute(update(site).values(settings=json.dumps({GONE: new})))
        now = clock()
        target.update_execution_options(**{SEAL: keys.end_seal})
        with writing(target) as connection:
            connection.execute(update(site).values(settings=None))
            note(connection, now, "command line", "moved here")
    return Receipt(old, new, now.isoformat(timespec="seconds"), copied, verified, before)


@contextmanager
def _alone(settings: Settings) -> Iterator[Engine]:
    """The database, its tables up to date; a file with nobody else at it."""
    file = sqlite_file(settings)
    engine = open_engine(settings)
    held = None
    try:
        held = FolderLock(file.parent, alone=True) if file is not None else None
        bring_up_to_date(engine)
        yield engine
    finally:
        engine.dispose()
        if held is not None:
            held.close()


def _look(engine: Engine, settings: Settings) -> tuple[Verified, tuple[Summed, ...]]:
    """Verify every clinic, and sum everything up; the row that tells of the move itself is not counted."""
    with reading(engine, patient=True) as connection:
        sums = tuple(each for each in sum_up(connection) if each.table != site.name)
        sites = connection.execute(select(EVERYBODYS.tables[data_key.name].c.site_id).distinct()).scalars().all()
    found = [_verify(engine, replace(settings, site=each)) for each in sites]
    return Verified(*(sum(getattr(each, name.name) for each in found) for name in fields(Verified))), sums


def _verify(engine: Engine, settings: Settings) -> Verified:
    its = engine.execution_options(**{SITE_OPTION: settings.site})
    with reading(its, patient=True) as connection:
        return verify(connection, Keys(settings, its).end_seal)


def _begin(source: Connection, target: Engine) -> None:
    """Say in the new database that a copy is under way, and of which clinic; the same copy may go on."""
    whose = source.execute(select(data_key.c.id).order_by(data_key.c.created, data_key.c.id).limit(1)).scalar_one()
    rows, said = source.execute(select(site)).all(), said_of(source)
    with writing(target, patient=True) as connection:
        if said_of(connection).get(COMING) == whose:
            return
        if GONE in said:
            raise Conflict(f"This clinic was moved to {said[GONE]} already. Nothing was moved.")
        if not is_empty(connection):
            there = target.url.render_as_string(hide_password=True)
            raise Conflict(f"{there} is not empty: it holds a clinic already. Nothing was moved.")
        coming = json.dumps({COMING: whose})
        connection.execute(site.insert(), [{"id": row.id, "name": row.name, "settings": coming} for row in rows])


def _different(before: tuple[Summed, ...], after: tuple[Summed, ...]) -> str:
    names = [one.table for one, other in zip(before, after, strict=True) if one != other]
    return f"The copy differs from what was copied ({', '.join(names)}). The old database is as it was; use that one."
