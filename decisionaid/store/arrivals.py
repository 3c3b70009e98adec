"""Opens visits, of somebody new or of somebody who is found again, in one transaction.

A form that opens a visit carries a key, and the visit's id is worked out from it, from who sent it and from what was
typed. So a second tap finds the visit of the first, whichever process it meets, and the same page sent for somebody
else does not (hazard H04). A visit that has ended, or in which something was said, is met by no old page again.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select
from sqlalchemy.exc import IntegrityError

from ..domain.alike import same_name, same_number
from ..domain.encounter import Encounter
from ..errors import Conflict, StoreBusy
from ..settings import new_id
from .blinds import FORM, first_of, number_blinds
from .engine import reading, writing
from .keys import Keys
from .log import Clock, utc_now
from .people import CLINIC, NewVisit, encounter_of, insert_person, insert_visit
from .sites import its_site
from .tables import choice, encounter, person, person_identifier


class Arrivals:
    """Opens visits."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def begin(
        self, account_id: str, key: str, *, practice: bool, name: str = "", number: str = "", language: str = "en"
    ) -> Encounter:
        """Open a visit: without a name, of somebody new, or of the person with this number and name.

        Args:
            key: of the form; sent again, it leads to the same visit.

        Raises:
            Conflict: the number is another name's, or belongs to the other of practice and real visits.
            StoreBusy: nothing was written.
        """
        about = [account_id, key, same_name(name), same_number(number), practice]
        for _ in range(2):
            try:
                with writing(self._engine) as connection:
                    row_id, there = self._place(connection, about)
                    if there is not None:
                        return encounter_of(there)
                    who, language = self._whose(connection, name, number, language, practice)
                    new = NewVisit(row_id, who, account_id, self._clock(), language, "en", practice)
                    return insert_visit(connection, new)
            except IntegrityError:
                continue  # another process was first by a moment: now it is found
        raise StoreBusy("Two screens open the same visit at one moment. Nothing was written; try again.")

    def go_on(self, person_id: str, account_id: str, since: datetime, *, practice: bool, clinician: str) -> Encounter:
        """Open another visit of somebody who was here, or return the visit that is open already.

        Args:
            clinician: the language of the note.
        """
        open_now = (
            select(encounter)
            .where(encounter.c.person_id == person_id, encounter.c.account_id == account_id)
            .where(encounter.c.ended.is_(None), encounter.c.opened >= since.isoformat())
            .order_by(encounter.c.number.desc())
        )
        with writing(self._engine) as connection:
            row = connection.execute(open_now.limit(1)).first()
            if row is not None:
                return encounter_of(row)
            spoken = connection.execute(select(person.c.language).where(person.c.id == person_id)).scalar_one()
            new = NewVisit(new_id(), person_id, account_id, self._clock(), spoken, clinician, practice)
            return insert_visit(connection, new)

    def known(self, name: str, number: str) -> str | None:
        """The id of the person with this number and this name; None where the two do not belong together."""
        with reading(self._engine) as connection:
            row = self._numbered(connection, number)
        return row.id if row is not None and same_name(self._name(row)) == same_name(name) else None

    def _name(self, row: Row[Any]) -> str:
        return self._keys.unseal(row.name, f"person|{row.id}|name") if row.name else ""

    def _place(self, connection: Connection, about: list[object]) -> tuple[str, Row[Any] | None]:
        """The id that the visit gets, and the visit itself if an earlier tap has opened it."""
        for again in count():
            blind = self._keys.blind(f"visit|{json.dumps([*about, again])}")
            made = urlsafe_b64encode(bytes.fromhex(blind)[:16]).decode().rstrip("=")
            row_id = f"_{made[1:]}" if made.startswith("-") else made
            row = connection.execute(select(encounter).where(encounter.c.id == row_id)).first()
            if row is None:
                return row_id, None
            said = select(func.count()).select_from(choice).where(choice.c.encounter_id == row_id)
            if row.ended is None and not connection.execute(said).scalar_one():
                return row_id, row
        raise AssertionError("count() has no end")

    def _whose(self, connection: Connection, name: str, number: str, language: str, practice: bool) -> tuple[str, str]:
        """The id and the language of the person, who is added if new."""
        now = self._clock()
        if not number:
            return insert_person(connection, self._keys, now, name=name, language=language), language
        known = self._numbered(connection, number)
        if known is None:
            who = insert_person(connection, self._keys, now, name=name, language=language)
            self._keep_number(connection, who, number)
            return who, language
        other_kind = select(encounter.c.id).where(encounter.c.person_id == known.id, encounter.c.practice != practice)
        if (
            same_name(self._name(known)) != same_name(name)
            or connection.execute(other_kind.limit(1)).first() is not None
        ):
            raise Conflict("This number and this name do not go together here. Please check both; no visit was begun.")
        return known.id, known.language

    def _numbered(self, connection: Connection, number: str) -> Row[Any] | None:
        """The person with this number. There is no search by a part of a number."""
        of, blinds = person_identifier.c, number_blinds(self._keys, CLINIC, number)
        asked = (
            select(person, of.blind)
            .join_from(person_identifier, person)
            .where(of.system == CLINIC, of.blind.in_(blinds), person.c.erased_at.is_(None))
        )
        return first_of(connection, asked, "blind", blinds)

    def _keep_number(self, connection: Connection, person_id: str, number: str) -> None:
        connection.execute(
            person_identifier.insert().values(
                person_id=person_id,
                site_id=its_site(),
                system=CLINIC,
                blind=number_blinds(self._keys, CLINIC, number)[0],
                sealed=self._keys.seal(number, f"person_identifier|{person_id}|{CLINIC}"),
                form=FORM,
            )
        )
