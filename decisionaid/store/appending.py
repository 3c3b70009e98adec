"""Writes the forms of one turn: read a single time what they stand on, check each, write all of it together.

What a form needs to know is one question (its visit, the end of its person's chain, whether its keys were saved before,
the end of the audit), and what is written goes to the server in one trip. The writer's lock is held for as long as that
takes and every other writer of the clinic waits for it, and across a network each trip is half a millisecond.

A form that may not be written (another visit's, one that has ended, a key that was used for something else) is left
out, and whoever sent it is told so; the others of its turn are written all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, true, update

from ..domain.aid import Edition
from ..domain.disputes import page_of
from ..domain.encounter import Choice, Hand, NewChoice
from ..domain.readers import may_come_after
from ..errors import ChainBroken, Conflict
from ..settings import new_id
from .audit import BEGINNING, END, End, Entry, write_entries
from .chain import CHOSE, FIRST, choice_detail, choice_hash
from .choice_rows import LINE, choice_of, choices_of, row_of, same, with_lines
from .keys import Keys
from .postgresql import in_one_trip
from .sites import its_site
from .tables import aid_version, choice, encounter, head, sealed_text


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


@dataclass(frozen=True)
class Form:
    """Every line that one form brings, and whose they are."""

    person_id: str
    encounter_id: str
    hand: Hand
    news: Sequence[NewChoice]
    edition: Edition | None = None


Outcome = tuple[Appended, ...] | Conflict
"""What a form became, line by line; or why nothing of it was written."""


def _any(name: str) -> Any:
    return bindparam(name, expanding=True)


_end = END.subquery("last")
_STANDS_ON = (
    select(
        encounter.c.id,
        encounter.c.person_id,
        encounter.c.ended,
        head.c.seq,
        head.c.hash,
        *_end.c,
        aid_version.c.hash,
        *LINE,
    )
    .select_from(
        encounter.outerjoin(head, head.c.person_id == encounter.c.person_id)
        .outerjoin(_end, true())
        .outerjoin(aid_version, aid_version.c.hash.in_(_any("cited")))
        .outerjoin(choice, (choice.c.encounter_id == encounter.c.id) & choice.c.key.in_(_any("keys")))
        .outerjoin(sealed_text, sealed_text.c.id == choice.c.line_id)
    )
    .where(encounter.c.id.in_(_any("visits")))
)
"""The visits of some forms: the end of each person's chain, the end of the audit, which of the cited editions are kept
(a row for each), and what was saved already."""
_VISIT, _HEAD, _END, _EDITION, _LINE = slice(0, 3), slice(3, 5), slice(5, 8), 8, slice(9, None)
_WRITTEN = with_lines().where(choice.c.id.in_(_any("ids")))
_LATER = (
    with_lines()
    .where(choice.c.person_id == bindparam("person_id"), choice.c.seq > bindparam("than"))
    .order_by(choice.c.seq)
)
_GO_ON = update(head).where(head.c.person_id == bindparam("whose")).values(seq=bindparam("to"), hash=bindparam("now"))


@dataclass
class _Visit:
    """A visit, and where the log of its person ends; `saved`: key -> the line that was saved under it."""

    person_id: str
    ended: str | None
    seq: int
    hash: str
    first: bool
    saved: dict[str, Choice] = field(default_factory=dict)


@dataclass
class _Rows:
    """What is to be written, table by table."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    heads: list[_Visit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    editions: dict[str, Edition] = field(default_factory=dict)


class Turn:
    """What one transaction writes: some forms, at most one of each person."""

    def __init__(self, connection: Connection, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._keys = keys
        self._clock = clock
        self._end = BEGINNING
        self._visits: dict[str, _Visit] = {}
        self._kept: set[str] = set()
        self._rows = _Rows()

    def write(self, forms: Sequence[Form]) -> list[Outcome]:
        """Write what may be written. Each form is written whole, or its outcome is why nothing of it was."""
        self._look(forms)
        outcomes = [self._outcome(form) for form in forms]
        written = self._written() if self._rows.choices else {}
        return [
            each
            if isinstance(each, Conflict)
            else tuple(
                line if isinstance(line, Appended) else Appended(written[line[0]], newer=line[1]) for line in each
            )
            for each in outcomes
        ]

    def _look(self, forms: Sequence[Form]) -> None:
        keys = _padded([new.key for form in forms for new in form.news])
        cited = sorted({form.edition.hash for form in forms if form.edition is not None})
        asked = {
            "keys": keys,
            "visits": _padded([form.encounter_id for form in forms]),
            "cited": _padded(cited or [""]),
        }
        for row in self._connection.execute(_STANDS_ON, asked):
            (visit_id, person_id, ended), (seq, hash_), line = row[_VISIT], row[_HEAD], row[_LINE]
            visit = _Visit(person_id, ended, seq or 0, hash_ or FIRST, first=seq is None)
            visit = self._visits.setdefault(visit_id, visit)
            if line[0] is not None:
                saved = choice_of(line, self._keys)
                visit.saved[saved.key] = saved
            self._kept.add(row[_EDITION])
            if row[_END][0] is not None:
                self._end = End(*row[_END])

    def _outcome(self, form: Form) -> Conflict | list[Appended] | list[tuple[str, tuple[Choice, ...]]]:
        """Lay what a form writes beside the rest: of each line its id, and what the chooser had not seen."""
        visit = self._visits.get(form.encounter_id)
        try:
            if visit is None or visit.person_id != form.person_id:
                raise Conflict("This page belongs to another visit. Nothing was saved.")
            if any(new.key in visit.saved for new in form.news):
                return [_again(visit, new) for new in form.news]
            for at, new in enumerate(form.news):
                _check(visit, new, visit.seq + at)
        except Conflict as said:
            return said
        unseen = self._unseen(form, visit)
        if form.edition is not None:
            self._rows.editions[form.edition.hash] = form.edition
        self._rows.heads.append(visit)
        return [(self._lay(form, visit, new), _newer(unseen, new)) for new in form.news]

    def _unseen(self, form: Form, visit: _Visit) -> list[Choice]:
        """The person's lines that the chooser had not seen. As a rule there are none, and nothing is asked."""
        saw = min((new.saw_seq for new in form.news if new.saw_seq is not None), default=visit.seq)
        if saw >= visit.seq:
            return []
        rows = self._connection.execute(_LATER, {"person_id": visit.person_id, "than": saw})
        return list(choices_of(rows, self._keys))

    def _lay(self, form: Form, visit: _Visit, new: NewChoice) -> str:
        now, text = self._clock(), self._text(visit.person_id, new) if new.words else {}
        row = row_of(visit.person_id, form.encounter_id, form.hand, new, now, text.get("id"), visit.seq + 1)
        row["prev"] = visit.hash
        row["hash"] = choice_hash(row, text.get("sealed"))
        visit.seq, visit.hash = row["seq"], row["hash"]
        detail = choice_detail(new.kind, row["seq"], row["hash"])
        actor = form.hand.account_id or form.hand.role
        self._rows.entries.append(Entry(now, actor, CHOSE, visit.person_id, form.encounter_id, detail))
        self._rows.choices.append(row)
        self._rows.texts += [text] if text else []
        return str(row["id"])

    def _text(self, person_id: str, new: NewChoice) -> dict[str, Any]:
        line_id = new_id()
        key_id, wrapped, sealed = self._keys.seal_words(line_id, new.words or "")
        return {
            "id": line_id, "site_id": its_site(), "person_id": person_id, "key_id": key_id, "wrapped_key": wrapped,
            "sealed": sealed, "language": new.words_language or new.language,
        }  # fmt: skip

    def _written(self) -> dict[str, Choice]:
        """Write it, and read it back: a page is told what the database has, and not what was sent to it."""
        self._send()
        sent = {row["id"]: row["hash"] for row in self._rows.choices}
        lines = self._connection.execute(_WRITTEN, {"ids": _padded(list(sent))}).all()
        if {line.id: line.hash for line in lines} != sent:
            raise ChainBroken("The database has other lines than those that were written. Nothing was saved.")
        return {line.id: choice_of(line, self._keys) for line in lines}

    def _send(self) -> None:
        rows, tell = self._rows, self._connection
        begun = [{"site_id": its_site(), **_head(each)} for each in rows.heads if each.first]
        gone_on = [_head(each) for each in rows.heads if not each.first]
        new = [_edition(each, self._clock()) for hash_, each in rows.editions.items() if hash_ not in self._kept]
        with in_one_trip(tell):
            for statement, some in (
                (aid_version.insert(), new),
                (sealed_text.insert(), rows.texts),
                (choice.insert(), rows.choices),
                (head.insert(), begun),
                (_GO_ON, [{"whose": each["person_id"], "to": each["seq"], "now": each["hash"]} for each in gone_on]),
            ):
                if some:
                    tell.execute(statement, some)
            write_entries(tell, self._end, rows.entries)


def _again(visit: _Visit, new: NewChoice) -> Appended:
    before = visit.saved.get(new.key)
    if before is None or not same(before, new):
        raise Conflict(
            "This page was sent before with something else on it, and that is what was saved. "
            "Please load the page again and choose anew."
        )
    return Appended(before, again=True)


def _check(visit: _Visit, new: NewChoice, last: int) -> None:
    if visit.ended is not None and not may_come_after(new):
        raise Conflict("This visit has ended. Open a new visit to add to the plan; nothing that was said is lost.")
    if new.withdraws is not None and not 1 <= new.withdraws <= last:
        raise Conflict("The line to take back is not there. Nothing was saved.")


def _newer(unseen: Sequence[Choice], new: NewChoice) -> tuple[Choice, ...]:
    if new.saw_seq is None:
        return ()
    on = (new.kind, new.aid_id, new.item)
    return tuple(
        line
        for line in unseen
        if (line.kind, line.aid_id, line.item) == on
        and line.seq > new.saw_seq
        and page_of(line.key) != page_of(new.key)
    )


def _head(visit: _Visit) -> dict[str, Any]:
    return {"person_id": visit.person_id, "seq": visit.seq, "hash": visit.hash}


def _edition(edition: Edition, now: datetime) -> dict[str, Any]:
    return {
        "hash": edition.hash, "site_id": its_site(), "aid_id": edition.aid.id, "version": edition.aid.version,
        "status": edition.aid.status, "compiled": edition.canonical(), "first_used": now.isoformat(),
    }  # fmt: skip


def _padded(some: list[str]) -> list[str]:
    """The same, the last one repeated up to a power of two: so that a server meets few forms of a question, and keeps
    the plan of each."""
    length = 1
    while length < len(some):
        length *= 2
    return [*some, *[some[-1]] * (length - len(some))]
