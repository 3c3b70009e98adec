"""Which editions of cards a clinic has approved, until when, and which it has withdrawn.

Rows are only added: of the rows of one edition the newest one counts, and a withdrawal is a row whose last day lies
before every day. The audit tells of each, so that one which was deleted by hand shows (`audit_records`). An edition is
kept when it is approved, so that a later one can be laid beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from ..domain.aid import Edition
from ..settings import new_id
from .audit import note
from .audit_records import WITHDREW, approval_detail
from .engine import reading, writing
from .log import Clock, utc_now
from .sites import its_site
from .tables import aid_version, approval

WITHDRAWN = "0001-01-01"


@dataclass(frozen=True)
class Approval:
    """What stands about one edition.

    Attributes:
        until: its last day; None where it has none. by: the account that approved or withdrew it.
    """

    aid_id: str
    aid_hash: str
    by: str
    at: datetime
    until: date | None
    withdrawn: bool

    def opens(self, on: date) -> bool:
        """Whether the card opens on a day."""
        return not self.withdrawn and (self.until is None or self.until >= on)


def newest_of(rows: Iterable[Any]) -> dict[str, Approval]:
    """Edition -> the newest row about it. Of two of one moment the withdrawal counts."""
    ordered = sorted(rows, key=lambda row: (row.at, row.until == WITHDRAWN))
    return {row.aid_hash: _approval(row) for row in ordered}


def after_all(connection: Connection, aid_hash: str, now: datetime) -> datetime:
    """Now, or just after the newest row about an edition where a clock was set back: the newest one counts."""
    newest = connection.execute(select(func.max(approval.c.at)).where(approval.c.aid_hash == aid_hash)).scalar()
    return max(now, datetime.fromisoformat(newest) + timedelta(milliseconds=1)) if newest else now


def _approval(row: Any) -> Approval:
    gone = row.until == WITHDRAWN
    until = date.fromisoformat(row.until) if row.until and not gone else None
    return Approval(row.aid_id, row.aid_hash, row.account_id, datetime.fromisoformat(row.at), until, gone)


class Approvals:
    """The approvals of one site. They are given in `accounts`."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def standing(self) -> dict[str, Approval]:
        """Edition -> what stands about it."""
        with reading(self._engine) as connection:
            return newest_of(connection.execute(select(approval)).all())

    def last_of(self, aid_id: str) -> Approval | None:
        """The last approval of any edition of a card that was not a withdrawal."""
        given = (approval.c.aid_id == aid_id, approval.c.until.is_(None) | (approval.c.until != WITHDRAWN))
        with reading(self._engine) as connection:
            row = connection.execute(select(approval).where(*given).order_by(approval.c.at.desc()).limit(1)).first()
        return _approval(row) if row is not None else None

    def withdraw(self, aid_id: str, aid_hash: str, account_id: str) -> None:
        """Take an approval back, from this moment on. Where nothing stands, nothing is written."""
        with writing(self._engine) as connection:
            rows = connection.execute(select(approval).where(approval.c.aid_hash == aid_hash)).all()
            there = newest_of(rows).get(aid_hash)
            if there is None or there.withdrawn:
                return
            now = after_all(connection, aid_hash, self._clock())
            row: dict[str, Any] = {"id": new_id(), "aid_id": aid_id, "aid_hash": aid_hash, "account_id": account_id}
            row |= {"at": now.isoformat(), "until": WITHDRAWN, "site_id": its_site()}
            connection.execute(approval.insert().values(**row))
            note(connection, now, account_id, WITHDREW, detail=approval_detail(row))

    def keep(self, edition: Edition) -> None:
        """Keep an edition as it is, if no visit has kept it yet."""
        with writing(self._engine) as connection:
            if connection.execute(select(aid_version.c.hash).where(aid_version.c.hash == edition.hash)).first() is None:
                row = {
                    "hash": edition.hash,
                    "site_id": its_site(),
                    "aid_id": edition.aid.id,
                    "compiled": edition.canonical(),
                }
                row |= {"version": edition.aid.version, "status": edition.aid.status}
                connection.execute(aid_version.insert().values(**row, first_used=self._clock().isoformat()))
