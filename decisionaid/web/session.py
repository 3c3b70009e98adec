"""Sessions that live on the server. The cookie holds a random id and nothing else.

Flask's own cookie session is signed but readable, so it is not used for anything about a patient. A sign-in locks after
the idle minutes (thirty under "Let's just talk") and ends after twelve hours; what was said is in the log, so nothing
is lost by that.

What belongs to a sign-in is written before an answer says so, key by key, so that two pages at a time do not undo each
other; where it cannot be written the answer is 503. Two things alone may be missed, since nothing rests on them: that a
screen was touched, and the language of the page that asks to sign in. A plan must open although the disk is full.

The token of the forms is worked out from the sign-in and is not stored: every page of one sign-in carries the same,
whichever was asked for first. Somebody who has not signed in gets one that is worked out from a cookie with nothing
behind it, so that looking at the sign-in page writes nothing. Every token says for whose page it was made, so that a
form whose token is not good any more comes back to whoever typed it and to nobody else (`given_back`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from flask import Flask, Request, Response, g, has_request_context, request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.wrappers import Response as AnyResponse

from ..errors import StoreBusy
from ..settings import Settings
from ..store import Store
from ..store.accounts import LONGEST_SIGN_IN, SignIn
from ..store.doors import PLACE
from ..store.links import hashed
from .credentials import frame_cookie, is_good, rules_in_a_frame, shown
from .given_back import NOBODY
from .idle import Watch, within
from .problems import known

HOLD_MINUTES = 30
SEEN_EVERY = timedelta(seconds=30)
TOKEN = "csrf_token"  # noqa: S105 - the name of a field, not a secret
FORMS = "forms"
"""The key under which a session keeps the owner of earlier forms, so that a page from before a lock can still be sent.
"""
OF_AN_OWNER = 16
MAY_BE_MISSED = ("language", PLACE)
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{43}")


class Session(dict[str, Any], SessionMixin):
    """The data of one sign-in.

    Attributes:
        opaque: the cookie's value, or "" where none is needed.
        kept: that there is a sign-in behind it; nothing is kept otherwise.
        fresh: that the browser has no such cookie yet.
        touched: that the screen was touched, and nobody has written so yet.
        owner: for whom its pages are made; the token of their forms says so.
    """

    def __init__(self, opaque: str = "", data: dict[str, Any] | None = None, *, kept: bool = False) -> None:
        super().__init__(data or {})
        self.opaque = opaque
        self.kept = kept
        self.before = dict(self)
        self.fresh = False
        self.owner = NOBODY
        self.touched: datetime | None = None

    def changes(self) -> dict[str, Any]:
        """What is new or different, and None for what is gone. The token of the forms is never part of it."""
        names = (self.keys() | self.before.keys()) - {TOKEN}
        return {name: self.get(name) for name in names if self.get(name) != self.before.get(name)}


class ServerSession(SessionInterface):
    """Reads and writes `sign_in` rows."""

    def __init__(self, store: Store, settings: Settings, watch: Watch | None = None) -> None:
        self._store = store
        self._settings = settings
        self._watch = watch or Watch()

    @property
    def name(self) -> str:
        """The name of the cookie for this request."""
        return cookie_name(self._store, self._settings, request.script_root if has_request_context() else "")

    @property
    def _rules(self) -> dict[str, Any]:
        """The attributes of the cookie, the same when it is set and when it is deleted."""
        path = "/" if self._settings.secure else f"{request.script_root}/"
        return {"path": path, "secure": self._settings.secure, "httponly": True, "samesite": "Lax"}

    def open_session(self, app: Flask, asked: Request) -> Session:
        """The session behind the cookie.

        Sets `g.account` where somebody is signed in and has not been idle for too long.
        """
        g.account, g.locked, g.bound, g.screen = None, False, None, ""
        try:
            g.opened = self._open(asked)
            return g.opened  # type: ignore[no-any-return]
        except StoreBusy as problem:
            g.busy = problem  # said as any other problem, a moment later: see permissions
            return Session()

    def _open(self, asked: Request) -> Session:
        if asked.path.startswith("/static/"):
            return Session()
        opaque, found = self._found(asked)
        if found is None:
            return self._of_nobody(asked.cookies.get(self.name, ""))
        g.bound, g.screen = found.encounter_id, found.data.get("screen", "")
        opened, now = Session(opaque, found.data, kept=True), self._store.clock()
        opened.owner = self.owner_of(found.account_id)
        opened[TOKEN] = self._token(found.data.get(FORMS) or found.id_hash, opened.owner)
        g.language = found.data.get("language")
        untouched = self._watch.untouched(found.id_hash, found.seen, now)
        if untouched > self._idle(found, now):
            g.locked = True
            return opened
        g.account = self._store.accounts.of(found)
        if untouched > SEEN_EVERY:
            opened.touched = now
        return opened

    def _found(self, asked: Request) -> tuple[str, SignIn | None]:
        """The sign-in that the request shows, in one way or another."""
        for each in shown(asked, self.name, self._store.keys):
            found = self._store.accounts.signed_in(each.opaque) if each.opaque else None
            if found is None or self._watch.known(found.id_hash) > LONGEST_SIGN_IN:
                continue
            if is_good(each, found, asked.path, self._store.keys):
                return each.opaque, found
        return "", None

    def _of_nobody(self, opaque: str) -> Session:
        fresh = _OPAQUE.fullmatch(opaque) is None
        opened = Session(token_urlsafe(32) if fresh else opaque)
        opened.fresh = fresh
        opened[TOKEN] = self._token(hashed(opened.opaque), opened.owner)
        return opened

    def _token(self, root: str, owner: str) -> str:
        return f"{self._store.keys.blind(f'the token of the forms|{root}')}.{owner}"

    def owner_of(self, account_id: str) -> str:
        """The name of an account in the token of a form, so that words come back to nobody else."""
        return self._store.keys.blind(f"whose page|{account_id}")[:OF_AN_OWNER]

    def token_of(self, opaque: str) -> str:
        """The token of the forms of a sign-in that has just begun."""
        found = self._store.accounts.signed_in(opaque)
        assert found is not None, "it has just begun"
        return self._token(found.data.get(FORMS) or found.id_hash, self.owner_of(found.account_id))

    def _idle(self, found: SignIn, now: datetime) -> timedelta:
        minutes, held = self._settings.idle_minutes, found.data.get("held")
        if held and within(datetime.fromisoformat(held), now, timedelta(minutes=HOLD_MINUTES)):
            minutes = max(minutes, HOLD_MINUTES)
        return timedelta(minutes=minutes)

    def keep(self, current: Session) -> None:
        """Write what changed.

        Raises:
            StoreBusy: it could not be written, and something rests on it.
        """
        changes = current.changes()
        if not current.kept or g.get("signed_out") or g.get("new_sign_in"):
            return
        if changes.keys() - set(MAY_BE_MISSED):
            self._store.accounts.keep(current.opaque, changes, current.touched)
        elif changes or current.touched:
            try:
                self._store.accounts.keep(current.opaque, changes, current.touched, hurried=True)
            except StoreBusy:
                return

    def save_session(self, app: Flask, current: SessionMixin, response: Response) -> None:
        """Set a cookie where a sign-in begins, or where a page with a form goes to somebody without one."""
        if not isinstance(current, Session):
            return  # it could not be opened, and that was said
        if g.get("new_sign_in"):
            self._set_cookie(response, g.new_sign_in)
        elif g.get("signed_out"):
            self._forget(response)
        elif g.get("new_frame"):
            encounter_id, opaque = g.new_frame
            name = frame_cookie(self.name, encounter_id, self._store.keys)
            response.set_cookie(name, opaque, **rules_in_a_frame(self._rules))
        elif current.fresh and TOKEN in g:
            self._set_cookie(response, current.opaque)

    def _forget(self, response: Response) -> None:
        """Delete the credential of this screen, and nothing of another one."""
        if g.screen != "frame":
            response.delete_cookie(self.name, **self._rules)
            return
        name = frame_cookie(self.name, g.bound, self._store.keys)
        response.delete_cookie(name, **rules_in_a_frame(self._rules))

    def _set_cookie(self, response: Response, opaque: str) -> None:
        response.set_cookie(self.name, opaque, **self._rules)


def cookie_name(store: Store, settings: Settings, prefix: str = "") -> str:
    """The name of the cookie: different for each installation, port and path prefix.

    Cookies of one machine know no ports, and one that begins with `__Host-` knows no paths.

    Behind a proxy the port is the proxy's business, and several processes on several ports are one clinic.
    """
    mark = store.keys.blind(f"cookie|{'' if settings.behind_proxy else settings.port}{prefix}")[:8]
    return f"{'__Host-' if settings.secure else ''}decisionaid-{mark}"


def init(app: Flask, interface: ServerSession) -> None:
    """Write the data of a sign-in before the answer leaves."""
    app.session_interface = interface

    @app.after_request
    def _keep(response: Response) -> AnyResponse:
        try:
            if "opened" in g:
                interface.keep(g.opened)
        except StoreBusy as busy:
            return known(busy)
        return response
