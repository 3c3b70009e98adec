"""Who has an account here: a list, and what is done when somebody begins, changes work, is away, or leaves.

Whoever is disabled cannot sign in, and is signed out on every screen in the same moment; links and codes end too. An
account that wrote something is never deleted: what it wrote names it. It stays as a name without a password.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, delete, func, select, update

from ..domain.roles import Role
from ..errors import NotThere
from .audit import note
from .blinds import first_of, name_blinds
from .engine import reading, writing
from .keys import Keys
from .links import call_back
from .log import Clock, utc_now
from .sign_ins import end_sign_ins
from .tables import account, account_identity, approval, encounter, handover, invitation, seat, sign_in

State = Literal["active", "disabled", "removed"]
_ACTOR = "command line"
T = TypeVar("T")


@dataclass(frozen=True)
class Colleague:
    """One account.

    Attributes:
        links: how many links of this account were given out and still work. seen: when it was signed in last.
    """

    id: str
    name: str
    role: str
    state: State
    created: datetime
    seen: datetime | None
    links: int


class Colleagues:
    """The accounts of one site, for whoever runs it."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def listed(self) -> tuple[Colleague, ...]:
        """Every account, by name."""
        now = self._clock().isoformat()
        with reading(self._engine) as connection:
            rows = connection.execute(select(account)).all()
            works = (invitation.c.used_at.is_(None), invitation.c.ends > now)
            links = _by_account(connection, invitation.c.account_id, func.count(), *works)
            seen = _by_account(connection, sign_in.c.account_id, func.max(sign_in.c.seen))
        found = [self._colleague(row, links.get(row.id, 0), seen.get(row.id)) for row in rows]
        return tuple(sorted(found, key=lambda each: each.name.casefold()))

    def open_links(self) -> int:
        """How many links for new accounts were given out and still work."""
        which = (invitation.c.account_id.is_(None), invitation.c.used_at.is_(None))
        with reading(self._engine) as connection:
            asked = select(func.count()).select_from(invitation)
            return int(
                connection.execute(asked.where(*which, invitation.c.ends > self._clock().isoformat())).scalar_one()
            )

    def call_back_links(self, name: str | None = None) -> int:
        """End the links of somebody, or, without a name, every link that makes a new account."""

        def do(connection: Connection, whose: str, now: datetime) -> int:
            return call_back(connection, now, invitation.c.account_id == whose)

        if name is not None:
            return self._change(name, "called links back", do)
        with writing(self._engine) as connection:
            ended = call_back(connection, self._clock(), invitation.c.account_id.is_(None))
            note(connection, self._clock(), _ACTOR, "called links back", detail="new accounts")
        return ended

    def disable(self, name: str) -> None:
        """Let somebody sign in no longer, from this moment on. Raises NotThere."""

        def do(connection: Connection, whose: str, now: datetime) -> None:
            active = (account.c.id == whose, account.c.disabled_at.is_(None))
            connection.execute(update(account).where(*active).values(disabled_at=now.isoformat()))
            _close(connection, whose, now)

        self._change(name, "disabled an account", do)

    def enable(self, name: str) -> None:
        """Let somebody sign in again, with the password of before. Raises NotThere."""

        def do(connection: Connection, whose: str, now: datetime) -> None:
            connection.execute(update(account).where(account.c.id == whose).values(disabled_at=None))

        self._change(name, "enabled an account", do)

    def give_role(self, name: str, role: Role) -> None:
        """Change what an account is for. It signs in anew. Raises NotThere."""

        def do(connection: Connection, whose: str, now: datetime) -> None:
            connection.execute(update(account).where(account.c.id == whose).values(role=role))
            end_sign_ins(connection, whose, now)

        self._change(name, "changed a role", do, more=role)

    def remove(self, name: str) -> State | None:
        """Remove an account for good. Returns "removed" where it stays as a name, because it wrote something.

        Raises NotThere.
        """

        def do(connection: Connection, whose: str, now: datetime) -> State | None:
            _close(connection, whose, now)
            if _wrote(connection, whose):
                gone = {"disabled_at": now.isoformat(), "password": None}
                connection.execute(update(account).where(account.c.id == whose).values(**gone))
                return "removed"
            for table in (invitation, account_identity, sign_in):
                connection.execute(delete(table).where(table.c.account_id == whose))
            connection.execute(delete(account).where(account.c.id == whose))
            return None

        return self._change(name, "removed an account", do)

    def _change(self, name: str, action: str, do: Callable[[Connection, str, datetime], T], more: str = "") -> T:
        now, blinds = self._clock(), name_blinds(self._keys, name)
        with writing(self._engine) as connection:
            asked = select(account).where(account.c.name_blind.in_(blinds))
            row = first_of(connection, asked, "name_blind", blinds)
            if row is None:
                raise NotThere(f"Nobody named {name!r} has an account here. Nothing was changed.")
            done = do(connection, row.id, now)
            note(connection, now, _ACTOR, action, detail=f"{row.id} {more}".strip())
        return done

    def _colleague(self, row: Any, links: int, seen: str | None) -> Colleague:
        name = self._keys.unseal(row.name, f"account|{row.id}|name")
        state: State = "active" if row.disabled_at is None else "disabled" if row.password else "removed"
        last = datetime.fromisoformat(seen) if seen else None
        return Colleague(row.id, name, row.role, state, datetime.fromisoformat(row.created), last, links)


def _by_account(connection: Connection, whose: Any, what: Any, *which: Any) -> dict[str, Any]:
    asked = select(whose, what).where(whose.is_not(None), *which).group_by(whose)
    return {row[0]: row[1] for row in connection.execute(asked)}


def _close(connection: Connection, whose: str, now: datetime) -> None:
    end_sign_ins(connection, whose, now)
    call_back(connection, now, invitation.c.account_id == whose)


def _wrote(connection: Connection, whose: str) -> bool:
    """Whether anything names this account: visits, approvals, pages that were handed over, codes that were made."""
    columns = (encounter.c.account_id, approval.c.account_id, handover.c.account_id, seat.c.confirmed_by)
    return any(connection.execute(select(each).where(each == whose).limit(1)).first() is not None for each in columns)
