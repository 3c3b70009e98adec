"""Browsers with different credentials at one clinic, signed in without the cost of a password each time."""

from __future__ import annotations

import io
import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import inspect, text

from tests.builders import NAME, PASSWORD, Table, Visit, field_of

NOBODY = "Rosa Unseen"
OTHER, OTHERS_PASSWORD = "Another Clinician", "quite other words in a row"

AUDIT = ("audit", "audit_end")
UNDER_A_SIGN_IN = ("sign_in",)
"""The table of server-side sessions: when a screen was last touched, and the secrets of its forms."""


@dataclass
class Clinic:
    """One practice clinic for a whole module of tests that only read, or write in visits of their own."""

    table: Table
    mine: str = field(init=False)
    theirs: str = field(init=False)

    def __post_init__(self) -> None:
        accounts = self.table.store.accounts
        self.mine = accounts.named(NAME).id
        other = accounts.accept(accounts.invite(OTHER if accounts.named(OTHER) else None), OTHER, OTHERS_PASSWORD)
        self.theirs = other.id

    def browser(self, account_id: str | None = None) -> FlaskClient:
        """A browser of its own, signed in as an account (the first clinician, if left out)."""
        client = self.table.stranger()
        opaque = self.table.store.accounts.sign_in(account_id or self.mine, "clinician")
        client.set_cookie(cookie_name(self.table), opaque)
        return client

    def visit(self, client: FlaskClient | None = None, *, ended: bool = False, by: str = "") -> Visit:
        """A visit of one clinician (the first, if left out), straight from the store; shown by a browser."""
        people, account = self.table.store.people, by or self.mine
        made = people.open_visit(people.add(name=NOBODY).id, account, practice=self.table.practice)
        if ended:
            people.end_visit(made.id, account)
        return Visit(client or self.table.client, made.id)

    def rest(self, client: FlaskClient) -> None:
        """The screen was left alone for longer than the idle minutes; only this one."""
        before = self.table.clock.now
        self.table.clock.forward(minutes=-(self.table.settings.idle_minutes + 1))
        self.table.store.accounts.keep(cookie_of(client, self.table), {}, self.table.clock.now)
        self.table.clock.now = before


def cookie_name(table: Table) -> str:
    return str(table.app.session_interface.name)  # type: ignore[attr-defined]


def cookie_of(client: FlaskClient, table: Table) -> str:
    found = client.get_cookie(cookie_name(table))
    assert found is not None, "this browser has no cookie"
    return found.value


def tokens(client: FlaskClient, visit_id: str = "") -> dict[str, str]:
    """What every form of this browser carries."""
    csrf = field_of(client.get("/sign-in").text, "csrf_token")
    return {"csrf_token": csrf, "encounter": visit_id, "key": secrets.token_hex(8), "seen": ""}


def old_token(table: Table, name: str = NAME) -> str:
    """The token of a page that was opened before somebody signed in anew: made by this server, and good no more."""
    client, account = table.stranger(), table.store.accounts.named(name)
    assert account is not None
    opaque = table.store.accounts.sign_in(account.id, "clinician")
    client.set_cookie(cookie_name(table), opaque)
    token = field_of(client.get("/sign-in").text, "csrf_token")
    table.store.accounts.end(opaque)
    return token


def dump(table: Table, *, without: tuple[str, ...] = UNDER_A_SIGN_IN) -> dict[str, list[Any]]:
    """Every row of every table, to compare before and after."""
    with table.store.engine.connect() as connection:
        names = inspect(table.store.engine).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(text(f'select * from "{name}"')).all()))
            for name in names
            if name not in without
        }


class Heard(logging.Handler):
    """Everything that any part of the program logs, as one text."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.out = io.StringIO()
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.out.write(self.format(record) + "\n")

    def __enter__(self) -> Heard:
        root = logging.getLogger()
        self._before, _ = root.level, root.setLevel(logging.DEBUG)
        root.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
        logging.getLogger().setLevel(self._before)

    @property
    def text(self) -> str:
        return self.out.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the product's own log."""
        own = (line for line in self.text.splitlines() if line.startswith("decisionaid "))
        return [json.loads(line.split(" ", 2)[2]) for line in own]


__all__ = [
    "AUDIT",
    "NAME",
    "NOBODY",
    "OTHER",
    "OTHERS_PASSWORD",
    "PASSWORD",
    "Clinic",
    "Heard",
    "cookie_name",
    "cookie_of",
    "dump",
    "old_token",
    "tokens",
]


@contextmanager
def reads_of_the_log(table: Table) -> Iterator[list[str]]:
    """The people whose log is read meanwhile, one entry for each reading."""
    whose: list[str] = []
    log = type(table.store.log)
    read = log.read

    def noted(self: Any, person: str) -> Any:
        whose.append(person)
        return read(self, person)

    log.read = noted  # type: ignore[method-assign]
    try:
        yield whose
    finally:
        log.read = read  # type: ignore[method-assign]
