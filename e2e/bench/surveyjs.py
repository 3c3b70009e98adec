"""Beside SurveyJS, a well-known form library, in the same run and slowed down alike: one card that asks the same.

Its own minified files, compressed like ours, from this machine; the style sheet without its fonts, which favours it.
It is fetched into a folder that is thrown away, and only with `--beside`.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread

from ._figure import Measured, NotMeasured, figure
from ._page import Loaded, load
from ._world import World
from .screens import DECISION

VERSION = "2.5.38"
PACKAGES = (f"survey-core@{VERSION}", f"survey-js-ui@{VERSION}")
FILES = (
    "survey-core/survey-core.fontless.min.css",
    "survey-core/survey.core.min.js",
    "survey-js-ui/survey-js-ui.min.js",
)
INSTALL_SECONDS = 120
FORM = {
    "title": "Where we are now",
    "showNavigationButtons": False,
    "elements": [
        {
            "type": "radiogroup", "name": "arrived", "title": "Where have we arrived?",
            "choices": [
                "No statin for now", "A moderate-dose statin", "A high-dose statin", "Something else", "Not sure yet",
                "Let us come back to this",
            ],
        },
        {
            "type": "radiogroup", "name": "look_again", "title": "When do we look again?", "colCount": 4,
            "choices": ["In 6 weeks", "In 3 months", "In 6 months", "In a year"],
        },
        {"type": "comment", "name": "words", "title": "In your own words", "maxLength": 2000},
    ],
}  # fmt: skip
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>One card</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/{FILES[0]}">
<script defer src="/{FILES[1]}"></script><script defer src="/{FILES[2]}"></script>
<script defer src="/start.js"></script></head>
<body><div id="form"></div></body></html>"""
START = f'new Survey.Model({json.dumps(FORM)}).render(document.getElementById("form"));'
KINDS = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}


def fetched(world: World) -> Path:
    """The packages, in a folder of this run."""
    if not world.beside:
        raise NotMeasured("asked for with --beside, which fetches the other library")
    npm = shutil.which("npm")
    if npm is None:
        raise NotMeasured("npm is not on this machine")
    folder = world.folder / "beside"
    folder.mkdir()
    flags = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--prefix", str(folder))
    try:
        subprocess.run([npm, "install", *flags, *PACKAGES], check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as problem:
        raise NotMeasured(f"npm could not fetch {PACKAGES[0]} ({type(problem).__name__})") from problem
    return folder / "node_modules"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Its files from this machine, each compressed a single time; yields the address."""
    texts = {
        "/": PAGE.encode(),
        "/start.js": START.encode(),
        **{f"/{name}": (folder / name).read_bytes() for name in FILES},
    }
    packed = {place: gzip.compress(text, 9) for place, text in texts.items()}

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            data = packed.get(self.path, b"")
            self.send_response(200 if data else 404)
            self.send_header("Content-Type", KINDS[Path(self.path).suffix] if data else "text/plain")
            self.send_header("Content-Encoding", "gzip") if data else None
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@figure(
    "largest paint, beside SurveyJS",
    1 / 3,
    "of theirs",
    "drawn on the server a card is to be there three times as early as one that a library builds in the browser",
)
def paint(world: World) -> Measured:
    """By turns, so that whatever else the machine does meets both."""
    world.outside()
    folder = fetched(world)
    kept, visit = world.signed_in
    ours_at = world.clinic.card(visit, DECISION)
    with served(folder) as theirs_at:
        both = [partial(load, world.browser, ours_at, kept), partial(load, world.browser, theirs_at)]
        for each in both:
            each()
        turns = [tuple(each() for each in both) for _ in range(world.size.screens)]
    ours, theirs = ([one[place] for one in turns] for place in (0, 1))
    return Measured(
        median(a.paint / b.paint for a, b in turns), f"{_in_words(ours)} to {_in_words(theirs)} with SurveyJS {VERSION}"
    )


def _in_words(loads: list[Loaded]) -> str:
    return f"{median(each.paint for each in loads):.0f} ms and {median(each.size for each in loads) / 1024:.0f} KiB"
