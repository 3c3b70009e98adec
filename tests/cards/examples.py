"""The examples of each kind of card (`<kind>.yaml` beside this file), and the aids that their visits are held with.

An example says: with this aid, after what was sent to these cards, the lines of the kind stand so, the card shows this,
and paper and note say that. What is expected stands in English, and under a language's two letters in that language.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from decisionaid.assets import asset_root
from decisionaid.cards import kinds
from decisionaid.locale import languages
from decisionaid.web.session import cookie_name
from decisionaid.yaml_reader import read_yaml
from tests.builders import MAN_62, Table, Visit, field_of

HERE = Path(__file__).parent
CARDS = re.compile(r"^cards: \[(.*)\]$", re.MULTILINE)
Example = Mapping[str, Any]


@cache
def examples(kind: str) -> tuple[Example, ...]:
    """The examples of a kind, as they stand in its file."""
    file = HERE / f"{kind}.yaml"
    return tuple(read_yaml(file.read_bytes(), file.name).value)


def aids(folder: Path) -> Path:
    """The shipped aids; a kind that none of them has is put last among the cards of the aid of its example."""
    made = folder / "aids"
    shutil.copytree(asset_root() / "aids", made)
    for kind in kinds():
        if not any(kind in cards_of(file) for file in made.glob("*/aid.yaml")):
            file = made / examples(kind)[0]["aid"] / "aid.yaml"
            text = file.read_text(encoding="utf-8")
            file.write_text(CARDS.sub(rf"cards: [\1, {kind}]", text), encoding="utf-8")
    return made


def cards_of(file: Path) -> tuple[str, ...]:
    """The cards that an aid's file names and that are there."""
    found = CARDS.search(file.read_text(encoding="utf-8"))
    assert found, f"{file} names no cards on one line"
    return tuple(card for card in found[1].split(", ") if card in kinds())


@cache
def everywhere() -> tuple[tuple[str, str, str], ...]:
    """Every kind in every shipped aid that has it, in every language; else in the aid of its example."""
    named = {file.parent.name: cards_of(file) for file in sorted((asset_root() / "aids").glob("*/aid.yaml"))}
    found = [(aid, kind) for aid, cards in named.items() for kind in cards]
    found += [(examples(kind)[0]["aid"], kind) for kind in kinds() if all(kind != each for _, each in found)]
    return tuple((aid, kind, language) for aid, kind in found for language in languages())


def open_visit(table: Table, aid: str, language: str, name: str = "Sam Rivera") -> Visit:
    """A visit in a language, with the values on the table where the aid asks for any."""
    csrf = field_of(table.client.get("/").text, "csrf_token")
    data = {"csrf_token": csrf, "aid": aid, "name": name, "language": language}
    answer = table.client.post("/visits", data=data)
    assert answer.status_code == 303, answer.text
    return Visit(table.client, answer.location.split("/visits/")[1].split("/")[0], aid)


def came_back(table: Table, visit: Visit, planned: Sequence[Mapping[str, str]], at: pytest.MonkeyPatch) -> Visit:
    """The return visit of somebody who planned something in this one, three months later; the clock goes back after."""
    for form in planned:
        data = {key: value for key, value in form.items() if key != "card"}
        assert visit.send(f"card/{form['card']}", data).status_code == 303
    people, seen = table.store.people, table.store.people.visit(visit.id)
    account = seen.account_id or ""
    people.end_visit(seen.id, account)
    at.setattr(table.clock, "now", table.clock.now + timedelta(days=92))
    browser = table.stranger()
    browser.set_cookie(cookie_name(table.store, table.settings), table.store.accounts.sign_in(account, "clinician"))
    opened = people.open_visit(seen.person_id, account, practice=seen.practice, language=seen.language)
    return Visit(browser, opened.id, visit.aid)


def with_values(visit: Visit) -> Visit:
    """The same, with walk (a) on the table, where the aid has a card for it."""
    if visit.get("card/situation").status_code == 200:
        assert visit.send("card/situation", {**MAN_62, "then": "picture"}).status_code == 303
    return visit
