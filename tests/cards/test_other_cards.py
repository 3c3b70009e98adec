"""A card leads to another one by the occasion, not by its name; where an aid has no such card, no way leads nowhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from decisionaid.assets import asset_root
from tests.builders import MAN_62, Table, Visit
from tests.cards.examples import CARDS, cards_of
from tests.cards.talk import clinic

LEADS_TO = ("decision", "picture", "situation")
"""The cards that others lead to."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """A clinic with the statin aid, and with three more of it that lack one card each."""
    aids = tmp_path_factory.mktemp("aids") / "aids"
    shutil.copytree(asset_root() / "aids", aids)
    for lacks in LEADS_TO:
        folder = shutil.copytree(aids / "statin", aids / f"no-{lacks}")
        file = folder / "aid.yaml"
        text = re.sub(r"^id: statin$", f"id: no-{lacks}", file.read_text("utf-8"), flags=re.MULTILINE)
        cards = ", ".join(card for card in cards_of(file) if card != lacks)
        file.write_text(CARDS.sub(f"cards: [{cards}]", text), encoding="utf-8")
    yield from clinic(tmp_path_factory.mktemp("clinic") / "data", aids=str(aids))


def ways_on(visit: Visit, card: str) -> set[str]:
    """The other cards that a card leads to, beside the map of topics."""
    page = visit.get(f"card/{card}")
    assert page.status_code == 200
    main = page.text.split('<main id="main"')[1].split("</main>")[0]
    return set(re.findall(rf'href="/visits/{visit.id}/{visit.aid}/([\w-]+)', main)) - {"evidence", card.split("/")[0]}


def test_a_card_leads_to_where_they_arrived_and_to_the_values_that_are_missing(table: Table) -> None:
    visit = table.open_visit(name="Sam Rivera")
    assert ways_on(visit, "picture") == {"decision", "situation"}
    visit.send("card/situation", {**MAN_62, "then": "picture"})
    assert ways_on(visit, "picture") == ways_on(visit, "leaning") == {"decision"}
    page = visit.get("card/picture").text
    behind = re.search(rf'href="/visits/{visit.id}/statin/evidence/([\w.-]+)"', page)
    assert behind
    assert ways_on(visit, f"evidence/{behind[1]}") == {"picture"}


@pytest.mark.parametrize("lacks", LEADS_TO)
def test_no_way_leads_to_a_card_that_the_aid_has_not(table: Table, lacks: str) -> None:
    visit = table.open_visit(aid=f"no-{lacks}", name="Sam Rivera")
    for data in ({}, MAN_62):
        if lacks != "situation" and data:
            assert visit.send("card/situation", {**data, "then": "stay"}).status_code == 303
        for card in table.app.extensions["clinic"].library.aid(visit.aid, "en").cards:
            assert lacks not in ways_on(visit, card), card
