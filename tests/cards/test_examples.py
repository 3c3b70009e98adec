"""Every kind of card has its examples, and each comes out as written, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from decisionaid.cards import kinds
from decisionaid.locale import languages
from tests.builders import Table, text_of
from tests.cards.examples import HERE, Example, aids, came_back, examples, open_visit, with_values
from tests.cards.talk import lines, sent

PLACES = ("shows", "paper", "note")
PAGES = {"paper": "print", "note": "note?plain=1"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    folder = tmp_path_factory.mktemp("clinic")
    made = Table(folder / "data", more={"aids": str(aids(folder))})
    yield made
    made.store.close()


def every() -> list[Any]:
    return [
        pytest.param(kind, each, language, id=f"{kind}-{at}-{language}")
        for kind in sorted(kinds())
        for at, each in enumerate(examples(kind))
        for language in languages()
    ]


def test_every_kind_has_examples_and_every_file_of_them_a_kind() -> None:
    assert {file.stem for file in HERE.glob("*.yaml")} == kinds().keys()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_the_examples_of_a_kind_say_what_it_shows_and_what_its_lines_mean(kind: str) -> None:
    mine = examples(kind)
    assert all(each["why"] and each["sends"] for each in mine)
    assert any(each["lines"] for each in mine)
    assert any(each.get("shows") for each in mine)
    silent = kinds()[kind].sections.__module__.endswith("._usual")
    assert silent or any(each.get("paper") or each.get("note") for each in mine), "what it says on paper"


@pytest.mark.parametrize(("kind", "example", "language"), every())
def test_an_example_comes_out_as_written(
    table: Table, monkeypatch: pytest.MonkeyPatch, kind: str, example: Example, language: str
) -> None:
    visit = open_visit(table, example["aid"], language)
    if example.get("values"):
        with_values(visit)
    if example.get("planned"):
        visit = came_back(table, visit, example["planned"], monkeypatch)
    for before in example.get("before", ()):
        sent(visit, before["card"], {key: value for key, value in before.items() if key != "card"})
    for form in example["sends"]:
        sent(visit, kind, form)
    standing = {line.item: line for line in lines(table, visit, kind)}
    for item, value in example["lines"].items():
        assert item in standing, f"of {sorted(standing)}"
        held = {**standing[item].value, "words": standing[item].words}
        assert {key: held.get(key) for key in value} == value, item
    expected = example if language == "en" else example.get(language, {})
    for place in PLACES:
        text = text_of(visit.get(PAGES.get(place, f"card/{kind}")).text)
        for said in expected.get(place, ()):
            assert said in text, place
        if place != "shows":
            for never in expected.get("never", ()):
                assert never not in text, place
