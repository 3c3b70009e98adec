# ruff: noqa: E501 - lines of script are kept whole
"""A clinic that really runs: the server as its own processes on a free port, with a data folder of its own.

What was written is read from the database as the next start would read it, and never asked of the page that is being tested.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import APIRequestContext, BrowserContext

from decisionaid.domain.encounter import Choice
from decisionaid.settings import Settings
from decisionaid.store import Store
from decisionaid.web.session import cookie_name
from tests.builders import NAME, PASSWORD, field_of

START_SECONDS = 60


class Clinic:
    """One installation and its server.

    Attributes:
        url: such as http://127.0.0.1:40001. aid: the card that every visit opens.
    """

    aid = "statin"

    def __init__(self, folder: Path, *, workers: int = 1, practice: bool = True) -> None:
        self.data = folder / "data"
        self._out = folder / "server.txt"
        self._workers = workers
        self._practice = practice
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._local = self.url
        self._store: Store | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Clinic:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "decisionaid", "serve", "--port", str(self.port), "--data", str(self.data)]
        kept = {name: each for name, each in os.environ.items() if not name.startswith("DECISIONAID_")}
        with self._out.open("ab") as out:
            self._process = subprocess.Popen(
                command + (["--practice"] if self._practice else []) + self.flags(),
                stdout=out,
                stderr=out,
                env={**kept, "DECISIONAID_WORKERS": str(self._workers), "DECISIONAID_THREADS": "32", **self.settings()},
                start_new_session=True,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start: {self._out.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        return self

    def flags(self) -> list[str]:
        """More of the command line."""
        return []

    def settings(self) -> dict[str, str]:
        """More of the environment."""
        return {}

    def _answers(self) -> bool:
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        try:
            with urllib.request.urlopen(f"{self._local}/healthz", timeout=1, context=unchecked) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """Every process of the server at once, as a power cut would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = None

    def stop(self) -> None:
        """Ask it to stop, and make sure of it."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None
        if self._store is not None:
            self._store.close()

    def invite(self, request: APIRequestContext) -> None:
        """The first sign-in, by the link that the server printed; later ones by name and password."""
        if self.store.accounts.named(NAME) is not None:
            return self.sign_in(request)
        found = re.search(r"/start/([\w-]+)", self._out.read_text(errors="replace"))
        assert found, "the server printed no sign-in link"
        address = f"{self.url}/start/{found.group(1)}"
        csrf = field_of(request.get(address).text(), "csrf_token")
        answer = request.post(address, form={"csrf_token": csrf, "name": NAME, "password": PASSWORD})
        assert answer.ok, answer.text()
        return None

    def colleague(self, request: APIRequestContext, name: str = "Dr. Other Example") -> None:
        """Somebody else of the clinic signs in."""
        accounts = self.store.accounts
        if accounts.named(name) is None:
            accounts.accept(accounts.invite(), name, PASSWORD)
        self.sign_in(request, name)

    def sign_in(self, request: APIRequestContext, name: str = NAME) -> None:
        """Name and password, without a page."""
        csrf = field_of(request.get(f"{self.url}/sign-in").text(), "csrf_token")
        answer = request.post(f"{self.url}/sign-in", form={"csrf_token": csrf, "name": name, "password": PASSWORD})
        assert answer.ok, answer.text()
        assert "/sign-in" not in answer.url, answer.text()

    def let_in(self, context: BrowserContext, name: str = NAME) -> None:
        """The same as `sign_in`, without what a password costs: most tests are about something else."""
        account = self.store.accounts.named(name)
        assert account is not None, f"{name} has no account"
        cookie = {
            "name": cookie_name(self.store, Settings(data=self.data, port=self.port)),
            "value": self.store.accounts.sign_in(account.id, account.role),
            "url": self.url,
        }
        context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[list-item]

    def begin(self, request: APIRequestContext, name: str = "") -> str:
        """Begin a visit without a page; returns its id."""
        csrf = field_of(request.get(f"{self.url}/sign-in").text(), "csrf_token")
        form = {"csrf_token": csrf, "aid": self.aid, "name": name}
        answer = request.post(f"{self.url}/visits", form=form, max_redirects=0)
        assert answer.status == 303, answer.text()
        return answer.headers["location"].split("/visits/")[1].split("/")[0]

    def send(self, request: APIRequestContext, visit: str, card: str, data: Mapping[str, str]) -> None:
        """Fill in a card without a page."""
        address = f"{self.url}/visits/{visit}/{self.aid}/{card}"
        page = request.get(address).text()
        hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
        answer = request.post(address, form={**hidden, **data}, max_redirects=0)
        assert answer.status == 303, answer.text()

    @property
    def store(self) -> Store:
        """The database as the next start would read it."""
        if self._store is None:
            self._store = Store(Settings(data=self.data, practice=self._practice))
        return self._store

    def lines(self, visit: str, item: str = "") -> tuple[Choice, ...]:
        """What stands in the log of the visit's person, straight from the database."""
        found = self.store.log.read(self.store.people.visit(visit).person_id)
        self.store.log.verify_all()
        return tuple(each for each in found if not item or each.item == item)

    def end(self, visit: str) -> None:
        """Another screen ends the visit."""
        store = self.store
        store.people.end_visit(visit, str(store.people.visit(visit).account_id))

    def card(self, visit: str, card: str) -> str:
        """The address of a page of a visit: a card, `plan`, `print`, `note`, or the table."""
        if card in ("plan", "print", "note"):
            return f"{self.url}/visits/{visit}/{card}"
        return f"{self.url}/visits/{visit}/{self.aid}/{card}" if card else f"{self.url}/visits/{visit}"
