"""What tests build from: people, visits and a browser without a window. Small fakes, never a mock of our own code.

`Table` is a whole clinic on a temporary folder: store, application, one signed-in clinician and, always, an unrelated
second patient with a plan of her own, so that a query which forgets whose rows it reads is seen.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from decisionaid.app import create_app
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.web.session import cookie_name

NAME, PASSWORD = "Ellen Price", "a few words in a row"
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

MAN_62: Mapping[str, str] = {
    "value_sex": "male", "value_age": "62", "value_total_cholesterol": "220", "value_hdl": "42",
    "value_systolic_bp": "140", "value_egfr": "80", "value_bp_treated": "no", "value_diabetes": "no",
    "value_current_smoker": "no", "value_statin": "no", "list_checks": "none",
}  # fmt: skip
"""Walk (a): PREVENT ASCVD in ten years about 7 in 100."""

WOMAN_50: Mapping[str, str] = {
    **MAN_62, "value_sex": "female", "value_age": "50", "value_total_cholesterol": "200", "value_hdl": "45",
    "value_systolic_bp": "160", "value_egfr": "90", "value_bp_treated": "yes", "value_diabetes": "yes",
}  # fmt: skip
"""Walk (b): the worked example of the PREVENT paper (Table S25), 9.2 %, about 9 in 100."""


@dataclass
class Clock:
    """A clock that tests move by hand."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass, such as minutes=11."""
        self.now += timedelta(**by)


@dataclass
class Table:
    """A clinic in a temporary folder.

    Attributes:
        client: signed in as `NAME`; `stranger()` makes one that is not.
        signed_in: the cookie of the client, where `data` was copied from a clinic in which it had signed in.
    """

    data: Path
    practice: bool = True
    clock: Clock = field(default_factory=Clock)
    more: Mapping[str, Any] = field(default_factory=dict)
    signed_in: str = ""

    def __post_init__(self) -> None:
        self.settings = Settings(data=self.data, practice=self.practice, **self.more)
        self.store = Store(self.settings, self.clock)
        self.app: Flask = create_app(self.settings, store=self.store)
        self.client = self.stranger()
        if self.signed_in:
            self.client.set_cookie(cookie_name(self.store, self.settings), self.signed_in)
        else:
            sign_in(self.client, self.store)

    def copied_to(self, data: Path, **placed: Any) -> Table:
        """The same clinic in another place: much faster than making it anew. This one must be closed."""
        kept = self.client.get_cookie(cookie_name(self.store, self.settings))
        assert kept
        shutil.copytree(self.data, data)
        return Table(data, self.practice, replace(self.clock), {**self.more, **placed}, kept.value)

    def stranger(self) -> FlaskClient:
        """A browser that nobody has signed in with."""
        return self.app.test_client()

    def open_visit(self, client: FlaskClient | None = None, *, aid: str = "statin", name: str = "") -> Visit:
        """One tap in the library."""
        client = client or self.client
        csrf = field_of(client.get("/").text, "csrf_token")
        answer = client.post("/visits", data={"csrf_token": csrf, "aid": aid, "name": name})
        assert answer.status_code == 303, answer.text
        return Visit(client, answer.location.split("/visits/")[1].split("/")[0], aid)


@dataclass
class Visit:
    """One visit as a browser without a script sees it."""

    client: FlaskClient
    id: str
    aid: str = "statin"

    def get(self, page: str) -> TestResponse:
        """A page of the visit, such as `plan` or `card/picture` for a card of the visit's aid."""
        return self.client.get(self.address(page))

    def address(self, page: str) -> str:
        if page.startswith("card/"):
            return f"/visits/{self.id}/{self.aid}/{page.removeprefix('card/')}"
        return f"/visits/{self.id}/{page}" if page else f"/visits/{self.id}"

    def send(
        self, page: str, data: Mapping[str, Any] | None = None, *, at: str | None = None, **headers: str
    ) -> TestResponse:
        """Fill in the form of a page and send it; `at` is where it goes, if not to the page itself."""
        shown = self.get(page).text
        hidden = {name: field_of(shown, name) for name in ("csrf_token", "encounter", "key", "seen")}
        return self.client.post(self.address(at or page), data={**hidden, **(data or {})}, headers=headers)


def sign_in(client: FlaskClient, store: Store, name: str = NAME, password: str = PASSWORD) -> None:
    """By a link that works a single time, as a new clinician does."""
    address = f"/start/{store.accounts.invite(name if store.accounts.named(name) else None)}"
    csrf = field_of(client.get(address).text, "csrf_token")
    answer = client.post(address, data={"csrf_token": csrf, "name": name, "password": password})
    assert answer.status_code == 303, answer.text


def field_of(page: str, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return unescape(found.group(1))


def text_of(page: str) -> str:
    """The words of a page, without tags, as one line."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def every_face(visit: Visit) -> str:
    """The picture card of a visit, face by face, the first one first."""
    page = visit.get("card/picture").text
    faces = re.findall(r'data-face="([\w-]+)"', page)
    return "".join([page, *(visit.get(f"card/picture?face={face}").text for face in faces)])


def without_chance(page: str) -> str:
    """A page without its random parts (ids, tokens, nonces), in which any three or four signs stand now and then."""
    return re.sub(r"[\w.-]{20,}", " ", page)
