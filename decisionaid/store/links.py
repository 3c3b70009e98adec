"""One-time links that lead to a name and a password. Each works for one day, and can be called back.

An account has one link at a time: a newer one ends the one before.

A link makes a new account, or, where it was printed for somebody, gives that one account a new password. It never does
the other: whoever holds a link for a new colleague cannot take an old colleague's account by typing her name.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from ..errors import NotAllowed
from .sites import its_site
from .tables import invitation

INVITATION_HOURS = 24
CLOCKS_DIFFER = timedelta(seconds=60)
"""How far the clocks of two machines may differ."""


def hashed(opaque: str) -> str:
    """The SHA-256 under which a code or a sign-in id is stored, so that a stolen database opens no door."""
    return hashlib.sha256(opaque.encode("utf-8", "replace")).hexdigest()


def write_link(connection: Connection, now: datetime, account_id: str | None, role: str | None = None) -> str:
    """Make a code, for a new account of a role or for the account that is named."""
    code = secrets.token_urlsafe(24)
    if account_id is not None:
        call_back(connection, now, invitation.c.account_id == account_id)
    connection.execute(
        invitation.insert().values(
            code_hash=hashed(code),
            site_id=its_site(),
            account_id=account_id,
            created=now.isoformat(),
            ends=(now + timedelta(hours=INVITATION_HOURS)).isoformat(),
            role=role,
        )
    )
    return code


def call_back(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> int:
    """End links that were not used yet. Returns how many would have worked."""
    works = (invitation.c.used_at.is_(None), invitation.c.ends > now.isoformat(), *which)
    return connection.execute(update(invitation).where(*works).values(used_at=now.isoformat())).rowcount


def open_link(connection: Connection, code: str, now: datetime) -> Any | None:
    """The link of a code, while it works. One that begins in the future, since the clock was set back, does not."""
    return connection.execute(
        select(invitation.c.code_hash, invitation.c.account_id, invitation.c.role).where(
            invitation.c.code_hash == hashed(code),
            invitation.c.used_at.is_(None),
            invitation.c.ends > now.isoformat(),
            invitation.c.created <= (now + CLOCKS_DIFFER).isoformat(),
        )
    ).first()


def use_link(connection: Connection, code: str, now: datetime) -> tuple[str | None, str | None]:
    """Mark a link as used, in the caller's transaction. Returns the account, or the role, that it was made for.

    Raises:
        NotAllowed: the link was used or is too old.
    """
    link = open_link(connection, code, now)
    used = link is not None and connection.execute(
        update(invitation)
        .where(invitation.c.code_hash == link.code_hash, invitation.c.used_at.is_(None))
        .values(used_at=now.isoformat())
    )
    if link is None or not used or not used.rowcount:
        raise link_is_over()
    return link.account_id, link.role


def link_is_over() -> NotAllowed:
    """The error for a link that does not work any more."""
    return NotAllowed("This link was used before or is too old. Ask for another: decisionaid link")
