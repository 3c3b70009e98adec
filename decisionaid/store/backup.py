"""Makes a backup as one file while the server goes on.

The file is a ZIP that any tool opens: the database as it was in one moment (SQLite's own online copy; of a server, its
rows in one view, as a SQLite file, so that it can be put back into either kind), site.yaml, and
backup.json with the size and SHA-256 of each. The master key is in it only where somebody asked for that, because then
whoever has the file can read the words. A copy counts when its chains verify and its words open, for a backup as for
what is put back (`restore`). Rejected: copying the files, because a copy of a database in use may hold half a change.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from .. import __version__
from ..errors import ChainBroken, Conflict, NotThere, StoreBusy
from ..settings import Settings
from . import Store
from .address import sqlite_file
from .chain import Verified
from .copying import copy_rows
from .engine import checkpoint, damage, is_damage, open_engine, reading, sqlite_module
from .folder_lock import FolderLock
from .keys import master_key, sync_folder, write_private
from .log import Clock, utc_now
from .migrate import bring_up_to_date, newest_revision
from .tables import metadata, person, sealed_text
from .target import check_target

DATABASE, SITE_FILE, KEY_FILE, ABOUT = "decisionaid.db", "site.yaml", "master.key", "backup.json"
FORMAT = 1


@dataclass(frozen=True)
class About:
    """What a backup says about itself.

    Attributes:
        made: when, UTC.
        master_key: the key is in the file.
        files: name -> (bytes, SHA-256).
    """

    made: str
    master_key: bool
    people: int
    lines: int
    audit_rows: int
    files: Mapping[str, tuple[int, str]]
    program: str = __version__
    format: int = FORMAT


def back_up(settings: Settings, file: Path, *, with_key: bool, force: bool, clock: Clock = utc_now) -> About:
    """Write a backup. The server may go on meanwhile.

    Raises:
        Conflict: the file is there already, or is none that may be written.
        NotThere: there is no database to copy.
        ChainBroken, KeyProblem: the copy is not whole; no file was written.
        StoreBusy: the disk is full or not there.
    """
    source = database_of(settings)
    if source is not None and not source.exists():
        raise NotThere(f"There is no database {source}. Nothing was written.")
    check_target(settings, file)
    if file.exists() and not force:
        raise Conflict(f"{file} is there already. Give another name, or --force to replace it.")
    made = clock().isoformat(timespec="seconds")
    with disk_problem(file), closing(FolderLock(settings.data)), scratch_in(file.parent) as scratch:
        if source is not None:
            copy_database(source, scratch / DATABASE)
        else:
            copy_server(settings, scratch)
        key = master_key(settings, may_make=False)
        verified = examine(scratch / DATABASE, key, scratch)
        if (settings.data / SITE_FILE).exists():
            shutil.copyfile(settings.data / SITE_FILE, scratch / SITE_FILE)
        if with_key:
            write_private(scratch / KEY_FILE, key.hex().encode())
        inside = [scratch / name for name in (DATABASE, SITE_FILE, KEY_FILE) if (scratch / name).exists()]
        files = {each.name: (each.stat().st_size, sha256(each)) for each in inside}
        about = About(made, with_key, verified.people, verified.lines, verified.audit_rows, files)
        part = scratch / "backup.part"
        _pack(part, inside, about)
        part.replace(file)
        sync_folder(file.parent)
    return about


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, while others may be writing to it."""
    module = sqlite_module()
    try:
        with closing(module.connect(str(source), timeout=10)) as here, closing(module.connect(str(target))) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
    except module.DatabaseError as problem:
        if is_damage(problem):
            raise ChainBroken(
                f"The database {source} is damaged ({damage(problem)}). Nothing was written."
            ) from problem
        raise StoreBusy(
            f"The database could not be copied ({damage(problem)}). Nothing was written; try again."
        ) from problem


def copy_server(settings: Settings, folder: Path) -> None:
    """One moment of a server that others may be writing to, as a file."""
    source, target = open_engine(settings), open_engine(Settings(data=folder))
    try:
        bring_up_to_date(target)
        with reading(source, patient=True) as connection:
            copy_rows(connection, target)
        checkpoint(target)
    finally:
        source.dispose()
        target.dispose()


def examine(database: Path, key: bytes, scratch: Path) -> Verified:
    """Check every chain of a copy and open every word in it.

    A copy with older tables is brought up to date first, elsewhere.

    Raises:
        ChainBroken, KeyProblem: it is not whole, or the key is another one.
    """
    folder = database.parent
    if _revision(database) != newest_revision():
        folder = scratch / "examined"
        folder.mkdir(mode=0o700)
        shutil.copyfile(database, folder / DATABASE)
    with closing(Store(Settings(data=folder, master_key=key.hex()))) as store:
        verified = store.verify()
        _read_all(store)
        _open_words(store)
    return verified


def _read_all(store: Store) -> None:
    """Read every value of every row, so that text which is not text is found now and not during a visit."""
    with reading(store.engine) as connection:
        for table in metadata.sorted_tables:
            for _ in connection.execution_options(yield_per=1000).execute(select(table)):
                pass


def _open_words(store: Store) -> None:
    """Open every name and every sealed text with the keys at hand."""
    with reading(store.engine) as connection:
        for each in connection.execute(select(sealed_text).where(sealed_text.c.wrapped_key.is_not(None))):
            store.keys.open_words(each.id, each.key_id, each.wrapped_key, each.sealed)
        for each in connection.execute(select(person.c.id, person.c.name, person.c.birth_date)):
            for column in ("name", "birth_date"):
                if getattr(each, column):
                    store.keys.unseal(getattr(each, column), f"person|{each.id}|{column}")


def database_of(settings: Settings) -> Path | None:
    """The database file of a data folder. Raises Conflict where the data is kept elsewhere."""
    file = sqlite_file(settings)
    if file is not None and settings.database_url:
        raise Conflict("DECISIONAID_DATABASE_URL is set; a backup is made of, and put back into, a data folder.")
    return file


def _revision(database: Path) -> str | None:
    module = sqlite_module()
    try:
        with closing(module.connect(str(database))) as here:
            row = here.execute("SELECT version_num FROM alembic_version").fetchone()
    except module.DatabaseError as problem:
        raise ChainBroken(
            f"The database in the copy cannot be read ({damage(problem)}). Nothing was changed."
        ) from problem
    return str(row[0]) if row else None


def _pack(part: Path, inside: list[Path], about: About) -> None:
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(ABOUT, json.dumps(asdict(about), indent=1, sort_keys=True))
            for each in inside:
                packed.write(each, each.name)
            packed.comment = b"decisionaid backup. It " + (
                b"HOLDS the master key: whoever has this file can read every word in it."
                if about.master_key
                else b"does not hold the master key; names and words stay sealed without it."
            )
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A temporary folder for this user alone, on the same disk."""
    with tempfile.TemporaryDirectory(prefix=".decisionaid-", dir=folder) as made:
        yield Path(made)


@contextmanager
def disk_problem(place: Path) -> Iterator[None]:
    """Turns a full or missing disk into an error in plain words."""
    try:
        yield
    except OSError as problem:
        raise StoreBusy(f"{place} cannot be used: {problem.strerror or problem}. Nothing was changed.") from problem


def sha256(file: Path) -> str:
    """The SHA-256 of a whole file, in hex."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
