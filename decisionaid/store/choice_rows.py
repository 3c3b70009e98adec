"""Turns a line of the log into a row and back. It is the only place that knows both forms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from ..domain.encounter import Choice, Hand, NewChoice, Shown, TakenOut
from ..settings import new_id
from .keys import Keys
from .sites import its_site
from .tables import choice, sealed_text

_READ = ("value", "hand", "shown", "saved_at", "said_at", "words", "words_language", "taken_out")
"""What stands in a row in another shape than in a line; all else is taken over as it is."""
_AS_IT_IS = tuple(name for name in Choice.model_fields if name not in _READ)
LINE: tuple[Any, ...] = (
    *(choice.c[name] for name in _AS_IT_IS),
    *(each for each in choice.c if each.name not in _AS_IT_IS),
    *(sealed_text.c[name] for name in ("key_id", "wrapped_key", "sealed", "gone_at")),
    sealed_text.c.language.label("words_language"),
)
"""What is asked for of a line: its row, what is taken over as it is first, and its sealed words. `choice_of` reads them
in this order.
"""
_COLUMNS = tuple(each.name for each in LINE)
_TURNED = ("line_id", "value", "hand", "shown", "saved_at", "said_at", "key_id", "wrapped_key", "sealed", "gone_at")
_turned = itemgetter(*(_COLUMNS.index(name) for name in (*_TURNED, "words_language")))
_LINES = TypeAdapter(tuple[Choice, ...])
Hands = dict[str, Hand]
"""What hands were read from, so that the lines of one log read each a single time. Never kept for another log."""


def with_lines() -> Any:
    """A query of rows together with their sealed words."""
    return select(*LINE).select_from(choice.outerjoin(sealed_text, sealed_text.c.id == choice.c.line_id))


def choices_of(rows: Iterable[Sequence[Any]], keys: Keys) -> tuple[Choice, ...]:
    """Turn the rows of one log into lines, with their words opened."""
    hands: Hands = {}
    return _LINES.validate_python(tuple(_parts_of(row, keys, hands) for row in rows))


def choice_of(row: Sequence[Any], keys: Keys) -> Choice:
    """Turn a row into a line, with its words opened."""
    return Choice.model_validate(_parts_of(row, keys, {}))


def _parts_of(row: Sequence[Any], keys: Keys, hands: Hands) -> dict[str, Any]:
    """The parts of a line.

    A row is taken by its places: a page reads a log of a hundred lines, and asking a row for each of its names costs
    more than all the rest.
    """
    line: dict[str, Any] = dict(zip(_AS_IT_IS, row, strict=False))
    line_id, value, hand, shown, saved_at, said_at, key_id, wrapped, sealed, gone_at, language = _turned(row)
    whole = line_id is not None and wrapped is not None
    line["value"] = json.loads(value)
    line["hand"] = _hand(hand, hands)
    line["shown"] = Shown.model_validate_json(shown) if shown else None
    line["saved_at"] = datetime.fromisoformat(saved_at)
    line["said_at"] = datetime.fromisoformat(said_at) if said_at else None
    line["words"] = keys.open_words(line_id, key_id, wrapped, sealed) if whole else None
    line["words_language"] = language
    line["taken_out"] = _taken_out(line_id, wrapped, gone_at)
    return line


def _hand(text: str, hands: Hands) -> Hand:
    if text not in hands:
        hands[text] = Hand.model_validate_json(text)
    return hands[text]


def _taken_out(line_id: str | None, wrapped_key: bytes | None, gone_at: str | None) -> TakenOut:
    if line_id is None or wrapped_key is not None:
        return ""
    return "gone" if gone_at else "leaving"


def row_of(
    person_id: str, encounter_id: str, hand: Hand, new: NewChoice, now: datetime, line_id: str | None, seq: int
) -> dict[str, Any]:
    """Turn a new line into its row, before it has its place in the chain."""
    return {
        "id": new_id(), "site_id": its_site(), "person_id": person_id, "seq": seq, "encounter_id": encounter_id,
        "kind": new.kind, "aid_id": new.aid_id, "aid_hash": new.aid_hash, "item": new.item,
        "value": json.dumps(dict(new.value), sort_keys=True, ensure_ascii=False), "line_id": line_id,
        "voice": new.voice, "via": new.via, "hand": hand.model_dump_json(), "private": new.private,
        "language": new.language, "said_at": new.said_at.isoformat() if new.said_at else None,
        "saved_at": now.isoformat(), "saw_seq": new.saw_seq, "withdraws": new.withdraws,
        "shown": new.shown.model_dump_json() if new.shown else None, "form": new.form, "key": new.key,
    }  # fmt: skip


def same(before: Choice, new: NewChoice) -> bool:
    """Whether a stored line says what is sent now. Words that were taken out are not compared."""
    said = ("kind", "aid_id", "item", "voice", "via", "private", "withdraws")
    return (
        all(getattr(before, name) == getattr(new, name) for name in said)
        and dict(before.value) == json.loads(json.dumps(dict(new.value)))
        and (before.taken_out != "" or before.words == (new.words or None))
    )
