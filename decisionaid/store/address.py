"""Where the database is: the address that was set, or a file in the data folder."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..settings import CalledWrongly, Settings, place_of

_FORMS = "It looks like sqlite:////folder/file.db or postgresql://name@machine/database."


def database_url(settings: Settings) -> URL:
    """The address of the database: the one that was set, or SQLite in the data folder.

    Made of its parts and never pasted together: a folder may have %, ? or # in its name.

    Raises:
        CalledWrongly: what was set is no database that can be used. It is not said back, for it may hold a password.
    """
    if not settings.database_url:
        return URL.create("sqlite", database=str(settings.data.absolute() / "decisionaid.db"))
    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError) as problem:
        raise CalledWrongly(f"The database URL cannot be read. {_FORMS}") from problem
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return _file_url(url)
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise CalledWrongly(f"A database of the kind {url.drivername!r} cannot be used. {_FORMS}")
    return url


def _file_url(url: URL) -> URL:
    name = url.database or ""
    if not name or name == ":memory:" or name.startswith("file:") or url.query or url.host:
        raise CalledWrongly(f"The database URL does not name a file on this machine. {_FORMS}")
    file = place_of(name)
    if not file.parent.is_dir():
        raise CalledWrongly(f"There is no folder {file.parent} for the database. Make it first, or correct the URL.")
    return url.set(database=str(file))


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the database; None for another database. Raises CalledWrongly as `database_url` does."""
    url = database_url(settings)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
