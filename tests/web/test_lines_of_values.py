"""Each line of the plan says what it answers, so that nobody takes back or hides another one (hazards H03, H05)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest

from decisionaid.assets import asset_root
from decisionaid.library import Library
from tests.builders import MAN_62, Table, Visit, text_of
from tests.cards.talk import clinic, known

LIBRARY = Library.load([asset_root() / "aids"])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One clinic for this file; every test opens a visit of its own."""
    yield from clinic(tmp_path_factory.mktemp("clinic"))


def speak(table: Table, visit: Visit, language: str) -> None:
    table.store.people.speak(visit.id, language, table.store.people.visit(visit.id).account_id or "")


def lines_on(visit: Visit) -> list[tuple[str, str]]:
    """(topic, name of its menu) of every line on the plan."""
    rows = lxml.html.fromstring(visit.get("plan").text).xpath("//li[@data-line]")
    return [
        (
            row.xpath("string(.//span[@class='topic'])").strip(),
            row.xpath("string(.//summary/span[@class='hidden'])").strip(),
        )
        for row in rows
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_value_on_the_plan_stands_beside_its_own_question(table: Table, language: str) -> None:
    visit = known(table)
    speak(table, visit, language)
    topics = [topic for topic, _ in lines_on(visit)]
    asked = LIBRARY.aid("statin", language).inputs
    whole = {each.ask for each in asked.values() if "{" not in each.ask}
    assert set(topics) >= whole - {asked["dose"].ask}
    assert len(set(topics)) == len(topics), "no two values are told under the same words"
    assert not [topic for topic in topics if re.search(r"[{}]", topic)]
    assert all(topic == menu for topic, menu in lines_on(visit)), "the menu is named by its line for who listens"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_question_between_two_screens_names_its_facts(table: Table, language: str) -> None:
    visit = known(table)
    speak(table, visit, language)
    page = visit.get("card/situation").text
    hidden = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0]
        for name in ("csrf_token", "encounter", "key", "seen")
    }
    other = visit.get("card/situation").text
    theirs = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', other)[0]
        for name in ("csrf_token", "encounter", "key", "seen")
    }
    for sent, ticked in ((hidden, ["very_high"]), (theirs, [""])):
        values = {**{key: each for key, each in MAN_62.items() if not key.startswith("list")}, "list_checks": ticked}
        assert (
            visit.client.post(visit.address("card/situation"), data={**sent, **values, "then": "stay"}).status_code
            == 303
        )
    asked = lxml.html.fromstring(visit.get("card/situation").text).xpath("//form[@data-dispute]//legend")
    said = [" ".join(each.text_content().split()) for each in asked]
    assert [each for each in said if "190 mg/dL" in each], said
    assert not [each for each in said if "{" in each]


@pytest.mark.parametrize(
    ("language", "twice"),
    [("en", "from about 5 in 100 to about 5 in 100"), ("es", "de unas 5 de cada 100 a unas 5 de cada 100")],
)
def test_a_range_whose_ends_are_the_same_people_is_not_said_as_a_range(table: Table, language: str, twice: str) -> None:
    visit = known(table)
    speak(table, visit, language)
    said = text_of(visit.get("card/picture").text)
    assert twice not in said
    assert {"en": "about 5 in 100, and hardly anything else", "es": "unas 5 de cada 100; casi nada más"}[
        language
    ] in said
