"""Accounts, one-time links to a new password, sign-ins, and approvals of aids.

Codes and sign-in ids are kept as SHA-256 only, so that a stolen database opens no door. Passwords stand in `passwords`,
and how guessing them is slowed down in `tries`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, select, update

from ..domain.alike import composed
from ..domain.roles import Role
from ..errors import Conflict, NotThere, TooManyTries
from ..settings import new_id
from .approvals import after_all, newest_of
from .audit import note
from .audit_records import APPROVED, approval_detail
from .blinds import FORM, first_of, name_blinds
from .doors import forget_codes
from .engine import asking, reading, writing
from .keys import Keys
from .links import hashed, link_is_over, open_link, use_link, write_link
from .log import Clock, utc_now
from .passwords import Passwords
from .sign_ins import LONGEST_SIGN_IN, SignIn, begin_sign_in, end_sign_ins, keep_with, open_sign_in
from .sites import its_site
from .tables import account, approval, sign_in
from .tries import a_try, ask, count, forget, take_back

_ONE_ACCOUNT = select(account).where(account.c.id == bindparam("id"))


@dataclass(frozen=True)
class Account:
    """A person who signs in."""

    id: str
    name: str
    role: str


class Accounts:
    """The accounts of one site, their sign-ins and the approvals they gave."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock
        self._passwords = Passwords()

    def any(self) -> bool:
        """Whether there is an account at all."""
        with reading(self._engine) as connection:
            row = connection.execute(select(account.c.id).where(account.c.disabled_at.is_(None)).limit(1)).first()
        return row is not None

    def invite(self, name: str | None = None, role: Role | None = None) -> str:
        """Make the code of a link that works one time within a day: for a new account, or for a new password.

        Raises:
            NotThere: nobody of that name has an account.
            Conflict: the account was disabled.
        """
        with writing(self._engine) as connection:
            row = self._found(connection, name) if name is not None else None
            if name is not None and row is None:
                raise NotThere(
                    f"Nobody named {name!r} has an account here. Without a name the link makes a new account."
                )
            if row is not None and row.disabled_at is not None:
                raise Conflict(f'{name} is disabled. First: decisionaid accounts enable "{name}"')
            return write_link(connection, self._clock(), row.id if row is not None else None, role)

    def invited(self, code: str) -> bool:
        """Whether the link of this code still works."""
        with reading(self._engine) as connection:
            return open_link(connection, code, self._clock()) is not None

    def invited_name(self, code: str) -> str | None:
        """The name of the account that the link was made for; None where it makes a new account."""
        with reading(self._engine) as connection:
            link = open_link(connection, code, self._clock())
        return self.find(link.account_id).name if link is not None and link.account_id else None

    def accept(self, code: str, name: str, password: str) -> Account:
        """Use a link: make the account, or set its new password, in one transaction. Returns the account.

        Raises:
            NotAllowed: the link was used or is too old.
            Conflict: the name has an account already; the link stays good.
            TooManyTries: too many at a time; the link stays good.
        """
        if not self.invited(code):
            raise link_is_over()  # before the cost of a password
        hashed_password = self._passwords.hash(password)
        now = self._clock()
        with writing(self._engine) as connection:
            whose, role = use_link(connection, code, now)
            if whose is not None:
                found = self._renewed(connection, whose, hashed_password, now)
            elif self._found(connection, name) is not None:
                raise Conflict(
                    "Somebody signs in with this name already. If it is you, ask for a link of your own: "
                    f'decisionaid link --for "{name}". Otherwise please choose another name.'
                )
            else:
                found = self._made(connection, name, hashed_password, role or "clinician", now)
            note(connection, now, found.id, "chose a password")
        return found

    def _renewed(self, connection: Connection, account_id: str, hashed_password: str, now: datetime) -> Account:
        """Set a new password and end every sign-in that was made with the old one, and every code of such a one."""
        which = account.c.id == account_id
        connection.execute(update(account).where(which).values(password=hashed_password))
        end_sign_ins(connection, account_id, now)
        return self._account(connection.execute(select(account).where(which)).one())

    def _made(self, connection: Connection, name: str, hashed: str, role: str, now: datetime) -> Account:
        made = Account(new_id(), composed(name), role)
        connection.execute(
            account.insert().values(
                id=made.id,
                site_id=its_site(),
                role=role,
                name=self._keys.seal(made.name, f"account|{made.id}|name"),
                name_blind=name_blinds(self._keys, name)[0],
                form=FORM,
                password=hashed,
                created=now.isoformat(),
            )
        )
        return made

    def check(self, name: str, password: str, address: str = "") -> Account | None:
        """Return the account, if name and password fit; else None.

        Args:
            address: from where the network says that it is tried.

        Raises:
            TooManyTries: too many tries, or too many at a time; waiting helps, and nothing was checked.
        """
        tried = a_try(self._keys.blind, name_blinds(self._keys, name)[0], address)
        with reading(self._engine) as connection:
            ask(connection, tried, self._clock())
        with writing(self._engine) as connection:
            count(connection, tried, self._clock())
            row = self._found(connection, name, account.c.disabled_at.is_(None))
        try:
            fits = self._passwords.fits(row.password if row is not None else None, password)
        except TooManyTries:
            with writing(self._engine) as connection:
                take_back(connection, tried)
            raise
        if row is None or not fits:
            return None
        with writing(self._engine) as connection:
            forget(connection, tried, self._clock())
        return self._account(row)

    def _found(self, connection: Connection, name: str, *which: Any) -> Row[Any] | None:
        """The row of an account by its name, however its letters were typed."""
        blinds = name_blinds(self._keys, name)
        here = (account.c.name_blind.in_(blinds), *which)
        return first_of(connection, select(account).where(*here), "name_blind", blinds)

    def find(self, account_id: str) -> Account:
        """One account by id.

        Raises:
            NotThere: nobody has that account.
        """
        with asking(self._engine) as connection:
            row = connection.execute(_ONE_ACCOUNT, {"id": account_id}).first()
        if row is None:
            raise NotThere("Nobody has that account.")
        return self._account(row)

    def named(self, name: str) -> Account | None:
        """The account with this name, or None."""
        with asking(self._engine) as connection:
            row = self._found(connection, name)
        return self._account(row) if row is not None else None

    def of(self, found: SignIn) -> Account:
        """The account of a sign-in."""
        return self._opened(found.account_id, found.whose_name, found.whose_role)

    def _account(self, row: Any) -> Account:
        return self._opened(row.id, row.name, row.role)

    def _opened(self, account_id: str, name: bytes, role: str) -> Account:
        return Account(account_id, self._keys.unseal(name, f"account|{account_id}|name"), role)

    def sign_in(
        self, account_id: str, role: str, data: Mapping[str, Any] | None = None, *, encounter_id: str | None = None
    ) -> str:
        """Begin a sign-in with its first data. Returns the id for the cookie.

        Args:
            encounter_id: the one visit that it opens; all of the account's, if left out.
        """
        opaque, now = secrets.token_urlsafe(32), self._clock()
        with writing(self._engine) as connection:
            begin_sign_in(connection, opaque, now, account_id, role, data or {}, encounter_id)
            note(connection, now, account_id, "signed in", encounter_id=encounter_id)
        return opaque

    def signed_in(self, opaque: str) -> SignIn | None:
        """The sign-in that belongs to a cookie; None where it has ended."""
        with asking(self._engine) as connection:
            return open_sign_in(connection, opaque, self._clock())

    def keep(
        self, opaque: str, changes: Mapping[str, Any], seen: datetime | None = None, *, hurried: bool = False
    ) -> None:
        """Store data of a sign-in, key by key (None deletes a key), and when the screen was last touched."""
        with writing(self._engine, hurried=hurried) as connection:
            keep_with(connection, opaque, changes, seen)

    def end(self, opaque: str) -> None:
        """End a sign-in on the server."""
        with writing(self._engine) as connection:
            connection.execute(
                update(sign_in).where(sign_in.c.id_hash == hashed(opaque)).values(revoked_at=self._clock().isoformat())
            )

    def forget_codes(self, account_id: str) -> None:
        """Make every code that was given out and not used yet useless."""
        with writing(self._engine) as connection:
            forget_codes(connection, account_id)

    def approve(self, aid_id: str, aid_hash: str, name: str, until: date | None = None) -> None:
        """Record that a named clinician of this site approves one edition of an aid for real visits.

        Raises:
            Conflict: nobody of that name has an account here.
        """
        who = self.named(name)
        if who is None:
            raise Conflict(
                f"Nobody named {name!r} has an account here. The name must be the one that person signs in with."
            )
        row: dict[str, str | None] = {"id": new_id(), "aid_id": aid_id, "aid_hash": aid_hash, "account_id": who.id}
        row |= {"until": until.isoformat() if until else None}
        with writing(self._engine) as connection:
            now = after_all(connection, aid_hash, self._clock())
            row |= {"site_id": its_site(), "at": now.isoformat()}
            connection.execute(approval.insert().values(**row))
            note(connection, now, who.id, APPROVED, detail=approval_detail(row))

    def approved(self, aid_hash: str, on: date) -> bool:
        """Whether this edition may be opened in a real visit on a day."""
        return self._any_on(on, approval.c.aid_hash == aid_hash)

    def any_approved(self, on: date) -> bool:
        """Whether any edition is approved on a day."""
        return self._any_on(on)

    def _any_on(self, on: date, *which: Any) -> bool:
        with asking(self._engine) as connection:
            rows = connection.execute(select(approval).where(*which)).all()
        return any(each.opens(on) for each in newest_of(rows).values())


__all__ = ["LONGEST_SIGN_IN", "Account", "Accounts", "SignIn"]
