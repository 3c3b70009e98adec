"""A line of the log as a row and back: the only place that knows both shapes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ..domain.encounter import Choice, Hand, NewChoice, Shown, TakenOut
from ..settings import new_id
from .keys import Keys
from .tables import SITE, choice, sealed_text


def choice_of(row: Row[Any], keys: Keys) -> Choice:
    """A line as it is read back, with its words opened."""
    words = None
    if row.line_id is not None and row.wrapped_key is not None:
        words = keys.open_words(row.line_id, row.key_id, row.wrapped_key, row.sealed)
    return Choice(
        id=row.id,
        person_id=row.person_id,
        seq=row.seq,
        encounter_id=row.encounter_id,
        key=row.key,
        kind=row.kind,
        value=json.loads(row.value),
        hand=Hand.model_validate_json(row.hand),
        saved_at=datetime.fromisoformat(row.saved_at),
        language=row.language,
        form=row.form,
        aid_id=row.aid_id,
        aid_hash=row.aid_hash,
        item=row.item,
        line_id=row.line_id,
        words=words,
        words_language=row.words_language,
        taken_out=_taken_out(row),
        voice=row.voice,
        via=row.via,
        private=row.private,
        said_at=datetime.fromisoformat(row.said_at) if row.said_at else None,
        saw_seq=row.saw_seq,
        withdraws=row.withdraws,
        shown=Shown.model_validate_json(row.shown) if row.shown else None,
    )


def _taken_out(row: Row[Any]) -> TakenOut:
    if row.line_id is None or row.wrapped_key is not None:
        return ""
    return "gone" if row.gone_at else "leaving"


def with_lines() -> Any:
    """Lines together with their words, still sealed."""
    return select(
        choice,
        sealed_text.c.key_id,
        sealed_text.c.wrapped_key,
        sealed_text.c.sealed,
        sealed_text.c.gone_at,
        sealed_text.c.language.label("words_language"),
    ).outerjoin(sealed_text, sealed_text.c.id == choice.c.line_id)


def by_key(connection: Connection, encounter_id: str, key: str) -> Row[Any] | None:
    """The line that a key was saved as in one visit."""
    found: Row[Any] | None = connection.execute(
        with_lines().where(choice.c.encounter_id == encounter_id, choice.c.key == key)
    ).first()
    return found


def row_of(
    person_id: str, encounter_id: str, hand: Hand, new: NewChoice, now: datetime, line_id: str | None, seq: int
) -> dict[str, Any]:
    """A new line as its row, before it has its place in the chain."""
    return {
        "id": new_id(), "site_id": SITE, "person_id": person_id, "seq": seq, "encounter_id": encounter_id,
        "kind": new.kind, "aid_id": new.aid_id, "aid_hash": new.aid_hash, "item": new.item,
        "value": json.dumps(dict(new.value), sort_keys=True, ensure_ascii=False), "line_id": line_id,
        "voice": new.voice, "via": new.via, "hand": hand.model_dump_json(), "private": new.private,
        "language": new.language, "said_at": new.said_at.isoformat() if new.said_at else None,
        "saved_at": now.isoformat(), "saw_seq": new.saw_seq, "withdraws": new.withdraws,
        "shown": new.shown.model_dump_json() if new.shown else None, "form": new.form, "key": new.key,
    }  # fmt: skip


def same(before: Choice, new: NewChoice) -> bool:
    """Whether a line says what is sent now; words that were taken out cannot be compared any more."""
    said = ("kind", "aid_id", "item", "voice", "via", "private", "withdraws")
    return (
        all(getattr(before, name) == getattr(new, name) for name in said)
        and dict(before.value) == json.loads(json.dumps(dict(new.value)))
        and (before.taken_out != "" or before.words == (new.words or None))
    )
