"""Puts a backup back. Nothing is replaced before the whole copy was read and its words were opened.

The old data is kept aside in a folder of its own, inside the data folder, because that is often a mounted disk which
cannot be renamed. Nobody is signed in afterwards: a sign-in that ended after the backup was made would be alive again.
What was taken out after the backup was made is in it again, too; the command says so, because only people can know.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import update

from ..errors import Conflict, KeyProblem, NotThere
from ..settings import Settings, new_id
from . import Store
from .audit import note
from .backup import DATABASE, KEY_FILE, SITE_FILE, About, database_of, disk_problem, examine, scratch_in
from .copying import copy_rows, is_empty
from .engine import open_engine, reading, sqlite_module, writing
from .folder_lock import FolderLock
from .keys import master_key, read_key, sync_folder, write_private
from .log import Clock, utc_now
from .migrate import bring_up_to_date
from .tables import invitation, sign_in
from .unpack import unpack

_OLD = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", SITE_FILE)


def put_back(
    settings: Settings, file: Path, *, key_file: Path | None = None, force: bool = False, clock: Clock = utc_now
) -> tuple[About, Path | None]:
    """Put a backup back into the data folder. Returns what the backup says of itself, and where the old data is kept.

    Raises:
        NotThere, NotABackup, Conflict, ChainBroken, KeyProblem, StoreBusy: nothing was changed; the words say why.
    """
    server = database_of(settings) is None
    if not file.is_file():
        raise NotThere(f"There is no file {file}. Nothing was changed.")
    data = settings.data
    occupied = [name for name in _OLD if (data / name).exists()] if not server else []
    if occupied and not force:
        raise Conflict(
            f"{data} holds data already ({', '.join(occupied)}). Nothing was changed. "
            "With --force it is kept aside in a folder of its own, and the backup takes its place."
        )
    with disk_problem(data):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with disk_problem(data), closing(FolderLock(data, alone=True)), scratch_in(data) as scratch:
        about = unpack(file, scratch)
        key, write_key = _key_for(settings, scratch, key_file)
        examine(scratch / DATABASE, key, scratch)
        _close_doors(scratch, key, clock, about)
        if server:
            _into_server(settings, scratch, key)
        (scratch / KEY_FILE).unlink(missing_ok=True)
        if write_key:
            write_private(scratch / KEY_FILE, key.hex().encode())
        aside = _switch(scratch, data, clock)
    return about, aside


def _into_server(settings: Settings, scratch: Path, key: bytes) -> None:
    """Every row into an empty database; what is on a server already is not touched, and cannot be kept aside here."""
    source, target = open_engine(Settings(data=scratch)), open_engine(settings)
    try:
        bring_up_to_date(target)
        with reading(target) as connection:
            if not is_empty(connection):
                there = target.url.render_as_string(hide_password=True)
                raise Conflict(f"{there} holds a clinic already. Nothing was changed. Make a new, empty one.")
        with reading(source) as connection:
            copy_rows(connection, target)
    finally:
        source.dispose()
        target.dispose()
    with closing(Store(replace(settings, master_key=key.hex()))) as store:
        store.verify()
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (scratch / name).unlink(missing_ok=True)


def _close_doors(folder: Path, key: bytes, clock: Clock, about: About) -> None:
    """End every sign-in and link in what was put back: some of them had ended after the backup was made."""
    now = clock()
    with closing(Store(Settings(data=folder, master_key=key.hex()))) as store, writing(store.engine) as connection:
        connection.execute(update(sign_in).where(sign_in.c.revoked_at.is_(None)).values(revoked_at=now.isoformat()))
        connection.execute(update(invitation).where(invitation.c.used_at.is_(None)).values(used_at=now.isoformat()))
        note(connection, now, "command line", "put a backup back", detail=about.made)


def _key_for(settings: Settings, scratch: Path, key_file: Path | None) -> tuple[bytes, bool]:
    """The master key that the server will use, and whether it has to be written into the data folder."""
    here = settings.data / KEY_FILE
    if settings.master_key:
        return master_key(settings, may_make=False), False
    for file in (key_file, scratch / KEY_FILE, here):
        if file is not None and (file.exists() or file is key_file):
            key = read_key(file)
            return key, not here.exists() or here.read_bytes().strip() != key.hex().encode()
    raise KeyProblem(
        f"The master key is not in this backup, and there is none in {settings.data}. Nothing was changed. "
        "Give the file that it was kept in: --key FILE."
    )


def _switch(scratch: Path, data: Path, clock: Clock) -> Path | None:
    """Move the old files into a folder of their own and the new ones into their place. If a step fails, undo all."""
    new = [name for name in (DATABASE, SITE_FILE, KEY_FILE) if (scratch / name).exists()]
    _settle(data / DATABASE)
    old = [name for name in (*_OLD, KEY_FILE) if (data / name).exists() and (name != KEY_FILE or KEY_FILE in new)]
    aside = data / f"before-restore-{clock():%Y%m%d-%H%M%S}-{new_id()[:4]}" if old else None
    if aside is not None:
        aside.mkdir(mode=0o700)
    away = [(data / name, aside / name) for name in old] if aside is not None else []
    _rename_all([*away, *((scratch / name, data / name) for name in new)])
    for folder in filter(None, (aside, data)):
        sync_folder(folder)
    return aside


def _rename_all(steps: Sequence[tuple[Path, Path]]) -> None:
    """Rename one file after the other; if a step fails, give each its old name again."""
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in steps:
            source.rename(target)
            moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            target.rename(source)
        raise


def _settle(database: Path) -> None:
    """Move the last writes of the old database into its file, if it can still be read."""
    module = sqlite_module()
    if database.exists():
        with suppress(module.Error), closing(module.connect(str(database))) as here:
            here.execute("PRAGMA wal_checkpoint(TRUNCATE)")
