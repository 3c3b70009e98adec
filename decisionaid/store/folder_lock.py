"""A lock on the data folder: everybody who reads and writes shares it, and `restore` needs it alone.

A lock of the operating system on a file of its own: it goes away with its process, also by kill -9, so no stale lock
has to be cleaned up at night. Rejected: asking SQLite, because without a write-ahead log an idle server holds no lock
there, and would go on writing into a file that `restore` has moved aside.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import StoreBusy

try:
    import fcntl
except ImportError:  # Windows, where nothing is served and no other process is expected
    fcntl = None  # type: ignore[assignment]

NAME = "decisionaid.lock"


class FolderLock:
    """Holds the data folder until `close` or the end of the process.

    Raises:
        StoreBusy: somebody else holds it in a way that does not go together with this.
    """

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        file = folder / NAME
        try:
            self._file = os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR, 0o600), "rb+")
        except OSError as problem:
            raise StoreBusy(f"The data folder {folder} cannot be used: {problem.strerror}.") from problem
        if fcntl is None:
            return
        try:
            fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as problem:
            self._file.close()
            raise StoreBusy(
                f"A server or another command has {folder} open. Stop it first, then try again. Nothing was changed."
                if alone
                else f"A backup is being put back into {folder}. Try again when it has ended."
            ) from problem

    def close(self) -> None:
        """Release the lock."""
        self._file.close()
