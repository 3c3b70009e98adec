"""The address that people open, as far as this machine can know it.

It is kept in the data folder for `decisionaid link`.
"""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from ..settings import Settings
from ._certificate import names_in

ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - these are looked for, not listened on
_NOTE = "address"


def address_of(settings: Settings) -> str:
    """The address to open: the one that was set, else this machine or, over TLS, the name on the certificate.

    Behind a proxy the port here is not the one that people open; the machine's own name is the best that is known.
    """
    if settings.address:
        return settings.address + settings.prefix
    if settings.behind_proxy:
        return f"https://{socket.getfqdn()}{settings.prefix}"
    host = settings.host
    if host in ANYWHERE:
        host = next(iter(names_in(settings.certfile)), "") or socket.getfqdn()
    host = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.secure else 'http'}://{host}:{settings.port}{settings.prefix}"


def keep_address(settings: Settings) -> None:
    """Store where this data is served, so that `link` needs no flags."""
    with contextlib.suppress(OSError):  # a full disk is no reason not to serve; a link then names the usual address
        part = settings.data / f".{_NOTE}.{os.getpid()}"
        part.write_text(address_of(settings) + "\n", encoding="utf-8")
        part.replace(settings.data / _NOTE)


def last_address(settings: Settings) -> str:
    """Where this data was last served. Settings that were given win."""
    plain = Settings(data=settings.data)
    same = all(
        getattr(settings, name) == getattr(plain, name)
        for name in ("host", "port", "certfile", "behind_proxy", "address", "prefix")
    )
    note: Path = settings.data / _NOTE
    if same and note.is_file():
        with contextlib.suppress(OSError), note.open(encoding="utf-8", errors="replace") as text:
            return text.readline(300).strip()
    return address_of(settings)
