"""The log of choices: append, read, take out. Nothing else is written about a visit.

One transaction holds every line that one form brings: its idempotency key, the choice, its words under their own key,
the edition of the aid when it is first cited, the audit row and the person's new chain head. So a form is there a
single time and whole, or not at all, also when every process is killed in between (hazards H07, H08). The chain runs
over ciphertext and needs no key (`chain`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.aid import Edition
from ..domain.encounter import Choice, Hand, NewChoice
from ..domain.readers import TAKEN_OUT
from ..errors import ChainBroken, Conflict, NotThere, StoreBusy
from .appending import Appended, Form, Outcome, Turn
from .chain import verify, verify_person
from .choice_rows import choices_of, with_lines
from .engine import SEAL, asking, reading, writing
from .keys import Keys
from .known_lines import NOTHING_KNOWN, Known, KnownLines
from .leaving import Leaving
from .tables import aid_version, choice, sealed_text
from .turns import Turns

Clock = Callable[[], datetime]
_LOG = (
    with_lines()
    .where(
        choice.c.person_id == bindparam("person_id"),
        (choice.c.seq >= bindparam("known")) | choice.c.line_id.is_not(None),
    )
    .order_by(choice.c.seq)
)
"""The last line that is known, what came after it, and every line with words: see `known_lines`."""


def utc_now() -> datetime:
    """The time of the server, UTC."""
    return datetime.now(UTC)


class Log:
    """The append-only log of choices, person by person."""

    def __init__(self, engine: Engine, keys: Keys, leaving: Leaving, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._keys = keys
        self._leaving = leaving
        self._clock = clock
        self._known = KnownLines()
        self._turns: Turns[Form, Outcome | Exception] = Turns(self._write_together, apart=lambda form: form.person_id)

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
        outcome = self._turns.ask(Form(person_id, encounter_id, hand, news, edition))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _write_together(self, forms: Sequence[Form]) -> list[Outcome | Exception]:
        """What became of each form. Where one of them cannot be written, the others do not suffer for it."""
        try:
            return [*self._write(forms)]
        except IntegrityError:
            pass  # a process of another clinic wrote the same edition in this moment: now it is there
        except (StoreBusy, ChainBroken):
            raise
        except Exception:
            if len(forms) == 1:
                raise
        return [self._write_alone(form) for form in forms]

    def _write_alone(self, form: Form) -> Outcome | Exception:
        try:
            return self._write([form])[0]
        except Exception as problem:
            return problem

    def _write(self, forms: Sequence[Form]) -> list[Outcome]:
        with writing(self._engine) as connection:
            return Turn(connection, self._keys, self._clock).write(forms)

    def read(self, person_id: str) -> tuple[Choice, ...]:
        """Every line of one person, by seq, with its words opened (None where they were taken out)."""
        before = known = self._known.of(person_id)
        rows = self._rows(person_id, known)
        if known.seq and not any(row.seq == known.seq and row.hash == known.hash for row in rows):
            known = NOTHING_KNOWN
            rows = self._rows(person_id, known)
        whole, last = known.with_(choices_of(rows, self._keys)), rows[-1].hash if rows else ""
        if last != before.hash:
            self._known.keep(person_id, whole, last)
        return whole

    def _rows(self, person_id: str, known: Known) -> Sequence[Row[Any]]:
        with asking(self._engine) as connection:
            return connection.execute(_LOG, {"person_id": person_id, "known": known.seq}).all()

    def editions(self, hashes: frozenset[str]) -> dict[str, Edition]:
        """The editions that choices cite, by hash."""
        if not hashes:
            return {}
        with asking(self._engine) as connection:
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
        asked = [NewChoice(key=key, kind=TAKEN_OUT, value={"line": seq})]
        sent_before = select(choice.c.id).where(choice.c.encounter_id == encounter_id, choice.c.key == key)
        with writing(self._engine) as connection:
            if self._destroy(connection, person_id, seq) is None:
                raise NotThere("There are no words to take out here.")
            if connection.execute(sent_before).first() is None:
                for each in sorted(earlier):
                    if self._destroy(connection, person_id, each):
                        of = sha256(f"{key}|{each}".encode()).hexdigest()[:32]
                        asked.append(NewChoice(key=of, kind=TAKEN_OUT, value={"line": each}))
            form = Form(person_id, encounter_id, hand, asked)
            (outcome,) = Turn(connection, self._keys, self._clock).write([form])
            if isinstance(outcome, Conflict):
                raise outcome
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
