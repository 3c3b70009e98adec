"""Opens visits, of somebody new or of somebody who is found again, in one transaction.

A form that opens a visit carries a key, and the visit's id is worked out from it, from who sent it and from what was
typed. So a second tap finds the visit of the first, whichever process it meets, and the same page sent for somebody
else does not (hazard H04). A visit that has ended, or in which something was said, is met by no old page again.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.alike import same_name, same_number
from ..domain.encounter import Encounter
from ..errors import Conflict, InputProblem, StoreBusy
from ..settings import new_id
from .audit import note
from .blinds import FORM, first_of, number_blinds
from .engine import reading, writing
from .keys import Keys
from .log import Clock, utc_now
from .people import CLINIC, NewVisit, encounter_of, insert_person, insert_visit
from .sites import its_site
from .tables import choice, encounter, person, person_identifier


@dataclass(frozen=True)
class Typed:
    """Who comes, as it was typed; "" where it was left out."""

    name: str
    number: str
    birth_date: str


class Arrivals:
    """Opens visits."""

    def __init__(self, engine: Engine, keys: Keys, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock

    def begin(
        self,
        account_id: str,
        key: str,
        *,
        practice: bool,
        name: str = "",
        number: str = "",
        birth_date: str = "",
        language: str = "en",
    ) -> Encounter:
        """Open a visit: without a name, of somebody new, or of the person with this number and name or birth date.

        Args:
            key: of the form; sent again, it leads to the same visit.

        Raises:
            Conflict: the number is another name's, or belongs to the other of practice and real visits.
            InputProblem: nobody has this number yet, and there is no name.
            StoreBusy: nothing was written.
        """
        typed = Typed(name, number, birth_date)
        about = [account_id, key, same_name(name), same_number(number), practice, *filter(None, [birth_date])]
        for _ in range(2):
            try:
                with writing(self._engine) as connection:
                    row_id, there = self._place(connection, about)
                    if there is not None:
                        return encounter_of(there)
                    who, language = self._whose(connection, typed, language, practice, account_id)
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

    def known(self, name: str, number: str, birth_date: str = "") -> str | None:
        """The id of the person with this number and this name or birth date; None where they do not go together."""
        with reading(self._engine) as connection:
            row = self._numbered(connection, number)
        return row.id if row is not None and self._is(row, Typed(name, number, birth_date)) else None

    def _is(self, row: Row[Any], typed: Typed) -> bool:
        """Whether the second thing fits: the name, or, where no name was typed, the birth date; neither may differ."""
        born = self._sealed(row, "birth_date")
        if typed.birth_date and born and typed.birth_date != born:
            return False
        if typed.name:
            return same_name(self._sealed(row, "name")) == same_name(typed.name)
        return bool(born) and typed.birth_date == born

    def _sealed(self, row: Row[Any], column: str) -> str:
        """What is sealed of a person in a column; "" where nothing is."""
        sealed = getattr(row, column)
        return self._keys.unseal(sealed, f"person|{row.id}|{column}") if sealed else ""

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

    def _whose(
        self, connection: Connection, typed: Typed, language: str, practice: bool, account_id: str
    ) -> tuple[str, str]:
        """The id and the language of the person, who is added if new."""
        known = self._numbered(connection, typed.number) if typed.number else None
        if known is None:
            return self._new(connection, typed, language), language
        other_kind = select(encounter.c.id).where(encounter.c.person_id == known.id, encounter.c.practice != practice)
        if connection.execute(other_kind.limit(1)).first() is not None or not self._is(known, typed):
            raise Conflict(
                "This number and this name do not go together here. Please look at the number, the spelling of the "
                "name and the birth date; no visit was begun. Without the name, number and birth date are enough."
            )  # says nothing of who has the number, and not which of them was wrong (hazard H04)
        if typed.birth_date and not known.birth_date:
            self._keep_birth_date(connection, known.id, typed.birth_date, account_id)
        return known.id, known.language

    def _new(self, connection: Connection, typed: Typed, language: str) -> str:
        """The id of somebody who was not here before."""
        if typed.number and not typed.name:
            raise InputProblem(
                "name", None, "given with a new number", "Nobody has this number here yet. Please write the name too."
            )
        now, born = self._clock(), typed.birth_date or None
        who = insert_person(connection, self._keys, now, name=typed.name, birth_date=born, language=language)
        if typed.number:
            self._keep_number(connection, who, typed.number)
        return who

    def _keep_birth_date(self, connection: Connection, person_id: str, birth_date: str, actor: str) -> None:
        """Add the birth date of somebody who was found by number and name."""
        sealed = self._keys.seal(birth_date, f"person|{person_id}|birth_date")
        connection.execute(update(person).where(person.c.id == person_id).values(birth_date=sealed))
        note(connection, self._clock(), actor, "added the birth date", person_id=person_id)

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
