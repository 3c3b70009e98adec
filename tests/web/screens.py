"""Screens of one visit without a script, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from werkzeug.test import TestResponse

from tests.builders import MAN_62, Table, Visit, field_of
from tests.cards.talk import plan


@dataclass
class Screen:
    """One open page of a card without a script: it sends its whole form, as old as the page is."""

    visit: Visit
    card: str = "situation"
    hidden: dict[str, str] = field(default_factory=dict)
    shows: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.load()

    def load(self) -> str:
        """Open the card, or load it again."""
        page = self.visit.get(f"card/{self.card}").text
        self.take(page)
        return page

    def take(self, page: str) -> None:
        forms = lxml.html.fromstring(page).xpath("//main//form[not(@data-dispute)]")
        self.hidden = {name: field_of(page, name) for name in ("csrf_token", "encounter", "key", "seen")}
        self.shows = {}
        for name, value in forms[0].form_values() if forms else ():
            if name not in self.hidden:
                self.shows.setdefault(name, []).append(value)

    def send(self, touched: Mapping[str, Any], *, then: str = "stay", key: str = "") -> TestResponse:
        """Send the whole page as it stands, with what was touched on it."""
        data = {**self.hidden, **self.shows, **touched, "then": then}
        if key:
            data["key"] = key
        return self.visit.client.post(self.visit.address(f"card/{self.card}"), data=data)


def known(table: Table, **more: str) -> Visit:
    visit = table.open_visit(name="Sam Rivera")
    assert visit.send("card/situation", {**MAN_62, **more, "then": "stay"}).status_code == 303
    return visit


def values(table: Table, visit: Visit) -> dict[str, Any]:
    return {each.input: each.value for each in plan(table, visit).situation.get(visit.aid, ())}


def counts(visit: Visit) -> list[str]:
    page = visit.get("card/picture").text
    return re.findall(r'data-claim="baseline"[^>]*data-count="(\d+)"', page)


def ways(page: str) -> dict[str, str]:
    """What the page asks about: the words of a button -> the line that it keeps."""
    found = re.findall(r'name="line" value="([^"]+)">.*?<span dir="auto">(.*?)</span></button>', page)
    return {said: line for line, said in found}
