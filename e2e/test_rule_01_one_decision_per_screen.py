# ruff: noqa: E501 - lines of script are kept whole
"""One decision per screen: one heading, one question group, few words before the first picture or choice."""

from __future__ import annotations

from e2e.conftest import Desk, Room
from tests.builders import MAN_62

MOST_WORDS = 60

BEFORE = """() => {
  const first = document.querySelector('main svg, main input:not([type=hidden]), main [data-tap], main textarea, main .button');
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  let words = '';
  while (walk.nextNode()) {
    if (!first || walk.currentNode.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING) break;
    if (walk.currentNode.parentElement.closest('.first-button') || !walk.currentNode.parentElement.getClientRects().length) continue;
    words += ' ' + walk.currentNode.data;
  }
  return words.split(/\\s+/).filter(Boolean);
}"""


def test_every_card_has_one_heading_and_few_words_before_the_first_picture_or_choice(desk: Desk, room: Room) -> None:
    for card in room.cards:
        desk.show(room.page, room.visit, card)
        assert room.page.locator("h1").count() == 1, card
        words = room.page.evaluate(BEFORE)
        assert len(words) <= MOST_WORDS, f"{card}: {len(words)} words: {' '.join(words)}"


def test_the_decision_is_asked_in_one_group_and_nowhere_else(room: Room, desk: Desk) -> None:
    asked = []
    for card in room.cards:
        desk.show(room.page, room.visit, card)
        asked += [card] * room.page.locator("fieldset:has([name=arrived])").count()
    assert asked == ["decision"]


def test_an_empty_card_begins_with_something_to_do(desk: Desk) -> None:
    page = desk.page()
    desk.show(page, desk.visit(page), "situation")
    assert page.locator("h1").count() == 1
    assert len(page.evaluate(BEFORE)) <= MOST_WORDS
    assert page.locator("[name^=value_]").count() >= len([each for each in MAN_62 if each.startswith("value_")])
