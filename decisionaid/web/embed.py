"""The page that shows `<decision-aid>` working and is its documentation; in practice it needs no chart around it.

It is for whoever installs the cards in another page, so it is in English. What it shows is what the tests drive: the
element, its attributes, events and methods, and the plain frame beside it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..assets import asset_root
from ..errors import NotAllowed
from .pages import in_full, page_for, render, the_clinic
from .static_files import FOR_OTHERS, texts

blueprint = Blueprint("embed", __name__)
ELEMENT = FOR_OTHERS[-1]
EXAMPLE = "statin"
"""The card that the example begins with, where the library has it."""


@blueprint.get("/embed")
def page() -> str:
    """The documentation; with a code in the address, the element with a visit in it."""
    g.holds_our_own = True
    tell = the_clinic()
    aid = EXAMPLE if EXAMPLE in tell.library.entries else ""
    code = request.args.get("code", "")[:40]
    host = in_full("")
    return render(
        "pages/embed.html",
        page_for("The cards in another page", language="en"),
        code=code,
        practice=tell.settings.practice,
        home=host,
        script=host + url_for("static", filename=ELEMENT),
        integrity=integrity(asset_root() / "static"),
        element=ELEMENT,
        door=url_for("frame.door", code=code or None, aid=aid or None),
        shown=host + url_for("frame.door", aid=aid or None),
        sites=[each.origin for each in tell.site.frames],
    )


@blueprint.post("/embed")
def begin() -> Response:
    """Open a practice visit without a name, and make a code that opens it in the example page."""
    tell = the_clinic()
    if not tell.settings.practice:
        raise NotAllowed("The example opens in practice only: a real visit is not begun for a demonstration.")
    store = tell.store
    visit = store.people.open_visit(store.people.add().id, g.account.id, practice=True)
    return redirect(url_for("embed.page", code=store.doors.make(visit.id, g.account.id, "frame")) + "#example", 303)


@cache
def integrity(folder: Path) -> str:
    """What a page says beside the address of the element, so that a browser runs this file and no other."""
    digest = hashlib.sha384(texts(folder)[ELEMENT]).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"
