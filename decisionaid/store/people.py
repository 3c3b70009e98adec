"""Persons and their visits. A person may have no name ("this visit only"), and two people of one name stay two."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, func, select, update

from ..domain.encounter import Encounter, Person
from ..errors import NotThere
from ..settings import new_id
from .audit import note
from .audit_records import NOBODY, OPENED, visit_detail
from .engine import asking, reading, writing
from .keys import Keys
from .log import Clock, utc_now
from .sites import its_site
from .tables import encounter, handover, person

_ONE_VISIT = select(encounter).where(encounter.c.id == bindparam("id"))
CLINIC = "clinic"
"""The system that the clinic's own numbers belong to."""


@dataclass(frozen=True)
class NewVisit:
    """What a new visit is made of."""

    id: str
    person_id: str
    account_id: str | None
    opened: datetime
    language: str
    clinician_language: str
    practice: bool


class People:
    """The persons of one site and their visits."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def add(self, *, name: str | None = None, birth_date: str | None = None, language: str = "en") -> Person:
        """Add a person. Name and birth date may be left out."""
        with writing(self._engine) as connection:
            row_id = insert_person(
                connection, self._keys, self._clock(), name=name, birth_date=birth_date, language=language
            )
            here = its_site()
        return Person(id=row_id, site_id=here, language=language, name=name or None, birth_date=birth_date or None)

    def find(self, person_id: str) -> Person:
        """One person by id.

        Raises:
            NotThere: nobody here has that id.
        """
        with asking(self._engine) as connection:
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
        """Open a visit of a person who is known."""
        now = self._clock()
        with writing(self._engine) as connection:
            new = NewVisit(new_id(), person_id, account_id, now, language, clinician_language, practice)
            return insert_visit(connection, new)

    def visit(self, encounter_id: str) -> Encounter:
        """One visit by id.

        Raises:
            NotThere: there is no such visit.
        """
        with asking(self._engine) as connection:
            row = connection.execute(_ONE_VISIT, {"id": encounter_id}).first()
        if row is None:
            raise NotThere("There is no such visit.")
        return encounter_of(row)

    def visits_of(self, person_id: str) -> tuple[Encounter, ...]:
        """The visits of one person, oldest first."""
        with asking(self._engine) as connection:
            rows = connection.execute(
                select(encounter).where(encounter.c.person_id == person_id).order_by(encounter.c.number)
            ).all()
        return tuple(encounter_of(row) for row in rows)

    def visits_since(self, since: datetime, account_id: str) -> tuple[Encounter, ...]:
        """The visits that one clinician opened since a moment, newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(encounter)
                .where(encounter.c.opened >= since.isoformat(), encounter.c.account_id == account_id)
                .order_by(encounter.c.opened.desc())
                .limit(50)
            ).all()
        return tuple(encounter_of(row) for row in rows)

    def ended_by(
        self, account_id: str, *, person_id: str | None = None, skip: int = 0, most: int = 50
    ) -> tuple[Encounter, ...]:
        """The ended visits of one clinician, newest first: of everybody, or of one person."""
        which = (encounter.c.account_id == account_id) & encounter.c.ended.is_not(None)
        if person_id is not None:
            which &= encounter.c.person_id == person_id
        newest = select(encounter).where(which).order_by(encounter.c.opened.desc(), encounter.c.number.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(newest.offset(skip).limit(most)).all()
        return tuple(encounter_of(row) for row in rows)

    def visits_between(self, since: datetime, until: datetime) -> tuple[Encounter, ...]:
        """Every visit that was opened in a span of time, oldest first."""
        spanned = (encounter.c.opened >= _utc(since)) & (encounter.c.opened < _utc(until))
        with reading(self._engine) as connection:
            rows = connection.execute(select(encounter).where(spanned).order_by(encounter.c.opened)).all()
        return tuple(encounter_of(row) for row in rows)

    def speak(self, encounter_id: str, language: str, actor: str) -> None:
        """Set the language of a visit and of the person's next one. The language of an ended visit stays."""
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
        """Close a visit. Closing it again changes nothing."""
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
        """Record that a page left the house, without its bytes. The same page opened again is not recorded again."""
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
                    site_id=its_site(),
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
        with asking(self._engine) as connection:
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


def insert_person(
    connection: Connection,
    keys: Keys,
    now: datetime,
    *,
    name: str | None = None,
    birth_date: str | None = None,
    language: str = "en",
) -> str:
    """Add a person in the caller's transaction. Returns the id."""
    row_id = new_id()
    connection.execute(
        person.insert().values(
            id=row_id,
            site_id=its_site(),
            language=language,
            created=now.isoformat(),
            name=keys.seal(name, f"person|{row_id}|name") if name else None,
            birth_date=keys.seal(birth_date, f"person|{row_id}|birth_date") if birth_date else None,
        )
    )
    return row_id


def insert_visit(connection: Connection, new: NewVisit) -> Encounter:
    """Add a visit in the caller's transaction, with its row in the audit."""
    # counted, because a clock may be set back between two visits
    newest = select(func.max(encounter.c.number)).where(encounter.c.person_id == new.person_id)
    row = asdict(new) | {"site_id": its_site(), "opened": new.opened.isoformat()}
    row["number"] = (connection.execute(newest).scalar_one() or 0) + 1
    connection.execute(encounter.insert().values(**row))
    about = {"person_id": new.person_id, "encounter_id": new.id, "detail": visit_detail(row)}
    note(connection, new.opened, new.account_id or NOBODY, OPENED, **about)
    return Encounter(**asdict(new), site_id=its_site())


def encounter_of(row: Row[Any]) -> Encounter:
    """Turn a row into a visit."""
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
