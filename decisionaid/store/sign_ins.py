"""Sign-ins: the server-side sessions, one row for each screen that somebody signed in on.

The browser holds a random id; the row holds its SHA-256. What belongs to a sign-in is changed key by key inside the
transaction, so that two pages at a time do not undo each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from .doors import forget_codes
from .links import CLOCKS_DIFFER, hashed
from .sites import its_site
from .tables import account, sign_in

LONGEST_SIGN_IN = timedelta(hours=12)
_ALIVE = (
    select(sign_in, account.c.name.label("whose_name"), account.c.role.label("whose_role"))
    .join(account, account.c.id == sign_in.c.account_id)
    .where(sign_in.c.id_hash == bindparam("id_hash"), sign_in.c.revoked_at.is_(None))
)
"""A sign-in and its account, which each page asks for together."""


@dataclass(frozen=True)
class SignIn:
    """One sign-in on one screen.

    Attributes:
        encounter_id: the one visit that it is for, or None where it is for all of the account's.
        whose_name: of the account, sealed. whose_role: of the account, where `role` is the screen's.
    """

    id_hash: str
    account_id: str
    role: str | None
    data: dict[str, Any]
    seen: datetime
    ends: datetime
    encounter_id: str | None
    whose_name: bytes
    whose_role: str


def begin_sign_in(
    connection: Connection,
    opaque: str,
    now: datetime,
    account_id: str,
    role: str,
    data: Mapping[str, Any],
    encounter_id: str | None = None,
) -> None:
    """Write the row of a new sign-in. Rows without an account, which older programs wrote, are deleted."""
    connection.execute(delete(sign_in).where(sign_in.c.account_id.is_(None)))
    connection.execute(
        sign_in.insert().values(
            id_hash=hashed(opaque),
            site_id=its_site(),
            account_id=account_id,
            encounter_id=encounter_id,
            role=role,
            data=json.dumps(dict(data)),
            created=now.isoformat(),
            seen=now.isoformat(),
            ends=(now + LONGEST_SIGN_IN).isoformat(),
        )
    )


def end_sign_ins(connection: Connection, account_id: str, now: datetime) -> None:
    """End every sign-in of an account on every screen, and every code that was made in one and not used yet."""
    alive = (sign_in.c.account_id == account_id, sign_in.c.revoked_at.is_(None))
    connection.execute(update(sign_in).where(*alive).values(revoked_at=now.isoformat()))
    forget_codes(connection, account_id)


def open_sign_in(connection: Connection, opaque: str, now: datetime) -> SignIn | None:
    """The sign-in of a cookie.

    None where it has ended, or seems to begin in the future because the clock was set back.
    """
    row = connection.execute(_ALIVE, {"id_hash": hashed(opaque)}).first()
    if row is None or datetime.fromisoformat(row.ends) <= now:
        return None
    if datetime.fromisoformat(row.created) - now > CLOCKS_DIFFER:
        return None
    seen, ends = datetime.fromisoformat(row.seen), datetime.fromisoformat(row.ends)
    whose = (row.whose_name, row.whose_role)
    return SignIn(row.id_hash, row.account_id, row.role, json.loads(row.data), seen, ends, row.encounter_id, *whose)


def keep_with(connection: Connection, opaque: str, changes: Mapping[str, Any], seen: datetime | None) -> None:
    """Change the data of a sign-in in the caller's transaction. None deletes a key."""
    row = connection.execute(_ALIVE, {"id_hash": hashed(opaque)}).first()
    if row is None:
        return
    data = {name: value for name, value in json.loads(row.data).items() if name not in changes}
    data |= {name: value for name, value in changes.items() if value is not None}
    values = {"data": json.dumps(data)} | ({"seen": seen.isoformat()} if seen is not None else {})
    connection.execute(update(sign_in).where(sign_in.c.id_hash == row.id_hash).values(**values))
