"""A clinic for practice in a folder of its own that is gone afterwards: for looking at aids, never for a patient.

Nothing of a real clinic is read or written: the data folder, the keys and the database are new, and the site is the
fictional one. So an author sees the very pages that a clinic would show, and no page made for authors alone.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from .app import create_app
from .clinic import open_library
from .errors import DecisionAidError
from .settings import Settings
from .store import Store

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

FACE = re.compile(r'<a [^>]*href="[^"]*\?([^"]*)" data-face="[^"]*">([^<]*)</a>')
"""A way from a card to another face of it: what its address asks for, and its title."""
HIDDEN = ("csrf_token", "encounter", "key", "seen")
"""What every form of a visit carries."""


class RoomProblem(DecisionAidError):
    """A page of the room answered otherwise than it has to."""

    status = 500


@dataclass
class Visit:
    """One visit in the room, as a browser without a script sees it."""

    client: FlaskClient
    id: str
    aid: str

    def card(self, card: str) -> str:
        """The page of a card."""
        return self._page(f"{self.aid}/{card}")

    def faces(self, card: str) -> Iterator[tuple[str, str]]:
        """Every face of a card, its first one first: the title on the way there, or "", and the page."""
        first = self.card(card)
        yield "", first
        for asks, title in FACE.findall(first):
            yield unescape(title), self.card(f"{card}?{unescape(asks)}")

    def page(self, name: str) -> str:
        """Another page of the visit, such as its plan."""
        return self._page(name)

    def fill_in(self, card: str, shown: str, values: Mapping[str, str | list[str]]) -> str:
        """Send the form of a card. The page that came back, where something was not taken; else ""."""
        hidden = {name: field_of(shown, name) for name in HIDDEN}
        answer = self.client.post(f"/visits/{self.id}/{self.aid}/{card}", data={**hidden, **values})
        return "" if answer.status_code == 303 else answer.text

    def _page(self, name: str) -> str:
        answer = self.client.get(f"/visits/{self.id}/{name}" if name else f"/visits/{self.id}")
        if answer.status_code != 200:
            raise RoomProblem(f"The page {name} cannot be shown ({answer.status_code}).")
        return answer.text


@dataclass
class Room:
    """The room: the application, and a browser that is signed in."""

    app: Flask
    store: Store
    client: FlaskClient
    settings: Settings

    def look_again(self) -> None:
        """Read the aids anew: a file of theirs was saved."""
        clinic = self.app.extensions["clinic"]
        clinic.library = open_library(self.settings, clinic.site)

    def visit(self, aid: str, language: str) -> Visit:
        """Open a visit with an aid, in a language."""
        csrf = field_of(self.client.get("/").text, "csrf_token")
        answer = self.client.post("/visits", data={"csrf_token": csrf, "aid": aid, "name": "", "language": language})
        if answer.status_code != 303:
            raise RoomProblem(f"No visit can be opened with {aid!r}.")
        return Visit(self.client, answer.location.split("/visits/")[1].split("/")[0], aid)


@contextmanager
def practice_room(aids: Path) -> Iterator[Room]:
    """Open a room with the aids of a folder. Everything it wrote is deleted at the end.

    Args:
        aids: a folder with one folder per aid.
    """
    data = Path(tempfile.mkdtemp(prefix="decisionaid-room-"))
    try:
        settings = Settings(data=data, practice=True, aids=str(aids), workers=1, threads=1)
        store = Store(settings)
        app = create_app(settings, store=store)
        client = app.test_client()
        _sign_in(client, store)
        yield Room(app, store, client, settings)
        store.close()
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _sign_in(client: FlaskClient, store: Store) -> None:
    address = f"/start/{store.accounts.invite(None)}"
    csrf = field_of(client.get(address).text, "csrf_token")
    sent = {"csrf_token": csrf, "name": "The author", "password": secrets.token_urlsafe(18)}
    if client.post(address, data=sent).status_code != 303:
        raise RoomProblem("Nobody could be signed in to the practice room.")


def field_of(page: str, name: str) -> str:
    """The value of a hidden field of a page; "" where it has none."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""
