"""Unpacks a backup that may have been forged: everything is checked before a byte of it is written.

A backup says of each file in it how large it is and what its SHA-256 is; the archive must say the same sizes, and no
more is read than was said. So a small file that unpacks to a huge one is refused before it is unpacked, and memory does
not grow with what is in it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any

from ..errors import DecisionAidError
from .backup import ABOUT, DATABASE, FORMAT, KEY_FILE, SITE_FILE, About, sha256

_PIECE = 1 << 20
_LARGEST = {ABOUT: 1 << 16, KEY_FILE: 1 << 10, SITE_FILE: 1 << 20}
"""The largest size of the small files, in bytes. A database may be as large as the disk."""
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1
"""The flag of a ZIP entry that needs a password."""


class NotABackup(DecisionAidError):
    """The file is not a backup, or not a whole one."""


class _Sips(FileIO):
    """A file that is read in small pieces, so that a forged table of contents is never read whole into memory."""

    def read(self, size: int | None = -1, /) -> Any:
        asked = os.fstat(self.fileno()).st_size - self.tell() if size is None or size < 0 else size
        if asked > _PIECE:
            raise zipfile.BadZipFile("its list of contents is too long")
        return super().read(size)


def unpack(file: Path, folder: Path) -> About:
    """Unpack into an empty folder. The size and SHA-256 of each file are checked.

    Raises:
        NotABackup: it is none, or not whole, or needs a password, or does not fit; the words say which.
    """
    with _in_plain_words(file), _Sips(file) as raw, zipfile.ZipFile(raw) as packed:
        about = _about(file, _small(file, packed, ABOUT))
        _fits(file, packed, about, folder)
        for name, (size, digest) in about.files.items():
            with packed.open(name) as source, (folder / name).open("xb") as out:
                shutil.copyfileobj(source, out, _PIECE)
            (folder / name).chmod(0o600)
            if ((folder / name).stat().st_size, sha256(folder / name)) != (size, digest):
                raise NotABackup(f"{file} is not whole: {name} was altered. Nothing was changed.")
    return about


@contextmanager
def _in_plain_words(file: Path) -> Iterator[None]:
    try:
        yield
    except KeyError as problem:  # what zipfile says of a name that is not in it
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.") from problem
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError) as problem:
        with file.open("rb") as start:
            zipped = start.read(2) == b"PK"
        said = "is not whole: it was cut off or altered" if zipped else "is not a backup of decisionaid"
        raise NotABackup(f"{file} {said}. Nothing was changed.") from problem


def _entry(file: Path, packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    entry = packed.getinfo(name)
    if entry.flag_bits & _LOCKED:
        raise NotABackup(
            f"{file} is locked with a password; decisionaid makes no such backups. Nothing was changed. "
            "Unpack it with the program that locked it, and pack it again without a password."
        )
    if entry.compress_type not in _PLAIN:
        raise NotABackup(f"{file} is packed in a way that decisionaid does not use. Nothing was changed.")
    if entry.file_size > _LARGEST.get(name, entry.file_size):
        raise NotABackup(f"{file} is not a backup of decisionaid: {name} in it is too large. Nothing was changed.")
    return entry


def _small(file: Path, packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(_entry(file, packed, name)) as source:
        return source.read(_LARGEST[name])


def _fits(file: Path, packed: zipfile.ZipFile, about: About, folder: Path) -> None:
    for name, (size, _) in about.files.items():
        if _entry(file, packed, name).file_size != size:
            raise NotABackup(f"{file} is not whole: {name} is not as large as the backup says. Nothing was changed.")
    needed, free = sum(size for size, _ in about.files.values()), shutil.disk_usage(folder).free
    if needed > free:
        raise NotABackup(
            f"{file} needs {needed / 1e6:,.0f} MB on the disk of {folder.parent}, where {free / 1e6:,.0f} MB are free. "
            "Nothing was changed."
        )


def _about(file: Path, text: bytes) -> About:
    try:
        raw = json.loads(text)
        if raw["format"] != FORMAT:
            raise NotABackup(
                f"{file} has a form ({str(raw['format'])[:20]!r}) that this decisionaid does not know. "
                "Nothing was changed."
            )
        about = About(**{**raw, "files": {str(name): tuple(each) for name, each in raw["files"].items()}})
        whole = {DATABASE} <= about.files.keys() <= {DATABASE, SITE_FILE, KEY_FILE} and _well_said(about)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as problem:
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.") from problem
    if not whole:
        raise NotABackup(f"{file} is not a backup of decisionaid. Nothing was changed.")
    return about


def _well_said(about: About) -> bool:
    """Whether each thing that a backup says of itself has the right type."""
    kinds = {"int": int, "str": str, "bool": bool}
    plain = ((getattr(about, each.name), kinds.get(str(each.type))) for each in fields(About))
    if not all(kind is None or type(value) is kind for value, kind in plain):
        return False
    datetime.fromisoformat(about.made)
    return all(
        type(size) is int and size >= 0 and re.fullmatch(r"[0-9a-f]{64}", digest) is not None
        for size, digest in about.files.values()
    )
