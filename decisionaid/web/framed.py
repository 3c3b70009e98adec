"""Which sites may show our pages in a frame, and what a frame shows where nobody is signed in.

The sites of site.yaml may hold the pages of a visit and whatever else a frame can be answered with, problems included:
a browser shows an answer without this header as an empty grey box. The pages that ask for a password, the library and
the list of ended visits are held by nobody. A frame never asks for a password: it takes a code that opens one visit.
"""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Flask, Response, g, render_template, request, session

from ..assets import asset_root
from ..domain.site import Site
from ..locale import languages, words
from ..store.doors import PLACE
from .pages import page_for, the_clinic
from .screen import hosts, is_framed
from .security import allow
from .static_files import sheets_of_frames

HELD = ("encounter", "evidence", "plan", "heard", "language", "again", "frame", "none")
NEVER = ("sign_in.start", "sign_in.accept", "sign_in.enter", "library.page", "ended.page", "ended.find", "frame.codes")
OPENED_BY_A_FRAME = ("frame.door_of_tab", "frame.enter_tab")


def init(app: Flask, site: Site, *, practice: bool) -> None:
    """Add to every answer which sites may show it in a frame.

    One page takes the place of another there, and the policy of the first one counts: it allows the sheets of all.
    """
    origins = [each.origin for each in site.frames]
    app.extensions["hosts"] = json.dumps([[each.origin, *each.scopes] for each in site.frames], separators=(",", ":"))

    sheets = sheets_of_frames(asset_root() / "static")

    @app.after_request
    def _held(response: Response) -> Response:
        holders = [*(["'self'"] if practice and _of_a_frame() else []), *origins]  # ourselves, for the documentation
        if holders and _may_be_held(response):
            g.held_by = " ".join(holders)
        if response.mimetype == "text/html" and _of_a_frame():
            for sheet in sheets:
                allow("style", sheet)
        if request.endpoint in OPENED_BY_A_FRAME or g.get("screen") == "tab":
            # a browser refuses to open a page with an opener policy out of a frame that has a sandbox
            response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
        if g.get("screen") == "frame" and response.status_code == 200 and response.mimetype == "text/html":
            _remember()
        return response


def _of_a_frame() -> bool:
    return g.get("screen") == "frame" or (request.endpoint or "").startswith("frame.") or is_framed()


def _may_be_held(response: Response) -> bool:
    endpoint = request.endpoint or "none"
    if endpoint in NEVER or g.get("asks_for_password"):
        return False
    return endpoint.split(".")[0] in HELD or (endpoint == "sign_in.page" and is_framed()) or response.status_code >= 400


def _remember() -> None:
    """Keep the address of the frame, so that another code goes on at the same card."""
    if request.method == "GET" and request.path.startswith("/visits/") and "fetch" not in request.args:
        session[PLACE] = request.full_path.rstrip("?")


def door(problem: str = "", code: str = "", *, ended: bool = False, status: int = 200) -> tuple[str, int]:
    """The page of a frame where nobody is signed in: for a code, or for a tab."""
    asked = request.values.get("language", "")
    language = asked if asked in languages() else str(g.get("language") or "en")
    spoken = words(language)
    aid = request.values.get("aid", "")
    text = render_template(
        "pages/frame.html",
        page=replace(page_for(spoken.say("A visit in this page"), language=language), framed=hosts()),
        words=spoken,
        say=spoken.say,
        problem=spoken.say(problem) if problem else "",
        code=code,
        aid=aid if aid in the_clinic().library.entries else "",
        ended=ended,
        rested=bool(g.get("locked")),
        **{"_": spoken.say},
    )
    return text, status
