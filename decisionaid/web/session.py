"""The session lives on the server; the cookie holds an opaque id and nothing else.

Flask's own cookie session is signed but readable, so it is not used for anything about a patient. A sign-in locks after
the idle minutes (thirty under "Let's just talk") and ends after twelve hours; what was said is in the log, so nothing
is lost by that.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin

from ..errors import StoreBusy
from ..settings import Settings
from ..store import Store

HOLD_MINUTES = 30
SEEN_EVERY = timedelta(seconds=30)


class Session(dict[str, Any], SessionMixin):
    """What belongs to one sign-in.

    Attributes:
        opaque: the cookie's value, or "" before there is one.
    """

    def __init__(self, opaque: str = "", data: dict[str, Any] | None = None) -> None:
        super().__init__(data or {})
        self.opaque = opaque
        self.before = dict(self)
        self.touched: datetime | None = None

    @property
    def modified(self) -> bool:  # type: ignore[override]
        return dict(self) != self.before


class ServerSession(SessionInterface):
    """Reads and writes `sign_in` rows."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self.name = "__Host-decisionaid" if settings.secure else "decisionaid"

    def open_session(self, app: Flask, request: Request) -> Session:
        """The session behind the cookie; `g.account` is set where somebody is signed in and not idle for too long."""
        g.account, g.locked = None, False
        try:
            return self._open(request)
        except StoreBusy as problem:
            g.busy = problem  # said as any other problem, a moment later: see permissions
            return Session()

    def _open(self, request: Request) -> Session:
        if request.path.startswith("/static/"):
            return Session()
        opaque = request.cookies.get(self.name, "")
        found = self._store.accounts.signed_in(opaque) if opaque else None
        if found is None:
            return Session()
        session, now = Session(opaque, found.data), self._store.clock()
        g.language = found.data.get("language")
        if found.account_id is None:
            return session
        if now - found.seen > self._idle(found.data, now):
            g.locked = True
            return session
        g.account = self._store.accounts.find(found.account_id)
        if now - found.seen > SEEN_EVERY:
            session.touched = now
        return session

    def _idle(self, data: dict[str, Any], now: datetime) -> timedelta:
        held = data.get("held")
        minutes = self._settings.idle_minutes
        if held and now - datetime.fromisoformat(held) <= timedelta(minutes=HOLD_MINUTES):
            minutes = max(minutes, HOLD_MINUTES)
        return timedelta(minutes=minutes)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed; a cookie is set only where a session begins."""
        if not isinstance(session, Session):
            return  # it could not be opened, and that was said
        if g.get("new_sign_in"):
            self._set_cookie(response, g.new_sign_in)
            return
        if g.get("signed_out"):
            response.delete_cookie(self.name, path="/", secure=self._settings.secure, httponly=True, samesite="Lax")
            return
        try:
            if session.opaque and (session.modified or session.touched):
                self._store.accounts.keep(session.opaque, dict(session), session.touched)
            elif not session.opaque and session.modified:
                opaque = self._store.accounts.nameless()
                self._store.accounts.keep(opaque, dict(session))
                self._set_cookie(response, opaque)
        except StoreBusy:
            app.logger.warning("the session could not be kept")

    def _set_cookie(self, response: Response, opaque: str) -> None:
        response.set_cookie(self.name, opaque, path="/", secure=self._settings.secure, httponly=True, samesite="Lax")
