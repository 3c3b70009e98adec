"""The log of choices: append, read, take out. Nothing else is written about a visit.

One transaction holds every line that one form brings: its idempotency key, the choice, its words under their own key,
the edition of the aid when it is first cited, the audit row and the person's new chain head. So a form is there a
single time and whole, or not at all, also when every process is killed in between (hazards H07, H08). The chain runs
over ciphertext and needs no key (`chain`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.aid import Edition
from ..domain.disputes import page_of
from ..domain.encounter import Choice, Hand, NewChoice
from ..domain.readers import TAKEN_OUT, may_come_after
from ..errors import Conflict, NotThere
from ..settings import new_id
from .audit import note
from .chain import CHOSE, FIRST, choice_detail, choice_hash, verify, verify_person
from .choice_rows import by_key, choice_of, row_of, same, with_lines
from .engine import SEAL, reading, writing
from .keys import Keys
from .leaving import Leaving
from .sites import its_site
from .tables import aid_version, choice, encounter, head, sealed_text

Clock = Callable[[], datetime]
_WHOLE_LOG = with_lines().where(choice.c.person_id == bindparam("person_id")).order_by(choice.c.seq)


def utc_now() -> datetime:
    """The time of the server, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Appended:
    """What happened to a choice that was sent.

    Attributes:
        again: the same key was saved before; this is that line, and nothing new was written.
        newer: lines on the same question that the chooser had not seen; the new line stands all the same.
    """

    choice: Choice
    again: bool = False
    newer: tuple[Choice, ...] = ()


class Log:
    """The append-only log of choices, person by person."""

    def __init__(self, engine: Engine, keys: Keys, leaving: Leaving, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._leaving = leaving
        self._clock = clock

    def append(
        self, person_id: str, encounter_id: str, hand: Hand, new: NewChoice, *, edition: Edition | None = None
    ) -> Appended:
        """Write one choice. A choice that is sent twice is written one time. Raises as `append_all` does."""
        return self.append_all(person_id, encounter_id, hand, (new,), edition)[0]

    def append_all(
        self,
        person_id: str,
        encounter_id: str,
        hand: Hand,
        news: Sequence[NewChoice],
        edition: Edition | None = None,
    ) -> tuple[Appended, ...]:
        """Write every line of one form, or none. A form that is sent twice is written one time.

        Raises:
            Conflict: the visit has ended, or is another person's, or the line to take back is not there, or a key was
                saved before with something else: then the first stands, and nobody is told "Saved" for the second.
            StoreBusy: nothing was written; trying again is safe.
        """
        if not news:
            return ()
        try:
            with writing(self._engine) as connection:
                again = self._all_again(connection, person_id, encounter_id, news)
                return again or self._append_new(connection, person_id, encounter_id, hand, news, edition)
        except IntegrityError:
            # another process saved the same keys in the same moment: its lines are the ones
            with reading(self._engine) as connection:
                again = self._all_again(connection, person_id, encounter_id, news)
            if not again:
                raise
            return again

    def _all_again(
        self, connection: Connection, person_id: str, encounter_id: str, news: Sequence[NewChoice]
    ) -> tuple[Appended, ...]:
        """The lines as they were saved before; () where the whole form is new."""
        rows = [by_key(connection, encounter_id, new.key) for new in news]
        if all(row is None for row in rows):
            return ()
        return tuple(self._again(row, person_id, new) for row, new in zip(rows, news, strict=True))

    def _again(self, row: Row[Any] | None, person_id: str, new: NewChoice) -> Appended:
        if row is not None and row.person_id != person_id:
            raise Conflict("This page belongs to another visit. Nothing was saved.")
        before = choice_of(row, self._keys) if row is not None else None
        if before is None or not same(before, new):
            raise Conflict(
                "This page was sent before with something else on it, and that is what was saved. "
                "Please load the page again and choose anew."
            )
        return Appended(before, again=True)

    def _append_new(
        self,
        connection: Connection,
        person_id: str,
        encounter_id: str,
        hand: Hand,
        news: Sequence[NewChoice],
        edition: Edition | None,
    ) -> tuple[Appended, ...]:
        if edition is not None:
            self._keep_edition(connection, edition, self._clock())
        before = connection.execute(select(func.max(choice.c.seq)).where(choice.c.person_id == person_id)).scalar() or 0
        return tuple(self._append(connection, person_id, encounter_id, hand, new, before) for new in news)

    def _append(
        self, connection: Connection, person_id: str, encounter_id: str, hand: Hand, new: NewChoice, before: int
    ) -> Appended:
        self._check(connection, person_id, encounter_id, new)
        now = self._clock()
        line_id = self._write_line(connection, person_id, new) if new.words else None
        last = connection.execute(select(head).where(head.c.person_id == person_id)).first()
        row = row_of(person_id, encounter_id, hand, new, now, line_id, (last.seq if last else 0) + 1)
        row["prev"] = last.hash if last else FIRST
        row["hash"] = choice_hash(row, self._sealed(connection, line_id))
        connection.execute(choice.insert().values(**row))
        there = head.insert() if last is None else update(head).where(head.c.person_id == person_id)
        connection.execute(there.values(person_id=person_id, site_id=its_site(), seq=row["seq"], hash=row["hash"]))
        note(
            connection,
            now,
            hand.account_id or hand.role,
            CHOSE,
            person_id=person_id,
            encounter_id=encounter_id,
            detail=choice_detail(new.kind, row["seq"], row["hash"]),
        )
        newer = self._newer(connection, person_id, new, before + 1)
        saved = by_key(connection, encounter_id, new.key)
        assert saved is not None
        return Appended(choice_of(saved, self._keys), newer=newer)

    def _check(self, connection: Connection, person_id: str, encounter_id: str, new: NewChoice) -> None:
        visit = connection.execute(select(encounter).where(encounter.c.id == encounter_id)).first()
        if visit is None or visit.person_id != person_id:
            raise Conflict("This page belongs to another visit. Nothing was saved.")
        if visit.ended is not None and not may_come_after(new):
            raise Conflict("This visit has ended. Open a new visit to add to the plan; nothing that was said is lost.")
        if new.withdraws is not None:
            there = connection.execute(
                select(choice.c.seq).where(choice.c.person_id == person_id, choice.c.seq == new.withdraws)
            ).first()
            if there is None:
                raise Conflict("The line to take back is not there. Nothing was saved.")

    def _keep_edition(self, connection: Connection, edition: Edition, now: datetime) -> None:
        if connection.execute(select(aid_version.c.hash).where(aid_version.c.hash == edition.hash)).first() is None:
            connection.execute(
                aid_version.insert().values(
                    hash=edition.hash,
                    site_id=its_site(),
                    aid_id=edition.aid.id,
                    version=edition.aid.version,
                    status=edition.aid.status,
                    compiled=edition.canonical(),
                    first_used=now.isoformat(),
                )
            )

    def _write_line(self, connection: Connection, person_id: str, new: NewChoice) -> str:
        line_id = new_id()
        key_id, wrapped, sealed = self._keys.seal_words(line_id, new.words or "")
        connection.execute(
            sealed_text.insert().values(
                id=line_id,
                site_id=its_site(),
                person_id=person_id,
                key_id=key_id,
                wrapped_key=wrapped,
                sealed=sealed,
                language=new.words_language or new.language,
            )
        )
        return line_id

    @staticmethod
    def _sealed(connection: Connection, line_id: str | None) -> bytes | None:
        if line_id is None:
            return None
        return bytes(connection.execute(select(sealed_text.c.sealed).where(sealed_text.c.id == line_id)).scalar_one())

    def _newer(self, connection: Connection, person_id: str, new: NewChoice, seq: int) -> tuple[Choice, ...]:
        if new.saw_seq is None:
            return ()
        rows = connection.execute(
            with_lines().where(
                choice.c.person_id == person_id,
                choice.c.kind == new.kind,
                choice.c.aid_id.is_not_distinct_from(new.aid_id),
                choice.c.item == new.item,
                choice.c.seq > new.saw_seq,
                choice.c.seq < seq,
            )
        ).all()
        return tuple(choice_of(row, self._keys) for row in rows if page_of(row.key) != page_of(new.key))

    def read(self, person_id: str) -> tuple[Choice, ...]:
        """Every line of one person, by seq, with its words opened (None where they were taken out)."""
        with reading(self._engine) as connection:
            rows = connection.execute(_WHOLE_LOG, {"person_id": person_id}).all()
        return tuple(choice_of(row, self._keys) for row in rows)

    def editions(self, hashes: frozenset[str]) -> dict[str, Edition]:
        """The editions that choices cite, by hash."""
        if not hashes:
            return {}
        with reading(self._engine) as connection:
            rows = connection.execute(select(aid_version).where(aid_version.c.hash.in_(hashes))).all()
        return {row.hash: Edition.model_validate_json(row.compiled) for row in rows}

    def take_out(
        self, person_id: str, encounter_id: str, hand: Hand, seq: int, key: str, *, earlier: Collection[int] = ()
    ) -> bool:
        """Destroy the words of one line for good. Returns True when the key has left the disk too.

        False means "being taken out": the key is gone from the tables, and its bytes leave the disk when nobody reads
        any more (`leaving`). Only after True may the screen say "taken out".

        Args:
            earlier: lines whose words go with it, such as how the same was said before.

        Raises:
            NotThere: this person has no such line, or it holds no words.
        """
        asked = NewChoice(key=key, kind=TAKEN_OUT, value={"line": seq})
        with writing(self._engine) as connection:
            if self._destroy(connection, person_id, seq) is None:
                raise NotThere("There are no words to take out here.")
            if not self._all_again(connection, person_id, encounter_id, (asked,)):
                gone = [each for each in sorted(earlier) if self._destroy(connection, person_id, each)]
                keys = [sha256(f"{key}|{each}".encode()).hexdigest()[:32] for each in gone]
                with_it = [
                    NewChoice(key=of, kind=TAKEN_OUT, value={"line": at}) for of, at in zip(keys, gone, strict=True)
                ]
                self._append_new(connection, person_id, encounter_id, hand, (asked, *with_it), None)
        return self._leaving.finish()

    def _destroy(self, connection: Connection, person_id: str, seq: int) -> bool | None:
        """Destroy the key of one line. Returns whether it was there until now; None where the line holds no words."""
        its = select(choice.c.line_id).where(choice.c.person_id == person_id, choice.c.seq == seq)
        line_id = connection.execute(its).scalar()
        if line_id is None:
            return None
        done = connection.execute(
            update(sealed_text)
            .where(sealed_text.c.id == line_id, sealed_text.c.wrapped_key.is_not(None))
            .values(wrapped_key=None, taken_out_at=self._clock().isoformat())
        )
        return bool(done.rowcount)

    def verify(self, person_id: str) -> int:
        """Check the chain of one person. Returns its length.

        Raises:
            ChainBroken: a line was altered, or the tail was cut off.
        """
        with reading(self._engine) as connection:
            return verify_person(connection, person_id)

    def verify_all(self) -> int:
        """Check every chain. Returns how many lines there are. Raises as `verify` does."""
        with reading(self._engine) as connection:
            return verify(connection, connection.get_execution_options()[SEAL]).lines
