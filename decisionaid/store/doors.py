"""Codes that open one visit on another screen: in a frame of the chart, or from that frame in a tab.

Made by somebody who has the visit open, used a single time, within two minutes. A code is short enough to type (eight
signs of thirty, about 39 bits) and is kept as a keyed digest only. Wrong ones are counted like tries to sign in, for
each address: five are free, then they wait. What a code opens is that visit and nothing else.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Engine, delete, select, update

from ..errors import Conflict, NotAllowed
from ..settings import new_id
from .audit import note
from .engine import reading, writing
from .keys import Keys
from .links import CLOCKS_DIFFER
from .log import Clock, utc_now
from .sites import its_site
from .tables import encounter, seat, sign_in
from .tries import Try, ask, count, network_of, take_back

Opens = Literal["frame", "tab"]
GOOD_FOR = timedelta(minutes=2)
KEPT_FOR = timedelta(days=1)
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for one another: 0 O, 1 I L, and U, which makes words."""
LENGTH = 8
PLACE = "place"
"""What belongs to a sign-in in a frame: the page that it was on."""


@dataclass(frozen=True)
class Opened:
    """What a code has opened.

    Attributes:
        place: the page of the visit that an earlier frame was on, or "".
    """

    encounter_id: str
    account_id: str
    place: str


class Doors:
    """Makes codes and takes them."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def make(self, encounter_id: str, account_id: str, opens: Opens) -> str:
        """A new code for a visit, shown as ABCD-EFGH. Raises Conflict: the visit has ended."""
        code, now = "".join(secrets.choice(SIGNS) for _ in range(LENGTH)), self._clock()
        old = seat.c.role.in_(("frame", "tab")) & (seat.c.until < _text(now - KEPT_FOR))
        with writing(self._engine) as connection:
            connection.execute(delete(seat).where(old))
            row = connection.execute(select(encounter).where(encounter.c.id == encounter_id)).one()
            if row.ended is not None:
                raise Conflict("This visit has ended. Open a new visit; nothing that was said is lost.")
            values = {"id": new_id(), "site_id": its_site(), "encounter_id": encounter_id, "role": opens}
            values |= {"code_hash": self._digest(code), "until": _text(now + GOOD_FOR), "confirmed_by": account_id}
            connection.execute(seat.insert().values(**values))
            about = {"person_id": row.person_id, "encounter_id": encounter_id}
            note(connection, now, account_id, "made a code", detail=opens, **about)
        return f"{code[:4]}-{code[4:]}"

    def open(self, typed: str, opens: Opens, address: str = "") -> Opened:
        """Use a code up.

        Args:
            address: from where the network says that it is tried.

        Raises:
            NotAllowed: it is no code, was used, or is too old; which of them is not said.
            TooManyTries: too many wrong ones before; waiting helps.
        """
        digest, now = self._digest(tidy_code(typed)), self._clock()
        tried = Try(new_id(), {"name and address": self._keys.blind(f"codes from|{network_of(address)}")}, "")
        with reading(self._engine) as connection:
            ask(connection, tried, now)
        with writing(self._engine) as connection:
            count(connection, tried, now)
            found = self._use(connection, digest, opens, now)
            if found is not None:
                take_back(connection, tried)
        if found is None:
            raise NotAllowed("This code was used before, is too old, or is not quite right. Please ask for another.")
        return found

    def _use(self, connection: Connection, digest: str, opens: Opens, now: datetime) -> Opened | None:
        of = seat.c
        good = (of.code_hash == digest, of.role == opens, of.paired_at.is_(None), of.until > _text(now))
        row = connection.execute(select(seat).where(*good, of.until <= _text(now + GOOD_FOR + CLOCKS_DIFFER))).first()
        if row is None:
            return None
        used = update(seat).where(of.id == row.id, of.paired_at.is_(None)).values(paired_at=_text(now))
        visit = connection.execute(select(encounter).where(encounter.c.id == row.encounter_id)).one()
        if not connection.execute(used).rowcount or visit.ended is not None:
            return None
        about = {"person_id": visit.person_id, "encounter_id": visit.id}
        note(connection, now, row.confirmed_by, "opened by a code", detail=opens, **about)
        return Opened(visit.id, row.confirmed_by, _place(connection, visit.id, row.confirmed_by))

    def _digest(self, code: str) -> str:
        return self._keys.blind(f"a code|{code}")


def forget_codes(connection: Connection, account_id: str) -> None:
    """Make every code that was given out and not used yet useless."""
    of = seat.c
    unused = (of.confirmed_by == account_id) & of.paired_at.is_(None) & of.role.in_(("frame", "tab"))
    connection.execute(delete(seat).where(unused))


def tidy_code(typed: str) -> str:
    """As it was made: people type small letters, spaces and dashes."""
    return "".join(each for each in typed.upper()[:40] if each in SIGNS)


def _place(connection: Connection, encounter_id: str, account_id: str) -> str:
    """Where the last frame of the visit was, of the same clinician."""
    of = sign_in.c
    newest = select(of.data).where(of.encounter_id == encounter_id, of.account_id == account_id)
    kept = connection.execute(newest.order_by(of.seen.desc(), of.created.desc()).limit(20)).scalars()
    places = (
        str(json.loads(data).get(PLACE, "")) for data in kept
    )  # a frame has a row for its cookie and one for its bearer
    return next((place for place in places if place), "")


def _text(moment: datetime) -> str:
    return moment.isoformat()
