"""Checks where a file such as a backup may be written: never over the data that it is made from."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import Conflict
from ..settings import Settings


def check_target(settings: Settings, file: Path) -> None:
    """Check that a file is new, or may be replaced, and does not lie among the data.

    The data folder holds the only master key: a backup that replaced it would be the last that anybody could open.

    Raises:
        Conflict: the file is no regular file, or lies among the data.
    """
    folder = file.parent.resolve()
    for inside in (folder, *folder.parents):
        if _same(inside, settings.data):
            raise Conflict(
                f"{file} lies inside the data folder {settings.data}, where nothing may be written over or left lying. "
                "Nothing was written. Give a file in another folder, best on another disk."
            )
    if file.is_symlink():
        raise Conflict(f"{file} is a link to another file. Nothing was written. Name the file itself.")
    if file.exists() and not file.is_file():
        raise Conflict(f"{file} is not a file. Nothing was written. Give the name of a file.")
    for source in (settings.certfile, settings.keyfile):
        if source and _same(file, Path(source)):
            raise Conflict(f"{file} is in use by this installation. Nothing was written. Give another name.")


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
