"""`decisionaid gallery`: every card of every aid in a browser, with what `check` finds at its sentence.

Whoever saves a file sees the page again a moment later. It answers this machine alone, takes nothing that is sent to
it, knows no patient, and reads and writes nothing of a clinic.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from secrets import token_hex
from signal import SIGTERM, default_int_handler, signal
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ._arguments import a_place

if TYPE_CHECKING:
    from ._gallery import Gallery

NAME = "gallery"
HELP = "show every card of the aids in a browser, and look again whenever a file is saved"
HERE = "127.0.0.1"
HOSTS = ("127.0.0.1", "localhost")
Answer = tuple[str, str, str]
"""(status, media type, text)."""
Start = Callable[[str, list[tuple[str, str]]], Any]
SAFE = [
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; form-action 'none'; "
        "frame-ancestors 'none'",
    ),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: the folder of aids, and the port."""
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", help="a folder of aids (default: aids, or this folder, or the shipped ones)"
    )
    parser.add_argument("--port", type=int, default=8321, help="the port on this machine (default: 8321)")


def run(args: argparse.Namespace) -> int:
    """Answer until it is stopped. Returns 2 where the folder or the port cannot be used."""
    from werkzeug.serving import make_server

    from ._gallery import Gallery

    folder = _folder(args.folder)
    if folder is None:
        print(f"{args.folder}: there is no aid in this folder", file=sys.stderr)
        return 2
    gallery = Gallery(folder, date.today())  # noqa: DTZ011 - the day at the desk
    try:
        server = make_server(HERE, args.port, GalleryApp(gallery), threaded=True)
    except (OSError, OverflowError, SystemExit) as problem:
        print(f"port {args.port} cannot be used: {problem}", file=sys.stderr)
        return 2
    signal(SIGTERM, default_int_handler)  # stopped in any way, it takes its room away
    print(f"The gallery of {folder} is ready: http://{HERE}:{server.server_port}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        gallery.close()
    return 0


def _folder(given: str | None) -> Path | None:
    from ..assets import asset_root

    if given is None:
        places = (Path("aids"), Path())  # as `decisionaid new` chooses
        return next((each for each in places if any(each.glob("*/aid.yaml"))), asset_root() / "aids")
    try:
        folder = a_place(given)
        return folder if any(folder.glob("*/aid.yaml")) else None
    except (OSError, ValueError, argparse.ArgumentTypeError):
        return None


class GalleryApp:
    """The gallery as a WSGI application: it answers GET for this machine, and nothing else."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery = gallery
        self.lock = Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one question."""
        host = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0]
        if host not in HOSTS or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _send(start, ("403 Forbidden", "text/plain", "The gallery shows aids to this machine, and no more."))
        path = str(environ.get("PATH_INFO", "/"))
        with self.lock:
            if path.startswith("/static/"):
                self.gallery.names()
                return self._static(environ, start)
            return _send(start, self._answer(path, parse_qs(str(environ.get("QUERY_STRING", "")))))

    def _static(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if self.gallery.room is None:
            return _send(start, ("404 Not Found", "text/plain", "There is no such page."))
        return list(self.gallery.room.app.wsgi_app(environ, start))  # type: ignore[arg-type]

    def _answer(self, path: str, query: dict[str, list[str]]) -> Answer:
        from ._gallery import state_of

        name = path.strip("/")
        if name == "state":
            return "200 OK", "text/plain", state_of(self.gallery.folder)
        if name == "":
            return "200 OK", "text/html", self._index()
        if name in self.gallery.names():
            return "200 OK", "text/html", self._aid(name, query.get("language", [""])[0])
        return "404 Not Found", "text/plain", "There is no such page."

    def _index(self) -> str:
        from ._gallery import kinds_shown

        pages = {name: self.gallery.page(name) for name in self.gallery.names()}
        return _render("index", pages=pages, kinds=kinds_shown(pages), state=self.gallery.state)

    def _aid(self, name: str, language: str) -> str:
        page, place = self.gallery.page(name, language), token_hex()
        frame = _render("aid", page=page, place=place, state=self.gallery.state)
        frame = frame.replace(f"{place}-sheets-", page.sheets)
        for card in page.cards:  # whole pages of the room, put in as they came
            frame = frame.replace(f"{place}-{card.kind}-", card.html)
        return frame


def _send(start: Start, answer: Answer) -> Iterable[bytes]:
    status, media, text = answer
    start(status, [("Content-Type", f"{media}; charset=utf-8"), *SAFE])
    return [text.encode()]


def _render(part: str, **values: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ..assets import asset_root

    pages = Environment(
        loader=FileSystemLoader(asset_root() / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return pages.get_template("pages/gallery.html").render(part=part, at=_at, **values)


def _at(name: str) -> str:
    """Where a page or a file of the gallery is. It stands alone on its port, under no prefix."""
    return f"/{name}"
