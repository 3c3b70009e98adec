"""A clinic, two charts on other sites that may hold its cards, and a browser that finds them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, ViewportSize

from e2e.chart import CHART, QUIET, RULES, Chart, FramedClinic
from e2e.launching import PATIENCE, launch_options

BROKEN = ("Content Security", "decisionaid: no box", "decisionaid: no place", "decisionaid: no sheet")
"""What no page of ours may say in the console."""


@dataclass
class Room:
    """A clinic, a chart on another site, and a browser that finds both."""

    browser: Browser
    clinic: FramedClinic
    chart: Chart
    quiet_chart: Chart
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, width: int = 1024, height: int = 900, **options: Any) -> BrowserContext:
        size: ViewportSize = {"width": width, "height": height}
        made = self.browser.new_context(ignore_https_errors=True, viewport=size, **options)
        made.set_default_timeout(PATIENCE)
        made.on("weberror", lambda error: self.problems.append(str(error.error)))
        made.on("console", self._note_message)
        self.contexts.append(made)
        return made

    def _note_message(self, message: ConsoleMessage) -> None:
        ours = str(message.location.get("url", "")).startswith(self.clinic.url)
        by_the_page_around = message.text.startswith("Framing ")
        if ours and not by_the_page_around and message.type == "error" and any(each in message.text for each in BROKEN):
            self.problems.append(message.text)

    def visit(self, name: str = "Ada Example") -> tuple[str, str]:
        """A visit, and a code that opens it in a frame; the clinician's browser is another than the chart's."""
        visit = self.clinic.visit(name)
        return visit, self.clinic.code(visit)

    def for_one_test(self) -> Iterator[Room]:
        """At its end no page may have raised what nobody caught."""
        self.problems.clear()
        yield self
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        assert self.problems == [], "\n".join(self.problems)


def frame_room(playwright: Playwright, folder: Path) -> Iterator[Room]:
    """The chart has the scope `choices`, the quiet one has none."""
    chart, quiet = Chart(folder, CHART), Chart(folder, QUIET)
    options = launch_options(playwright)
    browser = playwright.chromium.launch(**{**options, "args": [*options["args"], RULES]})
    lines = f"  - origin: {chart.origin}\n    scopes: [choices]\n  - origin: {quiet.origin}\n"
    clinic = FramedClinic(folder, lines)
    clinic.start()
    yield Room(browser, clinic, chart, quiet)
    browser.close()
    clinic.stop()
    chart.stop()
    quiet.stop()
