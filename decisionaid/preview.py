"""Shows an aid to its author as text: every card for one person, and for each option the plan, the page and the note.

The pages are those that a clinic shows, so nothing here is worked out a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from .cards import kinds
from .domain.aid import Aid, Input
from .domain.conditions import Value
from .model_errors import nearest
from .page_text import text_lines
from .practice_room import Room, Visit

ARRIVED = re.compile(r'<input[^>]*name="(arrived)"[^>]*value="(option\.[a-z0-9_]+)"')
"""A box in which an option can be chosen. The card that has them is found by them."""
PAGES = (("plan", "The plan"), ("print", "The page to take home"), ("note", "The note for the chart"))
WIDE = 100


@dataclass(frozen=True)
class PersonProblem:
    """Something in the description of a person that cannot be used: the key, what is wrong, and what to write."""

    key: str
    what: str
    remedy: str


def wrong_values(aid: Aid, person: Mapping[str, Any]) -> Iterator[PersonProblem]:
    """What cannot be used of the values of a person."""
    for key, value in person.items():
        asked = aid.inputs.get(key)
        if asked is None:
            yield PersonProblem(key, f"the aid asks for no {key!r}", nearest(key, aid.inputs))
            continue
        right = _fits(asked, value)
        if right:
            yield PersonProblem(key, f"{value!r} is no answer to {asked.ask!r}", f"write {key}: {right}")


def _fits(asked: Input, value: object) -> str:
    """What to write instead of a value; "" where it can be used."""
    if asked.kind == "yes_no":
        return "" if isinstance(value, bool) else "true or false"
    if asked.kind == "choice":
        return "" if value in asked.choices else " or ".join(asked.choices)
    if asked.kind == "date":
        return "" if isinstance(value, str) and _is_day(value) else 'a day, such as "2026-05-04"'
    return (
        "" if isinstance(value, (int, float)) and not isinstance(value, bool) else f"a number, in {asked.unit or '1'}"
    )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def preview(room: Room, aid: Aid, person: Mapping[str, Value], language: str) -> Iterator[str]:
    """The lines of all pages."""
    visit = room.visit(aid.id, language)
    yield from give_values(visit, aid, person)
    pages = {card: dict(visit.faces(card)) for card in aid.cards if _is_there(card)}
    for card, faces in pages.items():
        for title, page in faces.items():
            yield from _headed(f"card: {card}" + (f" – {title}" if title else ""), page)
    for card, page in ((card, faces[""]) for card, faces in pages.items()):
        for name, option in dict.fromkeys(ARRIVED.findall(page)):
            visit.fill_in(card, visit.card(card), {name: option, "then": "stay"})
            for address, title in PAGES:
                yield from _headed(f"{title}, if chosen: {option.removeprefix('option.')}", visit.page(address))


def _is_there(card: str) -> bool:
    return card in kinds()


def give_values(visit: Visit, aid: Aid, person: Mapping[str, Value]) -> Iterator[str]:
    """Give the person's values to the cards that ask for them; yields what a card did not take."""
    for card in aid.cards:
        page = visit.card(card) if _is_there(card) else ""
        asked = {key: value for key, value in person.items() if _field(aid.inputs[key], key) in page}
        if not asked:
            continue
        refused = visit.fill_in(card, page, _sent(aid, asked))
        if refused:
            yield from _headed(f"card: {card} does not take these values as they are", refused)


def _field(asked: Input, key: str) -> str:
    return f'name="list_{asked.together}"' if asked.together else f'name="value_{key}"'


def _sent(aid: Aid, person: Mapping[str, Value]) -> dict[str, str | list[str]]:
    """The values as a form sends them."""
    sent: dict[str, str | list[str]] = {}
    lists: dict[str, list[str]] = {}
    for key, value in person.items():
        group = aid.inputs[key].together
        if group is not None:
            lists.setdefault(group, []).extend([key] if value is True else [])
        else:
            sent[f"value_{key}"] = {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value}"
    for group, ticked in lists.items():
        sent[f"list_{group}"] = ticked or ["none"]
    return {**sent, "then": "stay"}


def _headed(title: str, page: str) -> Iterator[str]:
    yield ""
    yield f"=== {title} ".ljust(WIDE, "=")
    yield from text_lines(unescape(page) if "<main" not in page else page, "main" if "<main" in page else "body")
