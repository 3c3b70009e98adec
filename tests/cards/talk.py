"""What the tests of the talking cards share: a visit whose values are known, its plan, its lines and its boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from decisionaid.cards import Scene
from decisionaid.domain.encounter import Choice
from decisionaid.domain.plan import Plan
from decisionaid.domain.readers import Reader
from tests.builders import MAN_62, WOMAN_50, Table, Visit, sign_in, text_of


def clinic(folder: Path, **more: Any) -> Iterator[Table]:
    """A practice clinic for a whole file, where every test opens a visit of its own; a colleague's patient is there."""
    made = Table(folder, more=more)
    other = made.stranger()
    sign_in(other, made.store, "Another Clinician", "quite other words in a row")
    noise = made.open_visit(other, name="Noise Unrelated")
    noise.send("card/situation", {**WOMAN_50, "words": "the noise of another room", "then": "picture"})
    for card, data in {
        "purpose": {"door": "differ", "view_patient": "the noise of a view"},
        "issues": {"pick": "mix"},
        "leaning": {"leans_patient": "option.high", "print_patient": "yes"},
        "questions": {"own": "the noise of a question", "own_name": "noise-noise"},
        "decision": {"arrived": "option.high"},
    }.items():
        noise.send(f"card/{card}", data)
    yield made
    made.store.close()


def known(table: Table, *, name: str = "Sam Rivera", values: Mapping[str, str] = MAN_62) -> Visit:
    """A visit of somebody whose values are on the table."""
    visit = table.open_visit(name=name)
    sent(visit, "situation", {**values, "then": "picture"})
    return visit


def sent(visit: Visit, card: str, data: Mapping[str, Any]) -> TestResponse:
    """A form of a card that is kept."""
    answer = visit.send(f"card/{card}", data)
    assert answer.status_code == 303, text_of(answer.text)
    return answer


def lines(table: Table, visit: Visit, kind: str = "") -> tuple[Choice, ...]:
    """The log of the visit's person, every line or those of one card."""
    person = table.store.people.visit(visit.id).person_id
    return tuple(each for each in table.store.log.read(person) if kind in ("", each.kind))


def plan(table: Table, visit: Visit, reader: Reader | None = None) -> Plan:
    """The plan as the screen tells it, or as another reader gets it."""
    if reader is None:
        return scene(table, visit).plan
    told, _ = table.app.extensions["clinic"].plan(lines(table, visit), "en", reader)
    return told


def scene(table: Table, visit: Visit, **more: Any) -> Scene:
    """What a card of the visit knows."""
    return table.app.extensions["clinic"].scene(table.store.people.visit(visit.id), visit.aid, **more)


def taps(page: str) -> dict[str, tuple[str, str, bool]]:
    """The boxes of a page: words -> (field, value, chosen)."""
    found = re.finditer(
        r'<button class="tap" name="(\w+)" value="([^"]*)" aria-pressed="(true|false)"[^>]*>'
        r'<span class="mark" aria-hidden="true"></span><span>(.*?)</span>',
        page,
    )
    return {
        unescape(each.group(4)): (each.group(1), unescape(each.group(2)), each.group(3) == "true") for each in found
    }


def before_the_first_choice(page: str) -> int:
    """How many words stand in the card before its first choice, title and all."""
    main = page.split('<main id="main"')[1]
    first = re.search(r'<button class="tap"|<input type="radio"|<textarea|<svg', main)
    assert first, "the card has no choice"
    return len(text_of("<main" + main[: first.start()]).split())


def paper(visit: Visit) -> str:
    """Everything that can leave the room today, as one text: the page, and the note."""
    pages = [visit.get("print"), visit.get("note?plain=1")]
    assert [each.status_code for each in pages] == [200, 200]
    return " ".join(text_of(each.text) for each in pages)
