"""An application that answers every form with one word, behind the same server: less than this no choice can cost."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, jsonify, request

from tests.project import free_port
from tests.store.server import Browser

from ._timing import ROOT

app = Flask(__name__)


@app.post("/")
def answer() -> Response:
    """Read the form, and look at nothing of it."""
    return jsonify(saved=bool(request.form))


@contextmanager
def empty_forms() -> Iterator[Browser]:
    """A browser before that application: two processes with threads, as ours has."""
    port = free_port()
    words = ["-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "16", "-b", f"127.0.0.1:{port}"]
    words += ["--keep-alive", "60", "--no-control-socket", "--log-level", "critical"]
    with subprocess.Popen([sys.executable, *words, f"{__name__}:app"], cwd=ROOT) as server:
        try:
            yield _waited_for(port)
        finally:
            server.terminate()


def _waited_for(port: int, most: float = 60) -> Browser:
    until = time.monotonic() + most
    while time.monotonic() < until:
        browser = Browser(port)
        try:
            if browser.post("/", {"a": "b"})[0] == 200:
                return browser
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("the empty application did not come up")
