"""Carries a form through the page that asks to sign in, so that words typed on a screen that rested are not lost.

Without the script a form goes out as it is, and whoever is signed out or was away for too long is asked for a password
first. The form then waits in that page itself, sealed with the server's key: nothing of it is stored here, and nobody
who stands before the screen can read it. It opens for the account that typed it and for no other (hazards H04, H09),
and is sent by a tap, under the same key, so that it counts a single time.

It is packed before it is sealed: a form that fills a whole body (`security.MAX_BODY`) has to fit into the form
that asks for a password. Rejected: a longer body for this one, since proxies keep to one limit for all.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from flask import g, request, url_for

from ..domain.phrases import phrase
from ..errors import KeyProblem
from ..locale import words
from .given_back import NEVER_BACK, NOBODY, whose
from .pages import language_here, page_for, render, the_clinic
from .screen import is_framed

CARRIED = ("encounter.choose", "plan.private", "library.open_visit", "ended.find")
"""Forms into which somebody types. A tap is tapped again."""
LONGEST = 58_000
"""What leaves room in a body for a name, a password and a token. No form of ours comes near it, packed."""
_PLACE = "a packed form on its way|"
_KEPT = phrase("What you typed is kept on this page, and not saved yet. Sign in with your own name to go on with it.")


@dataclass(frozen=True)
class Carried:
    """A form that waits: where it goes to, and its fields without the token."""

    address: str
    fields: tuple[tuple[str, str], ...]


def seal_form() -> str:
    """The form of this request, sealed for the account whose page it stood on; "" where there is nothing to carry."""
    owner = whose(request.form.get("csrf_token", ""))
    if owner in ("", NOBODY) or request.endpoint not in CARRIED or is_framed() or g.get("account") is not None:
        return ""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_BACK]
    whole = json.dumps([request.script_root + request.path, fields], ensure_ascii=False)
    packed = zlib.compress(whole.encode())
    sealed = urlsafe_b64encode(the_clinic().store.keys.seal(packed, _PLACE + owner)).decode()
    return sealed if len(sealed) <= LONGEST else ""


def opened_for(owner: str) -> Carried | None:
    """The form that came through the sign-in; None where there is none, or where somebody else typed it."""
    sealed = request.form.get("carried", "")
    if not sealed:
        return None
    try:
        packed = the_clinic().store.keys.unseal_bytes(urlsafe_b64decode(sealed), _PLACE + owner)
        address, fields = json.loads(zlib.decompress(packed))
    except (KeyProblem, ValueError):
        return None
    return Carried(address, tuple((name, value) for name, value in fields))


def ask_first() -> str:
    """The page that asks to sign in, with the form in it; "" where nothing is carried."""
    sealed = seal_form()
    if not sealed:
        return ""
    return _asks(problem=words(language_here()).say(_KEPT), carried=sealed)


def ask_after_the_end() -> str:
    """The same after the end of a visit, with nothing in it."""
    return _asks(ended=True)


def _asks(*, problem: str = "", carried: str = "", ended: bool = False) -> str:
    g.asks_for_password = True
    spoken = words(language_here())
    page, more = page_for(spoken.say("Sign in"), language=spoken.language), {"locked": False, "any_account": True}
    return render("pages/sign_in.html", page, problem=problem, name="", next="", carried=carried, ended=ended, **more)


def send_it_now(form: Carried) -> str:
    """The page after the sign-in: one button sends what was typed, one link leaves it."""
    spoken = words(language_here())
    page = page_for(spoken.say("Not saved yet"), language=spoken.language)
    return render("pages/carried.html", page, form=form, leave=url_for("library.page"))
