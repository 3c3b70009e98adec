"""No time, percentage, score or "step 3 of 7": where one is stands in words."""

from __future__ import annotations

import re

from e2e.conftest import Desk, Room

COUNTED = re.compile(r"\bstep \d|\d+ ?%|\d of \d+ (?:cards|topics|steps)|\bscore\b|\bprogress\b|\bminutes left\b", re.I)


def test_the_map_says_in_words_what_was_talked_about(desk: Desk, room: Room) -> None:
    desk.show(room.page, room.visit, "decision")
    states = room.page.locator("nav.topics .state").all_inner_texts()
    assert set(states) <= {"talked about", "set aside"}
    assert states.count("talked about") >= 2
    assert len(states) < len(room.cards), "a topic that nobody has touched says nothing of it"


def test_no_page_counts_percent_time_or_steps(desk: Desk, room: Room) -> None:
    for card in (*room.cards, "plan", ""):
        desk.show(room.page, room.visit, card)
        seen = room.page.locator("body").inner_text()
        found = COUNTED.search(seen)
        assert found is None, f"{card}: {found}"
        assert room.page.locator("progress, meter, [role=progressbar], [role=timer]").count() == 0
