"""What is measured: a clinic in this process, one that really runs, and a browser; each made when it is asked for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decisionaid.domain.encounter import Choice
from tests.builders import MAN_62, Clock, Table, Visit

from ._visit import talked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from e2e.clinic import Clinic


class NotMeasured(Exception):
    """This machine cannot measure it, which is no fault of ours; the words say why."""


@dataclass(frozen=True)
class Size:
    """How much is done for one figure.

    Attributes:
        rounds: for what takes milliseconds. starts: for what takes a second or so.
        choices: lines of the long log. aids: of the large library.
        screens: loads of each page. tapped: those of them that are tapped on.
        visits: at the same time. seconds: for so long. writing: seconds of each turn of writers.
        years: visits that an old clinic has had.
    """

    rounds: int = 30
    starts: int = 5
    choices: int = 200
    aids: int = 1_000
    screens: int = 5
    tapped: int = 3
    visits: int = 200
    seconds: float = 30
    writing: float = 3
    years: int = 100_000


FULL = Size()
TINY = Size(rounds=1, starts=1, choices=12, aids=3, screens=1, tapped=1)


class GoesOn(Clock):
    """A clock that goes on. Before one that stands still a sign-in looks untouched after half a minute, and from then
    on each page writes that it was touched."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self._began)


@dataclass
class World:
    """One run.

    Attributes:
        quick: only what this process can measure by itself: no command, server or browser.
        beside: install another library into a folder that is thrown away, and measure it in the same run.
        known: what several figures read and is measured a single time.
    """

    folder: Path
    size: Size = FULL
    quick: bool = False
    beside: bool = False
    known: dict[Any, Any] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack)

    def recall(self, key: object, measure: Callable[[], Any]) -> Any:
        """Measured the first time, remembered afterwards; also that it could not be done."""
        if key not in self.known:
            try:
                self.known[key] = measure()
            except Exception as problem:
                self.known[key] = problem
        if isinstance(self.known[key], Exception):
            raise self.known[key]
        return self.known[key]

    def outside(self) -> None:
        """What follows needs more than this process."""
        if self.quick:
            raise NotMeasured("left out of a quick run")

    @cached_property
    def table(self) -> Table:
        """A practice clinic in this process, with a writer as slow and as safe as a real one."""
        made = Table(self.folder / "here" / "data", clock=GoesOn())
        self.closing.callback(made.store.close)
        return made

    @cached_property
    def visit(self) -> Visit:
        """A visit in which every card was talked about."""
        return talked(self.table)

    @property
    def person(self) -> str:
        """Whose visit it is."""
        return self.table.store.people.visit(self.visit.id).person_id

    @cached_property
    def lines(self) -> tuple[Choice, ...]:
        """The log of that visit."""
        return self.table.store.log.read(self.person)

    @cached_property
    def clinic(self) -> Clinic:
        """A server with two workers, as `decisionaid serve` starts it."""
        self.outside()
        from e2e.clinic import Clinic

        made = Clinic(self.folder, workers=2)
        self.closing.callback(made.stop)
        return made.start()

    @cached_property
    def browser(self) -> Browser:
        """A browser without a window."""
        self.outside()
        from playwright.sync_api import sync_playwright

        from e2e.launching import QUIET, browser_path

        playwright = self.closing.enter_context(sync_playwright())
        path = browser_path(playwright)
        if path is None:
            raise NotMeasured("no Chromium; DECISIONAID_CHROMIUM names one")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        made = playwright.chromium.launch(executable_path=path, args=[*QUIET, *(["--no-sandbox"] if root else [])])
        self.closing.callback(made.close)
        return made

    @cached_property
    def signed_in(self) -> tuple[Any, str]:
        """What a browser keeps of a sign-in on the running clinic, and a visit whose values are on the table."""
        clinic, context = self.clinic, self.browser.new_context()
        clinic.invite(context.request)
        visit = clinic.begin(context.request)
        clinic.send(context.request, visit, "situation", {**MAN_62, "then": "picture"})
        kept = context.storage_state()
        context.close()
        return kept, visit
