"""Persons and their visits. A person may stay nameless: "this visit only". Equal names stay two persons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, func, select, update

from ..domain.encounter import Encounter, Person
from ..errors import Conflict, NotThere
from ..settings import new_id
from .audit import note
from .engine import reading, writing
from .keys import Keys
from .log import Clock, utc_now
from .tables import SITE, encounter, handover, person, person_identifier


class People:
    """Who was here, and which visits there were."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def add(self, *, name: str | None = None, birth_date: str | None = None, language: str = "en") -> Person:
        """A new person; name and birth date may be left out."""
        row_id = new_id()
        with writing(self._engine) as connection:
            connection.execute(
                person.insert().values(
                    id=row_id,
                    site_id=SITE,
                    language=language,
                    created=self._clock().isoformat(),
                    name=self._keys.seal(name, f"person|{row_id}|name") if name else None,
                    birth_date=self._keys.seal(birth_date, f"person|{row_id}|birth_date") if birth_date else None,
                )
            )
        return Person(id=row_id, site_id=SITE, language=language, name=name or None, birth_date=birth_date or None)

    def number(self, person_id: str, system: str, value: str) -> None:
        """Keep a number that this person is found again by, readable to nobody who has no key.

        Raises:
            Conflict: it is another person's number.
        """
        blind = self._blind(system, value)
        with writing(self._engine) as connection:
            other = connection.execute(select(person_identifier.c.person_id).where(*_numbered(system, blind))).scalar()
            if other is not None:
                raise Conflict("This number is another person's already. Nothing was written.")
            sealed = self._keys.seal(value, f"person_identifier|{person_id}|{system}")
            connection.execute(
                person_identifier.insert().values(
                    person_id=person_id, site_id=SITE, system=system, blind=blind, sealed=sealed
                )
            )

    def numbered(self, system: str, value: str) -> Person | None:
        """The person with exactly this number; there is no search by a part of it."""
        with reading(self._engine) as connection:
            found = connection.execute(
                select(person_identifier.c.person_id).where(*_numbered(system, self._blind(system, value)))
            ).scalar()
        return self.find(found) if found is not None else None

    def _blind(self, system: str, value: str) -> str:
        return self._keys.blind(f"{system}|{''.join(value.split())}")

    def find(self, person_id: str) -> Person:
        """One person by id.

        Raises:
            NotThere: nobody here has that id.
        """
        with reading(self._engine) as connection:
            row = connection.execute(
                select(person).where(person.c.id == person_id, person.c.erased_at.is_(None))
            ).first()
        if row is None:
            raise NotThere("Nobody here has that id.")
        return Person(
            id=row.id,
            site_id=row.site_id,
            language=row.language,
            name=self._keys.unseal(row.name, f"person|{row.id}|name") if row.name else None,
            birth_date=self._keys.unseal(row.birth_date, f"person|{row.id}|birth_date") if row.birth_date else None,
        )

    def open_visit(
        self,
        person_id: str,
        account_id: str | None,
        *,
        practice: bool,
        language: str = "en",
        clinician_language: str = "en",
    ) -> Encounter:
        """Begin a visit."""
        row_id, now = new_id(), self._clock()
        with writing(self._engine) as connection:
            # counted, because a clock may be set back between two visits
            newest = select(func.max(encounter.c.number)).where(encounter.c.person_id == person_id)
            connection.execute(
                encounter.insert().values(
                    id=row_id,
                    site_id=SITE,
                    person_id=person_id,
                    number=(connection.execute(newest).scalar_one() or 0) + 1,
                    account_id=account_id,
                    opened=now.isoformat(),
                    language=language,
                    clinician_language=clinician_language,
                    practice=practice,
                )
            )
            note(connection, now, account_id or "nobody", "opened a visit", person_id=person_id, encounter_id=row_id)
        return Encounter(
            id=row_id,
            site_id=SITE,
            person_id=person_id,
            account_id=account_id,
            opened=now,
            language=language,
            clinician_language=clinician_language,
            practice=practice,
        )

    def visit(self, encounter_id: str) -> Encounter:
        """One visit by id.

        Raises:
            NotThere: there is no such visit.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(encounter).where(encounter.c.id == encounter_id)).first()
        if row is None:
            raise NotThere("There is no such visit.")
        return _encounter(row)

    def visits_of(self, person_id: str) -> tuple[Encounter, ...]:
        """The visits of one person, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(encounter).where(encounter.c.person_id == person_id).order_by(encounter.c.number)
            ).all()
        return tuple(_encounter(row) for row in rows)

    def visits_since(self, since: datetime, account_id: str) -> tuple[Encounter, ...]:
        """Today's list of one clinician: the visits opened since a moment, newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(encounter)
                .where(encounter.c.opened >= since.isoformat(), encounter.c.account_id == account_id)
                .order_by(encounter.c.opened.desc())
                .limit(50)
            ).all()
        return tuple(_encounter(row) for row in rows)

    def visits_between(self, since: datetime, until: datetime) -> tuple[Encounter, ...]:
        """Every visit that was opened in a span of time, oldest first."""
        spanned = (encounter.c.opened >= _utc(since)) & (encounter.c.opened < _utc(until))
        with reading(self._engine) as connection:
            rows = connection.execute(select(encounter).where(spanned).order_by(encounter.c.opened)).all()
        return tuple(_encounter(row) for row in rows)

    def speak(self, encounter_id: str, language: str, actor: str) -> None:
        """Go on in another language, and begin the next visit in it; a visit that has ended stays as it was."""
        now = self._clock()
        with writing(self._engine) as connection:
            row = connection.execute(
                update(encounter)
                .where(encounter.c.id == encounter_id, encounter.c.ended.is_(None), encounter.c.language != language)
                .values(language=language)
                .returning(encounter.c.person_id)
            ).first()
            if row is not None:
                connection.execute(update(person).where(person.c.id == row.person_id).values(language=language))
                note(
                    connection,
                    now,
                    actor,
                    "changed the language",
                    person_id=row.person_id,
                    encounter_id=encounter_id,
                    detail=language,
                )

    def end_visit(self, encounter_id: str, actor: str) -> None:
        """Close a visit; closing it again changes nothing."""
        now = self._clock()
        with writing(self._engine) as connection:
            closed = connection.execute(
                update(encounter)
                .where(encounter.c.id == encounter_id, encounter.c.ended.is_(None))
                .values(ended=now.isoformat())
            )
            if closed.rowcount:
                note(connection, now, actor, "ended the visit", encounter_id=encounter_id)

    def handed_over(
        self, person_id: str, upto_seq: int, format: str, language: str, sha256: str, account_id: str | None
    ) -> None:
        """Note what left the house (never its bytes); the same page opened again is no second one."""
        now = self._clock()
        same = (
            (handover.c.person_id == person_id)
            & (handover.c.format == format)
            & (handover.c.language == language)
            & (handover.c.sha256 == sha256)
            & handover.c.account_id.is_not_distinct_from(account_id)
        )
        with writing(self._engine) as connection:
            if connection.execute(select(handover.c.id).where(same).limit(1)).first() is not None:
                return
            connection.execute(
                handover.insert().values(
                    id=new_id(),
                    site_id=SITE,
                    person_id=person_id,
                    upto_seq=upto_seq,
                    format=format,
                    language=language,
                    sha256=sha256,
                    at=now.isoformat(),
                    account_id=account_id,
                )
            )
            note(
                connection,
                now,
                account_id or "command line",
                "handed over",
                person_id=person_id,
                detail=f"{format} {language}",
            )

    def was_printed(self, person_id: str, encounter_opened: datetime) -> bool:
        """Whether a page went home in this visit."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(handover.c.id)
                .where(
                    handover.c.person_id == person_id,
                    handover.c.format != "note",
                    handover.c.at >= (encounter_opened - timedelta(seconds=1)).isoformat(),
                )
                .limit(1)
            ).first()
        return row is not None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _numbered(system: str, blind: str) -> tuple[Any, Any, Any]:
    of = person_identifier.c
    return of.site_id == SITE, of.system == system, of.blind == blind


def _encounter(row: Row[Any]) -> Encounter:
    return Encounter(
        id=row.id,
        site_id=row.site_id,
        person_id=row.person_id,
        account_id=row.account_id,
        opened=datetime.fromisoformat(row.opened),
        ended=datetime.fromisoformat(row.ended) if row.ended else None,
        language=row.language,
        clinician_language=row.clinician_language,
        practice=row.practice,
    )
