"""A visit in which everything was talked about: what is told and printed of it is a whole plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decisionaid.cards import kinds
from decisionaid.clinic import Clinic
from tests.builders import MAN_62, Table, Visit, field_of

OWN = "I want to walk with my sister"
SAID: Mapping[str, Mapping[str, str]] = {
    "situation": {**MAN_62, "words": OWN, "then": "picture"},
    "purpose": {"view_patient": OWN},
    "questions": {"own": OWN, "own_name": "walking-more"},
    "decision": {"arrived": "option.high", "look_again": "3mo", "words": OWN},
}
"""What a person types or picks; the boxes of each card are tapped as the card declares them."""
NOT_TAPPED = ("then", "leave", "whole")
MOST_TAPS = 4
"""Of one field: as many as a talk has, and not everything there is."""


def talked(table: Table) -> Visit:
    """Every card of every aid; a kind of card that is new is tapped without a word about it here."""
    first = table.open_visit(name="Ada Example")
    tell: Clinic = table.app.extensions["clinic"]
    for aid in tell.library.entries:
        visit = Visit(first.client, first.id, aid)
        for card in cards_of(tell, aid):
            tap_through(tell, visit, card)
    kept = {line.kind for line in table.store.log.read(table.store.people.visit(first.id).person_id)}
    assert {"situation", "decision", "issues", "workload"} <= kept, f"the visit is not a whole one: {sorted(kept)}"
    return first


def cards_of(tell: Clinic, aid: str) -> tuple[str, ...]:
    """The cards of an aid that this program can show."""
    return tuple(card for card in tell.library.edition(aid).aid.cards if card in kinds())


def tap_through(tell: Clinic, visit: Visit, card: str) -> None:
    page = visit.get(f"card/{card}").text
    hidden = (
        {name: field_of(page, name) for name in ("csrf_token", "encounter")} if 'name="csrf_token"' in page else None
    )
    if hidden is None:
        return  # a card with nothing to choose on it
    for number, data in enumerate(_taps(tell, visit, card)):
        key = f"{visit.aid}-{card}-{number}"
        answer = visit.client.post(visit.address(f"card/{card}"), data={**hidden, "key": key[:40], **data})
        assert answer.status_code == 303 or (answer.status_code == 400 and (number or card not in SAID)), answer.text


def _answers(tell: Clinic, aid: str, card: str) -> Mapping[str, str]:
    """What is typed or picked on a card of this aid: its own last option where it has not the one that is picked."""
    said, options = SAID[card], tell.library.edition(aid).aid.options
    if "arrived" not in said or said["arrived"].removeprefix("option.") in options:
        return said
    return {**said, "arrived": f"option.{list(options)[-1]}"}


def _taps(tell: Clinic, visit: Visit, card: str) -> Iterator[Mapping[str, str]]:
    if card in SAID:
        yield _answers(tell, visit.aid, card)
    scene = tell.scene(tell.store.people.visit(visit.id), visit.aid)
    for field in kinds()[card].fields(scene):
        if field.kind == "button" and field.name not in NOT_TAPPED:
            for value, _ in field.choices[:MOST_TAPS]:
                yield {field.name: value}
