"""Which sites may show the cards inside a page of theirs, as a clinic lists them in site.yaml.

A site is named by its origin alone. `null`, a star and a path are refused: a sandboxed page of anybody calls itself
`null`, and a star is everybody.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from .base import Frozen, Wrong

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_PART}(?:\.{_PART})*|\[[0-9a-f:.]+\])(?::(?P<port>[1-9][0-9]{{0,4}}))?"
)
_USUAL = {"https": "443", "http": "80"}


def _an_origin(text: str) -> str:
    found = _ORIGIN.fullmatch(text)
    if found is None:
        closer = _ORIGIN.match(text.strip().lower())
        remedy = (
            f"write {closer.group()}" if closer else "write it like https://chart.example or https://chart.example:8443"
        )
        raise Wrong(f"{text!r} is not the origin of a site", remedy)
    if found["scheme"] == "http" and found["host"] not in LOOPBACK:
        raise Wrong(f"{text!r} has no TLS: anybody on the way could read what is shown", "write https://")
    if found["port"] == _USUAL[found["scheme"]]:
        raise Wrong(f"{text!r} names the usual port, which a browser leaves out", f"write {text.rpartition(':')[0]}")
    return text


Origin = Annotated[str, AfterValidator(_an_origin)]
Scope = Literal["choices"]
"""`choices`: this site is told what is chosen, which is health data; without it only that something was."""


class FramingSite(Frozen):
    """One site that may show the cards in a frame.

    Attributes:
        origin: such as https://chart.example, in small letters, without a path.
        scopes: what it may be told besides that something happened.
    """

    origin: Origin
    scopes: tuple[Scope, ...] = ()
