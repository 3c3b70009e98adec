"""A backup put back: nothing is replaced before the copy has been read whole and its words have been opened.

The old data is kept aside in a folder of its own, inside the data folder, because that is often a mounted disk which
cannot be renamed. Nobody is signed in afterwards: a sign-in that ended after the backup was made would be alive again.
What was taken out after the backup was made is in it again, too; the command says so, because only people can know.
"""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import update

from ..errors import Conflict, DecisionAidError, KeyProblem, NotThere
from ..settings import Settings, new_id
from . import Store
from .audit import note
from .backup import (
    ABOUT,
    DATABASE,
    FORMAT,
    KEY_FILE,
    SITE_FILE,
    About,
    database_of,
    examine,
    said_plainly,
    scratch_in,
    sha256,
)
from .engine import sqlite_module, writing
from .hold import Hold
from .keys import master_key, read_key, sync_folder, write_private
from .log import Clock, utc_now
from .tables import invitation, sign_in

_OLD = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", SITE_FILE)
_PIECE = 1 << 20


class NotABackup(DecisionAidError):
    """The file is no backup, or not a whole one."""


def put_back(
    settings: Settings, file: Path, *, key_file: Path | None = None, force: bool = False, clock: Clock = utc_now
) -> tuple[About, Path | None]:
    """Put a backup back into the data folder; returns what it says of itself, and where the old data is kept.

    Raises:
        NotThere, NotABackup, Conflict, ChainBroken, KeyProblem, StoreBusy: nothing was changed; the words say why.
    """
    database_of(settings)
    if not file.is_file():
        raise NotThere(f"There is no file {file}. Nothing was changed.")
    data = settings.data
    occupied = [name for name in _OLD if (data / name).exists()]
    if occupied and not force:
        raise Conflict(
            f"{data} holds data already ({', '.join(occupied)}). Nothing was changed. "
            "With --force it is kept aside in a folder of its own, and the backup takes its place."
        )
    with said_plainly(data):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with said_plainly(data), closing(Hold(data, alone=True)), scratch_in(data) as scratch:
        about = _unpack(file, scratch)
        key, write_key = _key_for(settings, scratch, key_file)
        examine(scratch / DATABASE, key, scratch)
        _close_doors(scratch, key, clock, about)
        (scratch / KEY_FILE).unlink(missing_ok=True)
        if write_key:
            write_private(scratch / KEY_FILE, key.hex().encode())
        aside = _switch(scratch, data, clock)
    return about, aside


def _close_doors(folder: Path, key: bytes, clock: Clock, about: About) -> None:
    """Nobody is signed in, and no link works, in what was put back: some of them ended after the backup was made."""
    now = clock()
    with closing(Store(Settings(data=folder, master_key=key.hex()))) as store, writing(store.engine) as connection:
        connection.execute(update(sign_in).where(sign_in.c.revoked_at.is_(None)).values(revoked_at=now.isoformat()))
        connection.execute(update(invitation).where(invitation.c.used_at.is_(None)).values(used_at=now.isoformat()))
        note(connection, now, "command line", "put a backup back", detail=about.made)


def _unpack(file: Path, folder: Path) -> About:
    """Into an empty folder, each file checked against its size and SHA-256."""
    try:
        with zipfile.ZipFile(file) as packed:
            about = _about(file, packed.read(ABOUT))
            for name, (size, digest) in about.files.items():
                with packed.open(name) as source, (folder / name).open("xb") as out:
                    shutil.copyfileobj(source, out, _PIECE)
                (folder / name).chmod(0o600)
                if ((folder / name).stat().st_size, sha256(folder / name)) != (size, digest):
                    raise NotABackup(f"{file} is not whole: {name} was altered. Nothing was changed.")
    except KeyError as problem:  # what zipfile says of a name that is not in it
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.") from problem
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as problem:
        with file.open("rb") as start:
            zipped = start.read(2) == b"PK"
        said = "is not whole: it was cut off or altered" if zipped else "is not a backup of decisionaid"
        raise NotABackup(f"{file} {said}. Nothing was changed.") from problem
    return about


def _about(file: Path, text: bytes) -> About:
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise NotABackup(
                f"{file} has a form ({raw['format']}) that this decisionaid does not know. Nothing was changed."
            )
        about = About(**{**raw, "files": {str(name): tuple(each) for name, each in raw["files"].items()}})
        whole = {DATABASE} <= about.files.keys() <= {DATABASE, SITE_FILE, KEY_FILE}
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.") from problem
    if not whole or not all(len(each) == 2 for each in about.files.values()):
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.")
    return about


def _key_for(settings: Settings, scratch: Path, key_file: Path | None) -> tuple[bytes, bool]:
    """The key that the server will use, and whether it is to be written into the data folder."""
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
    """The old files into a folder of their own, the new ones in their place; back again where a step fails."""
    new = [name for name in (DATABASE, SITE_FILE, KEY_FILE) if (scratch / name).exists()]
    _settle(data / DATABASE)
    old = [name for name in (*_OLD, KEY_FILE) if (data / name).exists() and (name != KEY_FILE or KEY_FILE in new)]
    aside = data / f"before-restore-{clock():%Y%m%d-%H%M%S}-{new_id()[:4]}" if old else None
    moved: list[tuple[Path, Path]] = []
    try:
        if aside is not None:
            aside.mkdir(mode=0o700)
        steps = [(data / name, aside / name) for name in old] if aside is not None else []
        for source, target in [*steps, *((scratch / name, data / name) for name in new)]:
            source.rename(target)
            moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            target.rename(source)
        raise
    for folder in (aside, data):
        if folder is not None:
            sync_folder(folder)
    return aside


def _settle(database: Path) -> None:
    """Bring the old database's last writes into its own file, if it can still be read."""
    module = sqlite_module()
    if database.exists():
        with suppress(module.Error), closing(module.connect(str(database))) as here:
            here.execute("PRAGMA wal_checkpoint(TRUNCATE)")
