"""What the round of retention needs of the database: who was not here for long, whose end is announced, whose turn.

`person.keep_until` is the day on which somebody goes who was announced. One process of all machines makes the round of
a day: it writes the day into the row of the site, under the lock that every writer of the clinic takes.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlalchemy import Engine, func, select, update

from .engine import reading, writing
from .tables import encounter, person, site

ROUND = "kept"
"""In the row of the site: the day of the last round."""


class Keeping:
    """Who is kept, and until when."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def quiet_since(self, moment: datetime) -> dict[str, datetime]:
        """Persons without a visit since a moment -> when they were here last."""
        newest = func.coalesce(func.max(encounter.c.opened), person.c.created)
        asked = (
            select(person.c.id, newest)
            .select_from(person.outerjoin(encounter, encounter.c.person_id == person.c.id))
            .where(person.c.erased_at.is_(None))
            .group_by(person.c.id, person.c.created)
            .having(newest < moment.isoformat())
        )
        with reading(self._engine, patient=True) as connection:
            return {row[0]: datetime.fromisoformat(row[1]) for row in connection.execute(asked)}

    def announced(self) -> dict[str, date]:
        """Persons whose end was announced -> the day on which they go."""
        asked = select(person.c.id, person.c.keep_until).where(person.c.keep_until.is_not(None))
        with reading(self._engine) as connection:
            return {row.id: date.fromisoformat(row.keep_until) for row in connection.execute(asked)}

    def announce(self, days: dict[str, date | None]) -> None:
        """Set the day on which somebody goes; None takes it back."""
        with writing(self._engine) as connection:
            for who, day in days.items():
                goes = day.isoformat() if day is not None else None
                connection.execute(update(person).where(person.c.id == who).values(keep_until=goes))

    def begin(self, day: date) -> bool:
        """Whether the round of this day is this process's: it is everybody's who asks first."""
        with writing(self._engine) as connection:
            found = connection.execute(select(site.c.settings)).scalar()
            said = json.loads(found) if found else {}
            if str(said.get(ROUND, "")) >= day.isoformat():
                return False
            connection.execute(update(site).values(settings=json.dumps({**said, ROUND: day.isoformat()})))
        return True
