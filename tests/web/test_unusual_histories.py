"""Histories that chance rarely writes: disputes, settling, private values, return visits, an old page printed again.

After each, every count that leaves is one that the card shows now, or stands beside it as "before ..., now ..." (H07).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from decisionaid.domain.encounter import Choice
from tests.builders import MAN_62, Visit, every_face, field_of, text_of
from tests.web.correcting import said_counts
from tests.web.rooms import Clinic, tokens
from tests.web.test_histories import CHANGED, OLD

pytestmark = pytest.mark.hazard("H07")

LEAVES = ("print", "print?language=es", "note?plain=1")


class Room:
    """A decided visit, and what hands do in it."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.people = clinic, clinic.table.store.people
        self.visit = self.first = clinic.visit(clinic.browser())
        self.visit.send("card/situation", {**MAN_62, "then": "picture"})
        self.decide("option.moderate")

    def decide(self, arrived: str, **more: str) -> None:
        self.visit.get("card/picture")
        assert self.visit.send("card/decision", {"arrived": arrived, **more}).status_code == 303

    def value(self, **values: str) -> None:
        assert self.visit.send("card/situation", {**values, "then": "stay"}).status_code == 303

    def two_screens(self, card: str, *said: Mapping[str, str]) -> None:
        """Each screen says something, and none has seen the other."""
        pages = [self.visit.get(f"card/{card}").text for _ in said]
        for page, data in zip(pages, said, strict=True):
            hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
            answer = self.visit.client.post(self.visit.address(f"card/{card}"), data={**hidden, **data})
            assert answer.status_code == 303

    def lines(self, item: str) -> list[Choice]:
        person = self.people.visit(self.visit.id).person_id
        return [line for line in self.clinic.table.store.log.read(person) if line.item == item]

    def act(self, at: str, line: Choice, **more: str) -> None:
        data = {**tokens(self.visit.client, self.visit.id), "line": line.id, **more}
        assert self.visit.client.post(self.visit.address(at), data=data).status_code == 303

    def come_back(self) -> None:
        """The visit ends, and there is another."""
        seen = self.people.visit(self.visit.id)
        self.people.end_visit(seen.id, self.clinic.mine)
        opened = self.people.open_visit(seen.person_id, self.clinic.mine, practice=True)
        self.visit = Visit(self.visit.client, opened.id)

    def wrong(self, printed: Visit) -> list[str]:
        """Counts on what leaves a visit that no card shows now, and that are not said to be old."""
        shown = said_counts(text_of(every_face(self.visit)))
        found = []
        for page in LEAVES:
            text = text_of(printed.get(page).text)
            for count in said_counts(OLD.sub("", text)) - shown:
                found.append(f"{page}: {count}")
            if said_counts(text) - shown and not CHANGED.search(text):
                found.append(f"{page}: nothing says that it has changed")
        return found


def dispute(room: Room) -> None:
    room.two_screens("situation", {"value_systolic_bp": "170"}, {"value_systolic_bp": "118"})


def settled(room: Room) -> None:
    dispute(room)
    room.act("settle", room.lines("values.systolic_bp")[-2])


def settled_anew(room: Room) -> None:
    settled(room)
    room.act("settle", room.lines("values.systolic_bp")[-1])


def decisions_in_dispute(room: Room) -> None:
    room.two_screens("decision", {"arrived": "option.high"}, {"arrived": "option.no_statin"})
    room.value(value_systolic_bp="118")


def a_value_kept_private(room: Room) -> None:
    room.act("private", room.lines("values.systolic_bp")[-1], private="yes")
    room.value(value_systolic_bp="118")


def the_second_decision_undone(room: Room) -> None:
    room.value(value_systolic_bp="118")
    room.decide("option.high")
    room.act("undo", room.lines("arrived")[-1])


def still_our_choice(room: Room) -> None:
    room.value(value_systolic_bp="118")
    room.decide("option.moderate", still="yes")


def corrected_next_time(room: Room) -> None:
    room.come_back()
    room.value(value_systolic_bp="170")


def decided_anew_next_time(room: Room) -> None:
    corrected_next_time(room)
    room.decide("option.high")


def too_old_the_third_time(room: Room) -> None:
    decided_anew_next_time(room)
    room.come_back()
    room.value(value_age="80")


HISTORIES: tuple[Callable[[Room], None], ...] = (
    dispute, settled, settled_anew, decisions_in_dispute, a_value_kept_private, the_second_decision_undone,
    still_our_choice, corrected_next_time, decided_anew_next_time, too_old_the_third_time,
)  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=lambda each: each.__name__)
def test_no_number_leaves_that_the_card_would_not_show_now(clinic: Clinic, history: Callable[[Room], None]) -> None:
    room = Room(clinic)
    assert room.wrong(room.visit) == []
    assert said_counts(text_of(room.visit.get("print").text)), "there is a number to be wrong about"
    history(room)
    assert room.wrong(room.visit) == []
    assert room.wrong(room.first) == [], "the page of the first visit, printed again"
