"""How the browser of these tests is found and started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

PATIENCE = 20_000
"""Milliseconds until a test gives up waiting: a machine that is shared is slow, and no promise here is about speed."""
QUIET = ["--disable-quic", "--disable-background-networking"]


def browser_path(playwright: Playwright) -> str | None:
    """The browser that was named, Playwright's own, or one on the PATH."""
    named = os.environ.get("DECISIONAID_CHROMIUM")
    if named:
        return named
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    return next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)


def launch_options(playwright: Playwright) -> dict[str, Any]:
    """How to start the browser, or a skip on a laptop that has none."""
    path = browser_path(playwright)
    if path is None:
        message = "no Chromium: set DECISIONAID_CHROMIUM, or install one (playwright install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": [*QUIET, *(["--no-sandbox"] if root else [])]}
